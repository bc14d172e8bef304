/** What was found related when the site was built: nothing is left to rank. */
import type { Post } from '../sources/post.js';
import type { RelatedItem } from './rank.js';
import { addressKey } from './same-post.js';

/** @returns undefined when the posts say nothing of this one: it may be newer than they are */
export function builtItems(current: Post, posts: readonly Post[], { max, without }: { max: number; without: string[] }): RelatedItem[] | undefined {
  const byAddress = new Map(posts.map((post) => [addressKey(post.url), post]));
  // A copy of the site, such as a preview, has another host than its file says.
  const pathOf = (key: string): string => key.slice(key.indexOf('/'));
  const here = addressKey(current.url);
  const twin = byAddress.get(here) ?? [...byAddress].find(([key]) => pathOf(key) === pathOf(here))?.[1];
  if (!twin?.related) return undefined;
  const shown = new Set(without.map(addressKey));
  const tags = new Set(twin.keywords.map((tag) => tag.toLowerCase()));
  return twin.related.flatMap(({ url, score }) => {
    const post = byAddress.get(addressKey(url));
    return post && !shown.has(addressKey(url)) ? { post, score, sharedKeywords: post.keywords.filter((tag) => tags.has(tag.toLowerCase())) } : [];
  }).slice(0, max);
}
