/** JSON lines about requests and errors, without readers in them: no address, query, token or id; a path only as the route's pattern. */

import type { Context, MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';

export type Log = (line: Record<string, unknown>) => void;

export const logTo =
  (log: Log | undefined): MiddlewareHandler =>
  async (context, next) => {
    const started = performance.now();
    await next();
    context.res.headers.set('X-Content-Type-Options', 'nosniff');
    if (!log) return;
    log({
      level: context.res.status >= 500 ? 'error' : 'info',
      method: context.req.method,
      route: routeOf(context),
      status: context.res.status,
      ms: Math.round(performance.now() - started),
    });
  };

/**
 * The pattern of the route that answers, which is the first of those that match: `/comments/counts` could be the id of a comment as well. A path that is not
 * known, and a question of a browser before it asks (OPTIONS), match only what stands before every route.
 */
function routeOf(context: Context): string {
  return (
    matchedRoutes(context).find(({ method, path }) => method !== 'ALL' || !path.endsWith('*'))?.path ??
    (context.req.method === 'OPTIONS' && context.res.status === 204 ? '(preflight)' : '(none)')
  );
}

/** An error for the log. What a database says quotes what was being stored, so only its code and the place are told. */
export function describe(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const { code } = error as { code?: string | number };
  const place =
    error.stack
      ?.split('\n')
      .filter((line) => /^\s+at /.test(line))
      .join('\n') ?? '';
  return `${error.name}${code === undefined ? `: ${error.message}` : ` (${String(code)})`}\n${place}`;
}
