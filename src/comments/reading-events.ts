/** What the first view tells the page; events.ts has the rest. */

import type { CommentPage } from './model.js';

/** The first page of a thread is shown. */
export class BlogCommentsLoadEvent extends Event {
  constructor(
    readonly thread: string,
    readonly comments: CommentPage['comments'],
    /** Published comments in the whole thread. */
    readonly count: number,
  ) { super('blog-comments-load', { bubbles: true, composed: true }); }
}

/** Comments could not be read. Cancelled: the page shows its own message, and the element none. */
export class BlogCommentsErrorEvent extends Event {
  constructor(
    readonly thread: string | undefined,
    /** A `StoreError` with a `code`, or what a store of the page's own threw. */
    readonly error: unknown,
  ) { super('blog-comments-error', { bubbles: true, composed: true, cancelable: true }); }
}
