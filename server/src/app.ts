/** The routes of docs/rest.md, each with the schema that checks it. */

import { createHash } from 'node:crypto';
import type { Site } from '../../src/comments/model.js';
import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { cors } from 'hono/cors';
import { etag } from 'hono/etag';
import { HTTPException } from 'hono/http-exception';
import { addAccountRoutes } from './accounts/routes.js';
import { Accounts } from './accounts/accounts.js';
import { AddressHashes } from './http/address-hashes.js';
import { Callers } from './http/caller.js';
import type { OpenDatabase } from './database/types.js';
import { addFeedRoute } from './comments/feed.js';
import { Devices } from './accounts/devices.js';
import { addEmailPages } from './accounts/email-links.js';
import { LogIn } from './accounts/log-in.js';
import { LoginGuard } from './accounts/login-guard.js';
import { SecondFactor } from './accounts/second-factor.js';
import { addSecondFactorPage } from './accounts/second-factor-page.js';
import { Mailer } from './mail/mailer.js';
import type { RateLimits } from './http/rate-limits.js';
import { LiveStreams, streamOf } from './comments/live.js';
import { describe, logTo } from './http/log.js';
import { Moderation } from './moderation/moderation.js';
import { Bans } from './moderation/bans.js';
import { Removals } from './moderation/removals.js';
import { addModeratorPage } from './moderation/page.js';
import { addModeratorRoutes } from './moderation/routes.js';
import { ModeratorSession } from './moderation/session.js';
import { addVoteAndReportRoutes, VotesAndReports } from './comments/votes-and-reports.js';
import { sendsMail, type Settings } from './options.js';
import { Problem, asProblem } from './http/problems.js';
import { Proxies, ProxyNotices } from './http/proxies.js';
import { PageCache } from './http/page-cache.js';
import { CommentReader } from './comments/read.js';
import { addApiReference } from './http/openapi.js';
import { body, forReaders, forReadersAndGuests, json, makeRoutes, noContent, problems, noStore } from './http/routes.js';
import { idParameter } from './http/schemas.js';
import * as schema from './comments/schemas.js';
import { createTokenVerifier } from './accounts/single-sign-on.js';
import { ThreadPages } from './comments/thread-pages.js';
import { CommentWriter } from './comments/write.js';
import { WriteLimits } from './comments/write-limits.js';

/** Node's own hash, at once: the default one is handed to a thread, which costs more than the hash. */
const tagged = etag({ generateDigest: (body) => new Uint8Array(createHash('sha1').update(body).digest()).buffer });

