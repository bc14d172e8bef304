/** Which posts are offered as related to this one, and in which order. Knows no DOM. */

import type { Post } from '../sources/post.js';
import { nearest, readDocuments, type RelatedItem, type Rest } from './similarity.js';
import { primary } from './terms.js';
import { tracking } from '../base/links.js';

export interface RankOptions {
  max?: number;
  /** Addresses of posts that are shown already. */
  without?: string[];
  /** `recent`: the newest posts, for when nothing is related and the page wants something all the same. */
  fallback?: string | undefined;
  signal?: AbortSignal;
  /** Longest piece of work at a time, in milliseconds. Default 12. */
  slice?: number;
}

/** Best first, at most `max`; nothing rather than noise. */
export async function rankPosts(current: Post, posts: readonly Post[], { max = 4, without = [], fallback, signal, slice = 12 }: RankOptions = {}): Promise<RelatedItem[]> {
  const rest = pauses(slice, signal);
  const source = complete(current, posts);
  const candidates = await eligible(source, posts, rest, without);
  const lang = source.inLanguage ?? candidates.find(({ inLanguage }) => inLanguage)?.inLanguage ?? 'en';
  const [first, ...others] = await readDocuments([source, ...candidates], lang, rest);
  const items = await nearest(first!, others, max, rest);
  return items.length || fallback !== 'recent' ? items : candidates.slice(0, max).map((post) => ({ post, score: 0, sharedKeywords: [], recent: true }));
}

/** What a page does not say of its post its feed may, tags and date above all. */
function complete(current: Post, posts: readonly Post[]): Post {
  const key = addressKey(current.url);
  const slug = key.slice(key.lastIndexOf('/') + 1).split('?')[0]!;
  const twin = posts.find(({ url }) => url.includes(slug) && addressKey(url) === key);
  return { ...current, ...twin, ...(Object.fromEntries(Object.entries(current).filter(([, value]) => value)) as unknown as Post), keywords: [...new Set([...current.keywords, ...twin?.keywords ?? []])] };
}

/** Newest first: not this post itself, none twice, none without an address or a title, none in another language, none that is not out yet. */
export async function eligible(current: Post, posts: readonly Post[], rest: Rest, without: string[] = []): Promise<Post[]> {
  const seen = new Set([...keysOf(current), ...without.map(addressKey)]);
  const language = primary(current.inLanguage);
  const now = Date.now();
  const dated = posts.map((post) => ({ post, time: Date.parse(post.datePublished ?? '') || 0 }));
  await rest();
  dated.sort((one, other) => other.time - one.time || (one.post.url < other.post.url ? -1 : 1));
  const left: Post[] = [];
  for (const { post, time } of dated) {
    await rest();
    const other = primary(post.inLanguage);
    if (!post.url || !post.headline || time > now || post.creativeWorkStatus || (language && other && other !== language)) continue;
    const keys = keysOf(post);
    const isThis = (post.id && post.id === current.id) || (post.headline === current.headline && pathOf(keys[0]!) === pathOf(addressKey(current.url)));
    if (isThis || keys.some((key) => seen.has(key))) continue;
    for (const key of keys) seen.add(key);
    left.push(post);
  }
  return left;
}

/** Lets the page breathe: nothing to wait for until the slice is used up, then the browser has its turn. */
function pauses(slice: number, signal?: AbortSignal): Rest {
  let started = performance.now();
  return () => {
    signal?.throwIfAborted();
    if (performance.now() - started < slice) return undefined;
    return new Promise((resolve) => setTimeout(() => { started = performance.now(); resolve(); }));
  };
}

/** When two posts are one. Knows no DOM. */

/** One key for the ways in which one address is written. */
export function addressKey(address: string): string {
  if (!URL.canParse(address)) return address;
  const { hostname, port, pathname, searchParams } = new URL(address);
  const told = new URLSearchParams([...searchParams].filter(([name]) => !tracking.test(name) && !/^(ref|amp|replytocom|share)$/.test(name)));
  told.sort();
  // WordPress has a page of comments for its post, and may say that it is the canonical one; some have one for telephones.
  const path = pathname.replace(/\/(comment-page-\d+|amp|(index|default)\.(html?|php|aspx?))?\/{0,9}$/i, '');
  return `${hostname.replace(/^www\./, '')}:${port}${decodePath(path)}?${told}`;
}

function decodePath(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}

/** The same without the host: a copy of a site, such as a preview, has another one than its feed says. */
export function pathOf(key: string): string {
  return key.slice(key.indexOf(':'));
}

/** What a post is known by: its address, and its title with its day, since many a post lives at two addresses. */
export function keysOf({ url, headline, datePublished }: Post): string[] {
  return [addressKey(url), ...(datePublished ? [`${headline.trim().toLowerCase()} ${datePublished.slice(0, 10)}`] : [])];
}
