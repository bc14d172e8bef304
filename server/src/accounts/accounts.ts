/**
 * Readers' accounts and their sessions.
 *
 * Where the server sends mail, nothing here tells whether an address has an account: everybody can register with any address and is logged in, and
 * only whoever reads its mail can make it theirs. Until then it is `pending`. Without mail an address is whoever's came first.
 */

import type { SelectQueryBuilder } from 'kysely';
import type { Database, Work } from '../database/open.js';
import type { Language } from '../words/translations.js';
import type { Letters } from '../mail/mailer.js';
import { Problem } from '../http/problems.js';
import { checkPassword, hashPassword, newId, newToken, sha256 } from './passwords.js';
import type { Tables } from '../database/tables.js';
import { refuseImpersonation } from './impersonation.js';
import { skeletonOf } from './names.js';
import { changeAuthor, renameAccount } from './renaming.js';

const hour = 3600 * 1000;
export const idleLimit = 30 * 24 * hour;
/** A moderator's session ends sooner. */
const moderatorIdleLimit = 12 * hour;
/** A session's last use is written down at most this often: reading must not become writing. */
const useInterval = hour;
export const codeLifetime = { confirm: 72 * hour, reset: hour };

export interface Reader { id: string; name: string; email: string; emailConfirmed: boolean; banned: boolean; /** By single sign-on: the host keeps name and address. */ external?: boolean }
type Kind = 'reader' | 'moderator';

const columns = ['id', 'name', 'email', 'pending', 'confirmed', 'banned', 'moderator', 'password'] as const;
const readerOf = ({ id, name, email, pending, confirmed, banned }: { id: string; name: string; email: string; pending: string | null; confirmed: number; banned: number }): Reader =>
  ({ id, name, email: email || pending || '', emailConfirmed: confirmed === 1, banned: banned === 1 });
export const accountAnswer = ({ id, name, email, emailConfirmed }: Reader) => ({ id, name, email, emailConfirmed });

const taken = () => new Problem('conflict', 'There is an account with this e-mail address already: log in.', { fields: { email: 'taken' } });
const wrongPassword = (field = 'password') => new Problem(field === 'password' ? 'unauthorized' : 'invalid', field === 'password' ? 'The e-mail address or the password is wrong.' : 'This is not the password.', { fields: { [field]: 'wrong' } });

export class Accounts {
  constructor(private database: Database, private site: number, private letters?: Letters) {}

  /** @throws Problem `conflict` when the address has an account already and this server cannot send mail */
  async register({ name, email, password }: { name: string; email: string; password: string }, language: Language) {
    await refuseImpersonation(this.database, this.site, name);
    const id = newId();
    const row = { id, site: this.site, name, skeleton: skeletonOf(name), email: this.letters ? '' : email, pending: this.letters ? email : null, password: await hashPassword(password), created: Date.now() };
    const added = await this.database.insertInto('accounts').values({ ...row, issuer: null, subject: null }).onConflict((conflict) => conflict.doNothing()).executeTakeFirst();
    if (Number(added.numInsertedOrUpdatedRows) === 0) throw taken();
    this.letters?.write(email, language, async () => (await this.holder(email) ? { kind: 'taken' } : { kind: 'confirm', code: await this.makeCode(id, 'confirm', email) }));
    return this.startSession({ id, name, email, emailConfirmed: false, banned: false });
  }

  async logIn(credentials: { email: string; password: string }) {
    return this.startSession(readerOf(await this.identify(credentials)));
  }

  /** A token for the moderator's cookie. The same words for a wrong password and for somebody who is no moderator. */
  async logInModerator(credentials: { email: string; password: string }): Promise<string> {
    const found = await this.identify(credentials);
    if (found.moderator !== 1 || found.banned === 1) throw wrongPassword();
    return (await this.startSession(readerOf(found), 'moderator')).token;
  }

