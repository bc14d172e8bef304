/**
 * Readers' addresses as marks: an HMAC with a key that changes each week. A mark tells that two requests came from one place while its key lives; after
 * four weeks the key is gone, and with it what the marks meant. Servers that share a database share the keys.
 */

import { createHmac, randomBytes } from 'node:crypto';
import type { Database } from '../database/open.js';

const week = 7 * 24 * 3600 * 1000;
const weeksKept = 4;
/** After this a mark means nothing any more. */
export const markLifetime = week * weeksKept;

/** The newest of the periods whose keys have had their time. */
export const oldestPeriod = (now: number): number => Math.floor(now / week) - weeksKept;

export class Addresses {
  private keys: Promise<string[]> | undefined;
  private period = 0;

  constructor(private database: Database) {}

  /** The mark of an address today. */
  async mark(address: string): Promise<string> {
    return (await this.marks(address))[0]!;
  }

  /** Its marks under each key that lives, today's first. */
  async marks(address: string): Promise<string[]> {
    const period = Math.floor(Date.now() / week);
    if (period !== this.period || !this.keys) {
      this.period = period;
      this.keys = this.load(period);
      this.keys.catch(() => { this.keys = undefined; });
    }
    return (await this.keys).map((key) => createHmac('sha256', key).update(address).digest('base64url').slice(0, 22));
  }

  private async load(period: number): Promise<string[]> {
    await this.database.insertInto('addressKeys').values({ period, key: randomBytes(32).toString('hex') }).onConflict((conflict) => conflict.column('period').doNothing()).execute();
    // Cleanup deletes old keys, once the clock is believed; until then they are not used.
    return (await this.database.selectFrom('addressKeys').select('key').where('period', '<=', period).where('period', '>', period - weeksKept).orderBy('period', 'desc').execute()).map(({ key }) => key);
  }
}
