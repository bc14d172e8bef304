/** Moderation over HTTP, for the moderators' page and for scripts. */

import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Callers } from '../http/caller.js';
import { body, forModerators, json, noContent, noStore, problems, type Routes } from '../http/routes.js';
import { idParameter } from '../http/schemas.js';
import type { Bans } from './bans.js';
import type { Moderation } from './moderation.js';
import type { Removals } from './removals.js';
import * as schema from './schemas.js';
import type { ModeratorSession } from './session.js';

export function addModeratorRoutes(
  routes: Routes,
  {
    moderatorSession,
    moderation,
    bans,
    removals,
    callers,
  }: { moderatorSession: ModeratorSession; moderation: Moderation; bans: Bans; removals: Removals; callers: Callers },
): void {
  routes.use('/moderation/*', async (context, next) => {
    await next();
    context.res.headers.set('Cache-Control', 'no-store');
  });
  const read = async (context: Context) => {
    await moderatorSession.requireModerator(context);
  };
  const write = async (context: Context) => {
    moderatorSession.requireOwnPage(context);
    await moderatorSession.requireModerator(context);
  };
  const numbered = z.object({ id: z.string().regex(/^\d{1,15}$/) });

  routes.openapi(
    createRoute({ method: 'post', path: '/moderation/session', request: body(schema.logIn), responses: { ...noContent, ...problems } }),
    async (context) => {
      await moderatorSession.logIn(context, context.req.valid('json'));
      return context.body(null, 204);
    },
  );
  routes.openapi(
    createRoute({ method: 'delete', path: '/moderation/session', ...forModerators, responses: { ...noContent, ...problems } }),
    async (context) => {
      await moderatorSession.logOut(context);
      return context.body(null, 204);
    },
  );

  routes.openapi(
    createRoute({
      method: 'get',
      path: '/moderation/comments',
      ...forModerators,
      request: { query: schema.queueQuery },
      responses: {
        200: json(
          z.object({ comments: z.array(schema.moderated), after: z.number().int().optional(), further: z.boolean().optional() }),
          'Comments that wait, or others; `further` when the search goes on after `after`',
        ),
        ...problems,
      },
    }),
    async (context) => {
      await read(context);
      const { q: words, ...filter } = context.req.valid('query');
      return context.json(await moderation.list({ ...filter, words }), 200, noStore);
    },
  );

  routes.openapi(
    createRoute({
      method: 'post',
      path: '/moderation/decisions',
      ...forModerators,
      request: body(schema.decision),
      responses: { 200: json(z.object({ done: z.array(z.string()), missing: z.array(z.string()) }), 'What was done, and what was not there'), ...problems },
    }),
    async (context) => {
      await write(context);
      const { ids, action } = context.req.valid('json');
      return context.json(await moderation.decide(ids, action), 200, noStore);
    },
  );

  routes.openapi(
    createRoute({
      method: 'get',
      path: '/moderation/threads',
      ...forModerators,
      responses: {
        200: json(
          z.object({
            threads: z.array(
              z.object({
                thread: z.string(),
                title: z.string().optional(),
                url: z.string().optional(),
                closed: z.boolean(),
                count: z.number().int(),
                verified: z.boolean(),
              }),
            ),
          }),
          'The newest threads',
        ),
        ...problems,
      },
    }),
    async (context) => {
      await read(context);
      return context.json({ threads: await moderation.threads() }, 200, noStore);
    },
  );
  routes.openapi(
    createRoute({ method: 'put', path: '/moderation/threads', ...forModerators, request: body(schema.threadChange), responses: { ...noContent, ...problems } }),
    async (context) => {
      await write(context);
      const { thread, closed, url, title } = context.req.valid('json');
      if (url !== undefined || title !== undefined) await moderation.correct(thread, { url: callers.requireOwnUrl(url), title });
      if (closed !== undefined) await moderation.close(thread, closed);
      return context.body(null, 204);
    },
  );

  routes.openapi(
    createRoute({
      method: 'get',
      path: '/moderation/bans',
      ...forModerators,
      request: { query: schema.actsQuery },
      responses: { 200: json(schema.bans, 'Who is banned'), ...problems },
    }),
    async (context) => {
      await read(context);
      return context.json(await bans.list(context.req.valid('query').after), 200, noStore);
    },
  );
  routes.openapi(
    createRoute({ method: 'post', path: '/moderation/bans', ...forModerators, request: body(schema.ban), responses: { ...noContent, ...problems } }),
    async (context) => {
      await write(context);
      const { comment, network } = context.req.valid('json');
      await bans.ban(comment, network);
      return context.body(null, 204);
    },
  );
  routes.openapi(
    createRoute({
      method: 'delete',
      path: '/moderation/bans/{id}',
      ...forModerators,
      request: { params: idParameter },
      responses: { ...noContent, ...problems },
    }),
    async (context) => {
      await write(context);
      await bans.unban(context.req.valid('param').id);
      return context.body(null, 204);
    },
  );

  routes.openapi(
    createRoute({
      method: 'get',
      path: '/moderation/removals',
      ...forModerators,
      request: { query: schema.actsQuery },
      responses: { 200: json(schema.removals, 'What was removed and can be brought back'), ...problems },
    }),
    async (context) => {
      await read(context);
      return context.json(await removals.list(context.req.valid('query').after), 200, noStore);
    },
  );
  routes.openapi(
    createRoute({
      method: 'post',
      path: '/moderation/removals',
      ...forModerators,
      request: body(schema.removal),
      responses: {
        202: json(z.object({ id: z.string(), comments: z.number().int() }), 'The removal of all by an author, or from an address, has begun'),
        ...problems,
      },
    }),
    async (context) => {
      await write(context);
      const { comment, by, ban, network } = context.req.valid('json');
      return context.json(
        await removals.start(comment, by, async () => {
          if (ban) await bans.ban(comment, network);
        }),
        202,
        noStore,
      );
    },
  );
  routes.openapi(
    createRoute({
      method: 'delete',
      path: '/moderation/removals/{id}',
      ...forModerators,
      request: { params: idParameter },
      responses: { 202: { description: 'Bringing them back has begun' }, ...problems },
    }),
    async (context) => {
      await write(context);
      await removals.undo(context.req.valid('param').id);
      return context.body(null, 202);
    },
  );

  routes.openapi(
    createRoute({
      method: 'get',
      path: '/moderation/rules',
      ...forModerators,
      responses: {
        200: json(z.object({ rules: z.array(schema.rule.extend({ id: z.number().int(), pattern: z.string() })) }), 'Words and links that wait or are spam'),
        ...problems,
      },
    }),
    async (context) => {
      await read(context);
      return context.json({ rules: await moderation.rules() }, 200, noStore);
    },
  );
  routes.openapi(
    createRoute({ method: 'post', path: '/moderation/rules', ...forModerators, request: body(schema.rule), responses: { ...noContent, ...problems } }),
    async (context) => {
      await write(context);
      await moderation.addRule(context.req.valid('json'));
      return context.body(null, 204);
    },
  );
  routes.openapi(
    createRoute({
      method: 'delete',
      path: '/moderation/rules/{id}',
      ...forModerators,
      request: { params: numbered },
      responses: { ...noContent, ...problems },
    }),
    async (context) => {
      await write(context);
      await moderation.removeRule(Number(context.req.valid('param').id));
      return context.body(null, 204);
    },
  );
}