/** One site. */
export function createApp({ database, changes }: OpenDatabase, site: number, settings: Settings, limits: RateLimits) {
  const mailer = sendsMail(settings) ? new Mailer(settings, limits) : undefined;
  const guard = new LoginGuard(limits, settings.base);
  const accounts = new Accounts(database, site, mailer, guard);
  const secondFactor = new SecondFactor(database, settings.siteName);
  const commentReader = new CommentReader(database, site);
  const pages = new PageCache();
  const threadPages = new ThreadPages(database, site, settings);
  const bans = new Bans(database, site);
  const commentWriter = new CommentWriter(database, site, settings, changes, bans);
  const removals = new Removals(database, site, changes);
  const moderation = new Moderation(database, site, commentWriter, bans);
  const live = new LiveStreams(database, site, changes);
  const schemas = schema.makeCommentSchemas(settings);
  const about: Site = {
    name: settings.siteName,
    guests: settings.guests,
    guestEmail: settings.guestEmail,
    accounts: settings.accounts === 'on',
    editWindow: settings.editWindow,
    maxLength: settings.maxLength,
    maxNameLength: settings.maxNameLength,
    votes: settings.votes === 'on',
    reports: true,
    passwordReset: mailer !== undefined,
    live: true,
  };

  const app = makeRoutes();

  app.onError((error) => {
    const problem = asProblem(error);
    if (problem) return problem.toResponse();
    if (error.message === 'Malformed JSON in request body')
      return new Problem('invalid', 'body: expected JSON in UTF-8, got something else.', { status: 400, fields: { body: 'malformed' } }).toResponse();
    if (error instanceof HTTPException && error.status < 500)
      return new Problem('invalid', `${error.message || 'The request cannot be read'}: bodies are JSON, sent as application/json.`, {
        status: error.status,
        fields: { body: 'malformed' },
      }).toResponse();
    settings.log?.({ level: 'error', error: describe(error) });
    return new Problem('unavailable', 'Something went wrong here; nothing was stored.', { status: 500 }).toResponse();
  });
  app.notFound(() => new Problem('not-found', 'There is nothing at this address.').toResponse());

  app.use(logTo(settings.log));
  if (settings.origins.length) {
    app.use(
      cors({
        origin: settings.origins,
        allowMethods: ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'],
        allowHeaders: ['Authorization', 'Content-Type', 'Edit-Secret', 'Last-Event-ID'],
        exposeHeaders: ['Retry-After', 'ETag'],
        maxAge: 3600,
      }),
    );
  }
  app.use(
    bodyLimit({
      maxSize: 64 * 1024,
      onError: () => {
        throw new Problem('too-large', 'A request may hold 64 KiB.');
      },
    }),
  );

  const signedOn = settings.singleSignOn && createTokenVerifier(settings.singleSignOn, (name) => schemas.name.safeParse(name).data, settings.log);
  const proxies = new Proxies(settings.trustedProxies);
  const callers = new Callers({
    accounts,
    limits,
    settings,
    addresses: new AddressHashes(database),
    proxies,
    proxyNotices: new ProxyNotices(proxies, settings.log),
    signedOn,
  });
  const writeLimits = new WriteLimits(database, callers, limits, settings);
  const logIn = new LogIn({ accounts, devices: new Devices(database), secondFactor, guard, callers, settings, site, mailer });
  const moderatorSession = new ModeratorSession(accounts, callers, settings, logIn);
  const routes = makeRoutes();

  // Public reads are the same for everybody, so that any cache in front may keep them for a moment.
  const publicRead = async (context: Context, next: () => Promise<void>) => {
    await next();
    if (context.res.ok) context.res.headers.set('Cache-Control', 'public, max-age=5, stale-while-revalidate=60');
  };

  routes.openapi(
    createRoute({
      method: 'get',
      path: '/',
      middleware: [tagged, publicRead] as const,
      request: { query: schema.pageQuery },
      responses: { 200: json(schema.page, 'A page of a thread'), ...problems },
    }),
    async (context) => {
      const query = context.req.valid('query');
      const thread = await commentReader.thread(query.thread);
      const name = JSON.stringify([thread?.id, query]);
      // What was made for somebody else costs nobody anything.
      const pay = thread && pages.holds(name, thread.version) ? undefined : await callers.limitRows(context, thread ? query.limit : 0);
      const make = async () => {
        const page = await commentReader.page(query, thread);
        await pay?.(page.comments.length);
        return JSON.stringify({ ...page, site: about });
      };
      // Of what is not there nothing is kept: anybody can ask for it under any name.
      const { body, etag: ETag } = thread ? await pages.get(name, thread.version, make) : { body: await make(), etag: undefined };
      return context.body(body, 200, { 'Content-Type': 'application/json', ...(ETag && { ETag }) }) as never;
    },
  );

  routes.openapi(
    createRoute({
      method: 'get',
      path: '/counts',
      middleware: [tagged, publicRead] as const,
      request: { query: schema.countsQuery },
      responses: { 200: json(schema.counts, 'Published comments of each thread'), ...problems },
    }),
    async (context) => {
      const keys = context.req.valid('query').thread;
      await callers.limitRows(context, Math.ceil(keys.length / 10));
      return context.json({ counts: await commentReader.counts(keys) }, 200);
    },
  );

  routes.openapi(
    createRoute({
      method: 'get',
      path: '/live',
      request: { query: schema.liveQuery },
      responses: {
        200: { description: 'Server-sent events `created`, `changed` and `deleted`', content: { 'text/event-stream': { schema: z.string() } } },
        ...problems,
      },
    }),
    async (context) => {
      await callers.limit(context, 'read');
      const { thread, since } = context.req.valid('query');
      const last = /^\d{1,15}$/.exec(context.req.header('Last-Event-ID') ?? '')?.[0];
      const stream = streamOf((listener) => live.follow(thread, last === undefined ? since : Number(last), callers.addressOf(context), listener));
      return context.body(stream, 200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' });
    },
  );

  routes.openapi(
    createRoute({
      method: 'get',
      path: '/held',
      ...forReaders,
      request: { query: schema.heldQuery },
      responses: { 200: json(schema.held, 'The caller’s own held comments'), ...problems },
    }),
    async (context) => {
      await callers.limit(context, 'read');
      const reader = await callers.requireReader(context);
      context.header('Cache-Control', 'no-store');
      return context.json({ comments: await commentReader.held(context.req.valid('query').thread, reader.id) }, 200);
    },
  );

  addAccountRoutes(routes, { accounts, callers, bans, limits, logIn, settings, database });
  addEmailPages(routes, { accounts, callers, settings });
  addModeratorRoutes(routes, { moderatorSession, moderation, bans, removals, callers });
  addModeratorPage(routes, { moderatorSession, moderation, bans, removals, settings, callers });
  addSecondFactorPage(routes, { moderatorSession, logIn, secondFactor, settings });
  addApiReference(routes, settings);
  addFeedRoute(routes, { database, site, settings, callers, publicRead, pages, changes, commentReader });

  routes.openapi(
    createRoute({
      method: 'post',
      path: '/',
      ...forReadersAndGuests,
      request: body(schemas.newComment),
      responses: { 201: json(schema.comment, 'Stored'), 200: json(schema.comment, 'This key was stored before'), ...problems },
    }),
    async (context) => {
      const reader = await callers.readerOf(context);
      await writeLimits.take(context, reader);
      const given = context.req.valid('json');
      // Where a thread is, is for the site to say: another's address would be a link to anywhere.
      const page = await threadPages.find(given.thread, { url: callers.ownUrl(given.threadUrl), title: given.threadTitle });
      const { comment, repeated } = await commentWriter.create(given, reader, await callers.addressHashesOf(context), page);
      return context.json(comment, repeated ? 200 : 201, noStore);
    },
  );

  routes.openapi(
    createRoute({
      method: 'get',
      path: '/{id}',
      middleware: [tagged, publicRead] as const,
      request: { params: idParameter },
      responses: { 200: json(schema.comment, 'One published comment'), ...problems },
    }),
    async (context) => {
      await callers.limitRows(context, 1);
      return context.json(await commentReader.one(context.req.valid('param').id), 200);
    },
  );

  routes.openapi(
    createRoute({
      method: 'patch',
      path: '/{id}',
      ...forReadersAndGuests,
      request: { params: idParameter, ...body(schemas.edit) },
      responses: { 200: json(schema.comment, 'Changed'), ...problems },
    }),
    async (context) => {
      const reader = await callers.readerOf(context);
      await writeLimits.take(context, reader);
      const { text, secret } = context.req.valid('json');
      return context.json(await commentWriter.edit(context.req.valid('param').id, text, reader, secret, await callers.addressHashesOf(context)), 200, noStore);
    },
  );

  routes.openapi(
    createRoute({
      method: 'delete',
      path: '/{id}',
      ...forReadersAndGuests,
      request: { params: idParameter, headers: z.object({ 'edit-secret': z.string().max(64).optional() }) },
      responses: { ...noContent, ...problems },
    }),
    async (context) => {
      const reader = await callers.readerOf(context);
      await writeLimits.take(context, reader);
      await commentWriter.delete(context.req.valid('param').id, reader, context.req.valid('header')['edit-secret']);
      return context.body(null, 204);
    },
  );

  addVoteAndReportRoutes(routes, { votesAndReports: new VotesAndReports(database, site), callers, bans, settings });

  // Hono copies the routes at this moment: last, so that all are there.
  app.route(settings.base || '/', routes);
  return { app, accounts, live, mailer, threadPages, removals };
}
