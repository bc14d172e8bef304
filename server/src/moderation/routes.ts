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
import type { Bans } from './bans.js';
import type { Moderation } from './moderation.js';
import type { Removals } from './removals.js';
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

  /**
   * What changes something comes from a page of this server's own, as the browser says it: by Sec-Fetch-Site, which no page can set, or, where there is none
   * (plain http), by an Origin that is the public one or this request's Host. A stranger's page cannot send another Host than that of the server it asks.
   */
  mustBeOwnPage(context: Context): void {
    const origin = context.req.header('Origin') ?? '';
    const site = context.req.header('Sec-Fetch-Site');
    const own = site !== undefined ? site === 'same-origin'
      : URL.canParse(origin) && (origin === this.settings.publicOrigin || new URL(origin).host === context.req.header('Host'));
    if (!own) throw new Problem('forbidden', `This takes requests of its own pages only: the Origin "${origin}" is another (behind a proxy, set PUBLIC_ORIGIN).`);
  }

  async logIn(context: Context, credentials: { email: string; password: string; code?: string | undefined }): Promise<void> {
    this.mustBeOwnPage(context);
    const { token, device } = await this.logIns.moderator(context, credentials, getCookie(context, deviceCookie));
    const options = { path: `${this.settings.base}/moderation`, httpOnly: true, sameSite: 'Strict', secure: this.isSecure(context) } as const;
    setCookie(context, cookie, token, options);
    setCookie(context, deviceCookie, device, { ...options, maxAge: deviceLifetime / 1000 });
  }

  /** Whoever logs in does so on a page that is https by the owner's word or the browser's. */
  private isSecure(context: Context): boolean {
    return [this.settings.publicOrigin, context.req.header('Origin')].some((origin) => origin?.startsWith('https:'));
  }

  async logOut(context: Context): Promise<void> {
    this.mustBeOwnPage(context);
    const token = getCookie(context, cookie);
    if (token) await this.accounts.logOut(token);
    deleteCookie(context, cookie, { path: `${this.settings.base}/moderation` });
  }
}

export function addModeratorRoutes(routes: Routes, { desk, moderation, bans, removals, schemas, asking }: { desk: Desk; moderation: Moderation; bans: Bans; removals: Removals; schemas: schema.Schemas; asking: Asking }): void {
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
    responses: { 200: json(z.object({ comments: z.array(schema.moderated), after: z.number().int().optional(), further: z.boolean().optional() }), 'Comments that wait, or others; `further` when the search goes on after `after`'), ...problems },
  }), async (context) => {
    await read(context);
    const { q: words, ...filter } = context.req.valid('query');
    return context.json(await moderation.list({ ...filter, words }), 200, unkept);
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
    responses: { 200: json(z.object({ threads: z.array(z.object({ thread: z.string(), title: z.string().optional(), url: z.string().optional(), closed: z.boolean(), count: z.number().int(), verified: z.boolean() })) }), 'The newest threads'), ...problems },
  }), async (context) => {
    await read(context);
    return context.json({ threads: await moderation.threads() }, 200, unkept);
  });
  routes.openapi(createRoute({ method: 'put', path: '/moderation/threads', ...forModerators, request: body(schema.threadChange), responses: { ...nothing, ...problems } }), async (context) => {
    await write(context);
    const { thread, closed, url, title } = context.req.valid('json');
    if (url !== undefined || title !== undefined) await moderation.correct(thread, { url: asking.mustBeOwnUrl(url), title });
    if (closed !== undefined) await moderation.close(thread, closed);
    return context.body(null, 204);
  });

  routes.openapi(createRoute({
    method: 'get', path: '/moderation/bans', ...forModerators, request: { query: schema.actsQuery }, responses: { 200: json(schema.bans, 'Who is banned'), ...problems },
  }), async (context) => {
    await read(context);
    return context.json(await bans.list(context.req.valid('query').after), 200, unkept);
  });
  routes.openapi(createRoute({ method: 'post', path: '/moderation/bans', ...forModerators, request: body(schema.ban), responses: { ...nothing, ...problems } }), async (context) => {
    await write(context);
    const { comment, network } = context.req.valid('json');
    await bans.ban(comment, network);
    return context.body(null, 204);
  });
  routes.openapi(createRoute({ method: 'delete', path: '/moderation/bans/{id}', ...forModerators, request: { params: schema.idParameter }, responses: { ...nothing, ...problems } }), async (context) => {
    await write(context);
    await bans.unban(context.req.valid('param').id);
    return context.body(null, 204);
  });

  routes.openapi(createRoute({
    method: 'get', path: '/moderation/removals', ...forModerators, request: { query: schema.actsQuery }, responses: { 200: json(schema.removals, 'What was removed and can be brought back'), ...problems },
  }), async (context) => {
    await read(context);
    return context.json(await removals.list(context.req.valid('query').after), 200, unkept);
  });
  routes.openapi(createRoute({
    method: 'post', path: '/moderation/removals', ...forModerators, request: body(schema.removal),
    responses: { 202: json(z.object({ id: z.string(), comments: z.number().int() }), 'The removal of all by an author, or from an address, has begun'), ...problems },
  }), async (context) => {
    await write(context);
    const { comment, by, ban, network } = context.req.valid('json');
    return context.json(await removals.start(comment, by, async () => { if (ban) await bans.ban(comment, network); }), 202, unkept);
  });
  routes.openapi(createRoute({
    method: 'delete', path: '/moderation/removals/{id}', ...forModerators, request: { params: schema.idParameter }, responses: { 202: { description: 'Bringing them back has begun' }, ...problems },
  }), async (context) => {
    await write(context);
    await removals.undo(context.req.valid('param').id);
    return context.body(null, 202);
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
