/** Text → posts, in any format. The readers of JSON are here; the others load when they are needed. */

import { SourceError, explainFormat, explainJson } from './errors.js';
import { formats, isMarkdownPath, loadHtml, loadMarkdown, loadXmlFeed, type Format } from './formats.js';
import { isGhost, readGhost } from './ghost.js';
import { readJson } from './json.js';
import { readJsonFeed } from './json-feed.js';
import { toFields, type Post } from './post.js';
import { isWordPress, readWordPress } from './wordpress.js';

type Reader = (text: string, url: string) => Promise<Post[]>;

const readXml: Reader = async (text, url) => (await loadXmlFeed()).readXmlFeed(text, url);

const readers: Record<Format, Reader> = {
  json: (text, url) => readJson(parseJson(text, url), url),
  'json-feed': (text, url) => readJsonFeed(parseJson(text, url), url),
  wordpress: (text, url) => readWordPress(parseJson(text, url), url),
  ghost: (text, url) => readGhost(parseJson(text, url), url),
  rss: readXml,
  atom: readXml,
  rdf: readXml,
  markdown: async (text, url) => (await loadMarkdown()).readMarkdown(text, url),
  html: async (text, url) => (await loadHtml()).readHtml(text, url),
};

/**
 * @param format one of the formats; `auto` (default) finds out which
 * @param type the content type, where there is one
 */
export async function readText(text: string, { url, format = 'auto', type = '' }: { url: string; format?: string; type?: string }): Promise<Post[]> {
  const found = format === 'auto' ? detect(text, type, url) : format;
  if (!isFormat(found)) throw explainFormat(found, formats);
  try {
    return await readers[found](text, url);
  } catch (error) {
    if (error instanceof SourceError) throw error;
    throw new SourceError(`${url}: could not be read as ${found} (${String(error)})`, 'errorUnreadable', { cause: error });
  }
}

/** Markdown that is written in the page, in a script element that does not run. */
export async function readWritten(markdown: string): Promise<Post> {
  const [post] = await readText(dedent(markdown), { url: document.baseURI, format: 'markdown' });
  if (!post) throw new SourceError('Markdown in the page: expected a post, and got none');
  return post;
}

/** Markdown written inside HTML is indented with it; four spaces would make code of it. */
function dedent(text: string): string {
  const indents = text
    .split('\n')
    .filter((line) => line.trim())
    .map((line) => line.slice(0, line.search(/[^ \t]|$/)));
  const [shortest = ''] = indents.sort((one, other) => one.length - other.length);
  return shortest ? text.replace(new RegExp(`^${shortest}`, 'gm'), '') : text;
}

function isFormat(format: string): format is Format {
  return Object.hasOwn(readers, format);
}

function parseJson(text: string, url: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (cause) {
    throw explainJson(text, url, cause);
  }
}

/**
 * Which format came: by content type where that says it and the content bears it out, else by how it begins. Many feeds are served as
 * text/html or text/plain, and many log-in pages stand where a feed should be.
 *
 * @throws SourceError when a web page came from an address of data
 */
export function detect(text: string, type: string, url: string): Format {
  const path = new URL(url).pathname;
  // Without what may stand before the first tag.
  const start = text
    .slice(0, 4096)
    .replace(/^(\s|\ufeff|<\?[^>]*\?>|<!--[\s\S]*?-->)+/, '')
    .replace(/^<!DOCTYPE (?!html)[^>]*>\s*/i, '');
  if (/^<([\w-]+:)?(rss|feed|rdf)[\s>]/i.test(start)) return 'rss';
  if (/^<(!doctype html|html|head|body)[\s>]/i.test(start)) {
    if (isMarkdownPath(path) || /json|rss|atom|markdown/.test(type) || /\.(json|xml|rss|atom|rdf)$|\/feed\/?$|\/wp-json\/|\/ghost\/api\//i.test(path)) {
      throw new SourceError(
        `${url}: expected a feed, data or Markdown, and got a web page (a log-in page, perhaps): open the address in a private window to see what others get`,
      );
    }
    return 'html';
  }
  if (/json/.test(type)) return detectJson(text) ?? 'json';
  if (/markdown/.test(type) || isMarkdownPath(path)) return 'markdown';
  // JSON that is cut off in the middle is still no Markdown.
  const json = /^[[{]/.test(start) ? (detectJson(text) ?? (/^[[{]\s*[[{"]/.test(start) && 'json')) : undefined;
  if (json) return json;
  if (/html/.test(type)) return 'html';
  if (/xml/.test(type) || /^\s*<\?xml/.test(text)) return 'rss';
  return 'markdown';
}

/** Undefined for broken JSON. */
function detectJson(text: string): Format | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    return undefined;
  }
  const { version, items, code, data } = Array.isArray(value) ? {} : toFields(value);
  if ((typeof version === 'string' && /jsonfeed\.org/.test(version)) || (Array.isArray(items) && version)) return 'json-feed';
  if (isWordPress(value) || (typeof code === 'string' && data)) return 'wordpress';
  return isGhost(value) ? 'ghost' : 'json';
}
