/** Comments of guests that wait for a moderator, as this browser remembers them: no store can tell whose they are. */

import { readStored, storageKeys, writeStored } from '../../base/storage.js';
import { fieldsOf, listIn, parseJson } from '../json.js';
import type { Comment } from '../model.js';

/** What was neither approved nor seen again by then will not be, in milliseconds. */
const longest = 30 * 24 * 3600_000;
const most = 50;

interface Kept {
  thread: string;
  at: number;
  comment: Comment;
}

export class HeldComments {
  private readonly key: string;

  /** @param base the base URL of the back end */
  constructor(base: string) {
    this.key = storageKeys.heldComments(base);
  }

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
    return this.read()
      .filter((each) => each.thread === thread)
      .map(({ comment }) => comment);
  }

  private read(): Kept[] {
    return listIn(parseJson(readStored(this.key)))
      .filter(isKept)
      .filter(({ at }) => Date.now() - at < longest);
  }

  private write(kept: Kept[]): void {
    writeStored(this.key, kept.length ? JSON.stringify(kept) : null);
  }
}

/** Only this file writes them: thread and comment say enough. What is shown of them goes through `cleanComment`. */
function isKept(value: unknown): value is Kept {
  const { thread, at, comment } = fieldsOf(value);
  return typeof thread === 'string' && typeof at === 'number' && typeof fieldsOf(comment)['id'] === 'string';
}
