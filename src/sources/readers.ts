/** The readers of all formats, each loaded when it is first needed. */
import { once } from '../base/load-once.js';
import { decode } from './decode.js';
import { detect } from './detect.js';
import { readJsonFeed } from './json-feed.js';
import type { Answer, Format } from './open.js';
import type { Post } from './post.js';
import { SourceError } from './errors.js';

type Reader = (content: string, url: string) => Post[] | Promise<Post[]>;

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
  'json-feed': async (text, url) => {
    const feed = await parseJson(text, url) as Parameters<typeof readJsonFeed>[0] | null;
    if (!Array.isArray(feed?.items)) throw new SourceError(`${url}: expected a JSON Feed with "items", and got JSON without them`);
    return readJsonFeed(feed, url);
  },
  wordpress: jsonReader(async () => (await import('./wordpress.js')).readWordPress),
  ghost: jsonReader(async () => (await import('./ghost.js')).readGhost),
  rss: readXml,
  atom: readXml,
  rdf: readXml,
  markdown: reader(async () => (await import('./markdown.js')).readMarkdown),
  html: reader(async () => (await import('./html.js')).readHtml),
};

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
  if (!Object.hasOwn(readers, found)) throw (await import('./explain.js')).explainFormat(format, Object.keys(readers));
  try {
    return await readers[found as keyof typeof readers](text, url);
  } catch (error) {
    if (error instanceof SourceError) throw error;
    throw new SourceError(`${url}: could not be read as ${found} (${String(error)})`, 'errorUnreadable', { cause: error });
  }
}

async function parseJson(text: string, url: string): Promise<unknown> {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (cause) {
    throw (await import('./explain.js')).explainJson(text, url, cause);
  }
}
