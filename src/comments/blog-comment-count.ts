import { html, nothing } from 'lit';
import { BlogElement } from '../base/blog-element.js';
import { storageKeys } from '../base/storage.js';
import { warn } from '../base/warn.js';
import { threadOf } from './thread-key.js';
import { openStore } from './stores/registry.js';
import { StoreError } from './stores/store.js';

/**
 * @summary The number of comments in a thread, for list pages: "1 comment", "12 comments" or "No comments".
 * All elements on a page share one request.
 * @tagname blog-comment-count
 *
 * @slot - Shown until the number is known, and when it cannot be loaded.
 * @csspart count - The text.
 * @cssState loading - The number is being loaded.
 * @cssState error - The number could not be loaded; the fallback is shown.
 * @cssState empty - There are no comments.
 */
export class BlogCommentCount extends BlogElement {
  static override properties = {
    src: {},
    store: {},
    thread: {},
    count: { attribute: false },
  };

  /** Base URL of the back end, as on `<blog-comments>`. */
  src = '/comments';

  /** The kind of back end: `rest`, `wordpress`, `local`, or one that the page registered. */
  store = 'rest';

  /** The thread's key. Default: the key of this page. */
  thread?: string;

  /** The number, once known. */
  count?: number;

  private asked = '';

  constructor() { super('comments'); }

  protected override updated(): void {
    const { store, src } = this;
    const thread = threadOf(this);
    const asked = JSON.stringify([store, src, thread]);
    if (asked === this.asked) return;
    this.asked = asked;
    if (thread === undefined) warn('<blog-comment-count>: this is a front page, or the store needs a key of its own; say which thread is meant by `thread="…"`.');
    else void this.read(store, src, thread, asked);
  }

  private async read(store: string, src: string, thread: string, asked: string): Promise<void> {
    // The number of another thread is worse than none.
    if (this.count !== undefined) this.count = undefined;
    this.setState('loading', true);
    // A number that cannot be had is no reason to disturb a reader: the fallback stays.
    const count = await countOf(store, src, thread).catch(() => undefined);
    if (asked !== this.asked) return;
    this.count = count;
    this.setState('loading', false);
    this.setState('error', count === undefined);
    this.setState('empty', count === 0);
  }

  protected override render() {
    const { language, count } = this;
    return count === undefined ? html`<slot></slot>`
      : html`<span part="count" lang=${language.wordsLang ?? nothing} dir=${language.wordsLang ? language.dir : nothing}>${count ? language.say('count', { count }) : language.say('countNone')}</span>`;
  }
}

// The counts of many threads are asked for at once: all that are wanted within a moment go in one request.

interface Batch {
  threads: Set<string>;
  counts: Promise<Map<string, number>>;
}

/** How long a number is good, in milliseconds: in this tab, on other pages of the site too. */
const fresh = 60_000;
/** How long others may join a request, in milliseconds. */
const moment = 30;
/** The most threads that one request asks for. */
const most = 100;

const batches = new Map<string, Batch>();

/** Published comments of a thread. Rejects when the store does not say. */
async function countOf(storeName: string, src: string, thread: string): Promise<number> {
  const backEnd = storageKeys.commentCounts(storeName, URL.canParse(src, document.baseURI) ? new URL(src, document.baseURI).href : src);
  const before = recall(backEnd).get(thread);
  if (before !== undefined) return before[0];
  let batch = batches.get(backEnd);
  if (!batch?.threads.has(thread) && (batch?.threads.size ?? most) >= most) {
    const threads = new Set<string>();
    const close = (): void => { if (batches.get(backEnd)?.threads === threads) batches.delete(backEnd); };
    batch = { threads, counts: ask(storeName, src, threads, close).finally(close) };
    batches.set(backEnd, batch);
    batch.counts.then((counts) => remember(backEnd, threads, counts), () => undefined);
  }
  batch!.threads.add(thread);
  return valid((await batch!.counts).get(thread));
}

async function ask(storeName: string, src: string, threads: Set<string>, close: () => void): Promise<Map<string, number>> {
  const store = await openStore(storeName, src);
  // By then all elements of the page have asked, also those that are added one after another.
  if (document.readyState === 'loading') await new Promise((resolve) => { document.addEventListener('DOMContentLoaded', resolve, { once: true }); });
  await new Promise((resolve) => { setTimeout(resolve, moment); });
  close();
  if (!store.counts) throw new StoreError('not-found', `store: "${storeName}" cannot count`);
  // In order, so that the same list is the same address to the browser's cache.
  return store.counts([...threads].sort());
}

/** A thread that nobody wrote in may be left out. */
function valid(count: unknown = 0): number {
  if (Number.isSafeInteger(count) && (count as number) >= 0) return count as number;
  throw new StoreError('unavailable', 'the answer is not a number of comments');
}

type Known = Map<string, [count: number, at: number]>;

/** What was counted a moment ago. */
function recall(backEnd: string): Known {
  try {
    const known = JSON.parse(sessionStorage.getItem(backEnd) ?? '[]') as [string, [number, number]][];
    return new Map(known.filter(([, [count, at]]) => Number.isSafeInteger(count) && count >= 0 && Math.abs(Date.now() - at) < fresh));
  } catch {
    return new Map();
  }
}

function remember(backEnd: string, threads: Set<string>, counts: Map<string, number>): void {
  try {
    const known = recall(backEnd);
    for (const thread of threads) known.set(thread, [counts.get(thread) ?? 0, Date.now()]);
    sessionStorage.setItem(backEnd, JSON.stringify([...known]));
  } catch {
    // Storage is blocked or full: it is asked again.
  }
}

declare global {
  interface HTMLElementTagNameMap { 'blog-comment-count': BlogCommentCount }
}
