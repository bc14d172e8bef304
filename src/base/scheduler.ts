import type { Post } from '../sources/post.js';

/** Longer than this a reader's scrolling and typing do not wait. */
const slice = 25;

/** Reads entries in slices, so that a page with a feed of 10,000 stays alive. An entry without a title and a text is nothing to read. */
export async function readEach<T>(entries: Iterable<T>, read: (entry: T) => Post): Promise<Post[]> {
  const posts: Post[] = [];
  let start = performance.now();
  for (const entry of entries) {
    try {
      posts.push(read(entry));
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
    if (performance.now() - start > slice) {
      await new Promise((resolve) => { setTimeout(resolve); });
      start = performance.now();
    }
  }
  return posts;
}
