/** Reads the first page of a thread from its store. Knows no DOM; reading-on.ts reads the rest. */

import type { Comment, CommentOrder } from './model.js';
import { StoreError, type CommentStore, type PageRequest } from './stores/store.js';
import { putComment, Thread, type Entry } from './thread.js';

export interface Wish {
  store: () => CommentStore | Promise<CommentStore>;
  thread: string;
  order?: CommentOrder | undefined;
  pageSize: number;
  /** A comment that must be on the first page. */
  around?: string | undefined;
  /** Settles when the reader is near. */
  seen: (signal: AbortSignal) => Promise<void>;
}

export class Reading {
  thread = new Thread();
  store?: CommentStore;
  phase: 'idle' | 'loading' | 'ready' | 'error' = 'idle';
  /** Why there is nothing to read. */
  error?: unknown;
  /** What is being read besides. */
  busy?: Direction | undefined;
  /** What could not be read besides. */
  failed?: Direction | undefined;
  /** Comments whose further replies could not be read. */
  readonly failedReplies = new Set<Entry>();
  wish?: Wish;
  abort?: AbortController;

  /** @param changed called after each change that can be seen */
  constructor(readonly changed: () => void) {}

  get order(): CommentOrder { return this.wish?.order ?? this.store?.capabilities.orders[0] ?? 'oldest'; }

  /**
   * Reads the first page. What is shown stays until it has come.
   *
   * @param adopted comments that the page itself held
   * @returns false when it was aborted or failed
   */
  async open(wish: Wish, adopted: () => Promise<Comment[]> | Comment[] = () => []): Promise<boolean> {
    this.stop();
    const { signal } = this.abort!;
    this.wish = wish;
    this.phase = 'loading';
    this.error = undefined;
    this.failed = undefined;
    this.changed();
    try {
      const store = this.store = await wish.store();
      if (store.capabilities.whenSeen && !wish.around) await wish.seen(signal);
      if (signal.aborted) return false;
      const request: PageRequest = { thread: wish.thread, limit: wish.pageSize, signal, ...(wish.order && { order: wish.order }) };
      const page = await (wish.around ? store.page({ ...request, around: wish.around }).catch((error: unknown) => {
        // The fragment names a comment that is gone, or of another thread: read this one from its beginning.
        if (error instanceof StoreError && (error.code === 'not-found' || error.code === 'invalid')) return store.page(request);
        throw error;
      }) : store.page(request));
      if (signal.aborted) return false;
      const thread = new Thread();
      thread.addPage(page, 'first');
      const found = await adopted();
      if (signal.aborted) return false;
      // What the page holds beyond this one is kept until its own page is read, but for what may be before it; a whole thread
      // knows better what is still there. What waits for a moderator only its writer's page knows.
      const isBeginning = page.after !== undefined && page.before === undefined;
      for (const entry of thread.take(found.filter(({ status }) => isBeginning || status === 'held'))) if (!entry.parent) entry.loose = true;
      this.thread = thread;
      this.phase = 'ready';
      this.failedReplies.clear();
      this.changed();
      return true;
    } catch (error) {
      if (signal.aborted) return false;
      this.phase = 'error';
      this.error = error;
      this.changed();
      return false;
    }
  }

  /** Lets go of a thread that is no longer wanted. */
  forget(): void {
    this.stop();
    this.thread = new Thread();
    this.phase = 'idle';
  }

  /** There is nothing that could be read. */
  refuse(error: unknown): void {
    this.stop();
    this.phase = 'error';
    this.error = error;
    this.changed();
  }

  /** Stops what is under way. What was read stays. */
  stop(): void {
    this.abort?.abort();
    // What is read on later is another errand.
    this.abort = new AbortController();
    this.busy = undefined;
    if (this.phase === 'loading') this.phase = 'idle';
  }
}

/** Reads what a thread has besides its first page. */


export type Direction = 'after' | 'before' | 'all';

/** Reads on, or all there is. Returns the comments that came, in order; undefined when it failed. */
export async function readMore(reading: Reading, direction: Direction): Promise<Entry[] | undefined> {
  const { store, wish, abort, thread } = reading;
  if (!store || !wish || !abort || reading.busy) return [];
  const { signal } = abort;
  reading.busy = direction;
  reading.failed = undefined;
  reading.changed();
  const fresh: Entry[] = [];
  try {
    for (;;) {
      const side = direction !== 'all' ? direction : thread.before !== undefined ? 'before' : 'after';
      const cursor = thread[side];
      if (cursor === undefined) break;
      const page = await store.page({ thread: wish.thread, order: reading.order, limit: direction === 'all' ? 100 : wish.pageSize, [side]: cursor, signal });
      if (signal.aborted) return [];
      // A store that repeats its cursor would keep us here for ever.
      if (page[side] === cursor) delete page[side];
      fresh.push(...thread.addPage(page, side));
      if (direction === 'all') reading.changed();
      // Some pages hold only what the page's own HTML had already.
      else if (fresh.length) break;
    }
  } catch {
    if (signal.aborted) return [];
    reading.failed = direction;
    return undefined;
  } finally {
    if (!signal.aborted) { reading.busy = undefined; reading.changed(); }
  }
  return fresh;
}

/** Reads replies of a comment that are not here yet. */
export async function readReplies(reading: Reading, parent: Entry): Promise<void> {
  const { store, wish, abort, thread } = reading;
  if (!store || !wish || !abort) return;
  const { signal } = abort;
  reading.failedReplies.delete(parent);
  try {
    const page = await store.page({ thread: wish.thread, parent: parent.comment.id, limit: 100, signal, ...(parent.after && { after: parent.after }) });
    if (signal.aborted) return;
    parent.after = page.after ?? null;
    thread.take(page.comments);
  } catch {
    if (!signal.aborted) reading.failedReplies.add(parent);
  }
}

/** Reads the reader's own comments that wait for a moderator. Without them the thread is still whole. */
export async function readHeld(reading: Reading): Promise<void> {
  const { store, wish, abort } = reading;
  const held = await store?.held?.(wish!.thread).catch(() => []) ?? [];
  if (abort?.signal.aborted || held.length === 0) return;
  for (const comment of held) putComment(reading.thread, { ...comment, status: 'held', own: true }, reading.order === 'newest');
  reading.changed();
}
