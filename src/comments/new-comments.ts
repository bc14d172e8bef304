/** What others write while the reader is here: new comments wait behind a button, so that nothing moves. Knows no DOM. */

import { followThread } from './live.js';
import type { Comment } from './model.js';
import type { LiveEvent } from './stores/store.js';
import type { Entry } from './thread.js';
import type { ThreadLoader } from './thread-loader.js';

export class NewComments {
  private waiting: Comment[] = [];
  private stopFollowing?: (() => void) | undefined;

  /** @param changed called after each change that can be seen */
  constructor(
    private readonly loader: ThreadLoader,
    private readonly changed: () => void,
  ) {}

  /** How many wait. */
  get count(): number {
    return this.waiting.length;
  }

  /** Follows the thread from now on, once it has been read. */
  follow(): void {
    const { loader } = this;
    const { phase, store, key } = loader;
    if (this.stopFollowing || phase !== 'ready' || !store || key === undefined) return;
    this.stopFollowing = followThread({ store, key, thread: () => loader.thread, order: () => loader.requestedOrder }, (event) => this.onEvent(event));
  }

  stop(): void {
    this.stopFollowing?.();
    this.stopFollowing = undefined;
  }

  /** Puts those that wait in the thread. Returns them in the order in which they came. */
  show(): Entry[] {
    const { thread, order } = this.loader;
    const shown = this.waiting.map((comment) => thread.put(comment, order === 'newest'));
    this.waiting = [];
    return shown.filter((entry) => entry !== undefined);
  }

  /** A comment has come into the thread by another way. */
  forget(id: string): void {
    this.waiting = this.waiting.filter((comment) => comment.id !== id);
  }

  /** The thread has been read again: what it holds need not wait. */
  forgetKnown(): void {
    this.waiting = this.waiting.filter(({ id }) => !this.loader.thread.entries.has(id));
  }

  /** The thread is another one. */
  clear(): void {
    this.stop();
    this.waiting = [];
  }

  private onEvent({ type, comment }: LiveEvent): void {
    const { thread } = this.loader;
    const { id, parent } = comment;
    const waited = this.waiting.some((each) => each.id === id);
    if (type === 'deleted') {
      this.forget(id);
      // "Deleted" stays in its place, so that nothing moves.
      thread.remove(id, true);
    } else if (thread.entries.has(id)) {
      thread.put(comment, false);
    } else if (type === 'created') {
      this.forget(id);
      if (!parent || thread.entries.has(parent) || this.waiting.some((each) => each.id === parent)) this.waiting.push(comment);
      // A reply to what is not here can only be counted: it is shown when its place in the thread is read.
      else thread.count++;
    } else if (waited) {
      this.forget(id);
      this.waiting.push(comment);
    }
    this.changed();
  }
}
