/** Lists that come in pages: JSON Feed's `next_url`, Ghost's pagination, the "next" link of feeds (RFC 5005) and of headers (WordPress). */
import { safeUrl } from '../base/links.js';
import type { Post } from './post.js';

export interface Page {
  posts: Post[];
  /** Where it came from, and what came. */
  url: string;
  text: string;
  /** The header `Link`. */
  link: string | null;
}

/** So many pages in all; a list may lead in circles, or have no end. */
const most = 20;

/** Reads page after page while `more` says so. Never leaves the site that the first one came from. */
export async function readOn(first: Page, more: (posts: Post[]) => boolean, read: (url: string) => Promise<Page>): Promise<Post[]> {
  const seen = new Set([first.url]);
  let page = first;
  let { posts } = first;
  while (more(posts) && seen.size < most) {
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
