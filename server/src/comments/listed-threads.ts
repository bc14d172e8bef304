/** The pages that the owner lists: sitemaps (sitemaps.org), RSS, Atom and JSON Feed, from URLs or files. Read again each hour; a list that cannot be read leaves the pages known before. */

import { readFile, stat } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { SaxesParser } from 'saxes';
import { safeFetch, type Reach } from '../http/safe-fetch.js';
import type { Log } from '../http/log.js';
import { threadKeysOf, normalizePath } from './page-head.js';

const refreshInterval = 3600_000;
const timeout = 20_000;
const firstLoadTimeout = 5000;
const maxBytes = 50 * 1024 * 1024;
const maxLists = 100;
const maxPages = 200_000;

export class ListedThreads {
  private pages = new Map<string, string>();
  private readonly timer: NodeJS.Timeout;
  private readonly stopped = new AbortController();
  private loading: Promise<void>;

  /** @param reach how an address that a list names may be reached; lists in the owner's settings are always fetched */
  constructor(
    private from: string[],
    private reach: (url: URL) => Reach,
    private log: Log | undefined,
  ) {
    this.loading = this.load();
    this.timer = setInterval(() => {
      this.loading = this.load();
    }, refreshInterval).unref();
  }

  /** The URL of a listed page whose thread has this key. Waits a short while for the first reading. */
  async find(key: string): Promise<string | undefined> {
    if (this.pages.size === 0) await Promise.race([this.loading, setTimeout(firstLoadTimeout, undefined, { ref: false })]);
    const place = normalizePath(key);
    const page = place === undefined ? undefined : this.pages.get(place);
    return page !== undefined && threadKeysOf(new URL(page)).has(key) ? page : undefined;
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    this.stopped.abort();
    await this.loading;
  }

  private async load(): Promise<void> {
    const pages = new Map<string, string>();
    let whole = true;
    const waiting = [...this.from];
    const seen = new Set<string>();
    for (let list = waiting.shift(); list !== undefined && seen.size < maxLists; list = waiting.shift()) {
      if (seen.has(list)) continue;
      seen.add(list);
      try {
        const found = readList(await this.read(list));
        waiting.push(...found.lists);
        for (const page of found.pages) {
          const place = normalizePath(page);
          if (place !== undefined && URL.canParse(page) && pages.size < maxPages) pages.set(place, page);
        }
      } catch (error) {
        whole = false;
        if (!this.stopped.signal.aborted)
          this.log?.({
            level: 'warn',
            warning: `THREADS_FROM: ${list} cannot be read (${(error as NodeJS.ErrnoException).code ?? (error as Error).message.split('\n')[0]}).`,
          });
      }
    }
    // With only some of the lists, threads that were known would become unknown.
    this.pages = whole ? pages : new Map([...this.pages, ...pages]);
  }

  private async read(list: string): Promise<string> {
    let bytes: Buffer;
    if (list.includes('://')) {
      const named = this.from.filter((each) => each.includes('://')).map((each) => new URL(each).origin);
      const { status, body } = await safeFetch(new URL(list), {
        reach: (url) => (named.includes(url.origin) ? 'own' : this.reach(url)),
        timeout,
        maxBytes,
        signal: this.stopped.signal,
        accept: 'application/xml, application/json, text/xml',
      });
      if (status !== 200) throw new Error(`it answers ${status}`);
      bytes = body;
    } else {
      // A list that is reached by a URL names no files: only the owner does.
      if (!this.from.includes(list)) throw new Error('it is no URL');
      if ((await stat(list)).size > maxBytes) throw new Error(`it holds more than ${maxBytes} bytes`);
      bytes = await readFile(list);
    }
    if (bytes[0] === 0x1f && bytes[1] === 0x8b) bytes = await promisify(gunzip)(bytes, { maxOutputLength: maxBytes });
    return bytes.toString('utf8').replace(/^\ufeff/, '');
  }
}

/** @throws Error when it is neither */
function readList(text: string): { pages: string[]; lists: string[] } {
  if (/^\s*\{/.test(text)) {
    const { items } = JSON.parse(text) as { items?: { url?: unknown }[] };
    if (!Array.isArray(items)) throw new Error('it is no JSON Feed');
    return { pages: items.flatMap((item) => (typeof item?.url === 'string' ? [item.url] : [])), lists: [] };
  }
  const pages: string[] = [];
  const lists: string[] = [];
  const path: string[] = [];
  let told = '';
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('doctype', () => {
    throw new Error('it has a document type');
  });
  parser.on('opentag', ({ local, attributes }) => {
    path.push(local);
    told = '';
    const href = attributes['href']?.value;
    if (local === 'link' && path.at(-2) === 'entry' && href && (attributes['rel']?.value ?? 'alternate') === 'alternate') pages.push(href);
  });
  const more = (piece: string): void => {
    if (told.length < 4000) told += piece;
  };
  parser.on('text', more);
  parser.on('cdata', more);
  parser.on('closetag', () => {
    const where = path.slice(-2).join(' ');
    const url = told.trim();
    if (url && (where === 'url loc' || where === 'item link')) pages.push(url);
    if (url && where === 'sitemap loc') lists.push(url);
    path.pop();
    told = '';
  });
  parser.write(text).close();
  return { pages, lists };
}
