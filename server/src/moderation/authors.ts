/** Selects all comments by one author, who is known by an account, by a guest's mailbox, or else by a guest's name and address hash. */

import type { Database } from '../database/types.js';
import { Problem } from '../http/problems.js';

export type Selection = { account: string } | { mailbox: string } | { address: string; name?: string };

export interface Origin {
  account: string | null;
  mailbox: string | null;
  address: string | null;
  authorName: string;
}

export function authorSelection({ account, mailbox, address, authorName }: Origin): Selection | undefined {
  return account ? { account } : mailbox ? { mailbox } : address ? { address, name: authorName } : undefined;
}

/** A query along an index that gives the comments in order. */
export function commentsBySelection(database: Database, site: number, selection: Selection) {
  const comments = database.selectFrom('comments');
  if ('account' in selection) return comments.where('account', '=', selection.account);
  if ('mailbox' in selection) return comments.where('site', '=', site).where('mailbox', '=', selection.mailbox);
  const from = comments.where('site', '=', site).where('address', '=', selection.address);
  return selection.name === undefined ? from : from.where('account', 'is', null).where('mailbox', 'is', null).where('authorName', '=', selection.name);
}

/** @throws Problem where there is no such comment, or nothing is known about where it came from */
export async function selectionOf(
  database: Database,
  site: number,
  comment: string,
  by: 'author' | 'address',
): Promise<{ name: string; selection: Selection }> {
  const row = await database
    .selectFrom('comments')
    .select(['account', 'mailbox', 'address', 'authorName'])
    .where('site', '=', site)
    .where('id', '=', comment)
    .executeTakeFirst();
  if (!row) throw new Problem('not-found', 'There is no such comment.');
  const selection = by === 'author' ? authorSelection(row) : row.address ? { address: row.address } : undefined;
  if (!selection) throw new Problem('not-found', 'Nothing is known (any more) about where this comment came from.');
  return { name: row.authorName, selection };
}
