/** The part of step 302 that needs more than SQL: converts bans, hashes guests' mailboxes, and erases from deleted comments what a deletion erases now. */

import { sql } from 'kysely';
import { mailboxHash } from '../../accounts/email-address.js';
import { erasedFields, isClientKey, hashDeletedKey, ownershipProof } from '../../comments/deletion.js';
import { addressHashExpiry } from '../../http/address-hashes.js';
import { rowsAsTable } from '../batches.js';
import type { Transaction } from '../types.js';

const slice = 2000;

export async function migrateBans(transaction: Transaction): Promise<void> {
  for (let last = 0; ;) {
    const rows = await transaction
      .selectFrom('comments')
      .select(['seq', 'key', 'body', 'account', 'secret'])
      .where('status', '=', 'deleted')
      .where('seq', '>', last)
      .orderBy('seq')
      .limit(slice)
      .execute();
    if (rows.length === 0) break;
    const left = rows.map((row) =>
      isClientKey(row.key)
        ? { ofComment: row.seq, toKey: hashDeletedKey(row.key), toBody: ownershipProof(row.key, row) }
        : { ofComment: row.seq, toKey: row.key, toBody: '' },
    );
    await transaction
      .updateTable('comments')
      .from(rowsAsTable(transaction, { ofComment: 'integer', toKey: 'text', toBody: 'text' }, left).as('given'))
      .set({ ...erasedFields, verdict: null, key: sql`given."toKey"`, body: sql`given."toBody"` })
      .whereRef('comments.seq', '=', 'given.ofComment')
      .execute();
    last = rows.at(-1)!.seq;
  }

  for (let last = 0; ;) {
    const rows = await transaction
      .selectFrom('comments')
      .select(['seq', 'authorEmail'])
      .where('authorEmail', 'is not', null)
      .where('seq', '>', last)
      .orderBy('seq')
      .limit(slice)
      .execute();
    if (rows.length === 0) break;
    const mailboxes = rows.map(({ seq, authorEmail }) => ({ ofComment: seq, toMailbox: mailboxHash(authorEmail!) }));
    await transaction
      .updateTable('comments')
      .from(rowsAsTable(transaction, { ofComment: 'integer', toMailbox: 'text' }, mailboxes).as('given'))
      .set({ mailbox: sql`given."toMailbox"` })
      .whereRef('comments.seq', '=', 'given.ofComment')
      .execute();
    last = rows.at(-1)!.seq;
  }

  const act = async (site: number, name: string, created: number) =>
    (await transaction.insertInto('acts').values({ site, kind: 'ban', name, created, selection: null, state: null }).returning('id').executeTakeFirstOrThrow())
      .id;
  // Earlier bans covered the account only, and had no date.
  for (const { id, site, name, email, pending, confirmed } of await transaction
    .selectFrom('accounts')
    .select(['id', 'site', 'name', 'email', 'pending', 'confirmed'])
    .where('banned', '=', 1)
    .execute()) {
    const of = { act: await act(site, name, Date.now()), site, within: null, ends: null };
    await transaction
      .insertInto('banEntries')
      .values([
        { ...of, kind: 'account', value: id },
        ...(email ? [{ ...of, kind: confirmed ? ('email' as const) : ('claimed' as const), value: mailboxHash(email) }] : []),
        ...(pending ? [{ ...of, kind: 'claimed' as const, value: mailboxHash(pending) }] : []),
      ])
      .execute();
  }
  // They end when they did before: when the key of the address hash is deleted.
  const { rows } = await sql<{ site: number; address: string; created: number; name: string | null; written: number | null }>`
    select site, address, created, (select max("authorName") from comments where comments.site = bans.site and comments.address = bans.address) as name,
      (select max(created) from comments where comments.site = bans.site and comments.address = bans.address) as written from bans`.execute(transaction);
  for (const { site, address, created, name, written } of rows) {
    await transaction
      .insertInto('banEntries')
      .values({ act: await act(site, name ?? '', created), site, kind: 'network', value: address, within: null, ends: addressHashExpiry(written ?? created) })
      .execute();
  }
  await sql`drop table bans`.execute(transaction);
}
