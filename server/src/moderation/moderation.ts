/** What a moderator sees and decides. The routes check that the caller is one. */

import { sql } from 'kysely';
import type { Database } from '../database/types.js';
import { isoTime } from '../comments/comment-row.js';
import { Problem } from '../http/problems.js';
import { rowsAsTable, yieldToRequests } from '../database/batches.js';
import { hostOf } from './rules.js';
import type { DecisionAction, CommentWriter } from '../comments/write.js';
import { authorSelection, commentsBySelection } from './authors.js';
import { Bans } from './bans.js';
import { findComments, isOldestFirst, type Filter } from './search.js';

export interface DecisionResult {
  done: string[];
  missing: string[];
}

const pageSize = 200;
/** Counts on every page stop here. */
export const maxCounted = 1000;
const maxOfAuthor = 200;

export class Moderation {
  constructor(
    private database: Database,
    private site: number,
    private commentWriter: CommentWriter,
    private bans = new Bans(database, site),
  ) {}

  /** A page of comments: those that wait oldest first, others newest first. */
  async list(filter: Filter) {
    const { places, ...more } = await findComments(this.database, this.site, filter, pageSize);
    const comments: Awaited<ReturnType<Moderation['describe']>> = [];
    for (let at = 0; at < places.length; at += 50) {
      if (at) await yieldToRequests();
      comments.push(...(await this.describe(places.slice(at, at + 50))));
    }
    const sign = isOldestFirst(filter) ? 1 : -1;
    return { comments: comments.sort((a, b) => sign * (a.place - b.place)), ...more };
  }

  private async describe(places: number[]) {
    const rows = await this.database
      .selectFrom(
        rowsAsTable(
          this.database,
          { place: 'integer' },
          places.map((place) => ({ place })),
        ).as('given'),
      )
      .crossJoin('comments')
      .whereRef('comments.seq', '=', 'given.place')
      .innerJoin('threads', 'threads.id', 'comments.thread')
      .leftJoin('accounts', 'accounts.id', 'comments.account')
      .select((column) => [
        'comments.id',
        'comments.seq as place',
        'threads.key as thread',
        'threads.title',
        'threads.url',
        'comments.authorName',
        'comments.text',
        'comments.created',
        'comments.account',
        'accounts.moderator',
        'comments.address',
        'comments.networks',
        'comments.mailbox',
        'comments.secret',
        'comments.status',
        'comments.verdict',
        column
          .selectFrom('reports')
          .whereRef('reports.comment', '=', 'comments.seq')
          .select(({ fn }) => fn.countAll().as('count'))
          .as('reports'),
        column
          .selectFrom('reports')
          .whereRef('reports.comment', '=', 'comments.seq')
          .select(({ fn }) => fn.max('reason').as('reason'))
          .as('reason'),
      ])
      .execute();
    const originsOf = ({ account, mailbox, secret, address, networks }: (typeof rows)[number]): string[] =>
      [account, mailbox, secret, address, ...(networks?.split(' ') ?? [])].filter((value) => value !== null);
    const banned = await this.bans.findBanned(rows.flatMap(originsOf));
    const counts = new Map<string, number>();
    for (const row of rows) {
      const author = JSON.stringify(authorSelection(row));
      if (!counts.has(author)) counts.set(author, await this.countBy(row));
    }
    return rows.map((row) => {
      const { created, account, moderator, address, reports, title, url, reason, verdict, authorName: author, id, place, thread, text, status, mailbox } = row;
      return {
        id,
        place,
        thread,
        ...(title && { title }),
        ...(url && { url }),
        author,
        text,
        status,
        dateCreated: isoTime(created),
        guest: account === null,
        role: moderator === 1 ? ('moderator' as const) : account ? ('member' as const) : ('guest' as const),
        banned: originsOf(row).some((origin) => banned.has(origin)),
        bannable: moderator !== 1 && (account ?? mailbox ?? row.secret ?? address) !== null,
        hasAddress: address !== null,
        authorComments: counts.get(JSON.stringify(authorSelection(row)))!,
        reports: Number(reports ?? 0),
        ...(reason && { reason }),
        ...(verdict && { verdict }),
      };
    });
  }

