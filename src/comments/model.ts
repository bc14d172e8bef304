/**
 * Comments as data, in schema.org's words, and the contract between the box and the server (docs/rest.md). Knows no DOM: stores read into these shapes, the
 * elements draw from them, and the server imports them. The server's schemas are compared with these types when it is compiled (server/src/http/schemas.ts).
 */

import type { ForeignBlock } from './markup/parse.js';

/** An author as others see them. An email address is never part of it. */
export interface Author {
  name: string;
  /** The author's own page, http(s) only. */
  url?: string;
  /** A picture of the author, http(s) only. */
  image?: string;
  /** Who that is on this site, where the store tells. */
  role?: Role;
  /** What the author was called until lately; several names are separated by commas. */
  formerly?: string;
}

export const roles = ['author', 'moderator', 'member', 'guest'] as const;
export type Role = (typeof roles)[number];

export const commentStatuses = ['published', 'held', 'deleted'] as const;
export type CommentStatus = (typeof commentStatuses)[number];

export interface Comment {
  /** Unique within its site; letters, digits, `-` and `_` only, so that it can stand in `#comment-ID`. */
  id: string;
  /** The id of the comment this one answers; absent for a root. */
  parent?: string;
  author: Author;
  /** Source in the light markup (docs/markup.md), or a tree that a foreign store has rebuilt; never HTML. */
  text: string | ForeignBlock[];
  /** ISO 8601 with a zone. */
  dateCreated: string;
  dateModified?: string;
  status: CommentStatus;
  votes?: number;
  /** True when this reader may edit and delete it now. */
  own?: boolean;
  /** Published direct replies at the store, loaded or not. */
  replyCount?: number;
}

export const commentOrders = ['oldest', 'newest', 'top'] as const;
export type CommentOrder = (typeof commentOrders)[number];

/** One page of a thread: some roots, each followed by those of its descendants that the store sent along. */
export interface CommentPage {
  /** Parents come before their children. Siblings are in the order asked for; replies are always oldest first. */
  comments: Comment[];
  /** Published comments in the whole thread, replies included. */
  count: number;
  /** Opaque; present when more roots (or, for `parent`, more replies) follow. */
  after?: string;
  /** Opaque; present when some come before (after a deep link into the middle). */
  before?: string;
  /** True when the thread takes no new comments. */
  closed?: boolean;
  /** True when there are more comments than the back end tells of: the box says so. */
  incomplete?: boolean;
  /** Grows with each change of the thread: live events can be had from here on. */
  version?: number;
}

export interface Account {
  id: string;
  name: string;
  email?: string;
  emailConfirmed?: boolean;
}

export interface Session {
  token: string;
  account: Account;
  /** What this browser shows at its next log-in, so that strangers who guess passwords cannot lock its reader out. */
  device?: string;
}

// What our server sends, where it is narrower than what any store may give.

export interface ServerComment extends Comment {
  author: Omit<Author, 'image'>;
  text: string;
  replyCount: number;
}

export interface ServerPage extends Omit<CommentPage, 'incomplete'> {
  comments: ServerComment[];
  version: number;
  site: Site;
}

export type ServerAccount = Required<Account>;

export interface ServerSession extends Session {
  account: ServerAccount;
}

/** What the server allows on this site; sent with each page. */
export interface Site {
  name: string;
  /** Comments without an account: none, published at once, or held for a moderator. */
  guests: 'off' | 'on' | 'held';
  guestEmail: 'none' | 'optional' | 'required';
  accounts: boolean;
  /** Seconds during which one may edit. */
  editWindow: number;
  /** Most characters (Unicode code points) in a comment, and in an author's name. */
  maxLength: number;
  maxNameLength: number;
  votes: boolean;
  reports: boolean;
  passwordReset: boolean;
  live: boolean;
}

/** What `POST` takes. */
export interface NewCommentBody {
  thread: string;
  parent?: string;
  /** Source in the light markup. */
  text: string;
  /** 128 random bits as 32 hex digits, made with the draft's first attempt: the store answers a repeat with the first answer. */
  key: string;
  /** Name of a guest; left out when logged in. */
  author?: { name: string; email?: string; url?: string };
  /** A guest's right to edit: 128 random bits as 32 hex digits. The store keeps its hash. */
  secret?: string;
  /** Where the thread's page is and what it is called, for feeds, email and moderators. */
  threadUrl?: string;
  threadTitle?: string;
}

/** Events of `GET /live`. */
export const liveEventTypes = ['created', 'changed', 'deleted'] as const;

/** Problem codes (RFC 9457), each with the HTTP status that the server sends it with. */
export const problemStatus = {
  /** `fields` says which, and why. */
  invalid: 422,
  /** Log in, or again. */
  unauthorized: 401,
  forbidden: 403,
  /** The time to edit has passed. */
  'too-late': 403,
  /** The thread takes no comments. */
  closed: 403,
  'not-found': 404,
  /** The key was used for something else, or the name or email is taken. */
  conflict: 409,
  /** The same text was already sent. */
  duplicate: 409,
  'too-large': 413,
  /** A rate limit; `Retry-After` says how many seconds to wait. */
  'too-many': 429,
  /** The fate of a write is unknown. */
  unavailable: 503,
  /** The server's disk is full. */
  full: 507,
} as const;
export type ProblemCode = keyof typeof problemStatus;

/** Why a field was refused. Fields are those of the form: `text name email password url`. */
export const fieldReasons = ['missing', 'too-short', 'too-long', 'malformed', 'taken', 'wrong', 'links', 'too-common'] as const;
export type FieldReason = (typeof fieldReasons)[number];

/** The body of a refusal (RFC 9457). `code` is a `ProblemCode`, and each field's reason a `FieldReason`, unless a proxy answers. */
export interface ProblemDocument {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  fields?: Record<string, string>;
}

export * from './limits.js';
