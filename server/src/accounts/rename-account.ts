/** Renames an account: its comments, the versions of their threads, and the former name that they show for 30 days. */

import { sql } from 'kysely';
import { forUpdate } from '../database/dialect.js';
import type { Database, Transaction } from '../database/types.js';
import { Problem } from '../http/problems.js';
import { skeletonOf } from './look-alike-names.js';

const day = 24 * 3600 * 1000;
const traceLifetime = 30 * day;
const maxNamesADay = 5;
/** Of more former names only the latest are told. */
const maxTold = 3;

/**
 * Gives an account another name. Its comments follow, and tell for 30 days what it was called.
 *
 * @throws Problem `too-many` after five in a day, where `limited`
 */
export async function renameAccount(transaction: Transaction, id: string, name: string, { limited }: { limited: boolean }): Promise<void> {
  const now = Date.now();
  const today = await transaction
    .selectFrom('formerNames')
    .select('ended')
    .where('account', '=', id)
    .where('ended', '>', now - day)
    .orderBy('ended')
    .execute();
  const oldest = today.at(-maxNamesADay);
  if (limited && oldest) throw new Problem('too-many', `A name can be changed ${maxNamesADay} times a day.`, { retryAfter: (oldest.ended + day - now) / 1000 });
  await updateAuthorOfComments(transaction, id, { authorName: name });
  const { name: before } = await transaction.selectFrom('accounts').select('name').where('id', '=', id).executeTakeFirstOrThrow();
  // An account that was given up and came back has no name to trace.
  if (skeletonOf(before)) await transaction.insertInto('formerNames').values({ account: id, name: before, ended: now }).execute();
  await transaction
    .updateTable('accounts')
    .set({ name, skeleton: skeletonOf(name) })
    .where('id', '=', id)
    .execute();
  await updateFormerNames(transaction, id);
}

async function updateFormerNames(transaction: Transaction, id: string): Promise<void> {
  const { name } = await transaction.selectFrom('accounts').select('name').where('id', '=', id).executeTakeFirstOrThrow();
  const rows = await transaction
    .selectFrom('formerNames')
    .select('name')
    .where('account', '=', id)
    .where('ended', '>', Date.now() - traceLifetime)
    .orderBy('ended', 'desc')
    .orderBy('id', 'desc')
    .execute();
  const names = [...new Set(rows.map((each) => each.name))].filter((each) => each !== name).slice(0, maxTold);
  await transaction
    .updateTable('accounts')
    .set({ formerly: names.join(', ') || null })
    .where('id', '=', id)
    .execute();
}

/** Ends traces that are older than 30 days. */
export async function deleteOldFormerNames(database: Database): Promise<void> {
  const old = await database
    .selectFrom('formerNames')
    .select('account')
    .distinct()
    .where('ended', '<=', Date.now() - traceLifetime)
    .execute();
  for (const { account } of old) {
    await database.transaction().execute(async (transaction) => {
      await transaction
        .deleteFrom('formerNames')
        .where('account', '=', account)
        .where('ended', '<=', Date.now() - traceLifetime)
        .execute();
      await updateAuthorOfComments(transaction, account);
      await updateFormerNames(transaction, account);
    });
  }
}

/** What changes about the author of an account's comments changes at once on their pages, and for those who listen. */
export async function updateAuthorOfComments(transaction: Transaction, id: string, change?: { authorName: string }): Promise<void> {
  const own = transaction.selectFrom('comments').select('thread').where('account', '=', id);
  // In a thread things happen one after another (write.ts); always in the same order, so that nobody waits for each other.
  await forUpdate(transaction, transaction.selectFrom('threads').select('id').where('id', 'in', own).orderBy('id')).execute();
  if (change) await transaction.updateTable('comments').set(change).where('account', '=', id).execute();
  // Each comment gets a version of its own: listeners are told of them one by one.
  await sql`
    update threads set version = version + changed.count from (
      select thread, count(*) as count from comments where account = ${id} and status = 'published' group by thread
    ) as changed where changed.thread = threads.id`.execute(transaction);
  await sql`
    update comments set version = changed.version from (
      select comments.seq, threads.version - row_number() over (partition by comments.thread order by comments.seq desc) + 1 as version
      from comments join threads on threads.id = comments.thread where comments.account = ${id} and comments.status = 'published'
    ) as changed where changed.seq = comments.seq`.execute(transaction);
}
