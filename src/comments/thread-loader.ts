/** Reads a thread from its store: the first page, the rest, replies, and the reader's own comments that wait for a moderator. Knows no DOM. */

import type { Comment, CommentOrder } from './model.js';
import { StoreError, type CommentStore, type PageRequest } from './stores/store.js';
import { Thread, type Entry } from './thread.js';

/** What is to be read. */
export interface ThreadRequest {
  store: () => CommentStore | Promise<CommentStore>;
  /** The key of the thread that is meant at this store; undefined where the page does not say. */
  threadOf: (store: CommentStore) => string | undefined;
  order?: CommentOrder | undefined;
  pageSize: number;
  /** A comment that must be on the first page. */
  around?: string | undefined;
  /** Settles when the reader is near. */
  whenVisible: (signal: AbortSignal) => Promise<void>;
}

export type Direction = 'after' | 'before' | 'all';

export class ThreadLoader {
  thread = new Thread();
  /** Where the thread is read, and its key there. Undefined until the store is open. */
  store?: CommentStore | undefined;
  key?: string | undefined;
  phase: 'idle' | 'loading' | 'ready' | 'error' = 'idle';
  /** Why there is nothing to read. */
  error?: unknown;
  /** What is being read on. */
  busy?: Direction | undefined;
  /** What could not be read on. */
  failed?: Direction | undefined;
  /** Comments whose further replies could not be read. */
  readonly failedReplies = new Set<Entry>();
  private request?: ThreadRequest;
  private abort = new AbortController();

  /** @param changed called after each change that can be seen */
  constructor(private readonly changed: () => void) {}

  get order(): CommentOrder {
    return this.request?.order ?? this.store?.capabilities.orders[0] ?? 'oldest';
  }

  /** The order that was asked for, if one was. */
  get requestedOrder(): CommentOrder | undefined {
    return this.request?.order;
  }

  /**
   * Reads the first page. What is shown stays until it has come.
   *
   * @param adopt finds comments that the page itself held
   * @returns false when it was aborted or failed
   */
  async load(request: ThreadRequest, adopt: () => Promise<Comment[]> | Comment[] = () => []): Promise<boolean> {
    this.stop();
    const { signal } = this.abort;
    this.request = request;
    this.phase = 'loading';
    this.error = undefined;
    this.failed = undefined;
    this.changed();
    try {
      const store = await request.store();
      if (signal.aborted) return false;
      this.store = store;
      const key = (this.key = request.threadOf(store));
      if (key === undefined) throw new StoreError('not-found', 'thread: the page does not say which one is meant');
      this.changed();
      if (store.capabilities.whenSeen && !request.around) await request.whenVisible(signal);
      if (signal.aborted) return false;
      const first: PageRequest = { thread: key, limit: request.pageSize, signal, ...(request.order && { order: request.order }) };
      const page = await (request.around
        ? store.page({ ...first, around: request.around }).catch((error: unknown) => {
            // The fragment names a comment that is gone, or of another thread: read this one from its beginning.
            if (error instanceof StoreError && (error.code === 'not-found' || error.code === 'invalid')) return store.page(first);
            throw error;
          })
        : store.page(first));
      if (signal.aborted) return false;
      const thread = new Thread();
      thread.addPage(page, 'first');
      const adopted = await adopt();
      if (signal.aborted) return false;
      // What the page holds beyond this one is kept until its own page is read, but for what may be before it; a whole thread
      // knows better what is still there. What waits for a moderator only its writer's page knows.
      const isBeginning = page.after !== undefined && page.before === undefined;
      for (const entry of thread.addComments(adopted.filter(({ status }) => isBeginning || status === 'held'))) if (!entry.parent) entry.loose = true;
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

  /** Reads on, or all there is. Returns the comments that came, in order; undefined when it failed. */
  async loadMore(direction: Direction): Promise<Entry[] | undefined> {
    const {
      store,
      key,
      request,
      abort: { signal },
      thread,
    } = this;
    if (!store || key === undefined || !request || this.busy) return [];
    this.busy = direction;
    this.failed = undefined;
    this.changed();
    const fresh: Entry[] = [];
    try {
      for (;;) {
        const side = direction !== 'all' ? direction : thread.before !== undefined ? 'before' : 'after';
        const cursor = thread[side];
        if (cursor === undefined) break;
        const page = await store.page({ thread: key, order: this.order, limit: direction === 'all' ? 100 : request.pageSize, [side]: cursor, signal });
        if (signal.aborted) return [];
        // A store that repeats its cursor would keep us here for ever.
        if (page[side] === cursor) delete page[side];
        fresh.push(...thread.addPage(page, side));
        if (direction === 'all') this.changed();
        // Some pages hold only what the page's own HTML had already.
        else if (fresh.length) break;
      }
    } catch {
      if (signal.aborted) return [];
      this.failed = direction;
      return undefined;
    } finally {
      if (!signal.aborted) {
        this.busy = undefined;
        this.changed();
      }
    }
    return fresh;
  }

  /** Reads replies of a comment that are not here yet; see `failedReplies`. */
  async loadReplies(parent: Entry): Promise<void> {
    const {
      store,
      key,
      abort: { signal },
      thread,
    } = this;
    if (!store || key === undefined) return;
    this.failedReplies.delete(parent);
    try {
      const page = await store.page({ thread: key, parent: parent.comment.id, limit: 100, signal, ...(parent.after && { after: parent.after }) });
      if (signal.aborted) return;
      parent.after = page.after ?? null;
      thread.addComments(page.comments);
    } catch {
      if (!signal.aborted) this.failedReplies.add(parent);
    }
  }

  /** Reads the reader's own comments that wait for a moderator. Without them the thread is still whole. */
  async loadHeld(): Promise<void> {
    const {
      store,
      key,
      abort: { signal },
    } = this;
    if (!store || key === undefined) return;
    const held = (await store.held?.(key).catch(() => [])) ?? [];
    if (signal.aborted || held.length === 0) return;
    for (const comment of held) this.thread.put({ ...comment, status: 'held', own: true }, this.order === 'newest');
    this.changed();
  }

  /** Drops a thread that is no longer wanted. */
  forget(): void {
    this.stop();
    this.thread = new Thread();
    this.store = undefined;
    this.key = undefined;
    this.phase = 'idle';
  }

  /** Stops what is in flight. What was read stays. */
  stop(): void {
    this.abort.abort();
    // What is read later is another task.
    this.abort = new AbortController();
    this.busy = undefined;
    if (this.phase === 'loading') this.phase = 'idle';
  }
}
