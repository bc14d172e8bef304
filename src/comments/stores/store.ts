/**
 * What a comment store is: the one interface between the elements and any back end. A page can hand its own to
 * `<blog-comments>.commentStore`, or register it under a name with `registerCommentStore()`.
 */

import type { Account, Comment, CommentOrder, CommentPage, FieldReason, liveEventTypes, NewCommentBody, ProblemCode, Session } from '../model.js';

/** What a store can do. The element shows only what is true here. */
export interface Capabilities {
  /** New comments and replies. */
  write: boolean;
  /** Who may write: `account` needs a log-in, `guest` needs a name, `both` takes either. */
  authors: 'account' | 'guest' | 'both';
  /** Log in and register with the store itself, in the box. */
  accounts: boolean;
  /** Guests must give an e-mail address. It is never shown. */
  guestEmail?: 'none' | 'optional' | 'required';
  /** Edit and delete one's own. */
  edit: boolean;
  /** Seconds during which one may edit, from `dateCreated` on; left out for no limit. */
  editWindow?: number;
  /** Orders the store can give, the default first. */
  orders: CommentOrder[];
  vote?: boolean;
  report?: boolean;
  /** A forgotten password can be set anew: the store can send mail. */
  passwordReset?: boolean;
  live?: boolean;
  /** Most characters (Unicode code points) in a comment; 0 for no limit. */
  maxLength: number;
  /** Most characters in an author's name. */
  maxNameLength?: number;
  /** Answering happens elsewhere: "Reply on <name>" opens `url`, or what it returns for a thread or a comment in it. */
  replyElsewhere?: { name: string; url: string | ((thread: string, comment?: string) => string | undefined) };
  /** Asks nothing before the reader comes near the comments, or for one of them: the back end is a stranger's host. */
  whenSeen?: boolean;
}

export interface PageRequest {
  thread: string;
  order?: CommentOrder;
  /** Roots (or, with `parent`, replies) wanted; 1 to 100. */
  limit?: number;
  /** Continue behind or before this cursor. */
  after?: string;
  before?: string;
  /** Replies of this comment instead of roots. */
  parent?: string;
  /** The page that holds this comment, with all its ancestors. */
  around?: string;
  signal?: AbortSignal;
}

export interface NewComment extends NewCommentBody {
  /** Fields that the page added to the form, by name. */
  extra?: Record<string, string>;
  signal?: AbortSignal;
}

/**
 * Why a store refused: a problem of the server's, or `offline` when no answer came at all (network, CORS, timeout). `message` is for developers; readers see
 * the element's own sentence for the `code`.
 */
export type StoreErrorCode = 'offline' | Exclude<ProblemCode, 'too-large'>;

export type { FieldReason };

export class StoreError extends Error {
  override name = 'StoreError';
  constructor(
    readonly code: StoreErrorCode,
    message: string,
    readonly options: { fields?: Record<string, FieldReason>; retryAfter?: number; status?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
  }
  get fields(): Record<string, FieldReason> {
    return this.options.fields ?? {};
  }
  get retryAfter(): number | undefined {
    return this.options.retryAfter;
  }
  /** True when a write may have happened although no confirmation came: repeat it with the same key. */
  get fateUnknown(): boolean {
    return this.code === 'offline' || this.code === 'unavailable';
  }
}

/** A change that came by itself. */
export type LiveEvent = { type: (typeof liveEventTypes)[number]; comment: Comment; /** The thread's, with this change. */ version?: number };

export interface CommentStore {
  /** Known at once where they can be; `page()` may refine them. */
  readonly capabilities: Capabilities;
  /**
   * The key of the thread that is meant where the page names none; undefined where the page has to name one. Left out: the page's own, which
   * is path and query of its canonical link.
   *
   * @param ofPage the page's own; undefined on a front page
   */
  defaultThread?(ofPage: string | undefined): string | undefined;
  page(request: PageRequest): Promise<CommentPage>;
  /** Published comments of each thread asked for (100 at most), replies included, in one request; a thread without any may be left out. */
  counts?(threads: string[], signal?: AbortSignal): Promise<Map<string, number>>;
  /** The reader begins to write: what sending needs can be loaded now, while there is a network. */
  prepare?(): void;
  create?(comment: NewComment): Promise<Comment>;
  /** `secret` is a guest's; an account's right comes with its session. */
  edit?(id: string, text: string, secret?: string): Promise<Comment>;
  delete?(id: string, secret?: string): Promise<void>;
  /** This reader's comments that others do not see yet. */
  held?(thread: string): Promise<Comment[]>;
  vote?(id: string, on: boolean): Promise<number>;
  report?(id: string, reason?: string): Promise<void>;
  /**
   * Calls back for each change in the thread until the returned function is called. `onLost` is for events that can no longer be had:
   * the element then asks for pages now and then. `since` is the `version` of a page or an event: what changed after it is told first.
   */
  live?(thread: string, onEvent: (event: LiveEvent) => void, onLost?: () => void, since?: number): () => void;

  /** Who is logged in, as far as this browser knows. */
  readonly account?: Account;
  /** A token signed by the host (single sign-on). Kept in memory. */
  token?: string;
  /** Finds out whose token it is. */
  identify?(): Promise<void>;
  /** Calls back when someone logs in or out, here or in another tab, until the returned function is called. */
  watchAccount?(callback: () => void): () => void;
  register?(account: { name: string; email: string; password: string }): Promise<Session>;
  logIn?(credentials: { email: string; password: string }): Promise<Session>;
  logOut?(everywhere?: boolean): Promise<void>;
  forgotPassword?(email: string): Promise<void>;
}

/** Makes a store for a back end's base URL. */
export type CommentStoreFactory = (src: string, options: { restNonce?: string }) => CommentStore;
