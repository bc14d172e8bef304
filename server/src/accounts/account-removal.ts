/** What happens to comments, votes and sessions when accounts are deleted or change owners. */

import type { SelectQueryBuilder } from 'kysely';
import type { unknownAuthor } from '../comments/comment-row.js';
import { forUpdate } from '../database/dialect.js';
import type { Transaction } from '../database/types.js';
import type { Tables } from '../database/tables.js';

type Accounts = SelectQueryBuilder<Tables, 'accounts', { id: string }>;

/**
 * Takes from accounts all that hangs on them. What they wrote stays as a guest's; their votes and reports, and every session, code, device and second
 * factor go. A few statements however many accounts there are, so that it fits into a transaction.
 *
 * @param accounts a query for their ids
 * @param change what else becomes of their comments
 */
export async function detachAccounts(transaction: Transaction, accounts: Accounts, change: Partial<typeof unknownAuthor> = {}): Promise<void> {
  const votedFor = transaction.selectFrom('votes').select('comment').where('account', 'in', accounts);
  const threads = transaction
    .selectFrom('comments')
    .select('thread')
    .where((where) => where.or([where('account', 'in', accounts), where('seq', 'in', votedFor)]));
  // Writers take a thread before its comments: in another order two transactions could wait for each other.
  await forUpdate(transaction, transaction.selectFrom('threads').select('id').where('id', 'in', threads).orderBy('id')).execute();
  await transaction
    .updateTable('threads')
    .set((set) => ({ version: set('version', '+', 1) }))
    .where('id', 'in', threads)
    .execute();
  await transaction
    .updateTable('comments')
    .set((set) => ({
      votes: set(
        'votes',
        '-',
        set
          .selectFrom('votes')
          .select(({ fn }) => fn.countAll<number>().as('count'))
          .whereRef('votes.comment', '=', 'comments.seq')
          .where('votes.account', 'in', accounts),
      ),
    }))
    .where('seq', 'in', votedFor)
    .execute();
  await transaction
    .updateTable('comments')
    .set({ account: null, secret: change.authorName === undefined ? '' : null, ...change })
    .where('account', 'in', accounts)
    .execute();
  await transaction.deleteFrom('reports').where('reporter', 'in', accounts).execute();
  for (const table of ['votes', 'sessions', 'codes', 'devices', 'secondFactors', 'recoveryCodes'] as const)
    await transaction.deleteFrom(table).where('account', 'in', accounts).execute();
}

/**
 * Ends all unconfirmed registrations of an address, whose mailbox is now somebody's, and whatever else waits for it.
 *
 * @param winner the account that has the address from now on, if it is there already
 */
export async function deleteRegistrations(transaction: Transaction, site: number, email: string, winner = ''): Promise<void> {
  const registrations = transaction
    .selectFrom('accounts')
    .select('id')
    .where('site', '=', site)
    .where('id', '!=', winner)
    .where((where) =>
      where.or([where.and([where('pending', '=', email), where('email', '=', '')]), where.and([where('email', '=', email), where('confirmed', '=', 0)])]),
    );
  await detachAccounts(transaction, registrations);
  await transaction.deleteFrom('accounts').where('id', 'in', registrations).execute();
  // Accounts with a confirmed address that asked for this one keep theirs.
  await transaction
    .deleteFrom('codes')
    .where('email', '=', email)
    .where('account', 'in', transaction.selectFrom('accounts').select('id').where('site', '=', site))
    .execute();
  await transaction.updateTable('accounts').set({ pending: null }).where('site', '=', site).where('pending', '=', email).where('id', '!=', winner).execute();
}
