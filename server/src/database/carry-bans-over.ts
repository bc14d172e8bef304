/** The part of step 302 that needs more than SQL: bans from before hold on, guests' mailboxes are hashed, and comments deleted earlier keep no more than later ones. */

import { sql } from 'kysely';
import { mailboxHash } from '../accounts/email-address.js';
import { emptied, isSecretKey, keyOfDeleted, proofOf } from '../comments/deletion.js';
import { endOfMark } from '../http/addresses.js';
import { givenRows } from './batches.js';
import type { Work } from './open.js';

const slice = 2000;

export async function carryBansOver(work: Work): Promise<void> {
  for (let last = 0; ;) {
    const rows = await work.selectFrom('comments').select(['seq', 'key', 'body', 'account', 'secret']).where('status', '=', 'deleted').where('seq', '>', last).orderBy('seq').limit(slice).execute();
    if (rows.length === 0) break;
    const left = rows.map((row) => (isSecretKey(row.key) ? { ofComment: row.seq, toKey: keyOfDeleted(row.key), toBody: proofOf(row.key, row) } : { ofComment: row.seq, toKey: row.key, toBody: '' }));
    await work.updateTable('comments').from(givenRows(work, { ofComment: 'integer', toKey: 'text', toBody: 'text' }, left).as('given'))
      .set({ ...emptied, verdict: null, key: sql`given."toKey"`, body: sql`given."toBody"` }).whereRef('comments.seq', '=', 'given.ofComment').execute();
    last = rows.at(-1)!.seq;
  }

  for (let last = 0; ;) {
    const rows = await work.selectFrom('comments').select(['seq', 'authorEmail']).where('authorEmail', 'is not', null).where('seq', '>', last).orderBy('seq').limit(slice).execute();
    if (rows.length === 0) break;
    const mailboxes = rows.map(({ seq, authorEmail }) => ({ ofComment: seq, toMailbox: mailboxHash(authorEmail!) }));
    await work.updateTable('comments').from(givenRows(work, { ofComment: 'integer', toMailbox: 'text' }, mailboxes).as('given'))
      .set({ mailbox: sql`given."toMailbox"` }).whereRef('comments.seq', '=', 'given.ofComment').execute();
    last = rows.at(-1)!.seq;
  }

  const act = async (site: number, name: string, created: number) =>
    (await work.insertInto('acts').values({ site, kind: 'ban', name, created, selection: null, state: null }).returning('id').executeTakeFirstOrThrow()).id;
  // Accounts were banned alone, and the day was not kept.
  for (const { id, site, name, email, pending, confirmed } of await work.selectFrom('accounts').select(['id', 'site', 'name', 'email', 'pending', 'confirmed']).where('banned', '=', 1).execute()) {
    const of = { act: await act(site, name, Date.now()), site, within: null, ends: null };
    await work.insertInto('banEntries').values([
      { ...of, kind: 'account', value: id },
      ...(email ? [{ ...of, kind: confirmed ? 'email' as const : 'claimed' as const, value: mailboxHash(email) }] : []),
      ...(pending ? [{ ...of, kind: 'claimed' as const, value: mailboxHash(pending) }] : []),
    ]).execute();
  }
  // As long as they held before: until the key of the mark is gone.
  const { rows } = await sql<{ site: number; address: string; created: number; name: string | null; written: number | null }>`
    select site, address, created, (select max("authorName") from comments where comments.site = bans.site and comments.address = bans.address) as name,
      (select max(created) from comments where comments.site = bans.site and comments.address = bans.address) as written from bans`.execute(work);
  for (const { site, address, created, name, written } of rows) {
    await work.insertInto('banEntries').values({ act: await act(site, name ?? '', created), site, kind: 'network', value: address, within: null, ends: endOfMark(written ?? created) }).execute();
  }
  await sql`drop table bans`.execute(work);
}
