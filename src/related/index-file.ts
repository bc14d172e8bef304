/** The read side of an index file, which is computed when the site is built (`npx blog-elements related`): nothing is left to rank. */

import type { Post } from '../sources/post.js';
import { addressKey, pathOf } from './same-post.js';
import type { RelatedItem } from './similarity.js';

/** @returns undefined when the posts say nothing of this one: they are no index, it is newer than they are, or the page wants the newest instead of nothing */
export function itemsFromIndex(
  current: Post,
  posts: readonly Post[],
  { max, without = [], fallback }: { max?: number; without?: string[]; fallback?: string | undefined },
): RelatedItem[] | undefined {
  if (!posts.some(({ related }) => related)) return undefined;
  const byAddress = new Map(posts.map((post) => [addressKey(post.url), post]));
  const here = addressKey(current.url);
  const twin = byAddress.get(here) ?? [...byAddress].find(([key]) => pathOf(key) === pathOf(here))?.[1];
  if (!twin?.related || (!twin.related.length && fallback === 'recent')) return undefined;
  const shown = new Set(without.map(addressKey));
  const tags = new Set(twin.keywords.map((tag) => tag.toLowerCase()));
  return twin.related
    .flatMap(({ url, score }) => {
      const post = byAddress.get(addressKey(url));
      return post?.url && post.headline && !shown.has(addressKey(url))
        ? { post, score, sharedKeywords: post.keywords.filter((tag) => tags.has(tag.toLowerCase())) }
        : [];
    })
    .slice(0, max);
}
