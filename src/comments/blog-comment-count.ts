import { html, nothing } from 'lit';
import { BlogElement } from '../base/blog-element.js';
import { storageKeys } from '../base/storage.js';
import { warn } from '../base/warn.js';
import { isInteger, listIn, parseJson } from './json.js';
import { openStore } from './stores/registry.js';
import { StoreError, type CommentStore } from './stores/store.js';
import { pageThread, threadOf } from './thread-key.js';

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

  /** The kind of back end, as on `<blog-comments>`; it has to be one that counts. */
  store = 'rest';

  /** The thread's key. Default: the key of this page. */
  thread?: string;

  /** The number, once known. */
  count?: number;

  private asked = '';

  constructor() {
    super('comments');
  }

  protected override updated(): void {
    const { store, src, thread } = this;
    const asked = JSON.stringify([store, src, thread || pageThread()]);
    if (asked === this.asked) return;
    this.asked = asked;
    this.read(asked).catch(reportError);
  }

  private async read(asked: string): Promise<void> {
    // The number of another thread is worse than none.
    if (this.count !== undefined) this.count = undefined;
    this.setState('loading', true);
    // A number that cannot be had is no reason to disturb a reader: the fallback stays.
    const count = await countOf(this.store, this.src, this.thread).catch(() => undefined);
    if (asked !== this.asked) return;
    this.count = count;
    this.setState('loading', false);
    this.setState('error', count === undefined);
    this.setState('empty', count === 0);
  }

  protected override render() {
    const { language, count } = this;
    return count === undefined
      ? html`<slot></slot>`
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
async function countOf(storeName: string, src: string, named: string | undefined): Promise<number> {
  const store = await openStore(storeName, src);
  const thread = threadOf(store, named);
  if (thread === undefined) {
    warn('<blog-comment-count>: this is a front page, or the store needs a key of its own; say which thread is meant by `thread="…"`.');
    throw new StoreError('not-found', 'thread: the page does not say which one is meant');
  }
  if (store.counts === undefined) throw new StoreError('not-found', `store: "${storeName}" cannot count`);
  const backEnd = storageKeys.commentCounts(storeName, URL.canParse(src, document.baseURI) ? new URL(src, document.baseURI).href : src);
  const before = recall(backEnd).get(thread);
  if (before !== undefined) return before[0];
  const { threads, counts } = openBatch(backEnd, store, thread);
  threads.add(thread);
  return valid((await counts).get(thread));
}

/** The batch that a thread is counted with: one that others may still join, or a new one. */
function openBatch(backEnd: string, store: CommentStore, thread: string): Batch {
  const open = batches.get(backEnd);
  if (open && (open.threads.has(thread) || open.threads.size < most)) return open;
  const threads = new Set<string>();
  const close = (): void => {
    if (batches.get(backEnd)?.threads === threads) batches.delete(backEnd);
  };
  const counts = ask(store, threads, close).finally(close);
  counts.then(
    (found) => remember(backEnd, threads, found),
    () => undefined,
  );
  const batch = { threads, counts };
  batches.set(backEnd, batch);
  return batch;
}

async function ask(store: CommentStore, threads: Set<string>, close: () => void): Promise<Map<string, number>> {
  // By then all elements of the page have asked, also those that are added one after another.
  if (document.readyState === 'loading')
    await new Promise((resolve) => {
      document.addEventListener('DOMContentLoaded', resolve, { once: true });
    });
  await new Promise((resolve) => {
    setTimeout(resolve, moment);
  });
  close();
  // In order, so that the same list is the same address to the browser's cache.
  return (await store.counts?.([...threads].sort())) ?? new Map<string, number>();
}

/** A thread that nobody wrote in may be left out. */
function valid(count: unknown = 0): number {
  if (isInteger(count) && count >= 0) return count;
  throw new StoreError('unavailable', 'the answer is not a number of comments');
}

type Known = Map<string, [count: number, at: number]>;

/** What was counted a moment ago. */
function recall(backEnd: string): Known {
  const known: Known = new Map();
  for (const entry of listIn(parseJson(readSession(backEnd)))) {
    const [thread, counted] = listIn(entry);
    const [count, at] = listIn(counted);
    if (typeof thread === 'string' && isInteger(count) && count >= 0 && isInteger(at) && Math.abs(Date.now() - at) < fresh) known.set(thread, [count, at]);
  }
  return known;
}

function readSession(key: string): string | null {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
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
  interface HTMLElementTagNameMap {
    'blog-comment-count': BlogCommentCount;
  }
}
