/** How many comments posts of a WordPress have. It has no route for that: the comments of all are listed, a hundred at a time. */

import { record } from './json-client.js';
import { StoreError } from './store.js';
import type { WordPressStore } from './wordpress/store.js';
import { postOf } from './wordpress/store.js';

const most = 100;

export async function countPosts({ site }: WordPressStore, threads: string[], signal?: AbortSignal): Promise<Map<string, number>> {
  const posts = threads.map(postOf);
  const list = async (page: number) => {
    const { data, total } = await site.read('comments', { post: posts, per_page: most, page, _fields: 'post' }, signal);
    if (!Array.isArray(data)) throw new StoreError('unavailable', 'not a list of comments');
    return { of: data.map((each) => String(record(each)['post'])), total: total ?? data.length };
  };
  try {
    const first = await list(1);
    const pages = Math.ceil(first.total / most);
    // One question a post is dearer, unless the posts are few and the comments many.
    if (pages > posts.length) return await oneByOne(site, posts, signal);
    const rest = await inTurn(Array.from({ length: pages - 1 }, (_, index) => index + 2), list);
    const counts = new Map(posts.map((post) => [post, 0]));
    for (const post of [first, ...rest].flatMap(({ of }) => of)) counts.set(post, (counts.get(post) ?? 0) + 1);
    return counts;
  } catch (error) {
    // One post that may not be read spoils the answer for all.
    if (error instanceof StoreError && error.code === 'forbidden' && posts.length > 1) return oneByOne(site, posts, signal);
    throw error;
  }
}

async function oneByOne(site: WordPressStore['site'], posts: string[], signal?: AbortSignal): Promise<Map<string, number>> {
  return new Map(await inTurn(posts, async (post): Promise<[string, number]> => {
    try {
      const { total } = await site.read('comments', { post, per_page: 1, _fields: 'id' }, signal);
      return [post, total ?? NaN];
    } catch (error) {
      // Nobody may know how many there are: that is another thing than none.
      if (error instanceof StoreError && !error.fateUnknown) return [post, NaN];
      throw error;
    }
  }));
}

/** A few at a time: the site has other visitors. */
async function inTurn<Item, Result>(items: Item[], task: (item: Item) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let at = next++; at < items.length; at = next++) results[at] = await task(items[at]!);
  };
  await Promise.all([work(), work(), work(), work()]);
  return results;
}
