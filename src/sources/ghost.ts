/** Ghost's Content API: `/ghost/api/content/posts/…?key=…&include=tags,authors`. Dates: `published_at` and `updated_at`. */

import { firstDate } from './dates.js';
import { SourceError } from './errors.js';
import { normalizePost, readEach, toFields, toObjects, toText as toWord, type Fields, type Post } from './post.js';
import { plainText } from './text.js';

/** True for what Ghost answers, errors included. */
export function isGhost(value: unknown): boolean {
  const { posts, pages, errors } = toFields(value);
  const first = toFields(posts ?? pages);
  return ['html', 'published_at', 'uuid'].some((field) => field in first) || (Array.isArray(errors) && Boolean(toFields(errors)['type']));
}

/** @param toText HTML → text; another one where there is no DOM */
export async function readGhost(value: unknown, url: string, toText = plainText): Promise<Post[]> {
  const { posts, pages, errors } = toFields(value);
  const [error] = toObjects(errors);
  if (error) {
    const { message = '', context, type = '' } = error;
    throw new SourceError(
      `${url}: Ghost answers "${String(message)} ${toWord(context) ?? ''}" (${String(type)})`,
      type === 'NotFoundError' ? 'errorMissing' : 'error',
    );
  }
  const found = posts ?? pages;
  if (!Array.isArray(found)) throw new SourceError(`${url}: expected what Ghost's Content API answers (/ghost/api/content/posts/?key=…), and got other JSON`);
  return readEach(found, (post) => readPost(toFields(post), url, toText));
}

function readPost(post: Fields, url: string, toText: typeof plainText): Post {
  return normalizePost(
    {
      id: post['id'],
      slug: post['slug'],
      url: post['canonical_url'] || post['url'],
      headline: post['title'] || post['id'],
      description: post['custom_excerpt'] ?? post['excerpt'],
      articleBody: post['html'],
      base: post['url'],
      datePublished: firstDate(post['published_at']),
      dateModified: firstDate(post['updated_at']),
      author: toObjects(post['authors'] ?? post['primary_author']).map(({ name, url: page, website, profile_image: image }) => ({
        name,
        url: website || page,
        image,
      })),
      image: post['feature_image'] && { url: post['feature_image'], alt: post['feature_image_alt'], caption: toText(post['feature_image_caption']) },
      // Tags that begin with # are for editors only.
      keywords: toObjects(post['tags'])
        .filter(({ visibility }) => visibility !== 'internal')
        .map(({ name }) => name),
      commentCount: toFields(post['count'])['comments'],
      conditionsOfAccess: post['access'] === false ? 'members' : undefined,
      status: post['status'],
    },
    url,
  );
}
