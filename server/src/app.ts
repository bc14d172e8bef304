/** The routes of docs/rest.md, each with the schema that checks it. */

import { createHash } from 'node:crypto';
import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { cors } from 'hono/cors';
import { etag } from 'hono/etag';
import { HTTPException } from 'hono/http-exception';
import { addAccountRoutes } from './accounts/routes.js';
import { Accounts } from './accounts/accounts.js';
import { Addresses } from './http/addresses.js';
import { Asking } from './http/caller.js';
import type { OpenDatabase } from './database/open.js';
import { addFeeds } from './comments/feed.js';
import { Devices } from './accounts/devices.js';
import { addEmailPages } from './accounts/email-links.js';
import { LogIn } from './accounts/log-in.js';
import { LoginGuard } from './accounts/login-guard.js';
import { SecondFactor } from './accounts/second-factor.js';
import { addSecondFactorPage } from './accounts/second-factor-page.js';
import { Mailer } from './mail/mailer.js';
import type { Limits } from './http/rate-limits.js';
import { Live, streamOf } from './comments/live.js';
import { describe, logTo } from './http/log.js';
import { Moderation } from './moderation/moderation.js';
import { Bans } from './moderation/bans.js';
import { Removals } from './moderation/removals.js';
import { addModeratorPage } from './moderation/page.js';
import { addModeratorRoutes, Desk } from './moderation/routes.js';
import { addOpinionRoutes, Opinions } from './comments/votes-and-reports.js';
import { sendsMail, type Settings } from './options.js';
import { Problem, problemOf } from './http/problems.js';
import { Proxies, ProxyNotices } from './http/proxies.js';
import { PageCache } from './http/page-cache.js';
import { Reading } from './comments/read.js';
import { addReference } from './http/openapi.js';
import { body, forReaders, forReadersAndGuests, json, makeRoutes, nothing, problems, unkept } from './http/routes.js';
import * as schema from './http/schemas.js';
import { openSingleSignOn } from './accounts/single-sign-on.js';
import { ThreadPages } from './comments/thread-pages.js';
import { Writing } from './comments/write.js';
import { WriteLimits } from './comments/write-limits.js';

/** Node's own hash, at once: the default one is handed to a thread, which costs more than the hash. */
const tagged = etag({ generateDigest: (body) => new Uint8Array(createHash('sha1').update(body).digest()).buffer });

