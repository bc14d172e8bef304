/** Rate limits by IP address, by account, or by both. */

import { createHmac } from 'node:crypto';
import type { Pool } from 'pg';
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';
import type { Database } from '../database/types.js';
import { Problem } from './problems.js';
import { newToken } from '../accounts/passwords.js';

/** Points in a number of seconds. */
const rules = {
  /** Work: about one point for each row that an answer is made of. An answer that was kept costs nothing. Some two seconds of one processor. */
  read: { points: 60_000, duration: 60 },
  /** Comments written, changed and taken back: from one address over all its accounts and guests, in a minute and in an hour; by one account, wherever it is. */
  write: { points: 20, duration: 60 },
  writeHour: { points: 200, duration: 3600 },
  writer: { points: 20, duration: 60 },
  /** New accounts and guests: all of one address together, and one account. */
  newcomers: { points: 10, duration: 60 },
  newcomer: { points: 5, duration: 60 },
  account: { points: 10, duration: 3600 },
  accountDay: { points: 30, duration: 86_400 },
  /** Log-ins by address and account; by address alone, so that nobody tries one password on many accounts. */
  login: { points: 10, duration: 300 },
  logins: { points: 100, duration: 300 },
  vote: { points: 60, duration: 60 },
  report: { points: 10, duration: 600 },
  /** Passwords tried for one account, whatever the address, in ten minutes and in a day; and from a device that is known to be the account's. */
  guess: { points: 20, duration: 600 },
  guessOfDay: { points: 100, duration: 24 * 3600 },
  guessOfDevice: { points: 10, duration: 3600 },
  /** Registrations with addresses of one mailbox; emails asked for, by address and mailbox; emails sent to one mailbox. */
  registration: { points: 5, duration: 3600 },
  emailRequest: { points: 5, duration: 3600 },
  email: { points: 5, duration: 3600 },
  code: { points: 20, duration: 600 },
  moderate: { points: 300, duration: 60 },
} as const;

export type RateLimitName = keyof typeof rules;

/**
 * Counted in memory, and, where processes share a PostgreSQL, in it: but for reads, which would become writes that way and are counted by each process.
 */
export class RateLimits {
  private readonly limiters: Record<RateLimitName, RateLimiterAbstract> | undefined;
  private key: { day: string; secret: Promise<string> } | undefined;

  constructor(
    on: boolean,
    private database: Database,
    pool?: Pool,
  ) {
    this.limiters = on
      ? (Object.fromEntries(
          Object.entries(rules).map(([name, rule]) => [
            name,
            !pool || name === 'read'
              ? new RateLimiterMemory({ ...rule, keyPrefix: name })
              : new RateLimiterPostgres({ ...rule, keyPrefix: name, storeClient: pool, storeType: 'pool', tableName: 'limits', tableCreated: true }),
          ]),
        ) as unknown as Record<RateLimitName, RateLimiterAbstract>)
      : undefined;
  }

  get isOn(): boolean {
    return this.limiters !== undefined;
  }

  /** @throws Problem `too-many` with the seconds to wait */
  async take(what: RateLimitName, who: string, points = 1): Promise<void> {
    if (!this.limiters) return;
    try {
      await this.limiters[what].consume(await this.keyOf(what, who), points);
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      throw new Problem('too-many', 'Too many requests: wait a moment.', { retryAfter: refusal.msBeforeNext / 1000 });
    }
  }

  /** Takes more points afterwards, for an answer that cost more than expected. Only the next request is refused. */
  async charge(what: 'read', who: string, points: number): Promise<void> {
    if (points > 0) await this.limiters?.[what].penalty(who, points);
  }

  /** Takes back one point: what was counted should not have been. */
  async refund(what: RateLimitName, who: string): Promise<void> {
    await this.limiters?.[what].reward(await this.keyOf(what, who));
  }

  /** Resets a counter. */
  async reset(what: RateLimitName, who: string): Promise<void> {
    await this.limiters?.[what].delete(await this.keyOf(what, who));
  }

  private async keyOf(what: RateLimitName, who: string): Promise<string> {
    return this.limiters?.[what] instanceof RateLimiterMemory
      ? who
      : createHmac('sha256', await this.secretOfToday())
          .update(who)
          .digest('base64url');
  }

  /** Addresses are in the database only under a key that is thrown away the next day. */
  private secretOfToday(): Promise<string> {
    const day = new Date().toISOString().slice(0, 10);
    if (this.key?.day !== day) {
      const secret = this.makeSecret(day);
      this.key = { day, secret };
      secret.catch(() => {
        this.key = undefined;
      });
    }
    return this.key.secret;
  }

  private async makeSecret(day: string): Promise<string> {
    await this.database
      .insertInto('dailySecrets')
      .values({ day, secret: newToken() })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    return (await this.database.selectFrom('dailySecrets').select('secret').where('day', '=', day).executeTakeFirstOrThrow()).secret;
  }
}
