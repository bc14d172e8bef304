/** Follows a thread while the page is in sight: by the store's own events, or by asking now and then. */

import type { Comment, CommentPage } from './model.js';
import type { CommentStore, LiveEvent, PageRequest } from './stores/store.js';
import type { Thread } from './thread.js';

/** Between two questions to a store without events, in milliseconds; longer after each failure. */
const pause = 30_000;
const longest = 300_000;
/** Roots asked for. */
const newest = 50;

export interface Followed {
  store: CommentStore;
  key: string;
  /** What is shown now. */
  thread: () => Thread;
  order: () => PageRequest['order'];
}

/** Calls back for what others write, change and delete, until the returned function is called. */
export function followThread(followed: Followed, onEvent: (event: LiveEvent) => void): () => void {
  const following = new Following(followed, onEvent);
  document.addEventListener('visibilitychange', following.look);
  addEventListener('online', following.look);
  following.look();
  return () => {
    document.removeEventListener('visibilitychange', following.look);
    removeEventListener('online', following.look);
    following.stop();
  };
}

class Following {
  /** Comments that were there when this began, and those told of since. */
  private readonly seen: Set<string>;
  /** False until it is known what was there beyond what is shown. */
  private knows: boolean;
  /** How far the store's events have told. Where it is known, they tell what was missed. */
  private version: number | undefined;
  /** A comment from before this moment, by the store's clock, is not new: it was out of sight. */
  private since = -Infinity;
  /** Something may have happened unheard. */
  private behind: boolean;
  /** Events cannot be had: they are asked for. */
  private polling = false;
  private abort?: AbortController | undefined;

  constructor(
    private readonly followed: Followed,
    private readonly onEvent: (event: LiveEvent) => void,
  ) {
    const { after, before, entries, version } = followed.thread();
    this.knows = after === undefined && before === undefined;
    this.seen = new Set(entries.keys());
    this.version = version;
    this.behind = !this.resumes && (!this.knows || document.hidden);
    // A page that is opened in the background knows what was there, too.
    if (this.behind && !this.knows && document.hidden) this.ask(new AbortController().signal).catch(() => undefined);
  }

  private get hasEvents(): boolean {
    const { store } = this.followed;
    return store.capabilities.live === true && store.live !== undefined;
  }

  private get resumes(): boolean {
    return this.hasEvents && this.version !== undefined;
  }

  /** Follows while the page is in sight. */
  readonly look = (): void => {
    if (document.hidden) {
      this.stop();
      this.behind ||= !this.resumes;
    } else if (!this.abort || this.polling) {
      this.stop();
      this.start();
    }
  };

  stop(): void {
    this.abort?.abort();
    this.abort = undefined;
  }

  private start(): void {
    const { store, key } = this.followed;
    const { signal } = (this.abort = new AbortController());
    this.polling = !this.hasEvents;
    if (!this.polling) {
      const stop = store.live?.(
        key,
        (event) => this.tell(event),
        () => {
          if (!signal.aborted) this.polling = this.behind = true;
        },
        this.version,
      );
      if (stop) signal.addEventListener('abort', stop);
    }
    this.keepUp(signal).catch(reportError);
  }

  private async keepUp(signal: AbortSignal): Promise<void> {
    for (let wait = pause; !signal.aborted;) {
      if (this.behind) {
        try {
          await this.ask(signal);
          if (signal.aborted) return;
          this.behind = false;
          wait = pause;
        } catch {
          wait = Math.min(longest, wait * 2);
        }
      }
      await sleep(wait, signal);
      if (this.polling) this.behind = true;
    }
  }

  /** The newest comments, and replies to those that are shown. The first time, what comes is what was there. */
  private async ask(signal: AbortSignal): Promise<void> {
    const { store, key, thread, order } = this.followed;
    const { before, after, roots, entries } = thread();
    const page = (request: Partial<PageRequest>): Promise<CommentPage> => store.page({ thread: key, signal, ...request });
    const latest = await page({ limit: newest, ...(store.capabilities.orders.includes('newest') && { order: 'newest' as const }) });
    const found = [...latest.comments];
    const shown = roots.filter(({ loose }) => !loose);
    if (before !== undefined || after !== undefined || shown.length > newest) {
      const chosen = order();
      const middle = shown[Math.floor(shown.length / 2)]?.comment.id;
      const { comments } = await page({
        limit: Math.min(100, shown.length || 1),
        ...(chosen && { order: chosen }),
        ...(before !== undefined && middle && { around: middle }),
      });
      found.push(...comments);
    }
    if (signal.aborted) return;
    if (this.knows) {
      for (const comment of found.sort((one, other) => dateOf(one) - dateOf(other))) this.compare(comment);
    } else {
      for (const id of [...entries.keys(), ...found.map((comment) => comment.id)]) this.seen.add(id);
      this.knows = true;
      if (latest.after !== undefined) this.since = Math.min(...latest.comments.filter(({ parent }) => !parent).map(dateOf));
    }
  }

  private compare(comment: Comment): void {
    const known = this.followed.thread().entries.get(comment.id)?.comment;
    if (!known) {
      if (comment.status === 'published' && dateOf(comment) >= this.since) this.tell({ type: 'created', comment });
    } else if (comment.status === 'deleted' && known.status !== 'deleted') {
      this.tell({ type: 'deleted', comment });
    } else if (comment.status === 'published' && known.dateModified !== comment.dateModified) {
      this.tell({ type: 'changed', comment });
    }
  }

  private tell(event: LiveEvent): void {
    const {
      type,
      comment: { id },
      version,
    } = event;
    this.version = version ?? this.version;
    if (type === 'created') {
      if (this.seen.has(id)) return;
      this.seen.add(id);
    }
    this.onEvent(event);
  }
}

const dateOf = ({ dateCreated }: Comment): number => Date.parse(dateCreated) || 0;

/** Waits, or less when it is no longer wanted. */
function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
