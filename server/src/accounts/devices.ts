/**
 * Browsers that an account has logged in from, known by a token that they keep (OWASP's "device cookie"). A known device has an allowance of wrong
 * passwords of its own, so that strangers who guess cannot lock out whoever the account belongs to.
 */

import type { Database } from '../database/types.js';
import { newToken, sha256 } from './passwords.js';

/** A device that has not been used for so long is a new one. */
export const deviceLifetime = 180 * 24 * 3600 * 1000;

export class Devices {
  constructor(private database: Database) {}

  /** Whether this browser has logged in to this account before. */
  async isKnown(token: string | undefined, account: string): Promise<boolean> {
    return (
      token !== undefined &&
      (await this.database
        .selectFrom('devices')
        .select('hash')
        .where('hash', '=', sha256(token))
        .where('account', '=', account)
        .where('used', '>', Date.now() - deviceLifetime)
        .executeTakeFirst()) !== undefined
    );
  }

  /** The same for an address, of which it is not known yet whether it has an account. */
  async isKnownFor(token: string | undefined, site: number, email: string): Promise<boolean> {
    if (token === undefined) return false;
    const accounts = await this.database
      .selectFrom('devices')
      .innerJoin('accounts', 'accounts.id', 'devices.account')
      .select('accounts.id')
      .where('devices.hash', '=', sha256(token))
      .where('devices.used', '>', Date.now() - deviceLifetime)
      .where('accounts.site', '=', site)
      .where((where) => where.or([where('accounts.email', '=', email), where('accounts.pending', '=', email)]))
      .execute();
    return accounts.length > 0;
  }

  /**
   * Remembers the browser after a successful log-in.
   *
   * @returns the token that it keeps; one that this server did not make is replaced
   */
  async remember(given: string | undefined, account: string): Promise<string> {
    const isOurs =
      given !== undefined && (await this.database.selectFrom('devices').select('hash').where('hash', '=', sha256(given)).executeTakeFirst()) !== undefined;
    const token = isOurs ? given : newToken();
    const now = Date.now();
    await this.database
      .deleteFrom('devices')
      .where('account', '=', account)
      .where('used', '<', now - deviceLifetime)
      .execute();
    await this.database
      .insertInto('devices')
      .values({ hash: sha256(token), account, used: now })
      .onConflict((conflict) => conflict.columns(['hash', 'account']).doUpdateSet({ used: now }))
      .execute();
    return token;
  }
}
