/** Makes a `Post` of what claims to be one: wrong types are left out, texts are texts, URLs are http(s). */
import { safeUrl } from '../base/links.js';
import type { Post, PostAuthor, PostImage } from './post.js';

/** A post as a page or a file of our own gives it. Throws when it has neither a headline nor a text. */
export function normalisePost(value: unknown, base: string): Post {
  const given = object(value);
  const headline = text(given['headline']) ?? '';
  const articleBody = text(given['articleBody'], true);
  if (!headline && !articleBody) throw new TypeError('post: expected at least a headline or an articleBody, as text');
  const url = safeUrl(text(given['url']), base) ?? '';
  const image = normaliseImage(given['image'], base);
  return {
    id: text(given['id']) ?? url,
    url,
    headline,
    ...defined({
      slug: text(given['slug']),
      description: text(given['description']),
      articleBody,
      base: safeUrl(text(given['base']), base),
      datePublished: text(given['datePublished']),
      dateModified: text(given['dateModified']),
      inLanguage: text(given['inLanguage']),
      creativeWorkStatus: given['draft'] === true ? 'Draft' : text(given['creativeWorkStatus'] ?? given['status'])?.replace(/^publish(ed)?$/i, ''),
      related: given['related'] === undefined ? undefined : list(given['related']).flatMap((each) => {
        const { url: to, score } = object(each);
        return { url: safeUrl(text(to), base) ?? '', score: Number(score) || 0 };
      }),
    }),
    author: list(given['author']).flatMap((each) => normaliseAuthor(each, base)),
    ...(image && { image }),
    keywords: list(given['keywords']).flatMap((word) => text(word) ?? []),
    ...(Number.isInteger(given['commentCount']) && { commentCount: given['commentCount'] as number }),
    ...(given['conditionsOfAccess'] === 'members' || given['conditionsOfAccess'] === 'password' ? { conditionsOfAccess: given['conditionsOfAccess'] } : {}),
  };
}

function normaliseAuthor(value: unknown, base: string): PostAuthor[] {
  const given = typeof value === 'string' ? { name: value } : object(value);
  const name = text(given['name']);
  if (!name) return [];
  return [{ name, ...defined({ url: safeUrl(text(given['url']), base), image: safeUrl(text(given['image']), base) }) }];
}

function normaliseImage(value: unknown, base: string): PostImage | undefined {
  const given = typeof value === 'string' ? { url: value } : object(value);
  const url = safeUrl(text(given['url']), base);
  if (!url) return undefined;
  return { url, ...defined({ width: size(given['width']), height: size(given['height']), alt: text(given['alt']), caption: text(given['caption']), srcset: text(given['srcset']) }) };
}

/** The fields that have a value. */
export function defined<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}

/** What of it is an object, in a list: readers go through what may be anything. */
export function objects<T extends object>(value: T | T[] | null | undefined): T[] {
  return ([value].flat() as unknown[]).filter((each): each is T => typeof each === 'object' && each !== null);
}

function object(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? value as Record<string, unknown> : {};
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
}

function size(value: unknown): number | undefined {
  const number = Number(value);
  return value !== null && number > 1 && number < 100_000 ? Math.round(number) : undefined;
}

function text(value: unknown, asItIs = false): string | undefined {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return undefined;
  return (asItIs ? value : value.replace(/\s+/g, ' ').trim()) || undefined;
}
