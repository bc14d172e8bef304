/**
 * Readers' accounts and their sessions.
 *
 * Where the server sends mail, nothing here tells whether an address has an account: everybody can register with any address and is logged in, and
 * only whoever reads its mail can make it theirs (email-codes.ts). Until then the address is `pending`, and any number of registrations of it stand side
 * by side. Without mail an address is whoever's came first.
 */

import { unknownAuthor } from '../comments/comment-row.js';
import type { Database } from '../database/types.js';
import type { Language } from '../words/translations.js';
import type { Mailer } from '../mail/mailer.js';
import { Problem } from '../http/problems.js';
import { EmailCodes, takenEmail } from './email-codes.js';
import { hashQueue } from './hash-queue.js';
import { refuseImpersonation } from './impersonation.js';
import type { LoginGuard } from './login-guard.js';
import { skeletonOf } from './look-alike-names.js';
import { checkPassword, hashLike, hashPassword, newId, newToken, refuseCommonPassword, saltOf, sha256, wrongPassword } from './passwords.js';
import { detachAccounts } from './account-removal.js';
import { renameAccount } from './rename-account.js';

const hour = 3600 * 1000;
export const idleLimit = 30 * 24 * hour;
/** A moderator's session ends sooner. */
const moderatorIdleLimit = 12 * hour;
/** A session's last use is written down at most this often: reading must not become writing. */
const useInterval = hour;

export interface Reader {
  id: string;
  name: string;
  email: string;
  emailConfirmed: boolean;
  banned: boolean;
  /** By single sign-on: the host keeps name and address. */ external?: boolean;
}
type Kind = 'reader' | 'moderator';
interface Credentials {
  email: string;
  password: string;
}

const columns = ['id', 'name', 'email', 'pending', 'confirmed', 'banned', 'moderator', 'password'] as const;
const readerOf = ({
  id,
  name,
  email,
  pending,
  confirmed,
  banned,
}: {
  id: string;
  name: string;
  email: string;
  pending: string | null;
  confirmed: number;
  banned: number;
}): Reader => ({ id, name, email: email || pending || '', emailConfirmed: confirmed === 1, banned: banned === 1 });
export const accountAnswer = ({ id, name, email, emailConfirmed }: Reader) => ({ id, name, email, emailConfirmed });

/** Whose place in the hash queue a request takes; undefined where callers are not told apart. */
type Caller = string | undefined;

export class Accounts {
  readonly codes: EmailCodes;

  constructor(
    private database: Database,
    private site: number,
    private mailer?: Mailer,
    guard?: LoginGuard,
  ) {
    this.codes = new EmailCodes(database, site, guard);
  }

  /** @throws Problem `conflict` when the address has an account already and this server cannot send mail */
  async register({ name, email, password }: Credentials & { name: string }, language: Language, caller?: Caller) {
    await refuseImpersonation(this.database, this.site, name);
    await refuseCommonPassword(password, [name, email]);
    const id = newId();
    const hash = await hashQueue.run(caller, () => this.hashFor(email, password));
    const row = {
      id,
      site: this.site,
      name,
      skeleton: skeletonOf(name),
      email: this.mailer ? '' : email,
      pending: this.mailer ? email : null,
      password: hash,
      created: Date.now(),
    };
    const added = await this.database
      .insertInto('accounts')
      .values({ ...row, issuer: null, subject: null })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (Number(added.numInsertedOrUpdatedRows) === 0) throw takenEmail();
    this.askToConfirm(id, email, language);
    return this.startSession({ id, name, email, emailConfirmed: false, banned: false });
  }

  private askToConfirm(id: string, email: string, language: Language): void {
    this.mailer?.send(email, language, async () =>
      (await this.holder(email)) ? { kind: 'taken' } : { kind: 'confirm', code: await this.codes.make(id, 'confirm', email) },
    );
  }

  async logIn(credentials: Credentials, caller?: Caller) {
    return this.startSession(readerOf(await this.identify(credentials, caller)));
  }

  /** A moderator by email and password. The same words for a wrong password and for somebody who is no moderator. */
  async identifyModerator(credentials: Credentials, caller?: Caller): Promise<Reader> {
    const found = await this.identify(credentials, caller);
    if (found.moderator !== 1 || found.banned === 1) throw wrongPassword();
    return readerOf(found);
  }

  /** As much work for an address that is not there, so that the time tells nothing. */
  private identify({ email, password }: Credentials, caller: Caller) {
    return hashQueue.run(caller, async () => {
      const holder = await this.database.selectFrom('accounts').select(columns).where('site', '=', this.site).where('email', '=', email).executeTakeFirst();
      const isHolder = await checkPassword(password, holder?.password || undefined);
      const registration = this.mailer && (await this.identifyRegistration(email, password));
      const found = isHolder ? holder : registration;
      if (!found) throw wrongPassword();
      return found;
    });
  }

