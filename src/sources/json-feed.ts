/** JSON Feed 1.0 and 1.1 (jsonfeed.org). */
import { readEach } from '../base/scheduler.js';
import { normalisePost, objects } from './normalise.js';
import type { Post } from './post.js';

interface Person { name?: unknown; url?: unknown; avatar?: unknown }
type Item = Record<string, unknown> & { author?: Person; authors?: Person[] };
type JsonFeed = Item & { items: unknown[] };

/** Ways to read texts and dates. */
interface Reading { plainText(html: string): string; readDate(date: string): string | undefined }
const asItIs: Reading = { plainText: (text) => text, readDate: (date) => date };

/** True for what says of itself that it is one. */
export function isJsonFeed(value: unknown): value is JsonFeed {
  const { version, items } = (value ?? {}) as Partial<JsonFeed>;
  return Array.isArray(items) && /jsonfeed\.org/.test(string(version));
}

export async function readJsonFeed(feed: JsonFeed, url: string): Promise<Post[]> {
  const items = objects(feed.items as Item[]);
  // What keeps to the format needs no more than this file.
  const reading: Reading = items.every(isClean) ? asItIs : { ...await import('./text.js'), ...await import('./dates.js') };
  return readEach(items, (item) => readItem(item, feed, url, reading));
}

function readItem(item: Item, feed: Item, feedUrl: string, { plainText, readDate }: Reading): Post {
  const { id } = item;
  const url = item['url'] ?? (/^https?:/.test(string(id)) ? id : item['external_url']);
  const [title, summary, text, html] = ['title', 'summary', 'content_text', 'content_html'].map((name) => string(item[name])) as [string, string, string, string];
  const toText = (words: string) => (isHtml(words) ? plainText(words) : words);
  return normalisePost({
    id: id ?? url,
    url,
    headline: toText(title) || (text || toText(summary) || plainText(html)).slice(0, 80),
    description: toText(summary),
    articleBody: html || (text && paragraphs(text)),
    datePublished: readDate(string(item['date_published'])),
    dateModified: readDate(string(item['date_modified'])),
    author: objects(item.authors ?? item.author ?? feed.authors ?? feed.author).map((person) => ({ ...person, image: person.avatar })),
    image: item['image'] ?? item['banner_image'],
    keywords: item['tags'],
    inLanguage: item['language'] ?? feed['language'],
  }, feedUrl);
}

/** Text as it stands, as HTML. */
function paragraphs(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').split(/\n{2,}/).map((part) => `<p>${part.replaceAll('\n', '<br>')}</p>`).join('');
}

/** Titles are text, but many a blog system escapes them all the same. One with a lone tag in it is about that tag. */
function isHtml(text: string): boolean {
  return /<\/|&(#|\w+;)/.test(text);
}

/** The format allows one way to write a date (RFC 3339). */
function isClean({ title, summary, date_published: published, date_modified: modified }: Item): boolean {
  return Boolean(title) && !isHtml(`${string(title)} ${string(summary)}`)
    && [published, modified].every((date) => !date || /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i.test(string(date)));
}

function string(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
