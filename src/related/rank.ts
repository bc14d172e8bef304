/** Which posts are shown as related to this one, and in which order. Knows no DOM. */

import { createPause, type Pause } from '../base/scheduler.js';
import type { Post } from '../sources/post.js';
import { itemsFromIndex } from './index-file.js';
import { addressKey, keysOf, pathOf } from './same-post.js';
import { nearest, readDocuments, type RelatedItem } from './similarity.js';
import { primary } from './terms.js';

export interface RankOptions {
  max?: number;
  /** Addresses of posts that are shown already. */
  without?: string[];
  /** `recent`: the newest posts when nothing is related. */
  fallback?: string | undefined;
  signal?: AbortSignal;
  /** Longest piece of work at a time, in milliseconds. Default: the scheduler's. */
  slice?: number;
}

/** Related posts as an index file says, where it knows this one; else as they rank. */
export async function chooseRelated(current: Post, posts: readonly Post[], options: RankOptions): Promise<readonly RelatedItem[]> {
  return itemsFromIndex(current, posts, options) ?? rankPosts(current, posts, options);
}

/** Best first, at most `max`; nothing rather than noise. */
export async function rankPosts(
  current: Post,
  posts: readonly Post[],
  { max = 4, without = [], fallback, signal, slice }: RankOptions = {},
): Promise<RelatedItem[]> {
  const pause = createPause(signal, slice);
  const source = complete(current, posts);
  const candidates = await findCandidates(source, posts, pause, without);
  const lang = source.inLanguage ?? candidates.find(({ inLanguage }) => inLanguage)?.inLanguage ?? 'en';
  const [first, ...others] = await readDocuments([source, ...candidates], lang, pause);
  const items = first ? await nearest(first, others, max, pause) : [];
  return items.length || fallback !== 'recent' ? items : candidates.slice(0, max).map((post) => ({ post, score: 0, sharedKeywords: [], recent: true }));
}

/** A feed may say more of a post than its page does, tags and date above all. */
function complete(current: Post, posts: readonly Post[]): Post {
  const key = addressKey(current.url);
  const slug = key.slice(key.lastIndexOf('/') + 1).replace(/\?.*$/s, '');
  const twin = posts.find(({ url }) => url.includes(slug) && addressKey(url) === key);
  const known: Partial<Post> = Object.fromEntries(Object.entries(current).filter(([, value]) => value));
  return { ...current, ...twin, ...known, keywords: [...new Set([...current.keywords, ...(twin?.keywords ?? [])])] };
}

/** The posts that may be shown, newest first: not this one, none twice, none without an address or a title, none in another language, none that is not published yet. */
export async function findCandidates(current: Post, posts: readonly Post[], pause: Pause, without: string[] = []): Promise<Post[]> {
  const seen = new Set([...keysOf(current), ...without.map(addressKey)]);
  const language = primary(current.inLanguage);
  const now = Date.now();
  const dated = posts.map((post) => ({ post, time: Date.parse(post.datePublished ?? '') || 0 }));
  await pause();
  dated.sort((one, other) => other.time - one.time || (one.post.url < other.post.url ? -1 : 1));
  const left: Post[] = [];
  for (const { post, time } of dated) {
    await pause();
    const other = primary(post.inLanguage);
    if (!post.url || !post.headline || time > now || post.creativeWorkStatus || (language && other && other !== language)) continue;
    const keys = keysOf(post);
    const isThis = (post.id && post.id === current.id) || (post.headline === current.headline && pathOf(keys[0]) === pathOf(addressKey(current.url)));
    if (isThis || keys.some((key) => seen.has(key))) continue;
    for (const key of keys) seen.add(key);
    left.push(post);
  }
  return left;
}
