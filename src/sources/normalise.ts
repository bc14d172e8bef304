/** Makes a `Post` of what claims to be one: wrong types are left out, texts are texts, URLs are http(s). */
import { safeUrl } from '../base/links.js';
import type { Post, PostAuthor, PostImage } from './post.js';

/** A post as a page or a file of our own gives it. Throws when it has neither a headline nor a text. */
export function normalisePost(value: unknown, base: string): Post {
  const given = object(value);
  const address = (from: unknown) => safeUrl(text(from), base);
  const { articleBody: body, commentCount, creativeWorkStatus: status = given['status'], conditionsOfAccess: access } = given;
  const url = address(given['url']) ?? '';
  const post = defined<Post>({
    id: text(given['id']) ?? url,
    url,
    headline: text(given['headline']) ?? '',
    ...texts(given, 'slug', 'description', 'datePublished', 'dateModified'),
    inLanguage: text(given['inLanguage'])?.replaceAll('_', '-'),
    articleBody: typeof body === 'string' && body || undefined,
    base: address(given['base']),
    creativeWorkStatus: given['draft'] === true ? 'Draft' : text(status)?.replace(/^publish(ed)?$/i, '') || undefined,
    author: list(given['author']).flatMap((each): PostAuthor[] => {
      const person = typeof each === 'string' ? { name: each } : object(each);
      const name = text(person['name']);
      return name ? [defined<PostAuthor>({ name, url: address(person['url']), image: address(person['image']) })] : [];
    }),
    keywords: list(given['keywords']).flatMap((word) => text(word) ?? []),
    image: list(given['image']).slice(0, 1).map((each): PostImage | undefined => {
      const image = typeof each === 'string' ? { url: each } : object(each);
      const from = address(image['url']);
      return from ? defined<PostImage>({ url: from, width: size(image['width']), height: size(image['height']), ...texts(image, 'alt', 'caption', 'srcset') }) : undefined;
    })[0],
    commentCount: Number.isInteger(commentCount) ? commentCount as number : undefined,
    conditionsOfAccess: access === 'members' || access === 'password' ? access : undefined,
  });
  if (!post.headline && !post.articleBody) throw new TypeError('post: expected at least a headline or an articleBody, as text');
  return post;
}

/** The fields that have a value. */
function defined<T extends object>(fields: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}

/** What of it is an object, in a list: readers go through what may be anything. */
export function objects<T extends object>(value: T | T[] | null | undefined): T[] {
  return list(value).filter((each): each is T => typeof each === 'object' && each !== null);
}

function object(value: unknown): Record<string, unknown> {
  return objects(value as object)[0] as Record<string, unknown> ?? {};
}

function list(value: unknown): unknown[] {
  return [value ?? []].flat() as unknown[];
}

function size(value: unknown): number | undefined {
  const number = Number(text(value));
  return number > 1 && number < 100_000 ? Math.round(number) : undefined;
}

function text(value: unknown): string | undefined {
  return /^(string|number)$/.test(typeof value) ? String(value).replace(/\s+/g, ' ').trim() || undefined : undefined;
}

/** Several fields that are texts. */
function texts<Name extends string>(from: Record<string, unknown>, ...names: Name[]): { [N in Name]: string | undefined } {
  return Object.fromEntries(names.map((name) => [name, text(from[name])])) as { [N in Name]: string | undefined };
}
