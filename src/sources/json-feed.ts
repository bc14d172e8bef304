/** JSON Feed 1.0 and 1.1 (jsonfeed.org). */
import { normalisePost } from './normalise.js';
import type { Post } from './post.js';
import { SourceError } from './source-error.js';

interface Person { name?: unknown; url?: unknown; avatar?: unknown }
type Item = Record<string, unknown> & { author?: Person; authors?: Person[] };

export async function readJsonFeed(value: unknown, url: string): Promise<Post[]> {
  const feed = (value ?? {}) as Item & { items?: unknown };
  if (!Array.isArray(feed.items)) throw new SourceError(`${url}: expected a JSON Feed with "items", and got JSON without them`);
  // Titles are text, but many a blog system escapes them all the same.
  const isEscaped = (feed.items as (Item | null)[]).some((item) => /[&<]/.test(String(item?.['title'] ?? item?.['content_html'] ?? '')));
  const toText = isEscaped ? (await import('./plain-text.js')).plainText : String;
  return (feed.items as (Item | null)[]).flatMap((item) => {
    try {
      return item ? readItem(item, feed, url, toText) : [];
    } catch {
      // An entry without a title and a text is nothing to read.
      return [];
    }
  });
}

function readItem(item: Item, feed: Item, feedUrl: string, toText: (html: string) => string): Post {
  const text = typeof item['content_text'] === 'string' ? item['content_text'] : undefined;
  const html = typeof item['content_html'] === 'string' ? item['content_html'] : text && paragraphs(text);
  const authors = [item.authors ?? item.author ?? feed.authors ?? feed.author ?? []].flat().filter((each) => typeof each === 'object' && each !== null);
  return normalisePost({
    id: item['id'] ?? item['url'],
    url: item['url'] ?? (/^https?:/.test(String(item['id'])) ? item['id'] : item['external_url']),
    headline: toText(string(item['title']) ?? '') || toText(text ?? String(item['summary'] ?? html ?? '')).slice(0, 80),
    description: item['summary'],
    articleBody: html,
    datePublished: moment(item['date_published']),
    dateModified: moment(item['date_modified']),
    author: authors.map(({ name, url, avatar }) => ({ name, url, image: avatar })),
    image: item['image'] ?? item['banner_image'],
    keywords: item['tags'],
    inLanguage: item['language'] ?? feed['language'],
  }, feedUrl);
}

/** Text as it stands, as HTML. */
function paragraphs(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').split(/\n{2,}/).map((part) => `<p>${part.replaceAll('\n', '<br>')}</p>`).join('');
}

function string(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** The format allows one way to write a date (RFC 3339). */
function moment(value: unknown): string | undefined {
  return typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? value : undefined;
}
