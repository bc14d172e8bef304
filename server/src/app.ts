/** The routes of docs/rest.md, each with the schema that checks it. */

import { getConnInfo } from '@hono/node-server/conninfo';
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { cors } from 'hono/cors';
import { etag } from 'hono/etag';
import { Accounts, type Reader } from './accounts.js';
import type { Database } from './database.js';
import { addressGroup, Limits, type Limited } from './limits.js';
import type { Settings } from './options.js';
import { Problem, problemOf } from './problems.js';
import { Reading } from './reading.js';
import * as schema from './schemas.js';
import { Writing } from './writing.js';

const json = <S extends z.ZodType>(shape: S, description: string) => ({ description, content: { 'application/json': { schema: shape } } });
const body = <S extends z.ZodType>(shape: S) => ({ body: { required: true, content: { 'application/json': { schema: shape } } } });
const problems = { default: { description: 'A problem (RFC 9457)', content: { 'application/problem+json': { schema: schema.problem } } } };
const nothing = { 204: { description: 'Done' } };

export function createApp(database: Database, site: number, settings: Settings) {
  const accounts = new Accounts(database, site);
  const reading = new Reading(database, site);
  const writing = new Writing(database, site, settings);
  const limits = new Limits(settings.rateLimits === 'on');
  const schemas = schema.makeSchemas(settings);
  const about = {
    name: settings.siteName, guests: settings.guests, guestEmail: settings.guestEmail, accounts: true, editWindow: settings.editWindow,
    maxLength: settings.maxLength, maxNameLength: settings.maxNameLength, votes: false, live: false,
  };

  const app = new OpenAPIHono({
    defaultHook: (result) => {
      if (!result.success) throw new Problem('invalid', `The request does not fit: ${result.error.issues[0]?.path.join('.')} (${result.error.issues[0]?.message}).`, { fields: schema.fieldsOf(result.error) });
    },
  });

  app.onError((error) => {
    const problem = problemOf(error);
    if (problem) return problem.toResponse();
    if (error.message === 'Malformed JSON in request body') return new Problem('invalid', 'The body is not JSON.', { status: 400, fields: { body: 'malformed' } }).toResponse();
    settings.log?.({ level: 'error', error: error.stack });
    return new Problem('unavailable', 'Something went wrong here; nothing was stored.', { status: 500 }).toResponse();
  });
  app.notFound(() => new Problem('not-found', 'There is nothing at this address.').toResponse());

  app.use(async (context, next) => {
    const started = performance.now();
    await next();
    context.res.headers.set('X-Content-Type-Options', 'nosniff');
    // No address, no query, no token: a log without readers in it.
    settings.log?.({ level: 'info', method: context.req.method, path: context.req.path, status: context.res.status, ms: Math.round(performance.now() - started) });
  });
  if (settings.origins.length) {
    app.use(cors({
      origin: settings.origins, allowMethods: ['GET', 'POST', 'PATCH', 'DELETE'], allowHeaders: ['Authorization', 'Content-Type', 'Edit-Secret'],
      exposeHeaders: ['Retry-After', 'ETag'], maxAge: 3600,
    }));
  }
  app.use(bodyLimit({ maxSize: 64 * 1024, onError: () => { throw new Problem('too-large', 'A request may hold 64 KiB.'); } }));

  const tokenOf = (context: Context): string | undefined => /^Bearer ([\w-]{20,200})$/.exec(context.req.header('Authorization') ?? '')?.[1];
  /** A request with a token is that reader's or nobody's: a session that has ended never becomes a guest. */
  const readerOf = async (context: Context): Promise<Reader | undefined> => {
    if (context.req.header('Authorization') === undefined) return undefined;
    const reader = await accounts.readerOf(tokenOf(context));
    if (!reader) throw new Problem('unauthorized', 'The session has ended: log in again.');
    return reader;
  };
  const mustBeReader = async (context: Context): Promise<Reader> => {
    const reader = await readerOf(context);
    if (!reader) throw new Problem('unauthorized', 'Log in first.');
    return reader;
  };
  const addressOf = (context: Context): string => {
    let address = 'unknown';
    try { address = getConnInfo(context).remote.address ?? address; } catch { /* mounted where nobody tells */ }
    const forwarded = context.req.header('X-Forwarded-For')?.split(',').map((each) => each.trim()) ?? [];
    while (forwarded.length && settings.trustedProxies.includes(address)) address = forwarded.pop()!;
    return addressGroup(address);
  };
  const limit = (context: Context, what: Limited, who = '') => limits.take(what, `${addressOf(context)} ${who}`);

  const routes = new OpenAPIHono({ defaultHook: app.defaultHook! });

  // Public reads are the same for everybody, so that any cache in front may keep them for a moment.
  const publicRead = async (context: Context, next: () => Promise<void>) => {
    await limit(context, 'read');
    await next();
    if (context.res.ok) context.res.headers.set('Cache-Control', 'public, max-age=5, stale-while-revalidate=60');
  };

  routes.openapi(createRoute({
    method: 'get', path: '/', middleware: [etag(), publicRead] as const, request: { query: schema.pageQuery },
    responses: { 200: json(schema.page, 'A page of a thread'), ...problems },
  }), async (context) => context.json({ ...await reading.page(context.req.valid('query')), site: about }, 200));

  routes.openapi(createRoute({
    method: 'get', path: '/counts', middleware: [etag(), publicRead] as const, request: { query: schema.countsQuery },
    responses: { 200: json(z.object({ counts: z.record(z.string(), z.number().int()) }), 'Published comments of each thread'), ...problems },
  }), async (context) => context.json({ counts: await reading.counts(context.req.valid('query').thread) }, 200));

  routes.openapi(createRoute({
    method: 'get', path: '/held', request: { query: schema.heldQuery },
    responses: { 200: json(z.object({ comments: z.array(schema.comment) }), 'The caller’s own held comments'), ...problems },
  }), async (context) => {
    const reader = await mustBeReader(context);
    context.header('Cache-Control', 'no-store');
    return context.json({ comments: await reading.held(context.req.valid('query').thread, reader.id) }, 200);
  });

  routes.openapi(createRoute({
    method: 'post', path: '/accounts', request: body(schemas.register), responses: { 201: json(schema.session, 'Registered and logged in'), ...problems },
  }), async (context) => {
    await limit(context, 'account');
    return context.json(await accounts.register(context.req.valid('json')), 201, { 'Cache-Control': 'no-store' });
  });

  routes.openapi(createRoute({ method: 'get', path: '/accounts/me', responses: { 200: json(schema.account, 'One’s own account'), ...problems } }), async (context) => {
    const { id, name, email } = await mustBeReader(context);
    return context.json({ id, name, email, emailConfirmed: false }, 200, { 'Cache-Control': 'no-store' });
  });

  routes.openapi(createRoute({ method: 'delete', path: '/accounts/me', responses: { ...nothing, ...problems } }), async (context) => {
    await accounts.remove(await mustBeReader(context));
    return context.body(null, 204);
  });

  routes.openapi(createRoute({
    method: 'post', path: '/sessions', request: body(schemas.logIn), responses: { 201: json(schema.session, 'Logged in'), ...problems },
  }), async (context) => {
    const credentials = context.req.valid('json');
    // Account and address together: a stranger elsewhere cannot lock anybody out.
    await limit(context, 'login', credentials.email);
    return context.json(await accounts.logIn(credentials), 201, { 'Cache-Control': 'no-store' });
  });

  routes.openapi(createRoute({ method: 'delete', path: '/sessions/current', responses: { ...nothing, ...problems } }), async (context) => {
    const token = tokenOf(context);
    if (token) await accounts.logOut(token);
    return context.body(null, 204);
  });

  routes.openapi(createRoute({ method: 'delete', path: '/sessions', responses: { ...nothing, ...problems } }), async (context) => {
    await accounts.logOutEverywhere(await mustBeReader(context));
    return context.body(null, 204);
  });

  routes.openapi(createRoute({
    method: 'post', path: '/', request: body(schemas.newComment),
    responses: { 201: json(schema.comment, 'Stored'), 200: json(schema.comment, 'This key was stored before'), ...problems },
  }), async (context) => {
    const reader = await readerOf(context);
    await limit(context, 'write', reader?.id);
    const { comment, repeated } = await writing.create(context.req.valid('json'), reader);
    return context.json(comment, repeated ? 200 : 201, { 'Cache-Control': 'no-store' });
  });

  routes.openapi(createRoute({
    method: 'get', path: '/{id}', middleware: [etag(), publicRead] as const, request: { params: schema.idParameter },
    responses: { 200: json(schema.comment, 'One published comment'), ...problems },
  }), async (context) => context.json(await reading.one(context.req.valid('param').id), 200));

  routes.openapi(createRoute({
    method: 'patch', path: '/{id}', request: { params: schema.idParameter, ...body(schemas.edit) }, responses: { 200: json(schema.comment, 'Changed'), ...problems },
  }), async (context) => {
    const reader = await readerOf(context);
    await limit(context, 'write', reader?.id);
    const { text, secret } = context.req.valid('json');
    return context.json(await writing.edit(context.req.valid('param').id, text, reader, secret), 200, { 'Cache-Control': 'no-store' });
  });

  routes.openapi(createRoute({
    method: 'delete', path: '/{id}', request: { params: schema.idParameter, headers: z.object({ 'edit-secret': z.string().max(64).optional() }) },
    responses: { ...nothing, ...problems },
  }), async (context) => {
    const reader = await readerOf(context);
    await limit(context, 'write', reader?.id);
    await writing.delete(context.req.valid('param').id, reader, context.req.valid('header')['edit-secret']);
    return context.body(null, 204);
  });

  routes.doc31('/openapi.json', { openapi: '3.1.0', info: { title: 'Comments', version: '1' }, servers: [{ url: settings.base }] });

  // Hono copies the routes at this moment: last, so that all are there.
  app.route(settings.base, routes);
  return { app, accounts, writing };
}
