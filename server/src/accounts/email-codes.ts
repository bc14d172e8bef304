/**
 * Codes sent by email. Whoever has one reads that mailbox, and this is all it proves: who registered with the address may be somebody else. So whoever
 * confirms an address either gives the password of the registration, or sets another one and takes over an account with nothing in it.
 */

import { lengthOf, passwordLength } from '../../../src/comments/model.js';
import { forUpdate } from '../database/dialect.js';
import type { Database, Transaction } from '../database/types.js';
import { Problem } from '../http/problems.js';
import { hashQueue } from './hash-queue.js';
import type { LoginGuard } from './login-guard.js';
import { checkPassword, hashPassword, newToken, refuseCommonPassword, sha256 } from './passwords.js';
import { deleteRegistrations, detachAccounts } from './account-removal.js';

const hour = 3600 * 1000;
export const codeLifetime = { confirm: 72 * hour, reset: hour };
type Purpose = keyof typeof codeLifetime;

interface Found {
  hash: string;
  id: string;
  name: string;
  password: string;
  /** The address that the code was sent to. */ email: string;
  kind: 'registration' | 'new email' | 'confirmed';
}

const invalidCode = () => new Problem('invalid', 'This code is wrong, used or too old: ask for another email.', { fields: { code: 'wrong' } });
const shortPassword = () => new Problem('invalid', `A new password has at least ${passwordLength.min} characters.`, { fields: { password: 'too-short' } });
export const takenEmail = () => new Problem('conflict', 'There is an account with this email address already: log in.', { fields: { email: 'taken' } });

export class EmailCodes {
  constructor(
    private database: Database,
    private site: number,
    private guard?: LoginGuard,
  ) {}

  async make(account: string, purpose: Purpose, email: string): Promise<string> {
    const code = newToken();
    await this.database.deleteFrom('codes').where('account', '=', account).where('purpose', '=', purpose).execute();
    await this.database
      .insertInto('codes')
      .values({ hash: sha256(code), account, purpose, email, created: Date.now() })
      .execute();
    return code;
  }

  /**
   * Confirms an address with the registration's password, or claims the registration with another one. The new address of an account that has a confirmed
   * one takes that account's password: a slip of the pen must not hand it to whoever owns the mistyped address.
   *
   * @throws Problem when the code or the password is refused; the code can then still be used
   */
  async confirm(code: string, password: string, caller: string | undefined): Promise<void> {
    const found = await this.find(code, 'confirm');
    const check = () =>
      hashQueue.run(caller, async () => {
        if (await checkPassword(password, found.password)) return undefined;
        if (found.kind === 'new email')
          throw new Problem('invalid', 'This takes the present password of the account that asked for the new address.', { fields: { password: 'wrong' } });
        return this.hashNew(password, found);
      });
    const claimed = found.kind === 'new email' && this.guard ? await this.guard.count(`confirm ${found.id}`, check) : await check();
    await this.database.transaction().execute(async (transaction) => {
      await this.use(transaction, found);
      await this.completeConfirmation(transaction, found, claimed);
    });
    await this.guard?.reset(found.email);
  }

  /** Sets a forgotten password and ends all sessions. An unconfirmed registration is claimed, as by `confirm`. */
  async resetPassword(code: string, password: string, caller: string | undefined): Promise<void> {
    const found = await this.find(code, 'reset');
    const isNew = await hashQueue.run(caller, async () => ((await checkPassword(password, found.password)) ? undefined : this.hashNew(password, found)));
    await this.database.transaction().execute(async (transaction) => {
      await this.use(transaction, found);
      if (found.kind === 'registration') await this.completeConfirmation(transaction, found, isNew);
      else if (isNew) await transaction.updateTable('accounts').set({ password: isNew }).where('id', '=', found.id).execute();
      for (const table of ['sessions', 'devices', 'codes'] as const) await transaction.deleteFrom(table).where('account', '=', found.id).execute();
    });
    await this.guard?.reset(found.email);
  }

  private async hashNew(password: string, { name, email }: Found): Promise<string> {
    if (lengthOf(password) < passwordLength.min) throw shortPassword();
    await refuseCommonPassword(password, [name, email]);
    return hashPassword(password);
  }

  /** The address becomes the account's. */
  private async completeConfirmation(transaction: Transaction, { id, email }: Found, claimedWith: string | undefined): Promise<void> {
    const holder = await transaction
      .selectFrom('accounts')
      .select('id')
      .where('site', '=', this.site)
      .where('email', '=', email)
      .where('confirmed', '=', 1)
      .where('id', '!=', id)
      .executeTakeFirst();
    if (holder) throw takenEmail();
    await deleteRegistrations(transaction, this.site, email, id);
    if (claimedWith) await detachAccounts(transaction, transaction.selectFrom('accounts').select('id').where('id', '=', id));
    await transaction.deleteFrom('codes').where('account', '=', id).execute();
    await transaction
      .updateTable('accounts')
      .set({ email, pending: null, confirmed: 1, ...(claimedWith && { password: claimedWith }) })
      .where('id', '=', id)
      .execute();
  }

  /** What a code is for. It is used up only once the password that comes with it is taken. */
  private async find(code: string, purpose: Purpose): Promise<Found> {
    const row = await this.database
      .selectFrom('codes')
      .innerJoin('accounts', 'accounts.id', 'codes.account')
      .select([
        'codes.hash',
        'codes.email',
        'codes.created',
        'accounts.id',
        'accounts.name',
        'accounts.email as present',
        'accounts.pending',
        'accounts.confirmed',
        'accounts.password',
      ])
      .where('codes.hash', '=', sha256(code))
      .where('codes.purpose', '=', purpose)
      .where('accounts.site', '=', this.site)
      .executeTakeFirst();
    if (!row || row.created < Date.now() - codeLifetime[purpose]) throw invalidCode();
    const { hash, id, name, password, email, present, pending, confirmed } = row;
    // A code for an address that the account no longer has or asks for.
    if (email !== present && email !== pending) throw invalidCode();
    const kind = email === present ? (confirmed === 1 ? 'confirmed' : 'registration') : present === '' ? 'registration' : 'new email';
    return { hash, id, name, password, email, kind };
  }

  /** @throws Problem when another request has used the code, or changed the account, in the meantime */
  private async use(transaction: Transaction, { hash, id, password }: Found): Promise<void> {
    const same = await forUpdate(
      transaction,
      transaction.selectFrom('accounts').select('id').where('id', '=', id).where('password', '=', password),
    ).executeTakeFirst();
    const used = await transaction.deleteFrom('codes').where('hash', '=', hash).returning('account').execute();
    if (!same || used.length === 0) throw invalidCode();
  }
}
