/**
 * Who may not write. One ban covers an account, its mailboxes, a guest's secret and the network, so that it also catches who comes back by another of them. It
 * is undone as a whole.
 */

import type { Reader } from '../accounts/accounts.js';
import { mailboxHash } from '../accounts/email-address.js';
import { addressHashExpiry } from '../http/address-hashes.js';
import { forUpdate } from '../database/dialect.js';
import type { Database, Transaction } from '../database/types.js';
import type { Tables } from '../database/tables.js';
import { isoTime } from '../comments/comment-row.js';
import { Problem } from '../http/problems.js';

/** What is known of who wants to write. */
export interface Writer {
  account?: string | undefined;
  email?: string | undefined;
  /** Where the account has shown that the email address is its own. */
  emailConfirmed?: boolean | undefined;
  /** The hash of a guest's mailbox, when the address itself is not known. */
  mailbox?: string | undefined;
  /** The SHA-256 of a guest's secret. */
  secret?: string | undefined;
  /** Of the IP address and the networks around it (http/address-hashes.ts). */
  addressHashes: string[];
}

export const writerOf = (reader: Reader | undefined): Omit<Writer, 'addressHashes'> =>
  reader ? { account: reader.id, email: reader.email, emailConfirmed: reader.emailConfirmed || reader.external } : {};

/** Whether a ban covers the network: not at all; the address (of IPv6 the /64, growing); of IPv4 also the /24 around it. */
export const networkChoices = ['none', 'address', 'neighbors'] as const;
export type NetworkChoice = (typeof networkChoices)[number];

type Entry = Omit<Tables['banEntries'], 'act' | 'site'>;

const pageSize = 200;

export class Bans {
  constructor(
    private database: Database,
    private site: number,
  ) {}

  /**
   * Looks a writer up, with one query. A ban of a network or a mailbox does not lock a moderator out: somebody else may share it.
   *
   * @throws Problem `forbidden` for whoever is banned
   */
  async refuse(
    { account, email, emailConfirmed = false, mailbox = email && mailboxHash(email), secret, addressHashes }: Writer,
    transaction: Database = this.database,
  ): Promise<void> {
    const values = [account, mailbox, secret, ...addressHashes].filter((value) => value !== undefined && value !== '') as string[];
    if (values.length === 0) return;
    let query = transaction
      .selectFrom('banEntries')
      .select('kind')
      .where('site', '=', this.site)
      .where('value', 'in', values)
      .where((where) => where.or([where('ends', 'is', null), where('ends', '>', Date.now())]));
    // Anybody can enter somebody else's address: a ban of an unconfirmed address does not apply to who has confirmed it.
    if (emailConfirmed) query = query.where('kind', '!=', 'claimed');
    if (account)
      query = query.where((where) =>
        where.or([
          where('kind', '=', 'account'),
          where.not(where.exists(where.selectFrom('accounts').select('id').where('id', '=', account).where('moderator', '=', 1))),
        ]),
      );
    if (await query.executeTakeFirst()) throw new Problem('forbidden', 'You may not write here.');
  }

  /**
   * Bans a comment's author.
   *
   * @returns the id of the ban, in `acts`
   */
  async ban(id: string, network: NetworkChoice = 'address'): Promise<number> {
    return this.database.transaction().execute(async (transaction) => {
      // Waits for comments that are being written, and they for this (see CommentWriter.create).
      await forUpdate(transaction, transaction.selectFrom('sites').select('id').where('id', '=', this.site)).execute();
      const comment = await transaction
        .selectFrom('comments')
        .select(['account', 'authorName', 'mailbox', 'secret', 'address', 'networks', 'created'])
        .where('site', '=', this.site)
        .where('id', '=', id)
        .executeTakeFirst();
      if (!comment) throw new Problem('not-found', 'There is no such comment.');
      const entries: Entry[] = [];
      const add = (kind: Entry['kind'], value: string | null | undefined, more: Partial<Entry> = {}): void => {
        if (value) entries.push({ kind, value, within: null, ends: null, ...more });
      };
      if (comment.account) {
        const { email, pending, confirmed, moderator } = await transaction
          .selectFrom('accounts')
          .select(['email', 'pending', 'confirmed', 'moderator'])
          .where('id', '=', comment.account)
          .executeTakeFirstOrThrow();
        if (moderator === 1) throw new Problem('conflict', 'This account moderates: take that away first, with "blog-elements-server moderator remove".');
        add('account', comment.account);
        add(confirmed === 1 ? 'email' : 'claimed', email && mailboxHash(email));
        add('claimed', pending && mailboxHash(pending));
      }
      add('claimed', comment.mailbox);
      add('secret', comment.secret);
      const ends = addressHashExpiry(comment.created);
      if (network !== 'none' && comment.address && ends > Date.now()) {
        for (const entry of await this.networksToBan(transaction, [comment.address, ...(comment.networks?.split(' ') ?? [])], network))
          add('network', entry.value, { ...entry, ends });
      }
      if (entries.length === 0) throw new Problem('not-found', 'Nothing is known (any more) about where this comment came from.');
      const { id: act } = await transaction
        .insertInto('acts')
        .values({ site: this.site, kind: 'ban', name: comment.authorName, created: Date.now(), selection: null, state: null })
        .returning('id')
        .executeTakeFirstOrThrow();
      await transaction
        .insertInto('banEntries')
        .values(entries.map((entry) => ({ ...entry, act, site: this.site })))
        .execute();
      if (comment.account) await transaction.updateTable('accounts').set({ banned: 1 }).where('id', '=', comment.account).execute();
      return act;
    });
  }

