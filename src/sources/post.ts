/** A post as data, in schema.org's words. Every reader in this folder ends in this shape. */

import { safeUrl } from '../base/links.js';
import { mapInSlices } from '../base/scheduler.js';

export interface PostAuthor { name: string; url?: string; image?: string }

export interface PostImage {
  url: string;
  width?: number;
  height?: number;
  alt?: string;
  caption?: string;
  /** Other sizes of the same picture, as in HTML. */
  srcset?: string;
}

export interface Post {
  /** What the source calls it; else its URL. */
  id: string;
  /** Absolute, http(s). */
  url: string;
  /** The short name that a blog system gives it, where the URL does not end in it. */
  slug?: string;
  /** Plain text. */
  headline: string;
  /** Plain text, a sentence or a few. */
  description?: string;
  /** HTML from outside: goes to the page through the sanitizer only. */
  articleBody?: string;
  /** What relative addresses in `articleBody` are relative to, where that is not `url`. */
  base?: string;
  /** ISO 8601; with a zone, or a bare day or month. */
  datePublished?: string;
  dateModified?: string;
  author: PostAuthor[];
  image?: PostImage;
  keywords: string[];
  /** BCP 47. */
  inLanguage?: string;
  commentCount?: number;
  /** What the source does not give to everybody: the text is cut short or missing. */
  conditionsOfAccess?: 'members' | 'password';
  /** `Draft` and the like; left out of a post that is published. */
  creativeWorkStatus?: string;
  /** What is about the same, best first, where that was found out when the site was built. */
  related?: { url: string; score: number }[];
}

/** Makes a `Post` of what claims to be one: wrong types are left out, texts are texts, URLs are http(s). */

/** A post as a page or a file of our own gives it. Throws when it has neither a headline nor a text. */
export function normalizePost(value: unknown, base: string): Post {
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

/** How a source is written; `auto` goes by content type, then by content. */
export type Format = 'auto' | 'json' | 'json-feed' | 'rss' | 'atom' | 'rdf' | 'wordpress' | 'ghost' | 'markdown' | 'html';

/** What came, before a reader has read it. */
export interface Answer { response: Response; bytes: Uint8Array; type: string; url: string }

/** Reads the entries of a feed or list, in slices of time. An entry without a title and a text is left out. */
export async function readEach<Entry>(entries: Iterable<Entry>, read: (entry: Entry) => Post): Promise<Post[]> {
  const posts = await mapInSlices(entries, (entry) => {
    try {
      return read(entry);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      return undefined;
    }
  });
  return posts.filter((post) => post !== undefined);
}
