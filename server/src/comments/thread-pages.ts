/**
 * Whether a thread has a page. Anybody can send a comment to any thread key, and published comments are in the site's feed; so a comment in a new thread is
 * held unless the owner lists its page, or the page is on one of the site's origins and answers 200.
 */

import type { Database } from '../database/types.js';
import { safeFetch, type Reach, type SafeAnswer } from '../http/safe-fetch.js';
import { cut, maxTitleLength } from '../../../src/comments/model.js';
import { cleanLine } from '../http/clean-text.js';
import { siteOrigins, type Settings } from '../options.js';
import { ListedThreads } from './listed-threads.js';
import { threadKeysOf, readHead } from './page-head.js';

/** What is known of a thread's page. */
export interface ThreadPage {
  verified: boolean;
  url?: string | undefined;
  title?: string | undefined;
  /** When the page itself said them. */ checked?: number;
}

const timeout = 5000;
const maxBytes = 64 * 1024;
const maxAtOnce = 4;
/** When this many checks wait, the next comment is held without one. */
const maxWaiting = 30;
/** Milliseconds that a result is cached. A missing page may be there soon: it was just published, or the site was down for a moment. */
const keptFor = { found: 600_000, missing: 60_000 };
const maxKept = 1000;
/** Milliseconds after which a page's URL and title are read again. */
const checkInterval = 7 * 24 * 3600_000;

