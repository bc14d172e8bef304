/** WordPress's REST API: `/wp-json/wp/v2/posts…`, with `_embed` for authors, picture and tags. Dates: `date_gmt`, then the day of `date`; `modified` alike. */

import { firstDate } from './dates.js';
import { SourceError } from './errors.js';
import { normalizePost, readEach, toFields, toObjects, type Fields, type Post } from './post.js';
import { plainText } from './text.js';

/** True for one post or a list of them, as WordPress answers. */
export function isWordPress(value: unknown): boolean {
  const first = toFields(Array.isArray(value) ? value[0] : value);
  return ['title', 'content'].some((field) => typeof toFields(first[field])['rendered'] === 'string');
}

/** @param toText HTML → text; another one where there is no DOM */
export async function readWordPress(value: unknown, url: string, toText = plainText): Promise<Post[]> {
  const answer = toFields(Array.isArray(value) ? undefined : value);
  const code = toText(answer['code']);
  if (code)
    throw new SourceError(
      `${url}: WordPress answers "${toText(answer['message'])}" (${code})`,
      /forbidden|invalid_id|not_found|no_route/.test(code) ? 'errorMissing' : 'error',
    );
  const posts = [value].flat().filter(isWordPress);
  if (!posts.length && !Array.isArray(value))
    throw new SourceError(`${url}: expected what WordPress's REST API answers (/wp-json/wp/v2/posts), and got other JSON`);
  return readEach(posts, (post) => readPost(toFields(post), url, toText));
}

function readPost(post: Fields, url: string, toText: typeof plainText): Post {
  const content = toFields(post['content']);
  const embedded = toFields(post['_embedded']);
  const terms = embedded['wp:term'];
  return normalizePost(
    {
      id: post['id'],
      url: post['link'],
      slug: post['slug'],
      // A post may have no title at all; WordPress's own themes show its date then.
      headline: toText(toFields(post['title'])['rendered']) || toText(post['slug']) || post['id'],
      description: toText(toFields(post['excerpt'])['rendered']),
      articleBody: content['rendered'],
      datePublished: firstDate(inUtc(post['date_gmt']), day(post['date'])),
      dateModified: firstDate(inUtc(post['modified_gmt']), day(post['modified'])),
      author: toObjects(embedded['author']).map(({ name, link, url: site }) => ({ name: toText(name), url: link || site })),
      image: readImage(toFields(embedded['wp:featuredmedia']), toText),
      keywords: toObjects(Array.isArray(terms) ? terms.flat() : terms)
        .filter(({ slug }) => slug !== 'uncategorized')
        .map(({ name }) => toText(name)),
      inLanguage: toText(post['lang']),
      conditionsOfAccess: content['protected'] === true && !content['rendered'] ? 'password' : undefined,
      status: post['status'],
    },
    url,
  );
}

/** WordPress writes its `_gmt` moments without a zone. */
function inUtc(moment: unknown): string | undefined {
  return typeof moment === 'string' ? `${moment}Z` : undefined;
}

/** The others are in the site's own zone, which the answer does not name. */
function day(moment: unknown): string | undefined {
  return typeof moment === 'string' ? moment.slice(0, 10) : undefined;
}

function readImage(media: Fields, toText: typeof plainText): object | undefined {
  const { source_url: url, alt_text: alt, caption } = media;
  if (!url) return undefined;
  const { width, height, sizes } = toFields(media['media_details']);
  // Cropped sizes show something else: only those of the same shape stand in for each other.
  const shape = ratio(width, height);
  const widths = new Map<number, unknown>();
  for (const size of [{ source_url: url, width, height }, ...toObjects(Object.values(toFields(sizes)))]) {
    if (shape && size['source_url'] && Math.abs(ratio(size['width'], size['height']) - shape) < 0.02) widths.set(Number(size['width']), size['source_url']);
  }
  const candidates = [...widths].sort(([one], [other]) => one - other).map(([size, address]) => `${String(address)} ${size}w`);
  return { url, width, height, alt, caption: toText(toFields(caption)['rendered']), srcset: candidates.length > 1 ? candidates.join(', ') : undefined };
}

/** NaN for what is no size. */
function ratio(width: unknown, height: unknown): number {
  const isSize = (value: unknown) => typeof value === 'number' || typeof value === 'string';
  return isSize(width) && isSize(height) ? Number(width) / Number(height) : NaN;
}