  /** As much work for an address that is not there, so that the time tells nothing. */
  private async identify({ email, password }: { email: string; password: string }) {
    const of = (column: 'email' | 'pending', first: 'asc' | 'desc' = 'asc') => this.database.selectFrom('accounts').select(columns).where('site', '=', this.site).where(column, '=', email).orderBy('created', first).executeTakeFirst();
    let found;
    // Whoever was first with an address that nobody has confirmed is not shut out by others who say it after him.
    for (const candidate of [await of('email'), ...(this.letters ? [await of('pending'), await of('pending', 'desc')] : [])]) {
      if (await checkPassword(password, candidate?.password || undefined)) found ??= candidate;
    }
    if (!found) throw wrongPassword();
    return found;
  }

  private async startSession(reader: Reader, kind: Kind = 'reader') {
    const token = newToken();
    const now = Date.now();
    await this.database.insertInto('sessions').values({ hash: sha256(token), account: reader.id, created: now, used: now, kind }).execute();
    return { token, account: accountAnswer(reader) };
  }

  /** Whom a token belongs to, if anyone. A reader's token is no moderator's, and the other way round. */
  async readerOf(token: string | undefined, kind: Kind = 'reader'): Promise<Reader | undefined> {
    if (!token) return undefined;
    const hash = sha256(token);
    const now = Date.now();
    const found = await this.database.selectFrom('sessions').innerJoin('accounts', 'accounts.id', 'sessions.account')
      .select([...columns.map((name) => `accounts.${name}` as const), 'sessions.used'])
      .where('sessions.hash', '=', hash).where('sessions.kind', '=', kind).where('accounts.site', '=', this.site).executeTakeFirst();
    if (!found) return undefined;
    // Refused and not deleted: the clock may be wrong. Cleanup deletes it when the clock is believed.
    if (found.used < now - (kind === 'moderator' ? moderatorIdleLimit : idleLimit)) return undefined;
    if (kind === 'moderator' && (found.moderator !== 1 || found.banned === 1)) return undefined;
    // Where there is no room to write, the session holds all the same: the next request writes it down.
    if (found.used < now - useInterval) await this.database.updateTable('sessions').set({ used: now }).where('hash', '=', hash).execute().catch(() => undefined);
    return readerOf(found);
  }