/** One site. */
export function createApp({ database, changes }: OpenDatabase, site: number, settings: Settings, limits: Limits) {
  const mailer = sendsMail(settings) ? new Mailer(settings, limits) : undefined;
  const guard = new LoginGuard(limits, settings.base);
  const accounts = new Accounts(database, site, mailer, guard);
  const secondFactor = new SecondFactor(database, settings.siteName);
  const reading = new Reading(database, site);
  const pages = new PageCache();
  const threadPages = new ThreadPages(database, site, settings);
  const bans = new Bans(database, site);
  const writing = new Writing(database, site, settings, changes, bans);
  const removals = new Removals(database, site, changes);
  const moderation = new Moderation(database, site, writing, bans);
  const live = new Live(database, site, changes);
  const schemas = schema.makeSchemas(settings);
  const about = {
    name: settings.siteName, guests: settings.guests, guestEmail: settings.guestEmail, accounts: settings.accounts === 'on', editWindow: settings.editWindow,
    maxLength: settings.maxLength, maxNameLength: settings.maxNameLength, votes: settings.votes === 'on', reports: true, passwordReset: mailer !== undefined, live: true,
  };

  const app = makeRoutes();

  app.onError((error) => {
    const problem = problemOf(error);
    if (problem) return problem.toResponse();
    if (error.message === 'Malformed JSON in request body') return new Problem('invalid', 'body: expected JSON in UTF-8, got something else.', { status: 400, fields: { body: 'malformed' } }).toResponse();
    if (error instanceof HTTPException && error.status < 500) return new Problem('invalid', `${error.message || 'The request cannot be read'}: bodies are JSON, sent as application/json.`, { status: error.status, fields: { body: 'malformed' } }).toResponse();
    settings.log?.({ level: 'error', error: describe(error) });
    return new Problem('unavailable', 'Something went wrong here; nothing was stored.', { status: 500 }).toResponse();
  });
  app.notFound(() => new Problem('not-found', 'There is nothing at this address.').toResponse());

  app.use(logTo(settings.log));
  if (settings.origins.length) {
    app.use(cors({
      origin: settings.origins, allowMethods: ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'], allowHeaders: ['Authorization', 'Content-Type', 'Edit-Secret', 'Last-Event-ID'],
      exposeHeaders: ['Retry-After', 'ETag'], maxAge: 3600,
    }));
  }
  app.use(bodyLimit({ maxSize: 64 * 1024, onError: () => { throw new Problem('too-large', 'A request may hold 64 KiB.'); } }));

  const signedOn = settings.singleSignOn && openSingleSignOn(settings.singleSignOn, (name) => schemas.name.safeParse(name).data, settings.log);
  const proxies = new Proxies(settings.trustedProxies);
  const asking = new Asking({ accounts, limits, settings, addresses: new Addresses(database), proxies, proxyNotices: new ProxyNotices(proxies, settings.log), signedOn });
  const writeLimits = new WriteLimits(database, asking, limits, settings);
  const logIn = new LogIn({ accounts, devices: new Devices(database), secondFactor, guard, asking, settings, site, mailer });
  const desk = new Desk(accounts, asking, settings, logIn);
  const routes = makeRoutes();

  // Public reads are the same for everybody, so that any cache in front may keep them for a moment.
  const publicRead = async (context: Context, next: () => Promise<void>) => {
    await next();
    if (context.res.ok) context.res.headers.set('Cache-Control', 'public, max-age=5, stale-while-revalidate=60');
  };

  routes.openapi(createRoute({
    method: 'get', path: '/', middleware: [tagged, publicRead] as const, request: { query: schema.pageQuery },
    responses: { 200: json(schema.page, 'A page of a thread'), ...problems },
  }), async (context) => {
    const query = context.req.valid('query');
    const thread = await reading.thread(query.thread);
    const name = JSON.stringify([thread?.id, query]);
    // What was made for somebody else costs nobody anything.
    const pay = thread && pages.holds(name, thread.version) ? undefined : await asking.limitWork(context, thread ? query.limit : 0);
    const make = async () => {
      const page = await reading.page(query, thread);
      await pay?.(page.comments.length);
      return JSON.stringify({ ...page, site: about });
    };
    // Of what is not there nothing is kept: anybody can ask for it under any name.
    const { body, etag: ETag } = thread ? await pages.get(name, thread.version, make) : { body: await make(), etag: undefined };
    return context.body(body, 200, { 'Content-Type': 'application/json', ...(ETag && { ETag }) }) as never;
  });

  routes.openapi(createRoute({
    method: 'get', path: '/counts', middleware: [tagged, publicRead] as const, request: { query: schema.countsQuery },
    responses: { 200: json(z.object({ counts: z.record(z.string(), z.number().int()) }), 'Published comments of each thread'), ...problems },
  }), async (context) => {
    const keys = context.req.valid('query').thread;
    await asking.limitWork(context, Math.ceil(keys.length / 10));
    return context.json({ counts: await reading.counts(keys) }, 200);
  });

  routes.openapi(createRoute({
    method: 'get', path: '/live', request: { query: schema.liveQuery },
    responses: { 200: { description: 'Server-sent events `created`, `changed` and `deleted`', content: { 'text/event-stream': { schema: z.string() } } }, ...problems },
  }), async (context) => {
    await asking.limit(context, 'read');
    const { thread, since } = context.req.valid('query');
    const last = /^\d{1,15}$/.exec(context.req.header('Last-Event-ID') ?? '')?.[0];
    const stream = streamOf((listener) => live.follow(thread, last === undefined ? since : Number(last), asking.addressOf(context), listener));
    return context.body(stream, 200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' });
  });

  routes.openapi(createRoute({
    method: 'get', path: '/held', ...forReaders, request: { query: schema.heldQuery },
    responses: { 200: json(z.object({ comments: z.array(schema.comment) }), 'The caller’s own held comments'), ...problems },
  }), async (context) => {
    await asking.limit(context, 'read');
    const reader = await asking.mustBeReader(context);
    context.header('Cache-Control', 'no-store');
    return context.json({ comments: await reading.held(context.req.valid('query').thread, reader.id) }, 200);
  });

  addAccountRoutes(routes, { accounts, asking, bans, limits, logIn, schemas, settings, database });
  addEmailPages(routes, { accounts, asking, schemas, settings });
  addModeratorRoutes(routes, { desk, moderation, bans, removals, schemas, asking });
  addModeratorPage(routes, { desk, moderation, bans, removals, schemas, settings, asking });
  addSecondFactorPage(routes, { desk, logIn, secondFactor, settings });
  addReference(routes, settings);
  addFeeds(routes, { database, site, settings, asking, publicRead, pages, changes, reading });

  routes.openapi(createRoute({
    method: 'post', path: '/', ...forReadersAndGuests, request: body(schemas.newComment),
    responses: { 201: json(schema.comment, 'Stored'), 200: json(schema.comment, 'This key was stored before'), ...problems },
  }), async (context) => {
    const reader = await asking.readerOf(context);
    await writeLimits.take(context, reader);
    const given = context.req.valid('json');
    // Where a thread is, is for the site to say: another's address would be a link to anywhere.
    const page = await threadPages.find(given.thread, { url: asking.ownUrl(given.threadUrl), title: given.threadTitle });
    const { comment, repeated } = await writing.create(given, reader, await asking.marksOf(context), page);
    return context.json(comment, repeated ? 200 : 201, unkept);
  });

  routes.openapi(createRoute({
    method: 'get', path: '/{id}', middleware: [tagged, publicRead] as const, request: { params: schema.idParameter },
    responses: { 200: json(schema.comment, 'One published comment'), ...problems },
  }), async (context) => {
    await asking.limitWork(context, 1);
    return context.json(await reading.one(context.req.valid('param').id), 200);
  });

  routes.openapi(createRoute({
    method: 'patch', path: '/{id}', ...forReadersAndGuests, request: { params: schema.idParameter, ...body(schemas.edit) }, responses: { 200: json(schema.comment, 'Changed'), ...problems },
  }), async (context) => {
    const reader = await asking.readerOf(context);
    await writeLimits.take(context, reader);
    const { text, secret } = context.req.valid('json');
    return context.json(await writing.edit(context.req.valid('param').id, text, reader, secret, await asking.marksOf(context)), 200, unkept);
  });

  routes.openapi(createRoute({
    method: 'delete', path: '/{id}', ...forReadersAndGuests, request: { params: schema.idParameter, headers: z.object({ 'edit-secret': z.string().max(64).optional() }) },
    responses: { ...nothing, ...problems },
  }), async (context) => {
    const reader = await asking.readerOf(context);
    await writeLimits.take(context, reader);
    await writing.delete(context.req.valid('param').id, reader, context.req.valid('header')['edit-secret']);
    return context.body(null, 204);
  });

  addOpinionRoutes(routes, { opinions: new Opinions(database, site), asking, bans, schemas, settings });

  // Hono copies the routes at this moment: last, so that all are there.
  app.route(settings.base || '/', routes);
  return { app, accounts, live, mailer, threadPages, removals };
}
