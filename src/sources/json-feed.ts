/** JSON Feed 1.0 and 1.1 (jsonfeed.org). */
import { normalizePost, objects, readEach } from './post.js';
import type { Post } from './post.js';
import { readDate } from './dates.js';
import { plainText } from './text.js';

interface Person { name?: unknown; url?: unknown; avatar?: unknown }
type Item = Record<string, unknown> & { author?: Person; authors?: Person[] };
type JsonFeed = Item & { items: unknown[] };

/** True for what says of itself that it is one. */
export function isJsonFeed(value: unknown): value is JsonFeed {
  const { version, items } = (value ?? {}) as Partial<JsonFeed>;
  return Array.isArray(items) && /jsonfeed\.org/.test(string(version));
}

export async function readJsonFeed(feed: JsonFeed, url: string): Promise<Post[]> {
  return readEach(objects(feed.items as Item[]), (item) => readItem(item, feed, url));
}

function readItem(item: Item, feed: Item, feedUrl: string): Post {
  const { id } = item;
  const url = item['url'] ?? (/^https?:/.test(string(id)) ? id : item['external_url']);
  const [title, summary, text, html] = ['title', 'summary', 'content_text', 'content_html'].map((name) => string(item[name])) as [string, string, string, string];
  const toText = (words: string) => (isHtml(words) ? plainText(words) : words);
  return normalizePost({
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

function string(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
