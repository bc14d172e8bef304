/** The readers of all formats. Those of JSON are here; the others load when they are needed. */

import { loadOnce } from '../base/load-once.js';
import { decode } from './text.js';
import { readJsonFeed } from './json-feed.js';
import { readGhost } from './ghost.js';
import { readJson } from './json.js';
import type { Answer, Format, Post } from './post.js';
import { readWordPress } from './wordpress.js';
import { explainFormat, explainJson, SourceError } from './errors.js';

type Reader = (content: string, url: string) => Post[] | Promise<Post[]>;

const loadFeeds = loadOnce(() => import('./xml-feed.js'));
const loadMarkdown = loadOnce(() => import('./markdown.js'));
const loadHtml = loadOnce(() => import('./html.js'));

const fromJson = (read: (value: unknown, url: string) => Promise<Post[]>): Reader => async (text, url) => read(parseJson(text, url), url);
const readXml: Reader = async (text, url) => (await loadFeeds()).readXmlFeed(text, url);

const readers: Record<Exclude<Format, 'auto'>, Reader> = {
  json: fromJson(readJson),
  'json-feed': fromJson(async (feed, url) => {
    if (!Array.isArray((feed as { items?: unknown } | null)?.items)) throw new SourceError(`${url}: expected a JSON Feed with "items", and got JSON without them`);
    return readJsonFeed(feed as Parameters<typeof readJsonFeed>[0], url);
  }),
  wordpress: fromJson(readWordPress),
  ghost: fromJson(readGhost),
  rss: readXml,
  atom: readXml,
  rdf: readXml,
  markdown: async (text, url) => (await loadMarkdown()).readMarkdown(text, url),
  html: async (text, url) => (await loadHtml()).readHtml(text, url),
};

/** The reader that this address or format most likely needs and that is not here yet, so that it can load in parallel with the request. */
export function loadReaderFor(url: string, format: string): (() => Promise<unknown>) | undefined {
  const { pathname } = new URL(url);
  if (format === 'markdown' || (format === 'auto' && isMarkdownPath(pathname))) return loadMarkdown;
  if (/^(rss|atom|rdf)$/.test(format) || (format === 'auto' && /\.(xml|rss|atom|rdf)$|\/(feed|rss|atom)\/?$/i.test(pathname))) return loadFeeds;
  if (format === 'html' || (format === 'auto' && /\.html?$/i.test(pathname))) return loadHtml;
  return undefined;
}

/** @throws SourceError also for what a blog system says in its own words about a request that it refused */
export async function readAnswer({ response, bytes, type, url }: Answer, format: string): Promise<{ text: string; posts: Post[] }> {
  const refusal = response.ok ? undefined
    : new SourceError(`${url}: the server answers ${response.status} ${response.statusText}`.trim(), response.status === 404 || response.status === 410 ? 'errorMissing' : 'error');
  // Blog systems say in JSON what is wrong, and their readers know how to read it.
  if (refusal && !/json/.test(type)) throw refusal;
  const text = decode(bytes, type);
  let posts: Post[];
  try {
    posts = await readText(text, { url, format, type });
  } catch (error) {
    // A blog system's own words say more than a status; what is no such words says less.
    throw refusal && (error as SourceError).words === 'errorUnreadable' ? refusal : error;
  }
  if (refusal) throw refusal;
  return { text, posts };
}

/** A text that is here already, such as Markdown in the page, in any format or in one that is known. */
export async function readText(text: string, { url, format = 'auto', type = '' }: { url: string; format?: string; type?: string }): Promise<Post[]> {
  const found = format === 'auto' ? detect(text, type, url) : format;
  if (!Object.hasOwn(readers, found)) throw explainFormat(format, Object.keys(readers));
  try {
    return await readers[found as keyof typeof readers](text, url);
  } catch (error) {
    if (error instanceof SourceError) throw error;
    throw new SourceError(`${url}: could not be read as ${found} (${String(error)})`, 'errorUnreadable', { cause: error });
  }
}