  /** The account of the host's own reader, made at the first visit. Never merged with another by an address. */
  async ofSubject({ issuer, subject, name, email }: { issuer: string; subject: string; name: string; email: string }): Promise<Reader> {
    const find = () => this.database.selectFrom('accounts').select(columns).where('site', '=', this.site).where('issuer', '=', issuer).where('subject', '=', subject).executeTakeFirst();
    let found = await find();
    if (!found) {
      await this.database.insertInto('accounts').values({ id: newId(), site: this.site, name, skeleton: skeletonOf(name), email: '', pending: null, password: '', created: Date.now(), issuer, subject })
        .onConflict((conflict) => conflict.doNothing()).execute();
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

  /** Another name, address or password; the last two for whoever knows the password. */
  async change(reader: Reader, { name, email, password, currentPassword }: { name?: string | undefined; email?: string | undefined; password?: string | undefined; currentPassword?: string | undefined }, token: string, language: Language): Promise<Reader> {
    if (reader.external) throw new Problem('forbidden', 'This account is kept by the site that you logged in with: change it there.');
    if (email !== undefined || password !== undefined) {
      if (currentPassword === undefined) throw new Problem('invalid', 'The present password is needed.', { fields: { currentPassword: 'missing' } });
      const { password: stored } = await this.database.selectFrom('accounts').select('password').where('id', '=', reader.id).executeTakeFirstOrThrow();
      if (!await checkPassword(currentPassword, stored)) throw wrongPassword('currentPassword');
    }
    if (name !== undefined && name !== reader.name) {
      await refuseImpersonation(this.database, this.site, name, reader.id);
      await this.rename(reader.id, name, { limited: true });
    }
    if (email !== undefined && email !== reader.email) await this.changeEmail(reader, email, language);
    if (password !== undefined) {
      await this.database.updateTable('accounts').set({ password: await hashPassword(password) }).where('id', '=', reader.id).execute();
      // Whoever else was logged in, perhaps with a stolen password, is so no more.
      await this.database.deleteFrom('sessions').where('account', '=', reader.id).where('hash', '!=', sha256(token)).execute();
      await this.database.deleteFrom('codes').where('account', '=', reader.id).where('purpose', '=', 'reset').execute();
    }
    return readerOf(await this.database.selectFrom('accounts').select(columns).where('id', '=', reader.id).executeTakeFirstOrThrow());
  }

  private async changeEmail({ id, email: old, emailConfirmed }: Reader, email: string, language: Language): Promise<void> {
    if (!this.letters) {
      if (await this.holder(email)) throw taken();
      await this.database.updateTable('accounts').set({ email, confirmed: 0 }).where('id', '=', id).execute();
      return;
    }
    await this.database.updateTable('accounts').set({ pending: email }).where('id', '=', id).execute();
    this.letters.write(email, language, async () => (await this.holder(email) ? { kind: 'taken' } : { kind: 'confirm', code: await this.makeCode(id, 'confirm', email) }));
    if (emailConfirmed) this.letters.write(old, language, async () => ({ kind: 'changing' }));
  }

  private async rename(id: string, name: string, how: { limited: boolean }): Promise<void> {
    await this.database.transaction().execute((work) => renameAccount(work, id, name, how));
  }

  /** Pages of these threads are others now. */
  private async renew(work: Work, threads: SelectQueryBuilder<Tables, 'comments', { thread: number }>): Promise<void> {
    await work.updateTable('threads').set((set) => ({ version: set('version', '+', 1) })).where('id', 'in', threads).execute();
  }

  /** A letter to whoever has this address, if anyone; the answer is the same in any case, and does not wait for it. */
  forgotPassword(email: string, language: Language): void {
    if (!this.letters) throw new Problem('not-found', 'This server sends no mail: ask whoever runs the site.');
    this.letters.write(email, language, async () => {
      const found = await this.holder(email)
        ?? await this.database.selectFrom('accounts').select('id').where('site', '=', this.site).where('pending', '=', email).orderBy('created').executeTakeFirst();
      return found && { kind: 'reset', code: await this.makeCode(found.id, 'reset', email) };
    });
  }

  async resetPassword(code: string, password: string): Promise<void> {
    const { id, email } = await this.useCode(code, 'reset');
    const hash = await hashPassword(password);
    await this.database.transaction().execute(async (work) => {
      await work.updateTable('accounts').set({ password: hash }).where('id', '=', id).execute();
      await work.deleteFrom('sessions').where('account', '=', id).execute();
      // Who could read the letter has shown whose address it is.
      await this.settleEmail(work, id, email);
    });
  }

  async confirmEmail(code: string): Promise<void> {
    const { id, email } = await this.useCode(code, 'confirm');
    await this.database.transaction().execute(async (work) => {
      if (!await this.settleEmail(work, id, email)) throw taken();
    });
  }

  private async settleEmail(work: Work, id: string, email: string): Promise<boolean> {
    const { pending } = await work.selectFrom('accounts').select('pending').where('id', '=', id).executeTakeFirstOrThrow();
    const holder = await this.holder(email, work);
    if (holder && holder.id !== id) return false;
    await work.updateTable('accounts').set({ email, confirmed: 1, pending: pending === email ? null : pending }).where('id', '=', id).execute();
    return true;
  }

  private holder(email: string, work: Database = this.database) {
    return work.selectFrom('accounts').select('id').where('site', '=', this.site).where('email', '=', email).executeTakeFirst();
  }

  private async makeCode(account: string, purpose: keyof typeof codeLifetime, email: string): Promise<string> {
    const code = newToken();
    await this.database.deleteFrom('codes').where('account', '=', account).where('purpose', '=', purpose).execute();
    await this.database.insertInto('codes').values({ hash: sha256(code), account, purpose, email, created: Date.now() }).execute();
    return code;
  }

  /** A code is used once, and only where its account belongs. */
  private async useCode(code: string, purpose: keyof typeof codeLifetime): Promise<{ id: string; email: string }> {
    const [row] = await this.database.deleteFrom('codes').where('hash', '=', sha256(code)).where('purpose', '=', purpose)
      .where('account', 'in', this.database.selectFrom('accounts').select('id').where('site', '=', this.site)).returning(['account as id', 'email', 'created']).execute();
    if (!row || row.created < Date.now() - codeLifetime[purpose]) throw new Problem('invalid', 'This code is not valid (any more): ask for another letter.', { fields: { code: 'wrong' } });
    return row;
  }

  /** Comments stay, without the name and the account. */
  async remove({ id, external, banned }: Reader): Promise<void> {
    await this.database.transaction().execute(async (work) => {
      await changeAuthor(work, id, { authorName: '—', authorUrl: null, authorEmail: null });
      const voted = work.selectFrom('comments').where('seq', 'in', work.selectFrom('votes').select('comment').where('account', '=', id));
      await this.renew(work, voted.select('thread'));
      await work.updateTable('comments').set((set) => ({ votes: set('votes', '-', 1) })).where('seq', 'in', voted.select('seq')).execute();
      await work.updateTable('comments').set({ account: null }).where('account', '=', id).execute();
      await work.deleteFrom('reports').where('reporter', '=', id).execute();
      await work.deleteFrom('votes').where('account', '=', id).execute();
      // A ban of the host's reader outlives the account: the next visit would make it anew.
      if (external && banned) await work.updateTable('accounts').set({ name: '—', skeleton: '', role: null, formerly: null }).where('id', '=', id).execute();
      else await work.deleteFrom('accounts').where('id', '=', id).execute();
    });
  }

  // Moderators are made on the command line only.

  /** @returns the account's new password; undefined when its address was confirmed, so that it keeps its own: anybody can register with an address that is not theirs */
  async makeModerator(email: string): Promise<string | undefined> {
    const holder = await this.database.selectFrom('accounts').select(['id', 'confirmed']).where('site', '=', this.site).where('email', '=', email).executeTakeFirst();
    if (holder?.confirmed === 1) {
      await this.database.updateTable('accounts').set({ moderator: 1 }).where('id', '=', holder.id).execute();
      return undefined;
    }
    const password = newToken().slice(0, 20);
    const given = { password: await hashPassword(password), confirmed: 1, moderator: 1 };
    if (holder) {
      await this.database.updateTable('accounts').set(given).where('id', '=', holder.id).execute();
      await this.logOutEverywhere(holder);
    } else {
      await this.database.insertInto('accounts').values({ ...given, id: newId(), site: this.site, name: 'Moderator', skeleton: skeletonOf('Moderator'), email, pending: null, created: Date.now(), issuer: null, subject: null }).execute();
    }
    return password;
  }

  async unmakeModerator(email: string): Promise<boolean> {
    const rows = await this.database.updateTable('accounts').set({ moderator: 0 }).where('site', '=', this.site).where('email', '=', email).where('moderator', '=', 1).returning('id').execute();
    for (const { id } of rows) await this.database.deleteFrom('sessions').where('account', '=', id).where('kind', '=', 'moderator').execute();
    return rows.length > 0;
  }

  /** After an account has become a moderator or is none any more: whether it is the author's too. Its comments show it at once. */
  async setRole(email: string, role: 'author' | null): Promise<void> {
    await this.database.transaction().execute(async (work) => {
      const { id } = await work.updateTable('accounts').set({ role }).where('site', '=', this.site).where('email', '=', email).returning('id').executeTakeFirstOrThrow();
      await changeAuthor(work, id);
    });
  }

  async moderators(): Promise<{ name: string; email: string }[]> {
    return this.database.selectFrom('accounts').select(['name', 'email']).where('site', '=', this.site).where('moderator', '=', 1).orderBy('email').execute();
  }
}
