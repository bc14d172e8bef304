/** What readers think of others' comments: one vote an account, and reports to the moderators. */

import { createRoute } from '@hono/zod-openapi';
import type { Asking } from '../http/caller.js';
import { forUpdate, type Database, type Work } from '../database/open.js';
import type { Settings } from '../options.js';
import { Problem } from '../http/problems.js';
import { writerOf, type Bans } from '../moderation/bans.js';
import { body, forReaders, forReadersAndGuests, json, problems, unkept, type Routes } from '../http/routes.js';
import * as schema from '../http/schemas.js';

export class Opinions {
  constructor(private database: Database, private site: number) {}

  /** @returns the comment's votes afterwards */
  async vote(id: string, account: string, on: boolean): Promise<number> {
    return this.database.transaction().execute(async (work) => {
      const comment = await this.published(work, id);
      if (on && comment.account === account) throw new Problem('forbidden', 'Nobody votes for a comment of their own.');
      const changed = on
        ? await work.insertInto('votes').values({ comment: comment.seq, account }).onConflict((conflict) => conflict.doNothing()).returning('comment').execute()
        : await work.deleteFrom('votes').where('comment', '=', comment.seq).where('account', '=', account).returning('comment').execute();
      if (changed.length === 0) return comment.votes;
      const { version } = await work.updateTable('threads').set((set) => ({ version: set('version', '+', 1) })).where('id', '=', comment.thread).returning('version').executeTakeFirstOrThrow();
      const { votes } = await work.updateTable('comments').set((set) => ({ votes: set('votes', '+', on ? 1 : -1), version })).where('seq', '=', comment.seq).returning('votes').executeTakeFirstOrThrow();
      return votes;
    });
  }

  /** One report a person: again is the same report. */
  async report(id: string, reporter: string, reason: string | undefined): Promise<void> {
    await this.database.transaction().execute(async (work) => {
      const { seq } = await this.published(work, id);
      await work.insertInto('reports').values({ comment: seq, reporter, reason: reason ?? null, created: Date.now() }).onConflict((conflict) => conflict.doNothing()).execute();
    });
  }

  private async published(work: Work, id: string) {
    const comment = await work.selectFrom('comments').select(['seq', 'thread', 'account', 'votes']).where('site', '=', this.site).where('id', '=', id).where('status', '=', 'published').executeTakeFirst();
    if (!comment) throw new Problem('not-found', 'There is no such comment.');
    // In a thread things happen one after another (writing.ts).
    await forUpdate(work, work.selectFrom('threads').select('id').where('id', '=', comment.thread)).execute();
    return comment;
  }
}

export function addOpinionRoutes(routes: Routes, { opinions, asking, bans, schemas, settings }: { opinions: Opinions; bans: Bans; asking: Asking; schemas: schema.Schemas; settings: Settings }): void {
  for (const method of ['put', 'delete'] as const) {
    routes.openapi(createRoute({
      method, path: '/{id}/vote', ...forReaders, request: { params: schema.idParameter }, responses: { 200: json(schema.votes, 'The comment’s votes now'), ...problems },
    }), async (context) => {
      if (settings.votes === 'off') throw new Problem('not-found', 'There are no votes here.');
      const reader = await asking.mustWrite(context);
      await asking.limit(context, 'vote');
      await bans.refuse({ ...writerOf(reader), marks: await asking.marksOf(context) });
      return context.json({ votes: await opinions.vote(context.req.valid('param').id, reader.id, method === 'put') }, 200, unkept);
    });
  }

  routes.openapi(createRoute({
    method: 'post', path: '/{id}/report', ...forReadersAndGuests, request: { params: schema.idParameter, ...body(schemas.report) }, responses: { 202: { description: 'A moderator will look' }, ...problems },
  }), async (context) => {
    const reader = context.req.header('Authorization') === undefined ? undefined : await asking.mustWrite(context);
    await asking.limit(context, 'report');
    await bans.refuse({ ...writerOf(reader), marks: await asking.marksOf(context) });
    await opinions.report(context.req.valid('param').id, reader?.id ?? await asking.markOf(context), context.req.valid('json').reason);
    return context.body(null, 202);
  });
}
