/**
 * Sends what a reader wrote until its fate is known. The comment, with its key, is in the draft's slot before the first try,
 * so that a reload, a crash or days without a network change nothing: whoever finds it there sends the same again, and the
 * store answers a repeat of the key with the first answer.
 */

import { keepEditSecret } from '../edit-secrets.js';
import type { Comment } from '../model.js';
import { StoreError, type CommentStore } from '../stores/store.js';
import { readSlot, slotsOf, writeSlot, type Attempt } from './draft-storage.js';

/** Named as the words for it. `offline`: the browser has no network; `unreachable`: the store does not answer; `patience`: it asks for some. */
export type SendState = 'sending' | 'offline' | 'unreachable' | 'patience';

/** First pause between two tries, and the longest, in milliseconds. Each is twice the one before, give or take a quarter. */
const shortestPause = 2_000;
const longestPause = 60_000;
/** A store that asks to wait longer than this, in seconds, has refused: the reader decides when to try again. */
const longestWait = 120;
/** A try without an answer after this many milliseconds is lost. */
const timeoutOfTry = 40_000;

/** One send a slot, whoever asks. */
const sends = new Map<string, Send>();

export class Send {
  state: SendState = 'sending';
  /** The comment; undefined when another tab has sent it, or the reader took it back. Rejects with a `StoreError`. */
  readonly done: Promise<Comment | undefined>;
  private listeners = new Set<() => void>();
  private wake?: () => void;
  private stopped = false;

  constructor(
    private store: CommentStore,
    private site: string,
    readonly key: string,
  ) {
    this.done = withLock(key, () => this.run());
    this.done.finally(() => sends.delete(key)).catch(() => undefined);
  }

  /** Calls back when the state changes, until the returned function is called. */
  watch(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Does not wait for the next try. */
  tryNow(): void {
    this.wake?.();
  }

  /** Gives the text back to its writer. A try that is under way ends first. */
  stop(): void {
    this.stopped = true;
    this.wake?.();
  }

  private async run(): Promise<Comment | undefined> {
    for (let pause = shortestPause; ; pause = Math.min(longestPause, pause * 2)) {
      const attempt = readSlot(this.key)?.attempt;
      // Gone: another tab has sent it while this one waited for its turn.
      if (!attempt || attempt.parked) return undefined;
      if (this.stopped) {
        this.settle(attempt, attempt.unknown ? { parked: true } : undefined);
        return undefined;
      }
      try {
        this.enter('sending');
        return await this.tryOnce(attempt);
      } catch (error) {
        const refusal = error instanceof StoreError ? error : new StoreError('unavailable', 'the store failed', { cause: error });
        const waits = refusal.retryAfter ?? longestWait + 1;
        if (refusal.fateUnknown) {
          this.enter(navigator.onLine ? 'unreachable' : 'offline');
          await this.wait(pause * (0.75 + Math.random() / 2));
        } else if (refusal.code === 'too-many' && waits <= longestWait) {
          this.enter('patience');
          await this.wait(waits * 1000);
        } else {
          throw refusal;
        }
      }
    }
  }

  private async tryOnce(attempt: Attempt): Promise<Comment> {
    const before = attempt.unknown;
    const networkBefore = navigator.onLine;
    // Written first: a page that dies during the try leaves a comment whose fate is unknown.
    this.settle(attempt, { unknown: true });
    try {
      const comment = await inTime((signal) => this.ask(attempt, signal));
      if (typeof comment?.id !== 'string') throw new StoreError('unavailable', 'the answer is not a comment');
      if (attempt.comment.secret) keepEditSecret(this.site, comment.id, attempt.comment.secret);
      writeSlot(this.key, undefined);
      return comment;
    } catch (error) {
      const code = error instanceof StoreError ? error.code : undefined;
      // Without a network nothing left this device. After an answer that may come before the key is looked at, an
      // earlier try's fate is as unknown as it was.
      const nothingSent = code === 'offline' && !networkBefore && !navigator.onLine;
      const refused = error instanceof StoreError && !error.fateUnknown;
      if (nothingSent || code === 'too-many') this.settle(attempt, before ? { unknown: true } : {});
      else if (code === 'unauthorized') this.settle(attempt, before ? { unknown: true, parked: true } : undefined);
      else if (refused) this.settle(attempt, undefined);
      throw error;
    }
  }

  private async ask(attempt: Attempt, signal: AbortSignal): Promise<Comment> {
    const { store } = this;
    const { comment } = attempt;
    const edit = (id: string): Promise<Comment> =>
      store.edit?.(id, comment.text, comment.secret) ?? Promise.reject(new StoreError('forbidden', 'the store lets nobody edit'));
    if (attempt.edits) return edit(attempt.edits);
    if (store.create === undefined) throw new StoreError('forbidden', 'the store takes no comments');
    const created = await store.create({ ...comment, signal });
    // An earlier try did arrive, with the text as it was then.
    const stale = attempt.changed && store.edit !== undefined && typeof created?.id === 'string' && created.text !== comment.text;
    return stale ? edit(created.id) : created;
  }

  /** Writes down what is known of the attempt; without a fate, the text is the writer's again. */
  private settle({ comment, edits, changed }: Attempt, fate: Pick<Attempt, 'unknown' | 'parked'> | undefined): void {
    const record = readSlot(this.key);
    if (!record) return;
    const { attempt: _, ...rest } = record;
    const attempt = { comment, ...(edits && { edits }), ...(changed && { changed }), ...(fate?.parked && { unknown: true as const }), ...fate };
    writeSlot(this.key, fate ? { ...rest, attempt } : rest);
  }

  private enter(state: SendState): void {
    this.state = state;
    for (const listener of this.listeners) listener();
  }

  /** Waits, but not past the moment when the network or the reader comes back. */
  private wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        removeEventListener('online', wake);
        document.removeEventListener('visibilitychange', onVisible);
        delete this.wake;
        resolve();
      };
      const onVisible = (): void => {
        if (document.visibilityState === 'visible') wake();
      };
      const timer = setTimeout(wake, ms);
      addEventListener('online', wake);
      document.addEventListener('visibilitychange', onVisible);
      this.wake = wake;
    });
  }
}

