/** How often one address, account or both together may ask for what costs something. */

import { createHmac } from 'node:crypto';
import { isIPv6 } from 'node:net';
import type { Pool } from 'pg';
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';
import type { Database } from '../database/open.js';
import { Problem } from './problems.js';
import { newToken } from '../accounts/passwords.js';

/** Points in a number of seconds. */
const rules = {
  read: { points: 600, duration: 60 },
  write: { points: 20, duration: 60 },
  account: { points: 10, duration: 3600 },
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

export type Limited = keyof typeof rules;

/**
 * Counted in memory, and, where processes share a PostgreSQL, in it: but for reads, which would become writes that way and are counted by each process.
 */
export class Limits {
  private readonly limiters: Record<Limited, RateLimiterAbstract> | undefined;
  private key: { day: string; secret: Promise<string> } | undefined;

  constructor(on: boolean, private database: Database, pool?: Pool) {
    this.limiters = on ? Object.fromEntries(Object.entries(rules).map(([name, rule]) => [name, !pool || name === 'read' ? new RateLimiterMemory({ ...rule, keyPrefix: name })
      : new RateLimiterPostgres({ ...rule, keyPrefix: name, storeClient: pool, storeType: 'pool', tableName: 'limits', tableCreated: true })])) as unknown as Record<Limited, RateLimiterAbstract> : undefined;
  }

  /** @throws Problem `too-many` with the seconds to wait */
  async take(what: Limited, who: string): Promise<void> {
    if (!this.limiters) return;
    try {
      await this.limiters[what].consume(await this.keyOf(what, who));
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      throw new Problem('too-many', 'Too many requests: wait a moment.', { retryAfter: refusal.msBeforeNext / 1000 });
    }
  }

  /** Takes back one point: what was counted should not have been. */
  async giveBack(what: Limited, who: string): Promise<void> {
    await this.limiters?.[what].reward(await this.keyOf(what, who));
  }

  /** Starts counting anew. */
  async forget(what: Limited, who: string): Promise<void> {
    await this.limiters?.[what].delete(await this.keyOf(what, who));
  }

  private async keyOf(what: Limited, who: string): Promise<string> {
    return this.limiters?.[what] instanceof RateLimiterMemory ? who : createHmac('sha256', await this.secretOfToday()).update(who).digest('base64url');
  }

  /** Addresses are in the database only under a key that is thrown away the next day. */
  private secretOfToday(): Promise<string> {
    const day = new Date().toISOString().slice(0, 10);
    if (this.key?.day !== day) {
      const secret = this.makeSecret(day);
      this.key = { day, secret };
      secret.catch(() => { this.key = undefined; });
    }
    return this.key.secret;
  }

  private async makeSecret(day: string): Promise<string> {
    await this.database.deleteFrom('dailySecrets').where('day', '<', day).execute();
    await this.database.insertInto('dailySecrets').values({ day, secret: newToken() }).onConflict((conflict) => conflict.doNothing()).execute();
    return (await this.database.selectFrom('dailySecrets').select('secret').where('day', '=', day).executeTakeFirstOrThrow()).secret;
  }
}

/** An IPv4 address as itself where the system writes it as IPv6. */
export const plainAddress = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');

/** Whose requests count together: an IPv4 address, or the /64 that one household has in IPv6. */
export function addressGroup(address: string): string {
  const plain = plainAddress(address);
  if (!isIPv6(plain)) return plain;
  const [head = '', tail] = plain.split('::');
  const groups = head ? head.split(':') : [];
  const behind = tail ? tail.split(':') : [];
  if (tail !== undefined) while (groups.length + behind.length < 8) groups.push('0');
  return `${[...groups, ...behind].slice(0, 4).map((group) => group.replace(/^0+(?=.)/, '')).join(':')}::/64`;
}
