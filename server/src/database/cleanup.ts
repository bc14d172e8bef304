/** Deletes what has expired: sessions, codes, address hashes, bans of networks, and removed comments that can no longer be restored. Nothing else deletes because of an age. */

import { sql } from 'kysely';
import { idleLimit } from '../accounts/accounts.js';
import { codeLifetime } from '../accounts/email-codes.js';
import { deleteOldFormerNames } from '../accounts/rename-account.js';
import { oldestAddressHashTime, oldestKeyPeriod, addressHashLifetime } from '../http/address-hashes.js';
import { expireRemovals } from '../moderation/removals.js';
import { inBatches, stopwatch } from './batches.js';
import type { Clock } from './clock.js';
import { isPostgres } from './dialect.js';
import type { Database } from './types.js';

/** @param clock says whether the clock can be trusted; otherwise nothing is deleted */
export async function deleteExpired(database: Database, clock: Pick<Clock, 'mayDelete'>): Promise<void> {
  if (!(await clock.mayDelete())) return;
  const now = Date.now();
  await deleteWhere(database, 'sessions', sql`used < ${now - idleLimit}`);
  await deleteWhere(database, 'codes', sql`created < ${now - codeLifetime.confirm}`);
  await deleteAddressHashes(database, oldestAddressHashTime(now));
  await database.deleteFrom('banEntries').where('ends', '<=', now).execute();
  // Bans that cover nothing anymore.
  await database
    .deleteFrom('acts')
    .where('kind', '=', 'ban')
    .where((where) => where.not(where.exists(where.selectFrom('banEntries').select('act').whereRef('banEntries.act', '=', 'acts.id'))))
    .execute();
  await expireRemovals(database, now);
  // A guest's report holds an address hash; an account's names the account.
  await deleteWhere(database, 'reports', sql`created < ${now - addressHashLifetime} and reporter not in (select id from accounts)`);
  await deleteOldFormerNames(database);
  // A handful of rows each: one a day, one a week.
  await database.deleteFrom('dailySecrets').where('day', '<', new Date(now).toISOString().slice(0, 10)).execute();
  await database.deleteFrom('addressKeys').where('period', '<', oldestKeyPeriod(now)).execute();
}

/** Deletes rows by their age, in batches, so that others do not wait. */
async function deleteWhere(database: Database, table: 'sessions' | 'codes' | 'reports', which: ReturnType<typeof sql>): Promise<void> {
  // Identifies a row of any table.
  const row = sql.raw(isPostgres(database) ? 'ctid' : 'rowid');
  await inBatches(async (size) => {
    const took = stopwatch();
    const { numAffectedRows } =
      await sql`delete from ${sql.table(table)} where ${row} in (select ${row} from ${sql.table(table)} where ${which} limit ${sql.lit(size)})`.execute(
        database,
      );
    return { more: Number(numAffectedRows) === size, took: took() };
  });
}

/** In batches: a week may have many comments. */
async function deleteAddressHashes(database: Database, before: number): Promise<void> {
  await inBatches(async (size) => {
    const took = stopwatch();
    const some = database.selectFrom('comments').select('seq').where('address', 'is not', null).where('created', '<', before).limit(size);
    const { numUpdatedRows } = await database.updateTable('comments').set({ address: null, networks: null }).where('seq', 'in', some).executeTakeFirst();
    return { more: Number(numUpdatedRows) === size, took: took() };
  });
}
