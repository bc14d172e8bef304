/** Reads posts from anywhere: fetches the address, finds out what came, and follows lists that come in pages. */

import { safeUrl } from '../base/links.js';
import { explainAddress, explainNone, explainSilence, explainSize } from './errors.js';
import { loadReaderFor, readAnswer } from './readers.js';
import type { Answer, Post } from './post.js';

export interface ReadOptions {
  /** What is expected; `auto` (default) goes by content type, then by content. */
  format?: string;
  /** Stops the fetch, and makes its answer void. */
  signal?: AbortSignal;
  /** Asked with the posts so far: true has the next page of a list read too, where there is one. */
  more?: (posts: Post[]) => boolean;
}

/** The largest feeds in the wild have some tens of megabytes; what is larger would take the page down. */
const mostBytes = 64 * 1024 * 1024;

/**
 * @param src an http(s) address, relative to the page
 * @returns the posts in the order of the source, at least one
 * @throws SourceError with a sentence that says what was expected, what came and what to do; the signal's reason when it was aborted
 */
export async function readPosts(src: string, { format = 'auto', signal, more }: ReadOptions = {}): Promise<Post[]> {
  const url = safeUrl(src, document.baseURI);
  if (!url) throw explainAddress(src);
  // In parallel with the request; if it does not load, the reader says so.
  loadReaderFor(url, format)?.().catch(() => undefined);
  const read = async (address: string): Promise<Page> => {
    const answer = await fetchAnswer(address, signal);
    const found = await readAnswer(answer, format);
    signal?.throwIfAborted();
    return { ...found, url: answer.url, link: answer.response.headers.get('Link') };
  };
  const page = await read(url);
  if (!page.posts.length) throw explainNone(url);
  return more?.(page.posts) ? readOn(page, more, read) : page.posts;
}

async function fetchAnswer(url: string, signal: AbortSignal | undefined): Promise<Answer> {
  let response;
  try {
    response = await fetch(url, { signal: signal ?? null, headers: { Accept: 'application/feed+json, application/json, application/atom+xml, application/rss+xml, text/markdown, */*;q=.8' } });
  } catch (cause) {
    signal?.throwIfAborted();
    throw explainSilence(url, cause);
  }
  const reader = response.body?.getReader();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  for (let part; (part = (await reader?.read())?.value); parts.push(part)) {
    length += part.length;
    if (length > mostBytes) {
      void reader!.cancel();
      throw explainSize(url);
    }
  }
  const bytes = new Uint8Array(length);
  // A `Blob` would put them together too, by way of another process.
  for (const part of parts.reverse()) bytes.set(part, (length -= part.length));
  return { response, bytes, type: response.headers.get('Content-Type')?.toLowerCase() ?? '', url: safeUrl(response.url) ?? url };
}

/** Lists that come in pages: JSON Feed's `next_url`, Ghost's pagination, the "next" link of feeds (RFC 5005) and of headers (WordPress). */

interface Page {
  posts: Post[];
  /** Where it came from, and what came. */
  url: string;
  text: string;
  /** The header `Link`. */
  link: string | null;
}

/** So many pages in all; a list may lead in circles, or have no end. */
const mostPages = 20;

/** Reads page after page while `more` says so. Never leaves the site that the first one came from. */
async function readOn(first: Page, more: (posts: Post[]) => boolean, read: (url: string) => Promise<Page>): Promise<Post[]> {
  const seen = new Set([first.url]);
  let page = first;
  let { posts } = first;
  while (more(posts) && seen.size < mostPages) {
    const next = findNext(page);
    if (!next || seen.has(next) || new URL(next).origin !== new URL(first.url).origin) break;
    seen.add(next);
    page = await read(next);
    posts = [...posts, ...page.posts];
  }
  return posts;
}

function findNext({ url, text, link }: Page): string | undefined {
  const [, inHeader] = /<([^>]+)>[^,<]*;\s*rel\s*=\s*"?next\b/i.exec(link ?? '') ?? [];
  if (inHeader) return safeUrl(inHeader, url);
  if (/^\s*<(?!!doctype html|html)/i.test(text.replace(/^\ufeff/, ''))) {
    // The links of the list itself stand before its entries.
    const [head = ''] = text.split(/<(?:\w+:)?(?:item|entry)[\s>]/i, 1);
    const [found] = /<(?:\w+:)?link\b[^>]*\srel\s*=\s*["']next["'][^>]*>/i.exec(head) ?? [];
    return safeUrl(/\shref\s*=\s*(["'])(.*?)\1/i.exec(found ?? '')?.[2]?.replaceAll('&amp;', '&'), url);
  }
  try {
    const { next_url: next, meta } = JSON.parse(text.replace(/^\ufeff/, '')) as { next_url?: unknown; meta?: { pagination?: { next?: unknown; pages?: unknown } } };
    if (typeof next === 'string') return safeUrl(next, url);
    // Ghost names a next page also after the last.
    const { next: number, pages } = meta?.pagination ?? {};
    if (typeof number !== 'number' || number > Number(pages)) return undefined;
    const address = new URL(url);
    address.searchParams.set('page', String(number));
    return address.href;
  } catch {
    return undefined;
  }
}
