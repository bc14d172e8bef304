/** Time-based one-time passwords (TOTP, RFC 6238) as moderators' second factor, with recovery codes for a lost telephone. */

import { randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import type { Database } from '../database/types.js';
import { Problem } from '../http/problems.js';
import { sha256 } from './passwords.js';

const recoveryCodeCount = 10;

const wrongCode = (reason: 'wrong' | 'missing' = 'wrong'): Problem =>
  new Problem('unauthorized', reason === 'missing' ? 'This account needs a code from an authenticator app too.' : 'Wrong code.', { fields: { code: reason } });

/** 80 random bits in groups that can be read from paper. */
const newRecoveryCode = (): string =>
  randomBytes(10)
    .toString('hex')
    .replace(/(.{5})(?=.)/g, '$1-');
/** As people type it: with or without dashes and spaces. */
const plain = (code: string): string => code.replace(/[\s-]/g, '').toLowerCase();

export class SecondFactor {
  constructor(
    private database: Database,
    private issuer: string,
  ) {}

  async isOn(account: string): Promise<boolean> {
    return (await this.find(account))?.confirmed === 1;
  }

  /** Makes a secret that counts once it is confirmed. Nothing changes where a second factor is on already. */
  async enroll(account: string, label: string): Promise<void> {
    const secret = new Secret({ size: 20 }).base32;
    await this.database.deleteFrom('secondFactors').where('account', '=', account).where('confirmed', '=', 0).execute();
    await this.database
      .insertInto('secondFactors')
      .values({ account, label, secret })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }

  /** The secret that waits for its first code, as text and as the `otpauth:` URI that authenticator apps read. */
  async enrolling(account: string): Promise<{ secret: string; uri: string } | undefined> {
    const found = await this.find(account);
    if (!found || found.confirmed === 1) return undefined;
    return { secret: found.secret, uri: this.totpOf(found).toString() };
  }

  /** @returns recovery codes, which are shown this once */
  async confirm(account: string, code: string): Promise<string[]> {
    if (!(await this.useTimeCode(account, code, 0))) throw wrongCode();
    const codes = Array.from({ length: recoveryCodeCount }, newRecoveryCode);
    await this.database.transaction().execute(async (transaction) => {
      await transaction.updateTable('secondFactors').set({ confirmed: 1 }).where('account', '=', account).execute();
      await transaction.deleteFrom('recoveryCodes').where('account', '=', account).execute();
      await transaction
        .insertInto('recoveryCodes')
        .values(codes.map((each) => ({ hash: sha256(plain(each)), account })))
        .execute();
    });
    return codes;
  }

  /**
   * Lets through who needs no code, or has one: from the app, or a recovery code. Each is used once.
   *
   * @throws Problem `unauthorized`, `fields: { code }`
   */
  async check(account: string, code: string | undefined): Promise<void> {
    if (!(await this.isOn(account))) return;
    if (!code) throw wrongCode('missing');
    if (!(await this.useTimeCode(account, code, 1)) && !(await this.useRecoveryCode(account, code))) throw wrongCode();
  }

  async turnOff(account: string): Promise<void> {
    await this.database.transaction().execute(async (transaction) => {
      await transaction.deleteFrom('secondFactors').where('account', '=', account).execute();
      await transaction.deleteFrom('recoveryCodes').where('account', '=', account).execute();
    });
  }

  async recoveryCodesLeft(account: string): Promise<number> {
    const { count } = await this.database
      .selectFrom('recoveryCodes')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('account', '=', account)
      .executeTakeFirstOrThrow();
    return Number(count);
  }

  private find(account: string) {
    return this.database.selectFrom('secondFactors').selectAll().where('account', '=', account).executeTakeFirst();
  }

  private totpOf({ label, secret }: { label: string; secret: string }): TOTP {
    return new TOTP({ issuer: this.issuer, label, secret: Secret.fromBase32(secret) });
  }

  /** One period of 30 seconds before and after counts, for clocks that differ (RFC 6238, 5.2). A code, or an older one, is not taken twice. */
  private async useTimeCode(account: string, code: string, confirmed: 0 | 1): Promise<boolean> {
    const found = await this.find(account);
    if (!found || found.confirmed !== confirmed) return false;
    const totp = this.totpOf(found);
    const delta = totp.validate({ token: plain(code), window: 1 });
    if (delta === null) return false;
    const period = totp.counter() + delta;
    const used = await this.database
      .updateTable('secondFactors')
      .set({ lastPeriod: period })
      .where('account', '=', account)
      .where('secret', '=', found.secret)
      .where('lastPeriod', '<', period)
      .returning('account')
      .execute();
    return used.length > 0;
  }

  private async useRecoveryCode(account: string, code: string): Promise<boolean> {
    const used = await this.database
      .deleteFrom('recoveryCodes')
      .where('account', '=', account)
      .where('hash', '=', sha256(plain(code)))
      .returning('account')
      .execute();
    return used.length > 0;
  }
}