  /** How many comments an author has, up to `maxOfAuthor`; one when the author is not known. */
  private async countBy(row: Parameters<typeof authorSelection>[0]): Promise<number> {
    const selection = authorSelection(row);
    return selection ? this.countUpTo(maxOfAuthor, commentsBySelection(this.database, this.site, selection).select('seq').limit(maxOfAuthor)) : 1;
  }

  private async countUpTo(most: number, query: { as(name: 'some'): unknown }): Promise<number> {
    const { count } = (await this.database
      .selectFrom(query.as('some') as never)
      .select(({ fn }) => fn.countAll().as('count'))
      .executeTakeFirstOrThrow()) as { count: number };
    return Math.min(most, Number(count));
  }

  /** How many wait in each queue that asks for a decision, up to `maxCounted`. */
  async waiting(): Promise<{ held: number; reported: number }> {
    const held = this.database
      .selectFrom('comments')
      .select('seq')
      .where('site', '=', this.site)
      .where(sql<boolean>`status = 'held' and verdict is null`)
      .limit(maxCounted);
    const reported = this.database
      .selectFrom('reports')
      .innerJoin('comments', 'comments.seq', 'reports.comment')
      .select('reports.comment')
      .distinct()
      .where('comments.site', '=', this.site)
      .where(sql<boolean>`comments.status = 'published'`)
      .limit(maxCounted);
    return { held: await this.countUpTo(maxCounted, held), reported: await this.countUpTo(maxCounted, reported) };
  }

  async decide(ids: string[], action: DecisionAction): Promise<DecisionResult> {
    const done = new Set(await this.commentWriter.decideAll(ids, action));
    return { done: ids.filter((id) => done.has(id)), missing: ids.filter((id) => !done.has(id)) };
  }

  /** The newest threads. */
  async threads(limit = 100) {
    const rows = await this.database
      .selectFrom('threads')
      .select(['key as thread', 'title', 'url', 'closed', 'count', 'verified'])
      .where('site', '=', this.site)
      .orderBy('id', 'desc')
      .limit(limit)
      .execute();
    return rows.map(({ thread, title, url, closed, count, verified }) => ({
      thread,
      ...(title && { title }),
      ...(url && { url }),
      closed: closed === 1,
      count,
      verified: verified === 1,
    }));
  }

  /** Also closes a thread without comments. */
  async close(thread: string, closed: boolean): Promise<void> {
    await this.database
      .insertInto('threads')
      .values({ site: this.site, key: thread, url: null, title: null, closed: closed ? 1 : 0 })
      .onConflict((conflict) => conflict.columns(['site', 'key']).doUpdateSet((set) => ({ closed: closed ? 1 : 0, version: set('threads.version', '+', 1) })))
      .execute();
  }

  /** Where a thread is and what it is called; from then on its page does not change that. */
  async correct(thread: string, { url, title }: { url?: string | undefined; title?: string | undefined }): Promise<void> {
    const { length } = await this.database
      .updateTable('threads')
      .set((set) => ({ ...(url !== undefined && { url }), ...(title !== undefined && { title }), corrected: 1, version: set('version', '+', 1) }))
      .where('site', '=', this.site)
      .where('key', '=', thread)
      .returning('id')
      .execute();
    if (length === 0) throw new Problem('not-found', 'There is no such thread.');
  }

  async rules() {
    return this.database
      .selectFrom('rules')
      .select(['id', 'kind', 'pattern', 'verdict'])
      .where('site', '=', this.site)
      .orderBy('kind')
      .orderBy('pattern')
      .execute();
  }

  async addRule({ kind, pattern, verdict }: { kind: 'word' | 'link'; pattern: string; verdict: 'hold' | 'spam' }): Promise<void> {
    const clean = kind === 'link' ? hostOf(pattern.includes('://') ? pattern : `http://${pattern}`) : pattern;
    if (!clean) throw new Problem('invalid', 'A link rule is a host such as casino.example.', { fields: { pattern: 'malformed' } });
    await this.database
      .insertInto('rules')
      .values({ site: this.site, kind, pattern: clean, verdict })
      .onConflict((conflict) => conflict.columns(['site', 'kind', 'pattern']).doUpdateSet({ verdict }))
      .execute();
  }

  async removeRule(id: number): Promise<void> {
    const { length } = await this.database.deleteFrom('rules').where('site', '=', this.site).where('id', '=', id).returning('id').execute();
    if (length === 0) throw new Problem('not-found', 'There is no such rule.');
  }
}