/** Markdown that stands in the page, in a script element that does not run. */
export async function readWritten(text: string): Promise<Post> {
  const [post] = await readText(dedent(text), { url: document.baseURI, format: 'markdown' });
  return post!;
}

/** Markdown written inside HTML is indented with it; four spaces would make code of it. */
function dedent(text: string): string {
  const indents = text.split('\n').filter((line) => line.trim()).map((line) => /^[ \t]*/.exec(line)![0]);
  const [shortest = ''] = indents.sort((a, b) => a.length - b.length);
  return shortest ? text.replace(new RegExp(`^${shortest}`, 'gm'), '') : text;
}

function parseJson(text: string, url: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (cause) {
    throw explainJson(text, url, cause);
  }
}

/** Finds out which format came. */

/**
 * What came: by content type where that says it and the content bears it out, else by how it begins. Many a feed is called
 * text/html or text/plain, and many a log-in page stands where a feed should be.
 *
 * @throws SourceError when a web page came from an address of data
 */
export function detect(text: string, type: string, url: string): Format {
  const path = new URL(url).pathname;
  // What may stand before the first tag.
  const start = text.slice(0, 4096).replace(/^(\s|\ufeff|<\?[^>]*\?>|<!--[\s\S]*?-->)+/, '').replace(/^<!DOCTYPE (?!html)[^>]*>\s*/i, '');
  if (/^<([\w-]+:)?(rss|feed|rdf)[\s>]/i.test(start)) return 'rss';
  if (/^<(!doctype html|html|head|body)[\s>]/i.test(start)) {
    if (isMarkdownPath(path) || /json|rss|atom|markdown/.test(type) || /\.(json|xml|rss|atom|rdf)$|\/feed\/?$|\/wp-json\/|\/ghost\/api\//i.test(path)) {
      throw new SourceError(`${url}: expected a feed, data or Markdown, and got a web page (a log-in page, perhaps): open the address in a private window to see what others get`);
    }
    return 'html';
  }
  if (/json/.test(type)) return detectJson(text) ?? 'json';
  if (/markdown/.test(type) || isMarkdownPath(path)) return 'markdown';
  // Cut off in the middle JSON is still no Markdown.
  const json = /^[[{]/.test(start) ? detectJson(text) ?? (/^[[{]\s*[[{"]/.test(start) && 'json') : undefined;
  if (json) return json;
  if (/html/.test(type)) return 'html';
  if (/xml/.test(type) || /^\s*<\?xml/.test(text)) return 'rss';
  return 'markdown';
}

const isMarkdownPath = (path: string): boolean => /\.(md|markdown|mdown)$/i.test(path);

/** Undefined for what is broken. */
function detectJson(text: string): Format | undefined {
  let value: unknown;
  try { value = JSON.parse(text.replace(/^\ufeff/, '')); } catch { return undefined; }
  const { version, items, code, data } = (value ?? {}) as Record<string, unknown>;
  if ((typeof version === 'string' && /jsonfeed\.org/.test(version)) || (Array.isArray(items) && version)) return 'json-feed';
  if (isWordPress(value) || (typeof code === 'string' && data)) return 'wordpress';
  return isGhost(value) ? 'ghost' : 'json';
}

/** What the answers of blog systems look like from afar. */

/** True for one post or a list of them, as WordPress answers. */
export function isWordPress(value: unknown): boolean {
  const first = (Array.isArray(value) ? value[0] : value) as Record<string, { rendered?: unknown } | null> | undefined | null;
  return ['title', 'content'].some((field) => typeof first?.[field]?.rendered === 'string');
}

/** True for what Ghost answers, errors included. */
export function isGhost(value: unknown): boolean {
  const { posts, pages, errors } = (value ?? {}) as { posts?: unknown; pages?: unknown; errors?: { type?: string }[] };
  const [first] = [posts ?? pages].flat();
  return (typeof first === 'object' && first !== null && ['html', 'published_at', 'uuid'].some((field) => field in first)) || Boolean(Array.isArray(errors) && errors[0]?.type);
}
