/**
 * Moderation over HTTP, for the moderators' page and for scripts. A moderator is whoever holds the cookie that `POST /moderation/session` sets on this
 * server's own origin; a reader's token never is.
 */

import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { Accounts, Reader } from '../accounts/accounts.js';
import { deviceLifetime } from '../accounts/devices.js';
import type { LogIn } from '../accounts/log-in.js';
import type { Asking } from '../http/caller.js';
import type { Moderation } from './moderation.js';
import type { Settings } from '../options.js';
import { Problem } from '../http/problems.js';
import { body, forModerators, json, nothing, problems, unkept, type Routes } from '../http/routes.js';
import * as schema from '../http/schemas.js';

const cookie = 'blog-moderator';
/** What a browser is known by once a moderator has logged in there. It opens nothing. */
const deviceCookie = 'blog-device';

/** Who moderates, by the cookie. */
export class Desk {
  constructor(private accounts: Accounts, private asking: Asking, private settings: Settings, private logIns: LogIn) {}

  async moderatorOf(context: Context): Promise<Reader | undefined> {
    return this.accounts.readerOf(getCookie(context, cookie), 'moderator');
  }

  async mustModerate(context: Context): Promise<Reader> {
    const moderator = await this.moderatorOf(context);
    if (!moderator) throw new Problem('unauthorized', 'Log in as a moderator first.');
    await this.asking.limit(context, 'moderate', moderator.id);
    return moderator;
  }

  /** What changes something comes from a page of this server's own, as the browser says it. */
  mustBeOwnPage(context: Context): void {
    const origin = context.req.header('Origin');
    const own = origin && URL.canParse(origin) && (origin === this.asking.originOf(context) || new URL(origin).host === context.req.header('Host'));
    if (!own) throw new Problem('forbidden', `This takes requests of its own pages only: the Origin "${origin ?? ''}" is another (behind a proxy, set PUBLIC_ORIGIN).`);
  }

  async logIn(context: Context, credentials: { email: string; password: string; code?: string | undefined }): Promise<void> {
    this.mustBeOwnPage(context);
    const { token, device } = await this.logIns.moderator(context, credentials, getCookie(context, deviceCookie));
    const options = { path: `${this.settings.base}/moderation`, httpOnly: true, sameSite: 'Strict', secure: this.asking.originOf(context).startsWith('https:') } as const;
    setCookie(context, cookie, token, options);
    setCookie(context, deviceCookie, device, { ...options, maxAge: deviceLifetime / 1000 });
  }

  async logOut(context: Context): Promise<void> {
    this.mustBeOwnPage(context);
    const token = getCookie(context, cookie);
    if (token) await this.accounts.logOut(token);
    deleteCookie(context, cookie, { path: `${this.settings.base}/moderation` });
  }
}

export function addModeratorRoutes(routes: Routes, { desk, moderation, schemas }: { desk: Desk; moderation: Moderation; schemas: schema.Schemas }): void {
  routes.use('/moderation/*', async (context, next) => {
    await next();
    context.res.headers.set('Cache-Control', 'no-store');
  });
  const read = async (context: Context) => { await desk.mustModerate(context); };
  const write = async (context: Context) => { desk.mustBeOwnPage(context); await desk.mustModerate(context); };
  const numbered = z.object({ id: z.string().regex(/^\d{1,15}$/) });

  routes.openapi(createRoute({ method: 'post', path: '/moderation/session', request: body(schemas.moderatorLogIn), responses: { ...nothing, ...problems } }), async (context) => {
    await desk.logIn(context, context.req.valid('json'));
    return context.body(null, 204);
  });
  routes.openapi(createRoute({ method: 'delete', path: '/moderation/session', ...forModerators, responses: { ...nothing, ...problems } }), async (context) => {
    await desk.logOut(context);
    return context.body(null, 204);
  });

  routes.openapi(createRoute({
    method: 'get', path: '/moderation/comments', ...forModerators, request: { query: schema.queueQuery },
    responses: { 200: json(z.object({ comments: z.array(schema.moderated), after: z.number().int().optional() }), 'Comments that wait, or others'), ...problems },
  }), async (context) => {
    await read(context);
    const { show, after } = context.req.valid('query');
    return context.json(await moderation.list(show, after), 200, unkept);
  });

  routes.openapi(createRoute({
    method: 'post', path: '/moderation/decisions', ...forModerators, request: body(schema.decision),
    responses: { 200: json(z.object({ done: z.array(z.string()), missing: z.array(z.string()) }), 'What was done, and what was not there'), ...problems },
  }), async (context) => {
    await write(context);
    const { ids, action } = context.req.valid('json');
    return context.json(await moderation.judge(ids, action), 200, unkept);
  });

  routes.openapi(createRoute({
    method: 'get', path: '/moderation/threads', ...forModerators,
    responses: { 200: json(z.object({ threads: z.array(z.object({ thread: z.string(), title: z.string().optional(), url: z.string().optional(), closed: z.boolean(), count: z.number().int() })) }), 'The newest threads'), ...problems },
  }), async (context) => {
    await read(context);
    return context.json({ threads: await moderation.threads() }, 200, unkept);
  });
  routes.openapi(createRoute({ method: 'put', path: '/moderation/threads', ...forModerators, request: body(schema.closing), responses: { ...nothing, ...problems } }), async (context) => {
    await write(context);
    const { thread, closed } = context.req.valid('json');
    await moderation.close(thread, closed);
    return context.body(null, 204);
  });

  routes.openapi(createRoute({
    method: 'get', path: '/moderation/bans', ...forModerators,
    responses: { 200: json(z.object({ bans: z.array(z.object({ id: z.string(), name: z.string().optional(), since: z.string().optional() })) }), 'Who is banned'), ...problems },
  }), async (context) => {
    await read(context);
    return context.json({ bans: await moderation.bans() }, 200, unkept);
  });
  routes.openapi(createRoute({ method: 'post', path: '/moderation/bans', ...forModerators, request: body(schema.ban), responses: { ...nothing, ...problems } }), async (context) => {
    await write(context);
    await moderation.ban(context.req.valid('json').comment);
    return context.body(null, 204);
  });
  routes.openapi(createRoute({ method: 'delete', path: '/moderation/bans/{id}', ...forModerators, request: { params: schema.idParameter }, responses: { ...nothing, ...problems } }), async (context) => {
    await write(context);
    await moderation.unban(context.req.valid('param').id);
    return context.body(null, 204);
  });

  routes.openapi(createRoute({
    method: 'get', path: '/moderation/rules', ...forModerators, responses: { 200: json(z.object({ rules: z.array(schema.rule.extend({ id: z.number().int(), pattern: z.string() })) }), 'Words and links that wait or are spam'), ...problems },
  }), async (context) => {
    await read(context);
    return context.json({ rules: await moderation.rules() }, 200, unkept);
  });
  routes.openapi(createRoute({ method: 'post', path: '/moderation/rules', ...forModerators, request: body(schema.rule), responses: { ...nothing, ...problems } }), async (context) => {
    await write(context);
    await moderation.addRule(context.req.valid('json'));
    return context.body(null, 204);
  });
  routes.openapi(createRoute({ method: 'delete', path: '/moderation/rules/{id}', ...forModerators, request: { params: numbered }, responses: { ...nothing, ...problems } }), async (context) => {
    await write(context);
    await moderation.removeRule(Number(context.req.valid('param').id));
    return context.body(null, 204);
  });
}
