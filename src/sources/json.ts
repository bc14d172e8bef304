/** Our own JSON: one post in the shape of `Post`, a list of them, or `{ "posts": […] }`. Dates: `datePublished` and `dateModified`, in ISO 8601 or as feeds write them. */

import { safeUrl } from '../base/links.js';
import { readDate } from './dates.js';
import { SourceError } from './errors.js';
import { normalizePost, readEach, toFields, toObjects, type Post } from './post.js';

export async function readJson(value: unknown, url: string): Promise<Post[]> {
  const inner = (Array.isArray(value) ? undefined : toFields(value)['posts']) ?? value;
  const posts = await readEach([inner].flat(), (each) => readPost(each, url));
  if (!posts.length && !(Array.isArray(inner) && inner.length === 0))
    throw new SourceError(`${url}: expected posts with a "headline" or an "articleBody", and got JSON without them`);
  return posts;
}

function readPost(value: unknown, base: string): Post {
  const post = normalizePost(value, base);
  const { datePublished } = post;
  if (datePublished && !/^\d{4}(-\d\d|$)/.test(datePublished)) post.datePublished = readDate(datePublished) ?? '';
  const { related } = toFields(value);
  if (related !== undefined) {
    post.related = toObjects(related).map(({ url, score }) => ({
      url: (typeof url === 'string' && safeUrl(url, base)) || '',
      score: typeof score === 'number' ? score : 0,
    }));
  }
  return post;
}
