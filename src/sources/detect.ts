/** Finds out which format came. */
import type { Format } from './open.js';
import { isGhost, isWordPress } from './shapes.js';
import { SourceError } from './errors.js';

/**
 * What came: by content type where that says it and the content bears it out, else by how it begins. Many a feed is called
 * text/html or text/plain, and many a log-in page stands where a feed should be.
 *
 * @throws SourceError when a web page came from an address of data
 */
export function detect(text: string, type: string, url: string): Format {
  const path = new URL(url).pathname;
  const isMarkdownPath = /\.(md|markdown|mdown)$/i.test(path);
  // What may stand before the first tag.
  const start = text.slice(0, 4096).replace(/^(\s|\ufeff|<\?[^>]*\?>|<!--[\s\S]*?-->)+/, '').replace(/^<!DOCTYPE (?!html)[^>]*>\s*/i, '');
  if (/^<([\w-]+:)?(rss|feed|rdf)[\s>]/i.test(start)) return 'rss';
  if (/^<(!doctype html|html|head|body)[\s>]/i.test(start)) {
    if (isMarkdownPath || /json|rss|atom|markdown/.test(type) || /\.(json|xml|rss|atom|rdf)$|\/feed\/?$|\/wp-json\/|\/ghost\/api\//i.test(path)) {
      throw new SourceError(`${url}: expected a feed, data or Markdown, and got a web page (a log-in page, perhaps): open the address in a private window to see what others get`);
    }
    return 'html';
  }
  if (/json/.test(type)) return detectJson(text) ?? 'json';
  if (/markdown/.test(type) || isMarkdownPath) return 'markdown';
  // Cut off in the middle JSON is still no Markdown.
  const json = /^[[{]/.test(start) ? detectJson(text) ?? (/^[[{]\s*[[{"]/.test(start) && 'json') : undefined;
  if (json) return json;
  if (/html/.test(type)) return 'html';
  if (/xml/.test(type) || /^\s*<\?xml/.test(text)) return 'rss';
  return 'markdown';
}

/** Undefined for what is broken. */
function detectJson(text: string): Format | undefined {
  let value: unknown;
  try { value = JSON.parse(text.replace(/^\ufeff/, '')); } catch { return undefined; }
  const { version, items, code, data } = (value ?? {}) as Record<string, unknown>;
  if ((typeof version === 'string' && /jsonfeed\.org/.test(version)) || (Array.isArray(items) && version)) return 'json-feed';
  if (isWordPress(value) || (typeof code === 'string' && data)) return 'wordpress';
  return isGhost(value) ? 'ghost' : 'json';
}
