/** How often an account or a guest may write. All accounts and guests of one address share its limit, and newcomers have a lower one. */

import type { Context } from 'hono';
import type { Reader } from '../accounts/accounts.js';
import type { Database } from '../database/types.js';
import type { Callers } from '../http/caller.js';
import type { RateLimits } from '../http/rate-limits.js';
import { sendsMail, type Settings } from '../options.js';

/** An account is new for a day, and until this many of its comments are published. */
const firstDay = 24 * 3600_000;
const publishedUntilKnown = 5;

/** Where the server sends email, an account with an unconfirmed address is trusted no more than a guest. */
export function countsAsGuest(reader: Reader | undefined, settings: Settings): boolean {
  return !reader || (sendsMail(settings) && !reader.emailConfirmed && !reader.external);
}

export class WriteLimits {
  constructor(
    private database: Database,
    private callers: Callers,
    private limits: RateLimits,
    private settings: Settings,
  ) {}

  /** @throws Problem `too-many` */
  async take(context: Context, reader: Reader | undefined): Promise<void> {
    if (!this.limits.isOn) return;
    await this.callers.limit(context, 'write');
    await this.callers.limit(context, 'writeHour');
    if (reader) await this.limits.take('writer', reader.id);
    if (!(await this.isNew(reader))) return;
    await this.callers.limit(context, 'newcomers');
    if (reader) await this.limits.take('newcomer', reader.id);
  }

  private async isNew(reader: Reader | undefined): Promise<boolean> {
    if (!reader || countsAsGuest(reader, this.settings)) return true;
    // The host's own rules decide who gets an account.
    if (reader.external) return false;
    const { created } = await this.database.selectFrom('accounts').select('created').where('id', '=', reader.id).executeTakeFirstOrThrow();
    if (created > Date.now() - firstDay) return true;
    const published = await this.database
      .selectFrom('comments')
      .select('seq')
      .where('account', '=', reader.id)
      .where('status', '=', 'published')
      .limit(publishedUntilKnown)
      .execute();
    return published.length < publishedUntilKnown;
  }
}