  /** The unconfirmed registration that this password was given with. All of an address have one salt (`hashFor`), so that one hash finds it. */
  private async identifyRegistration(email: string, password: string) {
    const registrations = this.registrationsOf(email).orderBy('created');
    const models = new Map((await registrations.select('password').limit(100).execute()).map(({ password: stored }) => [saltOf(stored), stored]));
    // Two registrations at the same moment may each have begun with a salt of their own.
    const hashes = await Promise.all([...models.values()].slice(0, 2).map((model) => hashLike(password, model)));
    if (hashes.length === 0) await checkPassword(password, undefined);
    return hashes.length ? registrations.select(columns).where('password', 'in', hashes).executeTakeFirst() : undefined;
  }

  private registrationsOf(email: string) {
    return this.database.selectFrom('accounts').where('site', '=', this.site).where('pending', '=', email).where('email', '=', '');
  }

  private async hashFor(email: string, password: string): Promise<string> {
    const first = this.mailer && (await this.registrationsOf(email).select('password').orderBy('created').executeTakeFirst());
    return first ? hashLike(password, first.password) : hashPassword(password);
  }

  async startSession(reader: Reader, kind: Kind = 'reader') {
    const token = newToken();
    const now = Date.now();
    await this.database
      .insertInto('sessions')
      .values({ hash: sha256(token), account: reader.id, created: now, used: now, kind })
      .execute();
    return { token, account: accountAnswer(reader) };
  }

  /** Whom a token belongs to, if anyone. A reader's token is no moderator's, and the other way round. */
  async readerOf(token: string | undefined, kind: Kind = 'reader'): Promise<Reader | undefined> {
    if (!token) return undefined;
    const hash = sha256(token);
    const now = Date.now();
    const found = await this.database
      .selectFrom('sessions')
      .innerJoin('accounts', 'accounts.id', 'sessions.account')
      .select([...columns.map((name) => `accounts.${name}` as const), 'sessions.used'])
      .where('sessions.hash', '=', hash)
      .where('sessions.kind', '=', kind)
      .where('accounts.site', '=', this.site)
      .executeTakeFirst();
    if (!found) return undefined;
    // Refused and not deleted: the clock may be wrong. Cleanup deletes it when the clock is believed.
    if (found.used < now - (kind === 'moderator' ? moderatorIdleLimit : idleLimit)) return undefined;
    if (kind === 'moderator' && (found.moderator !== 1 || found.banned === 1)) return undefined;
    // Where there is no room to write, the session holds all the same: the next request writes it down.
    if (found.used < now - useInterval)
      await this.database
        .updateTable('sessions')
        .set({ used: now })
        .where('hash', '=', hash)
        .execute()
        .catch(() => undefined);
    return readerOf(found);
  }

  /** The account of the host's own reader, made at the first visit. Never merged with another by an address. */
  async ofSubject({ issuer, subject, name, email }: { issuer: string; subject: string; name: string; email: string }): Promise<Reader> {
    const find = () =>
      this.database
        .selectFrom('accounts')
        .select(columns)
        .where('site', '=', this.site)
        .where('issuer', '=', issuer)
        .where('subject', '=', subject)
        .executeTakeFirst();
    let found = await find();
    if (!found) {
      await this.database
        .insertInto('accounts')
        .values({
          id: newId(),
          site: this.site,
          name,
          skeleton: skeletonOf(name),
          email: '',
          pending: null,
          password: '',
          created: Date.now(),
          issuer,
          subject,
        })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      found = await find();
    }
    // Kept by the host, who alone can correct it: never refused; what looks like another's is held when it comments.
    if (found!.name !== name) await this.rename(found!.id, name, { limited: false });
    return { ...readerOf(found!), name, email, external: true };
  }

  async logOut(token: string): Promise<void> {
    await this.database.deleteFrom('sessions').where('hash', '=', sha256(token)).execute();
  }

  async logOutEverywhere({ id }: { id: string }): Promise<void> {
    await this.database.deleteFrom('sessions').where('account', '=', id).execute();
  }

  /** @throws Problem when this is not the account's present password */
  async checkPresentPassword(id: string, password: string, caller?: Caller, field = 'currentPassword'): Promise<void> {
    const { password: stored } = await this.database.selectFrom('accounts').select('password').where('id', '=', id).executeTakeFirstOrThrow();
    if (!(await hashQueue.run(caller, () => checkPassword(password, stored)))) throw wrongPassword(field);
  }

