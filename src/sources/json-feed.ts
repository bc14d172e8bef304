/** JSON Feed 1.0 and 1.1 (jsonfeed.org). Dates: `date_published` and `date_modified`. */

import { firstDate } from './dates.js';
import { SourceError } from './errors.js';
import { normalizePost, readEach, toFields, toObjects, type Fields, type Post } from './post.js';
import { plainText } from './text.js';

/** @param toText HTML → text; another one where there is no DOM */
export async function readJsonFeed(value: unknown, url: string, toText = plainText): Promise<Post[]> {
  const feed = toFields(value);
  if (!Array.isArray(feed['items'])) throw new SourceError(`${url}: expected a JSON Feed with "items", and got JSON without them`);
  return readEach(toObjects(feed['items']), (item) => readItem(item, feed, url, toText));
}

function readItem(item: Fields, feed: Fields, feedUrl: string, toText: typeof plainText): Post {
  const { id } = item;
  const url = item['url'] ?? (/^https?:/.test(string(id)) ? id : item['external_url']);
  const summary = string(item['summary']);
  const text = string(item['content_text']);
  const html = string(item['content_html']);
  const plain = (words: string) => (isHtml(words) ? toText(words) : words);
  return normalizePost(
    {
      id: id ?? url,
      url,
      headline: plain(string(item['title'])) || (text || plain(summary) || toText(html)).slice(0, 80),
      description: plain(summary),
      articleBody: html || (text && paragraphs(text)),
      datePublished: firstDate(item['date_published']),
      dateModified: firstDate(item['date_modified']),
      author: toObjects(item['authors'] ?? item['author'] ?? feed['authors'] ?? feed['author']).map((person) => ({ ...person, image: person['avatar'] })),
      image: item['image'] ?? item['banner_image'],
      keywords: item['tags'],
      inLanguage: item['language'] ?? feed['language'],
    },
    feedUrl,
  );
}

/** Plain text as HTML. */
function paragraphs(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .split(/\n{2,}/)
    .map((part) => `<p>${part.replaceAll('\n', '<br>')}</p>`)
    .join('');
}

/** Titles are text, but many a blog system escapes them all the same. One with a lone tag in it is about that tag. */
function isHtml(text: string): boolean {
  return /<\/|&(#|\w+;)/.test(text);
}

function string(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
