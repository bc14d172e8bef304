/** What is kept for a limited time goes: sessions, codes, and what is left of addresses. Nothing else deletes because of an age. */

import { sql } from 'kysely';
import { codeLifetime, idleLimit } from '../accounts/accounts.js';
import { forgetFormerNames } from '../accounts/renaming.js';
import { markLifetime, oldestPeriod } from '../http/addresses.js';
import type { Clock } from './clock.js';
import { isPostgres, type Database } from './open.js';

/** Rows that go at once, so that nobody who writes waits long. */
const batch = 500;
/** Between two batches others write. */
const pause = 20;

/** @param clock says whether the clock can be believed; nothing is deleted where it cannot */
export async function tidyUp(database: Database, clock: Pick<Clock, 'mayDelete'>): Promise<void> {
  if (!await clock.mayDelete()) return;
  const now = Date.now();
  await inBatches(database, 'sessions', sql`used < ${now - idleLimit}`);
  await inBatches(database, 'codes', sql`created < ${now - codeLifetime.confirm}`);
  await inBatches(database, 'bans', sql`created < ${now - markLifetime}`);
  // A report by a guest holds the mark of an address; one by an account names the account.
  await inBatches(database, 'reports', sql`created < ${now - markLifetime} and reporter not in (select id from accounts)`);
  await inBatches(database, 'comments', sql`address is not null and created < ${now - markLifetime}`, sql`address = null`);
  await forgetFormerNames(database);
  // A handful of rows each. Keys are kept by the day and by the week.
  await database.deleteFrom('dailySecrets').where('day', '<', new Date(now).toISOString().slice(0, 10)).execute();
  await database.deleteFrom('addressKeys').where('period', '<=', oldestPeriod(now)).execute();
}

/** Deletes the rows, or sets what `change` says in them. */
async function inBatches(database: Database, table: 'sessions' | 'codes' | 'bans' | 'reports' | 'comments', which: ReturnType<typeof sql>, change?: ReturnType<typeof sql>): Promise<void> {
  // What names a row of a table, whatever its keys are.
  const row = sql.raw(isPostgres(database) ? 'ctid' : 'rowid');
  const rows = sql`${row} in (select ${row} from ${sql.table(table)} where ${which} limit ${sql.lit(batch)})`;
  for (;;) {
    const { numAffectedRows } = await (change ? sql`update ${sql.table(table)} set ${change} where ${rows}` : sql`delete from ${sql.table(table)} where ${rows}`).execute(database);
    if (Number(numAffectedRows) < batch) return;
    await new Promise((resolve) => { setTimeout(resolve, pause); });
  }
}
