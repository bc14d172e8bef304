/** Reads a thread from its store, page by page. Knows no DOM. */

import type { Comment, CommentOrder } from './model.js';
import { StoreError } from './stores/store.js';
import type { CommentStore, PageRequest } from './stores/store.js';
import { Thread } from './thread.js';
import type { Entry } from './thread.js';

export interface Wish {
  store: () => CommentStore | Promise<CommentStore>;
  thread: string;
  order?: CommentOrder | undefined;
  pageSize: number;
  /** A comment that must be on the first page. */
  around?: string | undefined;
}

export type Direction = 'after' | 'before' | 'all';

export class Reading {
  thread = new Thread();
  store?: CommentStore;
  phase: 'idle' | 'loading' | 'ready' | 'error' = 'idle';
  /** Why there is nothing to read. */
  error?: unknown;
  /** What is being read besides. */
  busy: Direction | undefined;
  /** What could not be read besides. */
  failed: Direction | undefined;
  /** Comments whose further replies could not be read. */
  readonly failedReplies = new Set<Entry>();
  private wish?: Wish;
  private abort?: AbortController;

  /** @param changed called after each change that can be seen */
  constructor(private readonly changed: () => void) {}

  get order(): CommentOrder { return this.wish?.order ?? this.store?.capabilities.orders[0] ?? 'oldest'; }

  /**
   * Reads the first page. What is shown stays until it has come.
   *
   * @param adopted comments that the page itself held
   * @returns false when it was aborted or failed
   */
  async open(wish: Wish, adopted: () => Comment[] = () => []): Promise<boolean> {
    this.stop();
    const { signal } = this.abort = new AbortController();
    this.wish = wish;
    this.phase = 'loading';
    this.error = undefined;
    this.failed = undefined;
    this.changed();
    try {
      const store = this.store = await wish.store();
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
      const found = adopted();
      if (found.length && (page.after !== undefined || page.before !== undefined)) thread.adopt(found);
      this.thread = thread;
      this.phase = 'ready';
      this.failedReplies.clear();
      this.changed();
      void this.readHeld(store, wish, signal);
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
    this.busy = undefined;
    if (this.phase === 'loading') this.phase = 'idle';
  }

  /** Reads on, or all there is. Returns the comments that came, in order; undefined when it failed. */
  async more(direction: Direction): Promise<Entry[] | undefined> {
    const { store, wish, abort, thread } = this;
    if (!store || !wish || !abort || this.busy) return [];
    this.busy = direction;
    this.failed = undefined;
    this.changed();
    const fresh: Entry[] = [];
    try {
      for (;;) {
        const side = direction === 'all' ? (thread.before !== undefined ? 'before' : 'after') : direction;
        const cursor = thread[side];
        if (cursor === undefined) break;
        const page = await store.page({
          thread: wish.thread, order: this.order, limit: direction === 'all' ? 100 : wish.pageSize, [side]: cursor, signal: abort.signal,
        });
        if (abort.signal.aborted) return [];
        // A store that repeats its cursor would keep us here for ever.
        if (page[side] === cursor) delete page[side];
        fresh.push(...thread.addPage(page, side));
        // Some pages hold only what the page's own HTML had already.
        if (direction !== 'all' && fresh.length) break;
        if (direction === 'all') this.changed();
      }
    } catch {
      if (abort.signal.aborted) return [];
      this.failed = direction;
      return undefined;
    } finally {
      if (!abort.signal.aborted) { this.busy = undefined; this.changed(); }
    }
    return fresh;
  }

  /** Reads all replies of a comment that are not here yet. */
  async replies(parent: Entry): Promise<Entry[]> {
    const { store, wish, abort, thread } = this;
    if (!store || !wish || !abort) return [];
    this.failedReplies.delete(parent);
    try {
      const page = await store.page({ thread: wish.thread, parent: parent.comment.id, limit: 100, signal: abort.signal, ...(parent.after && { after: parent.after }) });
      return abort.signal.aborted ? [] : thread.addReplies(parent, page);
    } catch {
      if (!abort.signal.aborted) this.failedReplies.add(parent);
      return [];
    } finally {
      if (!abort.signal.aborted) this.changed();
    }
  }

  /** The reader's own comments that wait for a moderator. Without them the thread is still whole. */
  private async readHeld(store: CommentStore, wish: Wish, signal: AbortSignal): Promise<void> {
    const held = await store.held?.(wish.thread).catch(() => []) ?? [];
    if (signal.aborted || held.length === 0) return;
    for (const comment of held) this.thread.put({ ...comment, status: 'held', own: true }, this.order === 'newest');
    this.changed();
  }
}
