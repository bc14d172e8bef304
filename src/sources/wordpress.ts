/** WordPress's REST API: `/wp-json/wp/v2/posts…`, with `_embed` for authors, picture and tags. */
import { readDate } from './dates.js';
import { normalizePost, objects, readEach } from './post.js';
import { plainText } from './text.js';
import type { Post } from './post.js';
import { isWordPress } from './readers.js';
import { SourceError } from './errors.js';

interface Rendered { rendered?: string; protected?: boolean }
interface Size { source_url?: string; width?: number; height?: number }
interface Term { name?: string; slug?: string }
interface WordPressPost {
  id?: number; link?: string; slug?: string; lang?: string;
  title?: Rendered; content?: Rendered; excerpt?: Rendered;
  date?: string; date_gmt?: string; modified?: string; modified_gmt?: string;
  _embedded?: {
    author?: { name?: string; url?: string; link?: string }[];
    'wp:featuredmedia'?: { source_url?: string; alt_text?: string; caption?: Rendered; media_details?: { width?: number; height?: number; sizes?: Record<string, Size> } }[];
    'wp:term'?: Term[][];
  };
}

export async function readWordPress(value: unknown, url: string): Promise<Post[]> {
  const { code, message } = (value ?? {}) as { code?: string; message?: string };
  if (code) throw new SourceError(`${url}: WordPress answers "${plainText(message)}" (${code})`, /forbidden|invalid_id|not_found|no_route/.test(code) ? 'errorMissing' : 'error');
  const posts = [value].flat().filter(isWordPress);
  if (!posts.length && !Array.isArray(value)) throw new SourceError(`${url}: expected what WordPress's REST API answers (/wp-json/wp/v2/posts), and got other JSON`);
  return readEach(posts, (each) => readPost(each as WordPressPost, url));
}

function readPost(post: WordPressPost, url: string): Post {
  const { content, title, excerpt } = post;
  const embedded = post._embedded ?? {};
  const isProtected = content?.protected === true && !content.rendered;
  return normalizePost({
    id: post.id,
    url: post.link,
    slug: post.slug,
    // A post may have no title at all; its date is what WordPress's own themes show then.
    headline: plainText(title?.rendered) || plainText(post.slug) || post.id,
    description: plainText(excerpt?.rendered),
    articleBody: content?.rendered,
    datePublished: moment(post.date_gmt, post.date),
    dateModified: moment(post.modified_gmt, post.modified),
    author: objects(embedded.author).map(({ name, link, url: site }) => ({ name: plainText(name), url: link || site })),
    image: readImage(objects(embedded['wp:featuredmedia'])[0]),
    keywords: objects<Term>([embedded['wp:term'] ?? []].flat(2)).filter(({ slug }) => slug !== 'uncategorized').map(({ name }) => plainText(name)),
    inLanguage: plainText(post.lang),
    conditionsOfAccess: isProtected ? 'password' : undefined,
  }, url);
}

/** The moments of the database are in UTC without saying so; those without `_gmt` are in the site's unknown zone. */
function moment(gmt: unknown, local: unknown): string | undefined {
  return readDate(typeof gmt === 'string' && `${gmt}Z`) ?? readDate(typeof local === 'string' && local.slice(0, 10));
}

function readImage(media: NonNullable<NonNullable<WordPressPost['_embedded']>['wp:featuredmedia']>[number] | undefined): object | undefined {
  if (!media?.source_url) return undefined;
  const { width, height, sizes } = media.media_details ?? {};
  const full = { source_url: media.source_url, width, height };
  // Cropped sizes show something else: only those of the same shape stand in for each other.
  const same = [full, ...objects(Object.values(sizes ?? {}))].filter((size): size is Required<Size> => Boolean(
    size.source_url && size.width && size.height && width && height && ![size.width, size.height, width, height].some((each) => typeof each === 'object') && Math.abs(size.width / size.height - width / height) < 0.02));
  const widths = [...new Map(same.map((size) => [size.width, size.source_url])).entries()].sort(([a], [b]) => a - b);
  return {
    url: media.source_url,
    width,
    height,
    alt: media.alt_text,
    caption: plainText(media.caption?.rendered),
    srcset: widths.length > 1 ? widths.map(([size, address]) => `${address} ${size}w`).join(', ') : undefined,
  };
}
