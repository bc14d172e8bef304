/** Reads posts from anywhere: fetches the address and finds out what came. JSON Feed is read at once; the other readers come when they are needed. */
import { safeUrl } from '../base/links.js';
import { once } from '../base/load-once.js';
import { isJsonFeed, readJsonFeed } from './json-feed.js';
import type { Page } from './pages.js';
import type { Post } from './post.js';

export type Format = 'auto' | 'json' | 'json-feed' | 'rss' | 'atom' | 'rdf' | 'wordpress' | 'ghost' | 'markdown' | 'html';

export interface ReadOptions {
  /** What is expected; `auto` (default) goes by content type, then by content. */
  format?: string;
  /** Stops the fetch, and makes its answer void. */
  signal?: AbortSignal;
  /** Asked with the posts so far: true has the next page of a list read too, where there is one. */
  more?: (posts: Post[]) => boolean;
}

/** What came, before anybody has read it. */
export interface Answer { response: Response; bytes: Uint8Array; type: string; url: string }

/** The largest feeds in the wild have some tens of megabytes; what is larger would take the page down. */
const most = 64 * 1024 * 1024;

const loadReaders = once(() => import('./readers.js'));
const loadExplanations = () => import('./explain.js');

/**
 * @param src an http(s) address, relative to the page
 * @returns the posts in the order of the source, at least one
 * @throws SourceError with a sentence that says what was expected, what came and what to do; the signal's reason when it was aborted
 */
export async function readPosts(src: string, { format = 'auto', signal, more }: ReadOptions = {}): Promise<Post[]> {
  const url = safeUrl(src, document.baseURI);
  if (!url) throw (await loadExplanations()).explainAddress(src);
  // They come while the answer is under way; when they do not, that is told where they are needed.
  if (!/\.json\b|json-feed/.test(url + format)) loadReaders().catch(() => undefined);
  const read = async (address: string): Promise<Page> => {
    const answer = await fetchAnswer(address, signal);
    const found = await readAnswer(answer, format);
    signal?.throwIfAborted();
    return { ...found, url: answer.url, link: answer.response.headers.get('Link') };
  };
  const page = await read(url);
  if (!page.posts.length) throw (await loadExplanations()).explainNone(url);
  return more?.(page.posts) ? (await import('./pages.js')).readOn(page, more, read) : page.posts;
}

async function fetchAnswer(url: string, signal: AbortSignal | undefined): Promise<Answer> {
  let response;
  try {
    response = await fetch(url, { signal: signal ?? null, headers: { Accept: 'application/feed+json, application/json, application/atom+xml, application/rss+xml, text/markdown, */*;q=.8' } });
  } catch (cause) {
    signal?.throwIfAborted();
    throw (await loadExplanations()).explainSilence(url, cause);
  }
  const reader = response.body?.getReader();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  for (let part; (part = (await reader?.read())?.value); parts.push(part)) {
    length += part.length;
    if (length > most) {
      void reader!.cancel();
      throw (await loadExplanations()).explainSize(url);
    }
  }
  const bytes = new Uint8Array(length);
  // A `Blob` would put them together too, by way of another process.
  for (const part of parts.reverse()) bytes.set(part, (length -= part.length));
  return { response, bytes, type: response.headers.get('Content-Type')?.toLowerCase() ?? '', url: safeUrl(response.url) ?? url };
}

async function readAnswer(answer: Answer, format: string): Promise<Pick<Page, 'posts' | 'text'>> {
  const { response, bytes, type, url } = answer;
  // JSON is UTF-8 (RFC 8259), unless the server says otherwise.
  if (response.ok && /^(auto|json-feed)$/.test(format) && /json(?!.*charset\s*=\s*["']?(?!utf-?8))/.test(type)) {
    const text = new TextDecoder().decode(bytes);
    let feed: unknown;
    // What is broken, or something else after all, is for those who can say so.
    if (text.includes('jsonfeed.org')) try { feed = JSON.parse(text); } catch { /* as said */ }
    if (isJsonFeed(feed)) return { text, posts: await readJsonFeed(feed, url) };
  }
  return (await loadReaders()).readAnswer(answer, format);
}
