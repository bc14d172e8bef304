/** What a moderator sees and decides. Who may ask is checked before (moderator-routes.ts). */

import type { Database } from '../database/open.js';
import { Problem } from '../http/problems.js';
import { hostOf } from './rules.js';
import type { Action, Writing } from '../comments/write.js';

export const queues = ['held', 'published', 'reported', 'rejected', 'spam'] as const;
export type Queue = (typeof queues)[number];

export interface Judged { done: string[]; missing: string[] }

const pageSize = 50;

export class Moderation {
  constructor(private database: Database, private site: number, private writing: Writing) {}

  /** A page of comments: those that wait oldest first, others newest first. `after` is the last one's `place`. */
  async list(queue: Queue, after?: number) {
    let query = this.database.selectFrom('comments').innerJoin('threads', 'threads.id', 'comments.thread').leftJoin('accounts', 'accounts.id', 'comments.account')
      .select((column) => [
        'comments.id', 'comments.seq as place', 'threads.key as thread', 'threads.title', 'threads.url', 'comments.authorName as author', 'comments.text', 'comments.created', 'comments.account',
        'accounts.banned', 'comments.address', 'comments.status', 'comments.verdict',
        column.selectFrom('reports').whereRef('reports.comment', '=', 'comments.seq').select(({ fn }) => fn.countAll().as('count')).as('reports'),
        column.selectFrom('reports').whereRef('reports.comment', '=', 'comments.seq').select(({ fn }) => fn.max('reason').as('reason')).as('reason'),
      ])
      .where('comments.site', '=', this.site);
    query = queue === 'published' || queue === 'reported' ? query.where('comments.status', '=', 'published')
      : query.where('comments.status', '=', 'held').where('comments.verdict', queue === 'held' ? 'is' : '=', queue === 'held' ? null : queue);
    if (queue === 'reported') query = query.where(({ exists, selectFrom }) => exists(selectFrom('reports').select('reporter').whereRef('reports.comment', '=', 'comments.seq')));
    const oldestFirst = queue === 'held';
    if (after !== undefined) query = query.where('comments.seq', oldestFirst ? '>' : '<', after);
    const rows = await query.orderBy('comments.seq', oldestFirst ? 'asc' : 'desc').limit(pageSize + 1).execute();
    return {
      comments: rows.slice(0, pageSize).map(({ created, account, banned, address, reports, title, url, reason, verdict, ...row }) => ({
        ...row, ...(title && { title }), ...(url && { url }), dateCreated: new Date(created).toISOString(), guest: account === null, banned: banned === 1,
        bannable: account !== null || address !== null, reports: Number(reports ?? 0), ...(reason && { reason }), ...(verdict && { verdict }),
      })),
      ...(rows.length > pageSize && { after: rows[pageSize - 1]!.place }),
    };
  }

  /** How many wait in each queue that asks for a decision. */
  async waiting(): Promise<{ held: number; reported: number }> {
    const held = await this.database.selectFrom('comments').select(({ fn }) => fn.countAll().as('count')).where('site', '=', this.site).where('status', '=', 'held').where('verdict', 'is', null).executeTakeFirstOrThrow();
    const reported = await this.database.selectFrom('reports').innerJoin('comments', 'comments.seq', 'reports.comment').select(({ fn }) => fn.count('reports.comment').distinct().as('count'))
      .where('comments.site', '=', this.site).where('comments.status', '=', 'published').executeTakeFirstOrThrow();
    return { held: Number(held.count), reported: Number(reported.count) };
  }

  async judge(ids: string[], action: Action): Promise<Judged> {
    const judged: Judged = { done: [], missing: [] };
    for (const id of ids) (await this.writing.judge(id, action) ? judged.done : judged.missing).push(id);
    return judged;
  }

  /** The threads that were written in last. */
  async threads(limit = 100) {
    const rows = await this.database.selectFrom('threads').select(['key as thread', 'title', 'url', 'closed', 'count', 'verified']).where('site', '=', this.site).orderBy('id', 'desc').limit(limit).execute();
    return rows.map(({ thread, title, url, closed, count, verified }) => ({ thread, ...(title && { title }), ...(url && { url }), closed: closed === 1, count, verified: verified === 1 }));
  }

