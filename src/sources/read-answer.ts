/** What a server answered → posts: its bytes, its text, its format, and the further pages of a list. */

import { safeUrl } from '../base/links.js';
import { explainAddress, explainEntry, explainNoPosts, explainRefusal, explainSilence, explainSize, SourceError } from './errors.js';
import { findEntry } from './find-entry.js';
import { toFields, type Post } from './post.js';
import { readText } from './readers.js';
import { decode } from './text.js';

export { readJson } from './json.js';
export { readWritten } from './readers.js';

/** The largest feeds in the wild have some tens of megabytes; anything larger would take the page down. */
const mostBytes = 64 * 1024 * 1024;

/** Pages of a list in all: a list may lead in circles, or have no end. */
const mostPages = 20;

export interface ReadOptions {
  /** What is expected; `auto` (default) goes by content type, then by content. */
  format?: string;
  /** The id, URL or slug of the one post that is wanted; the pages of a list are read until it is found. Default: all posts of the first page. */
  entry?: string | undefined;
  /** Stops the request. */
  signal?: AbortSignal;
}

interface Page {
  posts: Post[];
  /** Where it came from, and what came. */
  url: string;
  text: string;
  /** The `Link` header. */
  link: string | null;
}

/** @param request undefined when `src` is no address that may be fetched */
export async function readAnswer(src: string, request: Promise<Response> | undefined, options: ReadOptions): Promise<Post[]> {
  const url = safeUrl(src, document.baseURI);
  if (!url || !request) throw explainAddress(src);
  const { entry } = options;
  const first = await readPage(url, request, options);
  if (!first.posts.length) throw explainNoPosts(url);
  if (!entry) return first.posts;

  const seen = new Set([first.url]);
  let page = first;
  let count = page.posts.length;
  let found = findEntry(page.posts, entry);
  while (!found && seen.size < mostPages) {
    const next = findNextPage(page);
    // A list never leads to another site.
    if (!next || seen.has(next) || new URL(next).origin !== new URL(first.url).origin) break;
    seen.add(next);
    page = await readPage(next, fetch(next, { signal: options.signal ?? null }), options);
    count += page.posts.length;
    found = findEntry(page.posts, entry);
  }
  if (!found) throw explainEntry(src, entry, count);
  return [found];
}

/** @throws SourceError also with what a blog system says in its own words about a request that it refused */
async function readPage(asked: string, request: Promise<Response>, { format = 'auto', signal }: ReadOptions): Promise<Page> {
  const response = await request.catch((cause: unknown) => {
    signal?.throwIfAborted();
    throw explainSilence(asked, cause);
  });
  const url = safeUrl(response.url) ?? asked;
  const type = response.headers.get('Content-Type')?.toLowerCase() ?? '';
  const refusal = response.ok ? undefined : explainRefusal(url, response);
  // Blog systems say in JSON what is wrong.
  if (refusal && !/json/.test(type)) throw refusal;
  const text = decode(await readBytes(response, url), type);
  const posts = await readText(text, { url, format, type }).catch((error: unknown) => {
    // A blog system's own words say more than a status; JSON without such words says less.
    throw refusal && error instanceof SourceError && error.words === 'errorUnreadable' ? refusal : error;
  });
  if (refusal) throw refusal;
  signal?.throwIfAborted();
  return { posts, url, text, link: response.headers.get('Link') };
}

async function readBytes(response: Response, url: string): Promise<Uint8Array> {
  const reader = response.body?.getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  for (let part; (part = (await reader?.read())?.value); parts.push(part)) {
    length += part.length;
    if (length > mostBytes) {
      reader?.cancel().catch(() => undefined);
      throw explainSize(url);
    }
  }
  const bytes = new Uint8Array(length);
  let end = 0;
  // A `Blob` would put them together too, but by way of another process.
  for (const part of parts) {
    bytes.set(part, end);
    end += part.length;
  }
  return bytes;
}

/** The next page of a list: by the `Link` header (WordPress), the "next" link of a feed (RFC 5005), JSON Feed's `next_url`, or Ghost's pagination. */
function findNextPage({ url, text, link }: Page): string | undefined {
  const [, inHeader] = /<([^>]+)>[^,<]*;\s*rel\s*=\s*"?next\b/i.exec(link ?? '') ?? [];
  if (inHeader) return safeUrl(inHeader, url);
  const plain = text.replace(/^\ufeff/, '');
  if (/^\s*<(?!!doctype html|html)/i.test(plain)) {
    // The links of the list itself stand before its entries.
    const [head = ''] = plain.split(/<(?:\w+:)?(?:item|entry)[\s>]/i, 1);
    const [found] = /<(?:\w+:)?link\b[^>]*\srel\s*=\s*["']next["'][^>]*>/i.exec(head) ?? [];
    return safeUrl(/\shref\s*=\s*(["'])(.*?)\1/i.exec(found ?? '')?.[2]?.replaceAll('&amp;', '&'), url);
  }
  let list;
  try {
    list = toFields(JSON.parse(plain));
  } catch {
    return undefined;
  }
  if (typeof list['next_url'] === 'string') return safeUrl(list['next_url'], url);
  // Ghost names a next page also after the last.
  const { next, pages } = toFields(toFields(list['meta'])['pagination']);
  if (typeof next !== 'number' || next > Number(pages)) return undefined;
  const address = new URL(url);
  address.searchParams.set('page', String(next));
  return address.href;
}
