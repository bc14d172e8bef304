/**
 * Removes all comments by an author or from an address, and restores them: in batches, so that others do not wait. After a crash it continues at the next
 * start. Removed comments are held, so that nothing is lost until the removal can no longer be undone.
 */

import { sql } from 'kysely';
import type { ChangeFeed } from '../database/change-feed.js';
import { rowsAsTable, inBatches, stopwatch } from '../database/batches.js';
import { forUpdate } from '../database/dialect.js';
import type { Database, Transaction } from '../database/types.js';
import type { ActTable } from '../database/tables.js';
import { changeState, deletedFields, deletedState, lockThreads, stateColumns, type CommentState, type StateRow } from '../comments/comment-state.js';
import { isoTime } from '../comments/comment-row.js';
import { Problem } from '../http/problems.js';
import { addressHashExpiry } from '../http/address-hashes.js';
import { authorSelection, selectionOf, commentsBySelection, type Selection } from './authors.js';

const day = 24 * 3600 * 1000;
/** Milliseconds after which the texts are erased (cleanup.ts). */
export const undoLimit = 30 * day;
/** Milliseconds between two attempts, when the database does not answer. */
const retryAfter = 2000;

/** What a moderator sees of a comment's author before a ban or a removal. */
export interface AuthorSummary {
  id: string;
  name: string;
  moderates: boolean;
  networkEnds?: string;
  isIpv4: boolean;
  byAuthor: number;
  fromAddress: number;
}

export class Removals {
  private running = Promise.resolve();
  private closed = false;
  private retry: NodeJS.Timeout | undefined;

  constructor(
    private database: Database,
    private site: number,
    private changes: ChangeFeed,
  ) {}

  /**
   * Starts to remove all comments by a comment's author, or from its address; does not wait for the end.
   *
   * @param first runs before, when the author is known: a ban, so that no new comments arrive meanwhile
   */
  async start(comment: string, by: 'author' | 'address', first: () => Promise<void>): Promise<{ id: string; comments: number }> {
    const { name, selection } = await selectionOf(this.database, this.site, comment, by);
    await first();
    const comments = await this.count(selection);
    const { id } = await this.database
      .insertInto('acts')
      .values({ site: this.site, kind: 'removal', name, created: Date.now(), selection: JSON.stringify(selection), state: 'removing' })
      .returning('id')
      .executeTakeFirstOrThrow();
    this.resume();
    return { id: String(id), comments };
  }

  /** The author of a comment, and how many comments a removal would take. */
  async describeAuthor(id: string): Promise<AuthorSummary> {
    const row = await this.database
      .selectFrom('comments')
      .leftJoin('accounts', 'accounts.id', 'comments.account')
      .select([
        'comments.account',
        'comments.mailbox',
        'comments.address',
        'comments.networks',
        'comments.authorName',
        'comments.created',
        'accounts.moderator',
      ])
      .where('comments.site', '=', this.site)
      .where('comments.id', '=', id)
      .where('comments.status', '!=', 'deleted')
      .executeTakeFirst();
    if (!row) throw new Problem('not-found', 'There is no such comment.');
    const author = authorSelection(row);
    const ends = addressHashExpiry(row.created);
    return {
      id,
      name: row.authorName,
      moderates: row.moderator === 1,
      isIpv4: row.networks?.startsWith('24:') ?? false,
      ...(row.address && ends > Date.now() && { networkEnds: isoTime(ends) }),
      byAuthor: author ? await this.count(author) : 0,
      fromAddress: row.address ? await this.count({ address: row.address }) : 0,
    };
  }

  /** How many comments a selection has. */
  private async count(selection: Selection): Promise<number> {
    const { count } = await commentsBySelection(this.database, this.site, selection)
      .where('removal', 'is', null)
      .select(({ fn }) => fn.countAll().as('count'))
      .executeTakeFirstOrThrow();
    return Number(count);
  }

  /** Starts to restore what a removal took. */
  async undo(id: string): Promise<void> {
    const { length } = /^\d{1,15}$/.test(id)
      ? await this.database
          .updateTable('acts')
          .set({ state: 'undoing', cursor: 0 })
          .where('site', '=', this.site)
          .where('id', '=', Number(id))
          .where('kind', '=', 'removal')
          .where('state', 'in', ['removing', 'removed'])
          .returning('id')
          .execute()
      : [];
    if (length === 0) throw new Problem('not-found', 'There is no such removal, or it cannot be undone any more.');
    this.resume();
  }

  /** The newest first, as long as they can be undone. */
  async list(after?: number) {
    let query = this.database
      .selectFrom('acts')
      .select(['id', 'name', 'created', 'selection', 'state', 'count'])
      .where('site', '=', this.site)
      .where('kind', '=', 'removal')
      .where('state', '!=', 'wiping')
      .orderBy('id', 'desc')
      .limit(201);
    if (after !== undefined) query = query.where('id', '<', after);
    const acts = await query.execute();
    return {
      removals: acts.slice(0, 200).map(({ id, name, created, selection, state, count }) => ({
        id: String(id),
        name,
        by: isByAddress(JSON.parse(selection!) as Selection) ? ('address' as const) : ('author' as const),
        since: isoTime(created),
        ends: isoTime(created + undoLimit),
        state: state as 'removing' | 'removed' | 'undoing',
        comments: count,
      })),
      ...(acts.length > 200 && { after: acts[199]!.id }),
    };
  }

