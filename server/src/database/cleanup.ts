/** What is kept for a limited time goes: sessions, codes, and the marks of addresses. */

import { idleLimit } from '../accounts/accounts.js';
import { codeLifetime } from '../accounts/email-codes.js';
import { markLifetime } from '../http/addresses.js';
import type { Database } from './open.js';

export async function tidyUp(database: Database): Promise<void> {
  const now = Date.now();
  await database.deleteFrom('sessions').where('used', '<', now - idleLimit).execute();
  await database.deleteFrom('codes').where('created', '<', now - codeLifetime.confirm).execute();
  await database.updateTable('comments').set({ address: null }).where('address', 'is not', null).where('created', '<', now - markLifetime).execute();
  await database.deleteFrom('bans').where('created', '<', now - markLifetime).execute();
  // A report by a guest holds the mark of an address; one by an account names the account.
  await database.deleteFrom('reports').where('created', '<', now - markLifetime).where('reporter', 'not in', database.selectFrom('accounts').select('id')).execute();
}
