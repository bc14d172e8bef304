/** How often somebody may write: what comes from one address counts together, over all accounts and guests there, and who is new writes slower. */

import type { Context } from 'hono';
import type { Reader } from '../accounts/accounts.js';
import type { Database } from '../database/types.js';
import type { Callers } from '../http/caller.js';
import type { RateLimits } from '../http/rate-limits.js';
import { sendsMail, type Settings } from '../options.js';

/** New for a day, and until this many comments are published. */
const firstDay = 24 * 3600_000;
const publishedUntilKnown = 5;

/** Where the server sends mail, an account whose address nobody has confirmed is worth no more than a guest's name. */
export function countsAsGuest(reader: Reader | undefined, settings: Settings): boolean {
  return !reader || (sendsMail(settings) && !reader.emailConfirmed && !reader.external);
}

export class WriteLimits {
  constructor(private database: Database, private callers: Callers, private limits: RateLimits, private settings: Settings) {}

  /** @throws Problem `too-many` */
  async take(context: Context, reader: Reader | undefined): Promise<void> {
    if (!this.limits.isOn) return;
    await this.callers.limit(context, 'write');
    await this.callers.limit(context, 'writeHour');
    if (reader) await this.limits.take('writer', reader.id);
    if (!await this.isNew(reader)) return;
    await this.callers.limit(context, 'newcomers');
    if (reader) await this.limits.take('newcomer', reader.id);
  }

  private async isNew(reader: Reader | undefined): Promise<boolean> {
    if (!reader || countsAsGuest(reader, this.settings)) return true;
    // The host has let them in, by rules of its own.
    if (reader.external) return false;
    const { created } = await this.database.selectFrom('accounts').select('created').where('id', '=', reader.id).executeTakeFirstOrThrow();
    if (created > Date.now() - firstDay) return true;
    const published = await this.database.selectFrom('comments').select('seq').where('account', '=', reader.id).where('status', '=', 'published').limit(publishedUntilKnown).execute();
    return published.length < publishedUntilKnown;
  }
}
