/** Readers' accounts and sessions over HTTP. */

import { createRoute } from '@hono/zod-openapi';
import { accountAnswer, type Accounts } from './accounts.js';
import { mailboxOf } from './email-address.js';
import type { LogIn } from './log-in.js';
import type { Asking } from '../http/caller.js';
import { ownDataOf } from '../import-export/export.js';
import { languageOf } from '../http/language.js';
import type { Database } from '../database/open.js';
import type { Bans } from '../moderation/bans.js';
import type { Limits } from '../http/rate-limits.js';
import type { Settings } from '../options.js';
import { body, forReaders, json, nothing, problems, unkept, type Routes } from '../http/routes.js';
import * as schema from '../http/schemas.js';

interface Parts { accounts: Accounts; bans: Bans; asking: Asking; limits: Limits; logIn: LogIn; schemas: schema.Schemas; settings: Settings; database: Database }

export function addAccountRoutes(routes: Routes, { accounts, bans, asking, limits, logIn, schemas, settings, database }: Parts): void {
  routes.openapi(createRoute({
    method: 'post', path: '/accounts', request: body(schemas.register), responses: { 201: json(schema.session, 'Registered and logged in'), ...problems },
  }), async (context) => {
    asking.mustHaveAccounts();
    await asking.limit(context, 'account');
    const given = context.req.valid('json');
    await bans.refuse({ email: given.email, marks: await asking.marksOf(context) });
    await limits.take('registration', `${settings.base} ${mailboxOf(given.email)}`);
    return context.json(await accounts.register(given, languageOf(context), asking.sharerOf(context)), 201, unkept);
  });

  routes.openapi(createRoute({ method: 'get', path: '/accounts/me', ...forReaders, responses: { 200: json(schema.account, 'One’s own account'), ...problems } }), async (context) => {
    await asking.limit(context, 'read');
    return context.json(accountAnswer(await asking.mustBeReader(context)), 200, unkept);
  });

  routes.openapi(createRoute({
    method: 'patch', path: '/accounts/me', ...forReaders, request: body(schemas.change), responses: { 200: json(schema.account, 'Changed; a new email address may wait for its confirmation'), ...problems },
  }), async (context) => {
    const reader = await asking.mustBeReader(context);
    const given = context.req.valid('json');
    const token = asking.tokenOf(context) ?? '';
    if (reader.external || given.email !== undefined || given.password !== undefined) await logIn.provePassword(context, reader, given.currentPassword, token);
    else await asking.limit(context, 'write', reader.id);
    return context.json(accountAnswer(await accounts.change(reader, given, token, languageOf(context), asking.sharerOf(context))), 200, unkept);
  });

  routes.openapi(createRoute({ method: 'delete', path: '/accounts/me', ...forReaders, responses: { ...nothing, ...problems } }), async (context) => {
    await asking.limit(context, 'write');
    await accounts.remove(await asking.mustBeReader(context));
    return context.body(null, 204);
  });

  routes.openapi(createRoute({
    method: 'get', path: '/accounts/me/export', ...forReaders, responses: { 200: json(schema.ownData, 'All that is kept about the caller'), ...problems },
  }), async (context) => {
    const reader = await asking.mustBeReader(context);
    await asking.limit(context, 'write', reader.id);
    return context.json(await ownDataOf(database, reader.id), 200, { ...unkept, 'Content-Disposition': 'attachment; filename="comments.json"' });
  });

  routes.openapi(createRoute({
    method: 'post', path: '/accounts/password', request: body(schemas.forgot), responses: { 202: { description: 'If the address has an account, an email is on its way' }, ...problems },
  }), async (context) => {
    const { email } = context.req.valid('json');
    await asking.limit(context, 'emailRequest', mailboxOf(email));
    accounts.forgotPassword(email, languageOf(context));
    return context.body(null, 202);
  });

  routes.openapi(createRoute({
    method: 'put', path: '/accounts/password', request: body(schemas.reset), responses: { ...nothing, ...problems },
  }), async (context) => {
    await asking.limit(context, 'code');
    const { code, password } = context.req.valid('json');
    await accounts.codes.resetPassword(code, password, asking.sharerOf(context));
    return context.body(null, 204);
  });

  routes.openapi(createRoute({
    method: 'post', path: '/accounts/confirmation', request: body(schemas.confirm), responses: { ...nothing, ...problems },
  }), async (context) => {
    await asking.limit(context, 'code');
    const { code, password } = context.req.valid('json');
    await accounts.codes.confirm(code, password, asking.sharerOf(context));
    return context.body(null, 204);
  });

  routes.openapi(createRoute({
    method: 'post', path: '/sessions', request: body(schemas.logIn), responses: { 201: json(schema.session, 'Logged in'), ...problems },
  }), async (context) => {
    asking.mustHaveAccounts();
    return context.json(await logIn.reader(context, context.req.valid('json')), 201, unkept);
  });

  routes.openapi(createRoute({ method: 'delete', path: '/sessions/current', ...forReaders, responses: { ...nothing, ...problems } }), async (context) => {
    await asking.limit(context, 'read');
    const token = asking.tokenOf(context);
    if (token) await accounts.logOut(token);
    return context.body(null, 204);
  });

  routes.openapi(createRoute({ method: 'delete', path: '/sessions', ...forReaders, responses: { ...nothing, ...problems } }), async (context) => {
    await asking.limit(context, 'read');
    await accounts.logOutEverywhere(await asking.mustBeReader(context));
    return context.body(null, 204);
  });
}
