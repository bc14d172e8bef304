/** Votes, one per account and comment, and reports to the moderators. */

import { createRoute } from '@hono/zod-openapi';
import type { Callers } from '../http/caller.js';
import { forUpdate } from '../database/dialect.js';
import type { Database, Transaction } from '../database/types.js';
import type { Settings } from '../options.js';
import { Problem } from '../http/problems.js';
import { writerOf, type Bans } from '../moderation/bans.js';
import { body, forReaders, forReadersAndGuests, json, problems, noStore, type Routes } from '../http/routes.js';
import { idParameter } from '../http/schemas.js';
import { report, votes } from './schemas.js';

export class VotesAndReports {
  constructor(
    private database: Database,
    private site: number,
  ) {}

  /** @returns the comment's votes afterwards */
  async vote(id: string, account: string, on: boolean): Promise<number> {
    return this.database.transaction().execute(async (transaction) => {
      const comment = await this.published(transaction, id);
      if (on && comment.account === account) throw new Problem('forbidden', 'Nobody votes for a comment of their own.');
      const changed = on
        ? await transaction
            .insertInto('votes')
            .values({ comment: comment.seq, account })
            .onConflict((conflict) => conflict.doNothing())
            .returning('comment')
            .execute()
        : await transaction.deleteFrom('votes').where('comment', '=', comment.seq).where('account', '=', account).returning('comment').execute();
      if (changed.length === 0) return comment.votes;
      const { version } = await transaction
        .updateTable('threads')
        .set((set) => ({ version: set('version', '+', 1) }))
        .where('id', '=', comment.thread)
        .returning('version')
        .executeTakeFirstOrThrow();
      const { votes } = await transaction
        .updateTable('comments')
        .set((set) => ({ votes: set('votes', '+', on ? 1 : -1), version }))
        .where('seq', '=', comment.seq)
        .returning('votes')
        .executeTakeFirstOrThrow();
      return votes;
    });
  }

  /** One report per person: a repeat changes nothing. */
  async report(id: string, reporter: string, reason: string | undefined): Promise<void> {
    await this.database.transaction().execute(async (transaction) => {
      const { seq } = await this.published(transaction, id);
      await transaction
        .insertInto('reports')
        .values({ comment: seq, reporter, reason: reason ?? null, created: Date.now() })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    });
  }

  private async published(transaction: Transaction, id: string) {
    const comment = await transaction
      .selectFrom('comments')
      .select(['seq', 'thread', 'account', 'votes'])
      .where('site', '=', this.site)
      .where('id', '=', id)
      .where('status', '=', 'published')
      .executeTakeFirst();
    if (!comment) throw new Problem('not-found', 'There is no such comment.');
    // Changes of a thread happen one after another (write.ts).
    await forUpdate(transaction, transaction.selectFrom('threads').select('id').where('id', '=', comment.thread)).execute();
    return comment;
  }
}

export function addVoteAndReportRoutes(
  routes: Routes,
  { votesAndReports, callers, bans, settings }: { votesAndReports: VotesAndReports; bans: Bans; callers: Callers; settings: Settings },
): void {
  for (const method of ['put', 'delete'] as const) {
    routes.openapi(
      createRoute({
        method,
        path: '/{id}/vote',
        ...forReaders,
        request: { params: idParameter },
        responses: { 200: json(votes, 'The comment’s votes now'), ...problems },
      }),
      async (context) => {
        if (settings.votes === 'off') throw new Problem('not-found', 'There are no votes here.');
        const reader = await callers.requireWriter(context);
        await callers.limit(context, 'vote');
        await bans.refuse({ ...writerOf(reader), addressHashes: await callers.addressHashesOf(context) });
        return context.json({ votes: await votesAndReports.vote(context.req.valid('param').id, reader.id, method === 'put') }, 200, noStore);
      },
    );
  }

  routes.openapi(
    createRoute({
      method: 'post',
      path: '/{id}/report',
      ...forReadersAndGuests,
      request: { params: idParameter, ...body(report) },
      responses: { 202: { description: 'A moderator will look' }, ...problems },
    }),
    async (context) => {
      const reader = context.req.header('Authorization') === undefined ? undefined : await callers.requireWriter(context);
      await callers.limit(context, 'report');
      await bans.refuse({ ...writerOf(reader), addressHashes: await callers.addressHashesOf(context) });
      await votesAndReports.report(context.req.valid('param').id, reader?.id ?? (await callers.addressHashOf(context)), context.req.valid('json').reason);
      return context.body(null, 202);
    },
  );
}