  /** Continues unfinished removals: at the start, and every hour, in case another process died. */
  resume(): void {
    this.running = this.running
      .then(() => this.finishAll())
      .catch(() => {
        // The database did not answer: continue later where it stopped.
        if (!this.closed) this.retry = setTimeout(() => this.resume(), retryAfter).unref();
      });
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.retry);
    await this.running;
  }

  private async finishAll(): Promise<void> {
    while (!this.closed) {
      const act = await this.database
        .selectFrom('acts')
        .select('id')
        .where('site', '=', this.site)
        .where('kind', '=', 'removal')
        .where('state', 'in', ['removing', 'undoing', 'wiping'])
        .orderBy('id')
        .executeTakeFirst();
      if (!act) return;
      await inBatches(async (size) => (this.closed ? { more: false, took: 0 } : this.batch(act.id, size)));
    }
  }

  private async batch(id: number, size: number): Promise<{ more: boolean; took: number }> {
    const changedThreads: string[] = [];
    const done = await this.database.transaction().execute(async (transaction) => {
      const took = stopwatch();
      // Several processes may work on it: they take turns.
      const act = await forUpdate(
        transaction,
        transaction.selectFrom('acts').select(['id', 'state', 'selection', 'cursor', 'count']).where('id', '=', id),
      ).executeTakeFirst();
      if (!act || act.state === 'removed') return { more: false, took: 0 };
      const all =
        act.state === 'removing'
          ? commentsBySelection(transaction, this.site, JSON.parse(act.selection!) as Selection)
          : transaction.selectFrom('comments').where('removal', '=', id);
      const found = await all.select(['seq', 'thread']).where('seq', '>', act.cursor).orderBy('seq').limit(size).execute();
      const changed = await this.change(transaction, act, found, changedThreads);
      const isLast = found.length < size;
      if (act.state === 'removing')
        await transaction
          .updateTable('acts')
          .set({ cursor: found.at(-1)?.seq ?? act.cursor, count: act.count + changed, ...(isLast && { state: 'removed' }) })
          .where('id', '=', id)
          .execute();
      else if (!isLast)
        await transaction
          .updateTable('acts')
          .set({ cursor: found.at(-1)!.seq })
          .where('id', '=', id)
          .execute();
      else await transaction.deleteFrom('acts').where('id', '=', id).execute();
      return { more: !isLast, took: took() };
    });
    for (const key of changedThreads) this.changes.publish(this.site, key);
    return done;
  }

  /** @returns how many comments changed */
  private async change(
    transaction: Transaction,
    { id, state }: Pick<ActTable, 'state'> & { id: number },
    found: { seq: number; thread: number }[],
    changedThreads: string[],
  ): Promise<number> {
    if (found.length === 0) return 0;
    await lockThreads(
      transaction,
      found.map(({ thread }) => thread),
    );
    const given = rowsAsTable(
      transaction,
      { ofComment: 'integer' },
      found.map(({ seq }) => ({ ofComment: seq })),
    );
    const rows = (
      await transaction
        .selectFrom(given.as('given'))
        .crossJoin('comments')
        .whereRef('comments.seq', '=', 'given.ofComment')
        .select(stateColumns.map((name) => `comments.${name}` as const))
        .orderBy('comments.seq')
        .execute()
    ).filter((row) => row.status !== 'deleted' && (state === 'removing' ? row.removal === null : row.removal === id));
    const next = (row: StateRow): CommentState =>
      state === 'removing'
        ? {
            status: 'held',
            verdict: 'removed',
            removal: id,
            statusBefore: row.verdict === 'removed' ? null : (row.verdict ?? (row.status as 'published' | 'held')),
          }
        : state === 'undoing'
          ? before(row)
          : deletedState;
    // Readers see no difference: a removed comment was an empty place already.
    changedThreads.push(
      ...(await changeState(
        transaction,
        rows.map((row) => ({ row, next: next(row) })),
        state === 'wiping' ? deletedFields('moderator', null) : {},
      )),
    );
    return rows.length;
  }
}

const isByAddress = (selection: Selection): boolean => 'address' in selection && selection.name === undefined;

/** The state of a comment before its removal. */
const before = ({ statusBefore }: StateRow): CommentState =>
  statusBefore === 'published' ? { status: 'published', verdict: null } : { status: 'held', verdict: statusBefore === 'held' ? null : statusBefore };

export const expireRemovals = (database: Database, now: number) =>
  sql`update acts set state = 'wiping', cursor = 0 where kind = 'removal' and state = 'removed' and created < ${now - undoLimit}`.execute(database);
