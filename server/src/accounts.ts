/** Readers' accounts and their sessions. */

import type { Database } from './database.js';
import { Problem } from './problems.js';
import { checkPassword, hashPassword, newId, newToken, sha256 } from './secrets.js';

const idleLimit = 30 * 24 * 3600 * 1000;
/** A session's last use is written down at most this often: reading must not become writing. */
const useInterval = 3600 * 1000;

export interface Reader { id: string; name: string; email: string; banned: boolean }

export class Accounts {
  constructor(private database: Database, private site: number) {}

  /** @throws Problem `conflict` when the address has an account already */
  async register({ name, email, password }: { name: string; email: string; password: string }) {
    const id = newId();
    const row = { id, site: this.site, name, email, password: await hashPassword(password), created: Date.now() };
    const added = await this.database.insertInto('accounts').values(row).onConflict((conflict) => conflict.columns(['site', 'email']).doNothing()).executeTakeFirst();
    if (Number(added.numInsertedOrUpdatedRows) === 0) {
      throw new Problem('conflict', 'There is an account with this e-mail address already: log in.', { fields: { email: 'taken' } });
    }
    return this.startSession({ id, name, email });
  }

  async logIn({ email, password }: { email: string; password: string }) {
    const found = await this.database.selectFrom('accounts').select(['id', 'name', 'email', 'password']).where('site', '=', this.site).where('email', '=', email).executeTakeFirst();
    if (!await checkPassword(password, found?.password) || !found) {
      throw new Problem('unauthorized', 'The e-mail address or the password is wrong.', { fields: { password: 'wrong' } });
    }
    return this.startSession(found);
  }

  private async startSession({ id, name, email }: { id: string; name: string; email: string }) {
    const token = newToken();
    const now = Date.now();
    await this.database.insertInto('sessions').values({ hash: sha256(token), account: id, created: now, used: now }).execute();
    return { token, account: { id, name, email, emailConfirmed: false } };
  }

  /** Who a token belongs to, if anyone. */
  async readerOf(token: string | undefined): Promise<Reader | undefined> {
    if (!token) return undefined;
    const hash = sha256(token);
    const now = Date.now();
    const found = await this.database.selectFrom('sessions').innerJoin('accounts', 'accounts.id', 'sessions.account')
      .select(['accounts.id', 'accounts.name', 'accounts.email', 'accounts.banned', 'sessions.used'])
      .where('sessions.hash', '=', hash).where('accounts.site', '=', this.site).executeTakeFirst();
    if (!found) return undefined;
    if (found.used < now - idleLimit) {
      await this.database.deleteFrom('sessions').where('hash', '=', hash).execute();
      return undefined;
    }
    if (found.used < now - useInterval) await this.database.updateTable('sessions').set({ used: now }).where('hash', '=', hash).execute();
    return { id: found.id, name: found.name, email: found.email, banned: found.banned === 1 };
  }

  async logOut(token: string): Promise<void> {
    await this.database.deleteFrom('sessions').where('hash', '=', sha256(token)).execute();
  }

  async logOutEverywhere(reader: Reader): Promise<void> {
    await this.database.deleteFrom('sessions').where('account', '=', reader.id).execute();
  }

  /** Comments stay, without the name and the account. */
  async remove(reader: Reader): Promise<void> {
    await this.database.transaction().execute(async (work) => {
      await work.updateTable('comments').set({ authorName: '—', authorUrl: null, authorEmail: null }).where('account', '=', reader.id).execute();
      await work.deleteFrom('accounts').where('id', '=', reader.id).execute();
    });
  }

  async dropOldSessions(): Promise<void> {
    await this.database.deleteFrom('sessions').where('used', '<', Date.now() - idleLimit).execute();
  }
}
