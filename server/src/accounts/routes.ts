/** Readers' accounts and sessions over HTTP. */

import { createRoute } from '@hono/zod-openapi';
import { accountAnswer, type Accounts } from './accounts.js';
import { mailboxOf } from './email-address.js';
import type { LogIn } from './log-in.js';
import type { Callers } from '../http/caller.js';
import { ownDataOf } from '../import-export/export.js';
import { languageOf } from '../http/language.js';
import type { Database } from '../database/types.js';
import type { Bans } from '../moderation/bans.js';
import type { RateLimits } from '../http/rate-limits.js';
import type { Settings } from '../options.js';
import { body, forReaders, json, noContent, problems, noStore, type Routes } from '../http/routes.js';
import * as schema from './schemas.js';

interface Parts {
  accounts: Accounts;
  bans: Bans;
  callers: Callers;
  limits: RateLimits;
  logIn: LogIn;
  settings: Settings;
  database: Database;
}

export function addAccountRoutes(routes: Routes, { accounts, bans, callers, limits, logIn, settings, database }: Parts): void {
  const schemas = schema.makeAccountSchemas(settings);

  routes.openapi(
    createRoute({
      method: 'post',
      path: '/accounts',
      request: body(schemas.register),
      responses: { 201: json(schema.session, 'Registered and logged in'), ...problems },
    }),
    async (context) => {
      callers.requireAccounts();
      await callers.limit(context, 'account');
      const given = context.req.valid('json');
      await bans.refuse({ email: given.email, addressHashes: await callers.addressHashesOf(context) });
      await limits.take('registration', `${settings.base} ${mailboxOf(given.email)}`);
      return context.json(await accounts.register(given, languageOf(context), callers.hashQueueCallerOf(context)), 201, noStore);
    },
  );

  routes.openapi(
    createRoute({ method: 'get', path: '/accounts/me', ...forReaders, responses: { 200: json(schema.account, 'One’s own account'), ...problems } }),
    async (context) => {
      await callers.limit(context, 'read');
      return context.json(accountAnswer(await callers.requireReader(context)), 200, noStore);
    },
  );

  routes.openapi(
    createRoute({
      method: 'patch',
      path: '/accounts/me',
      ...forReaders,
      request: body(schemas.change),
      responses: { 200: json(schema.account, 'Changed; a new email address may wait for its confirmation'), ...problems },
    }),
    async (context) => {
      const reader = await callers.requireReader(context);
      const given = context.req.valid('json');
      const token = callers.tokenOf(context) ?? '';
      if (reader.external || given.email !== undefined || given.password !== undefined)
        await logIn.requirePassword(context, reader, given.currentPassword, token);
      else await callers.limit(context, 'write', reader.id);
      return context.json(accountAnswer(await accounts.change(reader, given, token, languageOf(context), callers.hashQueueCallerOf(context))), 200, noStore);
    },
  );

  routes.openapi(createRoute({ method: 'delete', path: '/accounts/me', ...forReaders, responses: { ...noContent, ...problems } }), async (context) => {
    await callers.limit(context, 'write');
    await accounts.remove(await callers.requireReader(context));
    return context.body(null, 204);
  });

  routes.openapi(
    createRoute({
      method: 'get',
      path: '/accounts/me/export',
      ...forReaders,
      responses: { 200: json(schema.ownData, 'All that is kept about the caller'), ...problems },
    }),
    async (context) => {
      const reader = await callers.requireReader(context);
      await callers.limit(context, 'write', reader.id);
      return context.json(await ownDataOf(database, reader.id), 200, { ...noStore, 'Content-Disposition': 'attachment; filename="comments.json"' });
    },
  );

  routes.openapi(
    createRoute({
      method: 'post',
      path: '/accounts/password',
      request: body(schema.forgot),
      responses: { 202: { description: 'If the address has an account, an email is on its way' }, ...problems },
    }),
    async (context) => {
      const { email } = context.req.valid('json');
      await callers.limit(context, 'emailRequest', mailboxOf(email));
      accounts.forgotPassword(email, languageOf(context));
      return context.body(null, 202);
    },
  );

  routes.openapi(
    createRoute({
      method: 'put',
      path: '/accounts/password',
      request: body(schema.reset),
      responses: { ...noContent, ...problems },
    }),
    async (context) => {
      await callers.limit(context, 'code');
      const { code, password } = context.req.valid('json');
      await accounts.codes.resetPassword(code, password, callers.hashQueueCallerOf(context));
      return context.body(null, 204);
    },
  );

  routes.openapi(
    createRoute({
      method: 'post',
      path: '/accounts/confirmation',
      request: body(schema.confirm),
      responses: { ...noContent, ...problems },
    }),
    async (context) => {
      await callers.limit(context, 'code');
      const { code, password } = context.req.valid('json');
      await accounts.codes.confirm(code, password, callers.hashQueueCallerOf(context));
      return context.body(null, 204);
    },
  );

  routes.openapi(
    createRoute({
      method: 'post',
      path: '/sessions',
      request: body(schema.logIn),
      responses: { 201: json(schema.session, 'Logged in'), ...problems },
    }),
    async (context) => {
      callers.requireAccounts();
      return context.json(await logIn.reader(context, context.req.valid('json')), 201, noStore);
    },
  );

  routes.openapi(createRoute({ method: 'delete', path: '/sessions/current', ...forReaders, responses: { ...noContent, ...problems } }), async (context) => {
    await callers.limit(context, 'read');
    const token = callers.tokenOf(context);
    if (token) await accounts.logOut(token);
    return context.body(null, 204);
  });

  routes.openapi(createRoute({ method: 'delete', path: '/sessions', ...forReaders, responses: { ...noContent, ...problems } }), async (context) => {
    await callers.limit(context, 'read');
    await accounts.logOutEverywhere(await callers.requireReader(context));
    return context.body(null, 204);
  });
}
