/** A post as data, in schema.org's words. Every reader in this folder returns this shape. */

import { safeUrl } from '../base/links.js';
import { mapInSlices } from '../base/scheduler.js';

export interface PostAuthor {
  name: string;
  url?: string;
  image?: string;
}

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
  /** The source's own id; else its URL. */
  id: string;
  /** Absolute, http(s). */
  url: string;
  /** The short name that a blog system gives it, where the URL does not end in it. */
  slug?: string;
  /** Plain text. */
  headline: string;
  /** Plain text, a sentence or a few. */
  description?: string;
  /** Untrusted HTML: goes to the page through the sanitizer only. */
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
  /** Set when the source does not give the text to everybody: it is cut short or missing. */
  conditionsOfAccess?: 'members' | 'password';
  /** `Draft` and the like; left out of a post that is published. */
  creativeWorkStatus?: string;
  /** Related posts, best first, where they were computed when the site was built. */
  related?: { url: string; score: number }[];
}

/** What came from outside, before it is known what it is. */
export type Fields = Record<string, unknown>;

/**
 * Makes a `Post` of untrusted data: values of a wrong type are left out, texts are trimmed, URLs are http(s).
 *
 * @throws TypeError when it has neither a headline nor a text
 */
export function normalizePost(value: unknown, base: string): Post {
  const given = toFields(value);
  const address = (from: unknown) => safeUrl(toText(from), base);
  const { articleBody: body, commentCount, creativeWorkStatus: status = given['status'], conditionsOfAccess: access } = given;
  const url = address(given['url']) ?? '';
  const post = defined<Post>({
    id: toText(given['id']) ?? url,
    url,
    headline: toText(given['headline']) ?? '',
    slug: toText(given['slug']),
    description: toText(given['description']),
    datePublished: toText(given['datePublished']),
    dateModified: toText(given['dateModified']),
    inLanguage: toText(given['inLanguage'])?.replaceAll('_', '-'),
    articleBody: (typeof body === 'string' && body) || undefined,
    base: address(given['base']),
    creativeWorkStatus: given['draft'] === true ? 'Draft' : toText(status)?.replace(/^publish(ed)?$/i, '') || undefined,
    author: toList(given['author']).flatMap((each): PostAuthor[] => {
      const person = typeof each === 'string' ? { name: each } : toFields(each);
      const name = toText(person['name']);
      return name ? [defined<PostAuthor>({ name, url: address(person['url']), image: address(person['image']) })] : [];
    }),
    keywords: toList(given['keywords']).flatMap((word) => toText(word) ?? []),
    image: normalizeImage(toList(given['image'])[0], address),
    commentCount: typeof commentCount === 'number' && Number.isInteger(commentCount) ? commentCount : undefined,
    conditionsOfAccess: access === 'members' || access === 'password' ? access : undefined,
  });
  if (!post.headline && !post.articleBody) throw new TypeError('post: expected at least a headline or an articleBody, as text');
  return post;
}

function normalizeImage(value: unknown, address: (from: unknown) => string | undefined): PostImage | undefined {
  const image = typeof value === 'string' ? { url: value } : toFields(value);
  const url = address(image['url']);
  if (!url) return undefined;
  return defined<PostImage>({
    url,
    width: toSize(image['width']),
    height: toSize(image['height']),
    alt: toText(image['alt']),
    caption: toText(image['caption']),
    srcset: toText(image['srcset']),
  });
}

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

/** The objects in a value that may be one, a list, or anything else. */
export function toObjects(value: unknown): Fields[] {
  return toList(value).filter((each): each is Fields => typeof each === 'object' && each !== null);
}

/** The fields of the first object in a value that may be anything. */
export function toFields(value: unknown): Fields {
  return toObjects(value)[0] ?? {};
}

function toList(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  return value === undefined || value === null ? [] : [value];
}

/** A trimmed text, also of a number; undefined for anything else and for an empty one. */
export function toText(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value).replace(/\s+/g, ' ').trim() || undefined : undefined;
}

function toSize(value: unknown): number | undefined {
  const number = Number(toText(value));
  return number > 1 && number < 100_000 ? Math.round(number) : undefined;
}

/** The fields that have a value. */
function defined<T extends object>(fields: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}
