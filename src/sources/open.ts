/** Reads posts from anywhere: fetches the address, finds out what came, and has the reader of that format loaded. */
import { safeUrl } from '../base/links.js';
import { once } from '../base/once.js';
import { readLimited } from './answer.js';
import type { Page } from './pages.js';
import type { Post } from './post.js';
import { SourceError } from './source-error.js';

export type Format = 'auto' | 'json' | 'json-feed' | 'rss' | 'atom' | 'rdf' | 'wordpress' | 'ghost' | 'markdown' | 'html';

export interface ReadOptions {
  /** What is expected; `auto` (default) goes by content type, then by content. */
  format?: string;
  /** Stops the fetch, and makes its answer void. */
  signal?: AbortSignal;
  /** Asked with the posts so far: true has the next page of a list read too, where there is one. */
  more?: (posts: Post[]) => boolean;
}

type Reader = (content: string, url: string) => Post[] | Promise<Post[]>;

/** A reader that comes when it is first needed. */
function reader(load: () => Promise<Reader>): Reader {
  const ready = once(load);
  return async (text, url) => (await ready())(text, url);
}

function jsonReader(load: () => Promise<(value: unknown, url: string) => Promise<Post[]>>): Reader {
  const ready = once(load);
  return async (text, url) => (await ready())(await parseJson(text, url), url);
}

const readXml = reader(async () => (await import('./xml-feed.js')).readXmlFeed);

const readers: Record<Exclude<Format, 'auto'>, Reader> = {
  json: jsonReader(async () => (await import('./json.js')).readJson),
  'json-feed': jsonReader(async () => (await import('./json-feed.js')).readJsonFeed),
  wordpress: jsonReader(async () => (await import('./wordpress.js')).readWordPress),
  ghost: jsonReader(async () => (await import('./ghost.js')).readGhost),
  rss: readXml,
  atom: readXml,
  rdf: readXml,
  markdown: reader(async () => (await import('./markdown.js')).readMarkdown),
  html: reader(async () => (await import('./html.js')).readHtml),
};

const loadDetection = once(() => import('./detect.js'));
const loadDecoder = once(() => import('./decode.js'));
const loadExplanations = once(() => import('./explain.js'));

/**
 * @param src an http(s) address, relative to the page
 * @returns the posts in the order of the source, at least one
 * @throws SourceError with a sentence that says what was expected, what came and what to do; the signal's reason when it was aborted
 */
export async function readPosts(src: string, { format = 'auto', signal, more }: ReadOptions = {}): Promise<Post[]> {
  const url = safeUrl(src, document.baseURI);
  if (!url) throw (await loadExplanations()).explainAddress(src);
  if (format !== 'auto' && !Object.hasOwn(readers, format)) throw (await loadExplanations()).explainFormat(format, Object.keys(readers));
  // What finds out comes while the answer is under way; when it does not come, that is told where it is needed.
  if (format === 'auto') loadDetection().catch(() => undefined);
  const read = (address: string) => readPage(address, { format, ...(signal && { signal }) });
  const page = await read(url);
  if (!page.posts.length) throw new SourceError(`${url}: expected at least one post, and got none`, 'errorMissing');
  return more?.(page.posts) ? (await import('./pages.js')).readOn(page, more, read) : page.posts;
}

async function readPage(url: string, options: ReadOptions): Promise<Page> {
  const { refusal, ...answer } = await fetchAnswer(url, options.signal);
  let posts: Post[] = [];
  try {
    posts = await readText(answer.text, { ...answer, ...options });
  } catch (error) {
    options.signal?.throwIfAborted();
    // A blog system's own words say more than a status; what is no such words says less.
    throw refusal && (error as SourceError).words === 'errorUnreadable' ? refusal : error;
  }
  if (refusal) throw refusal;
  return { ...answer, posts };
}

/** The same for a text that is here already, such as Markdown in the page. */
export async function readText(text: string, { url, format = 'auto', type = '', signal }: ReadOptions & { url: string; type?: string }): Promise<Post[]> {
  const found = format === 'auto' ? (await loadDetection()).detect(text, type, url) : format;
  let posts;
  try {
    posts = await readers[found as keyof typeof readers](text, url);
  } catch (error) {
    if (error instanceof SourceError) throw error;
    throw new SourceError(`${url}: could not be read as ${found} (${String(error)})`, 'errorUnreadable', { cause: error });
  }
  signal?.throwIfAborted();
  return posts;
}

async function fetchAnswer(url: string, signal?: AbortSignal): Promise<Omit<Page, 'posts'> & { type: string; refusal?: SourceError }> {
  let response;
  try {
    response = await fetch(url, { ...(signal && { signal }), headers: { Accept: 'application/feed+json, application/json, application/atom+xml, application/rss+xml, text/markdown, text/html;q=.8, */*;q=.7' } });
  } catch (cause) {
    signal?.throwIfAborted();
    throw (await loadExplanations()).explainSilence(url, cause);
  }
  const type = response.headers.get('Content-Type')?.toLowerCase() ?? '';
  const refusal = response.ok ? undefined
    : new SourceError(`${url}: the server answers ${response.status} ${response.statusText}`.trim(), response.status === 404 || response.status === 410 ? 'errorMissing' : 'error');
  // Blog systems say in JSON what is wrong, and their readers know how to read it.
  if (refusal && !/json/.test(type)) throw refusal;
  const bytes = await readLimited(response, url);
  // JSON is UTF-8 (RFC 8259) unless the server or a mark of UTF-16 says otherwise; what else there is takes some finding out.
  const text = !(bytes[0]! >= 0xfe) && /json(?!.*charset\s*=\s*["']?(?!utf-?8))/.test(type) ? new TextDecoder().decode(bytes) : (await loadDecoder()).decode(bytes, type);
  signal?.throwIfAborted();
  return { text, type, url: safeUrl(response.url) ?? url, link: response.headers.get('Link'), ...(refusal && { refusal }) };
}

async function parseJson(text: string, url: string): Promise<unknown> {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (cause) {
    throw (await loadExplanations()).explainJson(text, url, cause);
  }
}