  /** Another name, address or password. The last two are for whoever has given the present password, `currentPassword`, which is checked before. */
  async change(
    reader: Reader,
    {
      name,
      email,
      password,
      currentPassword,
    }: { name?: string | undefined; email?: string | undefined; password?: string | undefined; currentPassword?: string | undefined },
    token: string,
    language: Language,
    caller?: Caller,
  ): Promise<Reader> {
    if (name !== undefined && name !== reader.name) {
      await refuseImpersonation(this.database, this.site, name, reader.id);
      await this.rename(reader.id, name, { limited: true });
    }
    if (password !== undefined) await refuseCommonPassword(password, [name ?? reader.name, email ?? reader.email]);
    // The same address again, where it is not confirmed yet, is sent another link.
    const isAnother = email !== reader.email || (this.mailer && !reader.emailConfirmed);
    if (email !== undefined && isAnother) await this.changeEmail(reader, email, password ?? currentPassword!, language, caller);
    if (password !== undefined) {
      const hash = await hashQueue.run(caller, () => (reader.emailConfirmed ? hashPassword(password) : this.hashFor(email ?? reader.email, password)));
      await this.database.updateTable('accounts').set({ password: hash }).where('id', '=', reader.id).execute();
      // Whoever else was logged in, perhaps with a stolen password, is so no more.
      await this.database.deleteFrom('sessions').where('account', '=', reader.id).where('hash', '!=', sha256(token)).execute();
      await this.database.deleteFrom('devices').where('account', '=', reader.id).execute();
      await this.database.deleteFrom('codes').where('account', '=', reader.id).where('purpose', '=', 'reset').execute();
    }
    return readerOf(await this.database.selectFrom('accounts').select(columns).where('id', '=', reader.id).executeTakeFirstOrThrow());
  }

  private async changeEmail({ id, email: old, emailConfirmed }: Reader, email: string, password: string, language: Language, caller: Caller): Promise<void> {
    if (!this.mailer) {
      if (await this.database.selectFrom('accounts').select('id').where('site', '=', this.site).where('email', '=', email).executeTakeFirst())
        throw takenEmail();
      await this.database.updateTable('accounts').set({ email, confirmed: 0 }).where('id', '=', id).execute();
      return;
    }
    // An unconfirmed registration now stands beside those of the other address, with their salt.
    const hash = emailConfirmed ? undefined : await hashQueue.run(caller, () => this.hashFor(email, password));
    await this.database
      .updateTable('accounts')
      .set({ pending: email, ...(hash && { password: hash }) })
      .where('id', '=', id)
      .execute();
    await this.database.deleteFrom('codes').where('account', '=', id).where('purpose', '=', 'confirm').execute();
    this.askToConfirm(id, email, language);
    if (emailConfirmed) this.mailer.send(old, language, () => ({ kind: 'changing' }));
  }

  private async rename(id: string, name: string, how: { limited: boolean }): Promise<void> {
    await this.database.transaction().execute((transaction) => renameAccount(transaction, id, name, how));
  }

  /** An email to whoever has this address, if anyone; the answer is the same in any case, and does not wait for it. */
  forgotPassword(email: string, language: Language): void {
    if (!this.mailer) throw new Problem('not-found', 'This server sends no mail: ask whoever runs the site.');
    this.mailer.send(email, language, async () => {
      const found =
        (await this.database.selectFrom('accounts').select('id').where('site', '=', this.site).where('email', '=', email).executeTakeFirst()) ??
        (await this.registrationsOf(email).select('id').orderBy('created').executeTakeFirst());
      return found && { kind: 'reset', code: await this.codes.make(found.id, 'reset', email) };
    });
  }

  /** Whose an address is, by proof. */
  private holder(email: string) {
    return this.database
      .selectFrom('accounts')
      .select('id')
      .where('site', '=', this.site)
      .where('email', '=', email)
      .where('confirmed', '=', 1)
      .executeTakeFirst();
  }

  /** Comments stay, without the name and the account. */
  async remove({ id, external, banned }: Reader): Promise<void> {
    await this.database.transaction().execute(async (transaction) => {
      await detachAccounts(transaction, transaction.selectFrom('accounts').select('id').where('id', '=', id), unknownAuthor);
      // A ban of the host's reader outlives the account: the next visit would make it anew.
      if (external && banned)
        await transaction.updateTable('accounts').set({ name: '—', skeleton: '', role: null, formerly: null }).where('id', '=', id).execute();
      else await transaction.deleteFrom('accounts').where('id', '=', id).execute();
    });
  }
}
