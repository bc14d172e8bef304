/** Readers' accounts and sessions over HTTP. */

import { createRoute } from '@hono/zod-openapi';
import { accountAnswer, type Accounts } from './accounts.js';
import type { Asking } from '../http/caller.js';
import { ownDataOf } from '../import-export/export.js';
import { languageOf } from '../http/language.js';
import type { Database } from '../database/open.js';
import type { Bans } from '../moderation/bans.js';
import { body, forReaders, json, nothing, problems, unkept, type Routes } from '../http/routes.js';
import * as schema from '../http/schemas.js';

export function addAccountRoutes(routes: Routes, { accounts, asking, bans, schemas, database }: { accounts: Accounts; bans: Bans; asking: Asking; schemas: schema.Schemas; database: Database }): void {
  routes.openapi(createRoute({
    method: 'post', path: '/accounts', request: body(schemas.register), responses: { 201: json(schema.session, 'Registered and logged in'), ...problems },
  }), async (context) => {
    asking.mustHaveAccounts();
    await asking.limit(context, 'account');
    const given = context.req.valid('json');
    await bans.refuse({ email: given.email, marks: await asking.marksOf(context) });
    return context.json(await accounts.register(given, languageOf(context)), 201, unkept);
  });

  routes.openapi(createRoute({ method: 'get', path: '/accounts/me', ...forReaders, responses: { 200: json(schema.account, 'One’s own account'), ...problems } }), async (context) => {
    await asking.limit(context, 'read');
    return context.json(accountAnswer(await asking.mustBeReader(context)), 200, unkept);
  });

  routes.openapi(createRoute({
    method: 'patch', path: '/accounts/me', ...forReaders, request: body(schemas.change), responses: { 200: json(schema.account, 'Changed; a new e-mail address may wait for its confirmation'), ...problems },
  }), async (context) => {
    const reader = await asking.mustBeReader(context);
    await asking.limit(context, 'login', reader.id);
    return context.json(accountAnswer(await accounts.change(reader, context.req.valid('json'), asking.tokenOf(context)!, languageOf(context))), 200, unkept);
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
    method: 'post', path: '/accounts/password', request: body(schemas.forgot), responses: { 202: { description: 'If the address has an account, a letter is on its way' }, ...problems },
  }), async (context) => {
    const { email } = context.req.valid('json');
    await asking.limit(context, 'mail', email);
    accounts.forgotPassword(email, languageOf(context));
    return context.body(null, 202);
  });

  routes.openapi(createRoute({
    method: 'put', path: '/accounts/password', request: body(schemas.reset), responses: { ...nothing, ...problems },
  }), async (context) => {
    await asking.limit(context, 'code');
    const { code, password } = context.req.valid('json');
    await accounts.resetPassword(code, password);
    return context.body(null, 204);
  });

  routes.openapi(createRoute({
    method: 'post', path: '/accounts/confirmation', request: body(schemas.confirm), responses: { ...nothing, ...problems },
  }), async (context) => {
    await asking.limit(context, 'code');
    await accounts.confirmEmail(context.req.valid('json').code);
    return context.body(null, 204);
  });

  routes.openapi(createRoute({
    method: 'post', path: '/sessions', request: body(schemas.logIn), responses: { 201: json(schema.session, 'Logged in'), ...problems },
  }), async (context) => {
    asking.mustHaveAccounts();
    const credentials = context.req.valid('json');
    // Account and address together: a stranger elsewhere cannot lock anybody out.
    await asking.limit(context, 'login', credentials.email);
    return context.json(await accounts.logIn(credentials), 201, unkept);
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