export class ThreadPages {
  private readonly origins: string[];
  private readonly listed: ListedThreads | undefined;
  private readonly kept = new Map<string, { until: number; page: Promise<ThreadPage> }>();
  private readonly underWay = new Set<Promise<unknown>>();
  private readonly stopped = new AbortController();
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private database: Database,
    private site: number,
    private settings: Settings,
  ) {
    this.origins = siteOrigins(settings);
    const { threadsFrom, threadCheck, log } = settings;
    if (threadCheck === 'on' && threadsFrom.length)
      this.listed = new ListedThreads(threadsFrom, (url) => (this.origins.includes(url.origin) ? 'own' : 'public'), log);
  }

  /** For a comment to this thread. Never throws: a page that cannot be checked is not verified. */
  async find(key: string, said: { url?: string | undefined; title?: string | undefined }): Promise<ThreadPage> {
    if (this.settings.threadCheck === 'off') return { ...said, verified: true };
    const thread = await this.database
      .selectFrom('threads')
      .select(['id', 'verified', 'checked', 'corrected'])
      .where('site', '=', this.site)
      .where('key', '=', key)
      .executeTakeFirst();
    if (thread?.verified) {
      if (!thread.corrected && (thread.checked ?? 0) < Date.now() - checkInterval) this.refresh(thread.id, key, said.url);
      return { ...said, verified: true };
    }
    const listed = await this.listed?.find(key);
    if (listed !== undefined) return { verified: true, title: said.title, url: this.isOwn(listed) ? listed : said.url };
    const page = await this.check(key, said.url);
    if (!page.verified) return { ...said, verified: false };
    return thread?.corrected ? { verified: true } : page;
  }

  async close(): Promise<void> {
    this.stopped.abort();
    await this.listed?.close();
    await Promise.allSettled(this.underWay);
  }

  /** Reads the page's URL and title again: the first comment may have brought wrong ones. The answer does not wait for it. */
  private refresh(id: number, key: string, url: string | undefined): void {
    const work = (async () => {
      const page = await this.check(key, url);
      await this.database.updateTable('threads').set({ checked: Date.now() }).where('id', '=', id).execute();
      if (!page.verified) return;
      const { title, url: address } = page;
      await this.database
        .updateTable('threads')
        .set((set) => ({ ...(title && { title }), ...(address && { url: address }), version: set('version', '+', 1) }))
        .where('id', '=', id)
        .where('corrected', '=', 0)
        .where((where) =>
          where.or([...(title ? [where('title', 'is distinct from', title)] : []), ...(address ? [where('url', 'is distinct from', address)] : [])]),
        )
        .execute();
    })()
      .catch(() => undefined)
      .finally(() => this.underWay.delete(work));
    this.underWay.add(work);
  }

  private check(key: string, url: string | undefined): Promise<ThreadPage> {
    const name = JSON.stringify([key, url]);
    const known = this.kept.get(name);
    if (known && known.until > Date.now()) return known.page;
    if (this.running >= maxAtOnce && this.waiting.length >= maxWaiting) return Promise.resolve({ verified: false });
    const page = this.inTurn(() => this.ask(key, url)).catch((): ThreadPage => ({ verified: false }));
    const made = { until: Date.now() + keptFor.missing, page };
    this.kept.delete(name);
    this.kept.set(name, made);
    if (this.kept.size > maxKept) this.kept.delete(this.kept.keys().next().value!);
    const settled = page
      .then(({ verified }) => {
        if (verified) made.until = Date.now() + keptFor.found;
      })
      .catch(() => undefined)
      .finally(() => this.underWay.delete(settled));
    this.underWay.add(settled);
    return page;
  }

  private async inTurn<Result>(task: () => Promise<Result>): Promise<Result> {
    if (this.running >= maxAtOnce)
      await new Promise<void>((resolve) => {
        this.waiting.push(resolve);
      });
    else this.running++;
    try {
      return await task();
    } finally {
      // The next in line takes this slot.
      const next = this.waiting.shift();
      if (next) next();
      else this.running--;
    }
  }

  private async ask(key: string, url: string | undefined): Promise<ThreadPage> {
    const end = Date.now() + timeout;
    for (const address of this.addressesOf(key, url)) {
      try {
        const answer = await safeFetch(new URL(address), {
          reach: (each): Reach => (this.isOwn(each.href) && !this.isOwnRoute(each) ? 'own' : 'refused'),
          timeout: Math.max(1, end - Date.now()),
          maxBytes,
          whenLonger: 'cut',
          accept: 'text/html',
          signal: this.stopped.signal,
        });
        const page = this.readPage(answer, key);
        if (page) return page;
      } catch {
        /* the next one may answer */
      }
    }
    return { verified: false };
  }

  /** Where the page of a thread may be: as the comment says, as the key says when it is a URL, or the key as a path on each origin. */
  private addressesOf(key: string, url: string | undefined): string[] {
    const places = [
      ...(url === undefined ? [] : [url]),
      ...(URL.canParse(key) ? [key] : []),
      ...(/^\/(?![/\\])/.test(key) ? this.origins.map((origin) => origin + key) : []),
    ];
    return [...new Set(places.filter((each) => URL.canParse(each)).map((each) => new URL(each).href.replace(/#.*$/, '')))]
      .filter((each) => this.isOwn(each))
      .slice(0, 3);
  }

  /**
   * Most pages answer to any query string, and some sites answer a missing page with another one. So the canonical link has to match the thread key, or, without
   * one, the path; or an element in the page names this thread.
   */
  private readPage({ status, type, url, body }: SafeAnswer, key: string): ThreadPage | undefined {
    if (status !== 200 || !/^(text\/html|application\/xhtml\+xml)\b/i.test(type)) return undefined;
    const { canonical, title, threads } = readHead(decode(body, type));
    const saysWhere = canonical !== undefined && URL.canParse(canonical, url.href) ? new URL(canonical, url.href) : undefined;
    const isThis = threads.includes(key) || (saysWhere ? threadKeysOf(saysWhere).has(key) : url.search === '' && threadKeysOf(url).has(key));
    if (!isThis) return undefined;
    return {
      verified: true,
      checked: Date.now(),
      url: (saysWhere && this.isOwn(saysWhere.href) ? saysWhere : url).href,
      title: title && cut(cleanLine(title), maxTitleLength),
    };
  }

  private isOwn(url: string): boolean {
    return URL.canParse(url) && this.origins.includes(new URL(url).origin);
  }

  /** This server's own routes are not pages. */
  private isOwnRoute({ origin, pathname }: URL): boolean {
    const { base, publicOrigin } = this.settings;
    return origin === publicOrigin && (pathname === base || pathname.startsWith(`${base}/`));
  }
}

function decode(body: Buffer, type: string): string {
  const charset = /charset="?([\w-]+)/i.exec(type)?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(charset).decode(body);
  } catch {
    return body.toString('utf8');
  }
}
