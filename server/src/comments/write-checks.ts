/**
 * What refuses a comment or a change of one: nobody to sign it, a parent that is gone, a duplicate, somebody else's comment, or too late. A reply that is
 * too deep is not refused, but moved up.
 */

import type { Reader } from '../accounts/accounts.js';
import { sha256 } from '../accounts/passwords.js';
import type { Transaction } from '../database/types.js';
import { Problem } from '../http/problems.js';
import type { Settings } from '../options.js';
import type { CommentAuthor, StoredComment } from './comment-row.js';
import type { NewComment } from './schemas.js';

/** Replies are nested no deeper: below that they become siblings. */
const maxDepth = 30;
/** Milliseconds in which the same text by the same author in the same thread is taken for an accident. */
const duplicateWindow = 10 * 60 * 1000;

export function authorOf(comment: NewComment, reader: Reader | undefined, { guests }: Settings): CommentAuthor {
  if (reader) return { name: reader.name };
  if (guests === 'off') throw new Problem('unauthorized', 'Log in or register to comment.');
  if (!comment.author) throw new Problem('invalid', 'A guest needs a name.', { fields: { name: 'missing' } });
  return comment.author;
}

export async function requireParent(transaction: Transaction, id: string, thread: number): Promise<StoredComment> {
  const row = await transaction.selectFrom('comments').selectAll().where('thread', '=', thread).where('id', '=', id).executeTakeFirst();
  if (!row || row.status !== 'published') throw new Problem('not-found', 'The comment that this answers is not there (any more).');
  return limitDepth(transaction, row);
}

/** The comment itself, or its nearest ancestor that is not too deep for a reply. */
export async function limitDepth<Found extends StoredComment | undefined>(transaction: Transaction, row: Found): Promise<Found> {
  let found: StoredComment | undefined = row;
  while (found && found.depth >= maxDepth && found.parent !== null)
    found = await transaction.selectFrom('comments').selectAll().where('seq', '=', found.parent).executeTakeFirstOrThrow();
  return found as Found;
}

export async function refuseDuplicate(
  transaction: Transaction,
  { thread, body, name }: { thread: number; body: string; name: string },
  reader: Reader | undefined,
): Promise<void> {
  let query = transaction
    .selectFrom('comments')
    .select('seq')
    .where('thread', '=', thread)
    .where('body', '=', body)
    .where('status', '!=', 'deleted')
    .where('created', '>', Date.now() - duplicateWindow);
  query = reader ? query.where('account', '=', reader.id) : query.where('account', 'is', null).where('authorName', '=', name);
  if (await query.executeTakeFirst()) throw new Problem('duplicate', 'This comment is here already.');
}

/** The comment, if it is the caller's and can still be changed. */
export function requireOwn(
  row: StoredComment | undefined,
  { reader, secret }: { reader: Reader | undefined; secret: string | undefined },
  { editWindow }: Settings,
): StoredComment {
  if (!row || row.status === 'deleted') throw new Problem('not-found', 'There is no such comment.');
  const mine = row.account !== null ? row.account === reader?.id : secret !== undefined && row.secret === sha256(secret);
  if (!mine) {
    // Nobody learns that somebody else's held comment exists.
    if (row.status === 'held') throw new Problem('not-found', 'There is no such comment.');
    throw reader || secret ? new Problem('forbidden', 'This comment is not yours.') : new Problem('unauthorized', 'Log in to change your comment.');
  }
  if (Date.now() - row.created > editWindow * 1000) throw new Problem('too-late', 'The time in which a comment can be changed has passed.');
  return row;
}