  /** A thread nobody has written in yet can be closed as well. */
  async close(thread: string, closed: boolean): Promise<void> {
    await this.database.insertInto('threads').values({ site: this.site, key: thread, url: null, title: null, closed: closed ? 1 : 0 })
      .onConflict((conflict) => conflict.columns(['site', 'key']).doUpdateSet((set) => ({ closed: closed ? 1 : 0, version: set('threads.version', '+', 1) }))).execute();
  }

  /** Where a thread is and what it is called; from then on its page does not change that. */
  async correct(thread: string, { url, title }: { url?: string | undefined; title?: string | undefined }): Promise<void> {
    const { length } = await this.database.updateTable('threads').set((set) => ({ ...(url !== undefined && { url }), ...(title !== undefined && { title }), corrected: 1, version: set('version', '+', 1) }))
      .where('site', '=', this.site).where('key', '=', thread).returning('id').execute();
    if (length === 0) throw new Problem('not-found', 'There is no such thread.');
  }

  /** Bans who wrote a comment: the account, or a guest's address for as long as its mark lives. */
  async ban(id: string): Promise<void> {
    const row = await this.database.selectFrom('comments').select(['account', 'address']).where('site', '=', this.site).where('id', '=', id).executeTakeFirst();
    if (!row) throw new Problem('not-found', 'There is no such comment.');
    if (row.account) {
      await this.database.updateTable('accounts').set({ banned: 1 }).where('id', '=', row.account).execute();
    } else if (row.address) {
      await this.database.insertInto('bans').values({ site: this.site, address: row.address, created: Date.now() }).onConflict((conflict) => conflict.columns(['site', 'address']).doNothing()).execute();
    } else {
      throw new Problem('not-found', 'Nothing is known (any more) about where this comment came from.');
    }
  }

  async bans(): Promise<{ id: string; name?: string; since?: string }[]> {
    const accounts = await this.database.selectFrom('accounts').select(['id', 'name']).where('site', '=', this.site).where('banned', '=', 1).orderBy('name').limit(500).execute();
    const addresses = await this.database.selectFrom('bans').select(['id', 'created']).where('site', '=', this.site).orderBy('id', 'desc').limit(500).execute();
    return [...accounts, ...addresses.map(({ id, created }) => ({ id: `address-${id}`, since: new Date(created).toISOString() }))];
  }

  async unban(id: string): Promise<void> {
    const address = /^address-(\d{1,15})$/.exec(id)?.[1];
    const { length } = address
      ? await this.database.deleteFrom('bans').where('site', '=', this.site).where('id', '=', Number(address)).returning('id').execute()
      : await this.database.updateTable('accounts').set({ banned: 0 }).where('site', '=', this.site).where('id', '=', id).where('banned', '=', 1).returning('id').execute();
    if (length === 0) throw new Problem('not-found', 'There is no such ban.');
  }

  async rules() {
    return this.database.selectFrom('rules').select(['id', 'kind', 'pattern', 'verdict']).where('site', '=', this.site).orderBy('kind').orderBy('pattern').execute();
  }

  async addRule({ kind, pattern, verdict }: { kind: 'word' | 'link'; pattern: string; verdict: 'hold' | 'spam' }): Promise<void> {
    const clean = kind === 'link' ? hostOf(pattern.includes('://') ? pattern : `http://${pattern}`) : pattern;
    if (!clean) throw new Problem('invalid', 'A link rule is a host such as casino.example.', { fields: { pattern: 'malformed' } });
    await this.database.insertInto('rules').values({ site: this.site, kind, pattern: clean, verdict })
      .onConflict((conflict) => conflict.columns(['site', 'kind', 'pattern']).doUpdateSet({ verdict })).execute();
  }

  async removeRule(id: number): Promise<void> {
    const { length } = await this.database.deleteFrom('rules').where('site', '=', this.site).where('id', '=', id).returning('id').execute();
    if (length === 0) throw new Problem('not-found', 'There is no such rule.');
  }
}
