/** Our own JSON: one post in the shape of `Post`, a list of them, or `{ "posts": […] }`. */
import { readEach } from './each.js';
import { normalisePost } from './normalise.js';
import type { Post } from './post.js';
import { SourceError } from './source-error.js';

export async function readJson(value: unknown, url: string): Promise<Post[]> {
  const inner = (value as { posts?: unknown } | null)?.posts ?? value;
  const posts = await readEach([inner].flat(), (each) => normalisePost(each, url));
  if (!posts.length && !(Array.isArray(inner) && inner.length === 0)) throw new SourceError(`${url}: expected posts with a "headline" or an "articleBody", and got JSON without them`);
  return posts;
}