  /** In IPv6 the network around is banned when another within it is already, and so on up to the /48. */
  private async networksToBan(
    transaction: Transaction,
    [address, ...around]: string[],
    network: NetworkChoice,
  ): Promise<{ value: string; within: string | null }[]> {
    const isIpv6 = around.length > 1;
    const found = [{ value: address!, within: isIpv6 ? around[0]! : null }];
    if (!isIpv6) return network === 'neighbors' && around[0] ? [...found, { value: around[0], within: null }] : found;
    for (const [index, wider] of around.entries()) {
      const another = await transaction
        .selectFrom('banEntries')
        .select('value')
        .where('site', '=', this.site)
        .where('within', '=', wider)
        .where('value', '!=', found.at(-1)!.value)
        .where('ends', '>', Date.now())
        .executeTakeFirst();
      if (!another) break;
      found.push({ value: wider, within: around[index + 1] ?? null });
    }
    return found;
  }

  /** The newest first; `ends` is when the network is no longer among what it covers. */
  async list(after?: number) {
    let query = this.database
      .selectFrom('acts')
      .select(['id', 'name', 'created'])
      .where('site', '=', this.site)
      .where('kind', '=', 'ban')
      .orderBy('id', 'desc')
      .limit(pageSize + 1);
    if (after !== undefined) query = query.where('id', '<', after);
    const acts = await query.execute();
    const entries = acts.length
      ? await this.database
          .selectFrom('banEntries')
          .select(['act', 'kind', 'value', 'ends'])
          .where(
            'act',
            'in',
            acts.map(({ id }) => id),
          )
          .execute()
      : [];
    return {
      bans: acts.slice(0, pageSize).map(({ id, name, created }) => {
        const own = entries.filter(({ act, ends }) => act === id && (ends === null || ends > Date.now()));
        const networks = own.filter(({ kind }) => kind === 'network');
        return {
          id: String(id),
          name,
          since: isoTime(created),
          covers: (['account', 'email', 'secret', 'network'] as const).filter((each) => own.some(({ kind }) => (kind === 'claimed' ? 'email' : kind) === each)),
          ...(networks.length > 0 && { ends: isoTime(Math.max(...networks.map(({ ends }) => ends!))), network: widest(networks.map(({ value }) => value)) }),
        };
      }),
      ...(acts.length > pageSize && { after: acts[pageSize - 1]!.id }),
    };
  }

  /** Undoes a ban with all that it covers. */
  async unban(id: string): Promise<void> {
    await this.database.transaction().execute(async (transaction) => {
      const act = /^\d{1,15}$/.test(id)
        ? await transaction
            .selectFrom('acts')
            .select('id')
            .where('site', '=', this.site)
            .where('kind', '=', 'ban')
            .where('id', '=', Number(id))
            .executeTakeFirst()
        : undefined;
      if (!act) throw new Problem('not-found', 'There is no such ban.');
      const accounts = await transaction.deleteFrom('banEntries').where('act', '=', act.id).where('kind', '=', 'account').returning('value').execute();
      await transaction.deleteFrom('acts').where('id', '=', act.id).execute();
      const free = accounts.map(({ value }) => value);
      if (free.length) {
        const still = transaction
          .selectFrom('banEntries')
          .select('value')
          .where('site', '=', this.site)
          .where('kind', '=', 'account')
          .where('value', 'in', free);
        await transaction
          .updateTable('accounts')
          .set({ banned: 0 })
          .where('site', '=', this.site)
          .where('id', 'in', free)
          .where('id', 'not in', still)
          .execute();
      }
    });
  }

  /** Which of these are banned: accounts, mailboxes, secrets and address hashes, as comments hold them. */
  async findBanned(values: string[]): Promise<Set<string>> {
    if (values.length === 0) return new Set();
    const rows = await this.database
      .selectFrom('banEntries')
      .select('value')
      .where('site', '=', this.site)
      .where('value', 'in', [...new Set(values)])
      .where((where) => where.or([where('ends', 'is', null), where('ends', '>', Date.now())]))
      .execute();
    return new Set(rows.map(({ value }) => value));
  }
}

/** The prefix of the widest network, where it is more than one address or household. */
const widest = (addressHashes: string[]): number | undefined =>
  addressHashes
    .map((hash) => Number(/^(\d\d):/.exec(hash)?.[1]))
    .filter((prefix) => prefix > 0)
    .sort((a, b) => a - b)[0];
