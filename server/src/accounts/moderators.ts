/** Moderators are made, ended and listed on the command line only. */

import type { Database } from '../database/types.js';
import { deleteRegistrations } from './account-removal.js';
import { skeletonOf } from './look-alike-names.js';
import { hashPassword, newId, newToken } from './passwords.js';
import { updateAuthorOfComments } from './rename-account.js';

export class Moderators {
  constructor(
    private database: Database,
    private site: number,
  ) {}

  /**
   * Makes a moderator with a new password, which ends everything from before: anybody can have registered with this address. What was written by an account
   * whose address is confirmed stays its own.
   */
  async add(email: string): Promise<string> {
    const password = newToken().slice(0, 20);
    const hash = await hashPassword(password);
    await this.database.transaction().execute(async (transaction) => {
      const holder = await transaction
        .selectFrom('accounts')
        .select(['id', 'confirmed'])
        .where('site', '=', this.site)
        .where('email', '=', email)
        .executeTakeFirst();
      if (holder?.confirmed === 1) {
        for (const table of ['sessions', 'codes', 'devices'] as const) await transaction.deleteFrom(table).where('account', '=', holder.id).execute();
        await deleteRegistrations(transaction, this.site, email, holder.id);
        await transaction.updateTable('accounts').set({ password: hash, pending: null, moderator: 1 }).where('id', '=', holder.id).execute();
      } else {
        await deleteRegistrations(transaction, this.site, email);
        await transaction
          .insertInto('accounts')
          .values({
            id: newId(),
            site: this.site,
            name: 'Moderator',
            skeleton: skeletonOf('Moderator'),
            email,
            pending: null,
            password: hash,
            confirmed: 1,
            moderator: 1,
            created: Date.now(),
            issuer: null,
            subject: null,
          })
          .execute();
      }
    });
    return password;
  }

  async remove(email: string): Promise<boolean> {
    const rows = await this.database
      .updateTable('accounts')
      .set({ moderator: 0 })
      .where('site', '=', this.site)
      .where('email', '=', email)
      .where('moderator', '=', 1)
      .returning('id')
      .execute();
    for (const { id } of rows) {
      await this.database.deleteFrom('sessions').where('account', '=', id).where('kind', '=', 'moderator').execute();
      for (const table of ['secondFactors', 'recoveryCodes'] as const) await this.database.deleteFrom(table).where('account', '=', id).execute();
    }
    return rows.length > 0;
  }

  /** After an account has become a moderator or is none any more: whether it is the author's too. Its comments show it at once. */
  async setRole(email: string, role: 'author' | null): Promise<void> {
    await this.database.transaction().execute(async (transaction) => {
      const { id } = await transaction
        .updateTable('accounts')
        .set({ role })
        .where('site', '=', this.site)
        .where('email', '=', email)
        .returning('id')
        .executeTakeFirstOrThrow();
      await updateAuthorOfComments(transaction, id);
    });
  }

  /** For a moderator who lost the telephone and the recovery codes. False when there was no second factor. */
  async removeSecondFactor(email: string): Promise<boolean> {
    const account = this.database.selectFrom('accounts').select('id').where('site', '=', this.site).where('email', '=', email);
    await this.database.deleteFrom('recoveryCodes').where('account', 'in', account).execute();
    return (await this.database.deleteFrom('secondFactors').where('account', 'in', account).returning('account').execute()).length > 0;
  }

  async list(): Promise<{ name: string; email: string }[]> {
    return this.database.selectFrom('accounts').select(['name', 'email']).where('site', '=', this.site).where('moderator', '=', 1).orderBy('email').execute();
  }
}
