/** Whether a new or edited comment is published at once, held for a moderator, or spam. */

import { linksIn, parseMarkup } from '../../../src/comments/markup/parse.js';
import type { Reader } from '../accounts/accounts.js';
import type { Transaction } from '../database/types.js';
import { verdictOf } from '../moderation/rules.js';
import type { Settings } from '../options.js';
import { states, type CommentState } from './comment-state.js';
import type { NewComment } from './schemas.js';
import { countsAsGuest } from './write-limits.js';

/** Nobody writes a comment in fewer milliseconds than these. */
const shortestWritingTime = 1500;

export async function publishOrHold(
  transaction: Transaction,
  { site, settings }: { site: number; settings: Settings },
  said: { text: string; name: string; url?: string | undefined },
  reader: Reader | undefined,
  { website, startedAt, doubtfulName = false }: Partial<NewComment> & { doubtfulName?: boolean } = {},
): Promise<CommentState> {
  const { hold, holdLinks, guests } = settings;
  const asGuest = countsAsGuest(reader, settings);
  const rule = verdictOf(await transaction.selectFrom('rules').select(['kind', 'pattern', 'verdict']).where('site', '=', site).execute(), said);
  if (rule === 'spam') return states.spam;
  if (rule || hold === 'all' || (asGuest && guests !== 'on') || hasManyLinks(said.text, holdLinks)) return states.hold;
  // A bot filled in the field that people do not see, or was faster than anybody can type.
  if (website || (startedAt !== undefined && Date.now() - startedAt < shortestWritingTime && startedAt <= Date.now())) return states.hold;
  if (hold === 'none' && !doubtfulName) return states.approve;
  // `hold: first` and a doubtful name: held until a moderator has published one by this account (under this name). A guest has no earlier ones.
  const renamed = transaction
    .selectFrom('formerNames')
    .select(({ fn }) => fn.max('ended').as('ended'))
    .where('account', '=', reader?.id ?? '');
  let published = transaction
    .selectFrom('comments')
    .select('seq')
    .where('account', '=', reader?.id ?? '')
    .where('status', '=', 'published');
  if (doubtfulName) published = published.where((where) => where('created', '>', where.fn.coalesce(renamed, where.lit(0))));
  const known = reader && !asGuest && (await published.executeTakeFirst());
  return known ? states.approve : states.hold;
}

function hasManyLinks(text: string, holdLinks: number): boolean {
  return holdLinks > 0 && linksIn(parseMarkup(text)).length >= holdLinks;
}
