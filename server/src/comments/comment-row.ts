/**
 * A comment's row: how a new one is made, which columns readers are sent, and what its author's and its dates' columns are in JSON. The columns themselves are
 * in database/tables.ts. A column that readers send and see takes its place there, in database/migrations.ts, here, and in the contract
 * (src/comments/model.ts), whose change the compiler then asks for in schemas.ts and read.ts.
 */

import type { Insertable, Selectable } from 'kysely';
import { mailboxHash } from '../accounts/email-address.js';
import { newId } from '../accounts/passwords.js';
import type { CommentTable } from '../database/tables.js';

export type StoredComment = Selectable<CommentTable>;

/** What an answer to readers is made of. */
export const readColumns = [
  'seq',
  'id',
  'parent',
  'root',
  'authorName',
  'authorUrl',
  'text',
  'status',
  'created',
  'modified',
  'replies',
  'votes',
  'account',
  'secret',
] as const;
export type Row = Pick<StoredComment, (typeof readColumns)[number]>;
/** The same for queries that join other tables. */
export const prefixedReadColumns = readColumns.map((name) => `comments.${name}` as const);

export interface CommentAuthor {
  name: string;
  url?: string | undefined;
  email?: string | undefined;
}

const authorColumns = ({ name, url, email }: CommentAuthor) => ({
  authorName: name,
  authorUrl: url ?? null,
  authorEmail: email ?? null,
  mailbox: email ? mailboxHash(email) : null,
});
export const authorOf = ({ authorName, authorUrl }: Pick<Row, 'authorName' | 'authorUrl'>) => ({ name: authorName, ...(authorUrl && { url: authorUrl }) });

/** The author of comments whose account was deleted. */
export const unknownAuthor = { authorName: '—', authorUrl: null, authorEmail: null } as const;

export const isoTime = (time: number): string => new Date(time).toISOString();

type Given = Pick<
  Insertable<CommentTable>,
  'site' | 'thread' | 'account' | 'secret' | 'text' | 'verdict' | 'created' | 'key' | 'body' | 'address' | 'networks'
>;

/** Held at first: comment-state.ts publishes it, with all that depends on it. */
export const newRow = (author: CommentAuthor, parent: StoredComment | undefined, given: Given): Insertable<CommentTable> => ({
  ...given,
  ...authorColumns(author),
  ...positionUnder(parent),
  id: newId(),
  status: 'held',
  modified: null,
  shown: null,
});

const positionUnder = (parent: StoredComment | undefined) =>
  parent ? { parent: parent.seq, root: parent.root ?? parent.seq, depth: parent.depth + 1 } : { parent: null, root: null, depth: 0 };
