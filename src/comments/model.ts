/**
 * Comments as data, in schema.org's words. Nothing here knows the DOM: stores read into these shapes, the
 * elements draw from them, and the server sends them.
 */

import type { ForeignBlock } from './markup/parse.js';

/** An author as others see them. An e-mail address is never part of it. */
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

export type Role = 'author' | 'moderator' | 'member' | 'guest';

export type CommentStatus = 'published' | 'held' | 'deleted';

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

export type CommentOrder = 'oldest' | 'newest' | 'top';

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