/** Sends what stands in a slot, or joins the send that is under way. */
export function send(store: CommentStore, site: string, key: string): Send {
  let found = sends.get(key);
  if (!found) sends.set(key, (found = new Send(store, site, key)));
  return found;
}

/**
 * Goes on with what an earlier visit could not send to this thread, but for the slot that a form sees to itself. `onSent`
 * hears of each comment that arrives.
 */
export function resumePendingSends(store: CommentStore, site: string, thread: string, but?: string, onSent?: (comment: Comment) => void): void {
  for (const key of slotsOf(site, thread)) {
    const attempt = readSlot(key)?.attempt;
    if (!attempt || attempt.parked || key === but || sends.has(key)) continue;
    // What is refused now is an ordinary draft again, and waits in its form.
    send(store, site, key).done.then(
      (comment) => {
        if (comment) onSent?.(comment);
      },
      () => undefined,
    );
  }
}

/**
 * One tab at a time tries; the next one then finds the slot empty. Where there are no locks (plain http, a sandboxed frame), or
 * where what one tab has written is not seen at once in another (Firefox), the key sees to it that there is one comment, at the price of a request.
 */
async function withLock<Result>(name: string, task: () => Promise<Result>): Promise<Result> {
  let begun = false;
  const once = (): Promise<Result> => {
    begun = true;
    return task();
  };
  try {
    return 'locks' in navigator ? await navigator.locks.request(name, once) : await once();
  } catch (error) {
    if (begun) throw error;
    return once();
  }
}

async function inTime<Result>(task: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const late = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new StoreError('offline', 'no answer in time'));
      late.abort();
    }, timeoutOfTry);
  });
  try {
    return await Promise.race([task(late.signal), timeout]);
  } finally {
    clearTimeout(timer);
  }
}
