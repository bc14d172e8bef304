/** What the comment box tells the page. All events bubble and are composed. */

import type { Account, Comment, CommentPage } from './model.js';
import type { NewComment } from './stores/store.js';

const everywhere: EventInit = { bubbles: true, composed: true };
const preventable: EventInit = { ...everywhere, cancelable: true };

/** The first page of a thread is shown. */
export class BlogCommentsLoadEvent extends Event {
  constructor(
    readonly thread: string,
    readonly comments: CommentPage['comments'],
    /** Published comments in the whole thread. */
    readonly count: number,
  ) {
    super('blog-comments-load', everywhere);
  }
}

/** Comments could not be read. Cancelled: the page shows its own message, and the element none. */
export class BlogCommentsErrorEvent extends Event {
  constructor(
    readonly thread: string | undefined,
    /** A `StoreError` with a `code`, or what a store of the page's own threw. */
    readonly error: unknown,
  ) {
    super('blog-comments-error', preventable);
  }
}

/**
 * The reader wants to log in or register, or a session has ended. Cancelled: the page sees to it, and sets `token` on the
 * element after sign-in.
 */
export class BlogCommentsLoginEvent extends Event {
  constructor(
    /** `ended` when a request was refused because the session or token is no longer good. */
    readonly reason: 'log-in' | 'register' | 'ended',
  ) {
    super('blog-comments-login', preventable);
  }
}

/** Who is logged in has changed: an account, or nobody. */
export class BlogCommentsAccountEvent extends Event {
  constructor(readonly account: Account | undefined) {
    super('blog-comments-account', everywhere);
  }
}

/** A comment is about to be sent. Cancelled: it is not, and the text stays in the box. */
export class BlogCommentSubmitEvent extends Event {
  constructor(
    /** What will be sent. The page may add to `extra`. */
    readonly comment: NewComment,
  ) {
    super('blog-comment-submit', preventable);
  }
}

/** The store has confirmed a comment, or a change of one. */
export class BlogCommentSentEvent extends Event {
  constructor(
    readonly comment: Comment,
    readonly thread: string,
  ) {
    super('blog-comment-sent', everywhere);
  }
}

/** The store has taken a comment and holds it until a moderator has seen it. */
export class BlogCommentHeldEvent extends Event {
  constructor(
    readonly comment: Comment,
    readonly thread: string,
  ) {
    super('blog-comment-held', everywhere);
  }
}

/** A comment could not be sent. Its text is kept. Cancelled: the page shows its own message. */
export class BlogCommentSubmitErrorEvent extends Event {
  constructor(
    readonly error: unknown,
    readonly comment?: NewComment,
  ) {
    super('blog-comment-submit-error', preventable);
  }
}

/** @internal The form of a reply or an edit is done with, sent or cancelled. Heard on the form itself. */
export class BlogCommentFormCloseEvent extends Event {
  constructor(readonly comment?: Comment) {
    super('blog-comment-form-close');
  }
}

declare global {
  interface HTMLElementEventMap {
    'blog-comments-load': BlogCommentsLoadEvent;
    'blog-comments-error': BlogCommentsErrorEvent;
    'blog-comments-login': BlogCommentsLoginEvent;
    'blog-comments-account': BlogCommentsAccountEvent;
    'blog-comment-submit': BlogCommentSubmitEvent;
    'blog-comment-sent': BlogCommentSentEvent;
    'blog-comment-held': BlogCommentHeldEvent;
    'blog-comment-submit-error': BlogCommentSubmitErrorEvent;
    'blog-comment-form-close': BlogCommentFormCloseEvent;
  }
}
