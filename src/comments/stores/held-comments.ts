/** Comments that wait for a moderator, as this browser remembers them: of guests, whom no store can tell apart from others. */

import { readStored, storageKeys, writeStored } from '../../base/storage.js';
import type { Comment } from '../model.js';

/** What was neither approved nor seen again by then will not be, in milliseconds. */
const longest = 30 * 24 * 3600_000;
const most = 50;

interface Kept { thread: string; at: number; comment: Comment }

export class HeldComments {
  private readonly key: string;

  /** @param base the base URL of the back end */
  constructor(base: string) { this.key = storageKeys.heldComments(base); }

  remember(thread: string, comment: Comment): void {
    this.write([...this.read().filter((each) => each.comment.id !== comment.id), { thread, at: Date.now(), comment }].slice(-most));
  }

  /** It was changed, if it is one of these. */
  change(comment: Comment): void {
    const kept = this.read();
    const found = kept.find((each) => each.comment.id === comment.id);
    if (!found) return;
    found.comment = comment;
    this.write(kept);
  }

  forget(ids: Iterable<string>): void {
    const gone = new Set(ids);
    const kept = this.read();
    const left = kept.filter(({ comment }) => !gone.has(comment.id));
    if (left.length < kept.length) this.write(left);
  }

  of(thread: string): Comment[] {
    return this.read().filter((each) => each.thread === thread).map(({ comment }) => comment);
  }

  private read(): Kept[] {
    try {
      const kept: unknown = JSON.parse(readStored(this.key) ?? '[]');
      return Array.isArray(kept) ? kept.filter((each: Kept | null) => typeof each?.thread === 'string' && typeof each.comment?.id === 'string' && Date.now() - each.at < longest) : [];
    } catch {
      return [];
    }
  }

  private write(kept: Kept[]): void {
    writeStored(this.key, kept.length ? JSON.stringify(kept) : null);
  }
}
