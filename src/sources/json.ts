/** Our own JSON: one post in the shape of `Post`, a list of them, or `{ "posts": […] }`. */
import { normalisePost } from './normalise.js';
import type { Post } from './post.js';
import { SourceError } from './source-error.js';

export function readJson(value: unknown, url: string): Post[] {
  const inner = (value as { posts?: unknown } | null)?.posts ?? value;
  const posts = (Array.isArray(inner) ? inner : [inner]).flatMap((each) => {
    try {
      return normalisePost(each, url);
    } catch {
      return [];
    }
  });
  if (!posts.length && !(Array.isArray(inner) && inner.length === 0)) throw new SourceError(`${url}: expected posts with a "headline" or an "articleBody", and got JSON without them`);
  return posts;
}
