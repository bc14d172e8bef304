/** What is kept for a limited time goes: sessions, codes, the marks of addresses, and what was removed too long ago to be brought back. */

import { codeLifetime, idleLimit } from '../accounts/accounts.js';
import { firstLivingMark, firstLivingWeek, markLifetime } from '../http/addresses.js';
import { removalsToWipe } from '../moderation/removals.js';
import { inBatches, stopwatch } from './batches.js';
import type { Database } from './open.js';

export async function tidyUp(database: Database): Promise<void> {
  const now = Date.now();
  await database.deleteFrom('sessions').where('used', '<', now - idleLimit).execute();
  await database.deleteFrom('codes').where('created', '<', now - codeLifetime.confirm).execute();
  await database.deleteFrom('addressKeys').where('period', '<', firstLivingWeek(now)).execute();
  await forgetMarks(database, firstLivingMark(now));
  await database.deleteFrom('banEntries').where('ends', '<=', now).execute();
  // A ban that covers nothing any more.
  await database.deleteFrom('acts').where('kind', '=', 'ban').where(({ not, exists, selectFrom }) => not(exists(selectFrom('banEntries').select('act').whereRef('banEntries.act', '=', 'acts.id')))).execute();
  await removalsToWipe(database, now);
  // A report by a guest holds the mark of an address; one by an account names the account.
  await database.deleteFrom('reports').where('created', '<', now - markLifetime).where('reporter', 'not in', database.selectFrom('accounts').select('id')).execute();
}

/** A week's comments may be many: never all in one transaction. */
async function forgetMarks(database: Database, before: number): Promise<void> {
  await inBatches(async (size) => {
    const took = stopwatch();
    const some = database.selectFrom('comments').select('seq').where('address', 'is not', null).where('created', '<', before).limit(size);
    const { numUpdatedRows } = await database.updateTable('comments').set({ address: null, networks: null }).where('seq', 'in', some).executeTakeFirst();
    return { more: Number(numUpdatedRows) === size, took: took() };
  });
}
