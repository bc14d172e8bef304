/** The part of step 303 that needs more than SQL: rewrites names and URLs, stored as typed, in their normal form. */

import { skeletonOf } from '../../accounts/look-alike-names.js';
import { cleanLine } from '../../http/clean-text.js';
import { serializeWebUrl } from '../../http/web-url.js';
import type { Transaction } from '../types.js';

const batch = 1000;

/** A name without a visible character becomes a dash. */
const clean = (name: string): string => cleanLine(name) || '—';

export async function migrateNamesAndUrls(transaction: Transaction): Promise<void> {
  for (let last = '', more = true; more;) {
    const rows = await transaction.selectFrom('accounts').select(['id', 'name']).where('id', '>', last).orderBy('id').limit(batch).execute();
    for (const { id, name } of rows)
      await transaction
        .updateTable('accounts')
        .set({ name: clean(name), skeleton: skeletonOf(clean(name)) })
        .where('id', '=', id)
        .execute();
    last = rows.at(-1)?.id ?? '';
    more = rows.length === batch;
  }
  for (let last = 0, more = true; more;) {
    const rows = await transaction.selectFrom('threads').select(['id', 'url']).where('id', '>', last).orderBy('id').limit(batch).execute();
    for (const { id, url } of rows)
      if (url !== null && url !== serializeWebUrl(url))
        await transaction
          .updateTable('threads')
          .set({ url: serializeWebUrl(url) ?? null })
          .where('id', '=', id)
          .execute();
    last = rows.at(-1)?.id ?? 0;
    more = rows.length === batch;
  }
  for (let last = 0, more = true; more;) {
    const rows = await transaction
      .selectFrom('comments')
      .select(['seq', 'authorName', 'authorUrl'])
      .where('seq', '>', last)
      .orderBy('seq')
      .limit(batch)
      .execute();
    for (const { seq, authorName, authorUrl } of rows) {
      const now = { authorName: authorName && clean(authorName), authorUrl: authorUrl === null ? null : (serializeWebUrl(authorUrl) ?? null) };
      if (now.authorName !== authorName || now.authorUrl !== authorUrl) await transaction.updateTable('comments').set(now).where('seq', '=', seq).execute();
    }
    last = rows.at(-1)?.seq ?? 0;
    more = rows.length === batch;
  }
}
