/** Our own JSON: one post in the shape of `Post`, a list of them, or `{ "posts": […] }`. */
import { safeUrl } from '../base/links.js';
import { normalizePost, objects, readEach } from './post.js';
import type { Post } from './post.js';
import { readDate } from './dates.js';
import { SourceError } from './errors.js';

export async function readJson(value: unknown, url: string): Promise<Post[]> {
  const inner = (value as { posts?: unknown } | null)?.posts ?? value;
  const posts = await readEach([inner].flat(), (each) => readPost(each, url));
  const isOdd = ({ datePublished = '0000' }: Post) => !/^\d{4}(-\d\d|$)/.test(datePublished);
  if (posts.some(isOdd)) {
    for (const post of posts.filter(isOdd)) post.datePublished = readDate(post.datePublished) ?? '';
  }
  if (!posts.length && !(Array.isArray(inner) && inner.length === 0)) throw new SourceError(`${url}: expected posts with a "headline" or an "articleBody", and got JSON without them`);
  return posts;
}

function readPost(value: unknown, base: string): Post {
  const post = normalizePost(value, base);
  const { related } = value as { related?: Post['related'] };
  if (related !== undefined) post.related = objects(related).map(({ url, score }) => ({ url: (typeof url === 'string' && safeUrl(url, base)) || '', score: typeof score === 'number' ? score : 0 }));
  return post;
}
