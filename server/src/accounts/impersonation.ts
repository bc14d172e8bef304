/** Whether a name could be mistaken for somebody else's on this site. */

import { sql } from 'kysely';
import type { Database } from '../database/types.js';
import { Problem } from '../http/problems.js';
import { claimsTitle, isSameName, looksLike, mixesScripts, skeletonsOf } from './look-alike-names.js';

/** More accounts with one skeleton than these are no look-alikes of one person. */
const maxNamesakes = 50;

/**
 * What is to be done about a name.
 *
 * @param account whose name it is or would be; undefined for a guest
 * @returns `refuse` for the site's name, a title such as "Moderator", and what looks like a moderator or the author; `hold` for what a person should look at first: two
 *   scripts in one word, a title beside a name, and what looks like a reader's name. Members may share a name as it is, since two people may be called Anna.
 */
export async function checkName(database: Database, site: number, name: string, account?: string): Promise<'refuse' | 'hold' | undefined> {
  // The words of the index "staffOfSite".
  const staff = await database
    .selectFrom('accounts')
    .select(['id', 'name'])
    .where('site', '=', site)
    .where(sql<boolean>`("moderator" = 1 or "role" is not null)`)
    .execute();
  if (staff.some(({ id }) => id === account)) return undefined;
  const { name: siteName } = await database.selectFrom('sites').select('name').where('id', '=', site).executeTakeFirstOrThrow();
  const title = claimsTitle(name);
  if (title === 'whole' || looksLike(name, siteName) || staff.some((each) => looksLike(name, each.name))) return 'refuse';
  if (title || mixesScripts(name)) return 'hold';
  const skeletons = skeletonsOf(name);
  if (skeletons.length === 0) return undefined;
  const namesakes = await database
    .selectFrom('accounts')
    .select('name')
    .distinct()
    .where('site', '=', site)
    .where('skeleton', 'in', skeletons)
    .where('id', '!=', account ?? '')
    .where((where) =>
      where.or([
        where('confirmed', '=', 1),
        where('issuer', 'is not', null),
        where.exists(where.selectFrom('comments').select('seq').whereRef('comments.account', '=', 'accounts.id').where('comments.status', '=', 'published')),
      ]),
    )
    .limit(maxNamesakes)
    .execute();
  return namesakes.some((each) => !account || !isSameName(name, each.name)) ? 'hold' : undefined;
}

/** @throws Problem with `name: taken` */
export async function refuseImpersonation(database: Database, site: number, name: string, account?: string): Promise<void> {
  if ((await checkName(database, site, name, account)) === 'refuse') throw takenName();
}

export const takenName = (): Problem =>
  new Problem('invalid', 'This name looks like that of a moderator, the author or the site, or is a title: choose another.', { fields: { name: 'taken' } });
