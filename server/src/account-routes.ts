/** Readers' accounts and sessions over HTTP. */

import { createRoute } from '@hono/zod-openapi';
import type { Accounts } from './accounts.js';
import type { Asking } from './asking.js';
import { body, json, nothing, problems, unkept, type Routes } from './route-parts.js';
import * as schema from './schemas.js';

export function addAccountRoutes(routes: Routes, { accounts, asking, schemas }: { accounts: Accounts; asking: Asking; schemas: schema.Schemas }): void {
  routes.openapi(createRoute({
    method: 'post', path: '/accounts', request: body(schemas.register), responses: { 201: json(schema.session, 'Registered and logged in'), ...problems },
  }), async (context) => {
    await asking.limit(context, 'account');
    return context.json(await accounts.register(context.req.valid('json')), 201, unkept);
  });

  routes.openapi(createRoute({ method: 'get', path: '/accounts/me', responses: { 200: json(schema.account, 'One’s own account'), ...problems } }), async (context) => {
    const { id, name, email } = await asking.mustBeReader(context);
    return context.json({ id, name, email, emailConfirmed: false }, 200, unkept);
  });

  routes.openapi(createRoute({ method: 'delete', path: '/accounts/me', responses: { ...nothing, ...problems } }), async (context) => {
    await accounts.remove(await asking.mustBeReader(context));
    return context.body(null, 204);
  });

  routes.openapi(createRoute({
    method: 'post', path: '/sessions', request: body(schemas.logIn), responses: { 201: json(schema.session, 'Logged in'), ...problems },
  }), async (context) => {
    const credentials = context.req.valid('json');
    // Account and address together: a stranger elsewhere cannot lock anybody out.
    await asking.limit(context, 'login', credentials.email);
    return context.json(await accounts.logIn(credentials), 201, unkept);
  });

  routes.openapi(createRoute({ method: 'delete', path: '/sessions/current', responses: { ...nothing, ...problems } }), async (context) => {
    const token = asking.tokenOf(context);
    if (token) await accounts.logOut(token);
    return context.body(null, 204);
  });

  routes.openapi(createRoute({ method: 'delete', path: '/sessions', responses: { ...nothing, ...problems } }), async (context) => {
    await accounts.logOutEverywhere(await asking.mustBeReader(context));
    return context.body(null, 204);
  });
}
