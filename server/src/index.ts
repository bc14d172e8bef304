/** The server as a web-standard handler, and as a process of its own. */

import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { createApp } from './app.js';
import { openDatabase, type Database } from './database/open.js';
import { tidyUp } from './database/cleanup.js';
import type { Mailer } from './mail/mailer.js';
import { Limits } from './http/rate-limits.js';
import type { Live } from './comments/live.js';
import { StartError } from './errors.js';
import { settleSites, type ServerOptions } from './options.js';
import { createOutside } from './http/health.js';
import { openSingleSignOn } from './accounts/single-sign-on.js';

export type { ServerOptions };
export { StartError };

export interface CommentServer {
  /** Answers a request. `environment` is what the host knows of it; @hono/node-server's tells the client's address. */
  fetch(request: Request, environment?: unknown): Promise<Response>;
  /** Ends live streams, which would never end by themselves, and tells whoever asks `/ready` to send no more; requests are still answered. */
  drain(): void;
  /** Finishes what is under way, and closes the database. */
  close(): Promise<void>;
}

export async function siteOf(database: Database, base: string, name: string): Promise<number> {
  await database.insertInto('sites').values({ base, name }).onConflict((conflict) => conflict.column('base').doUpdateSet({ name })).execute();
  return (await database.selectFrom('sites').select('id').where('base', '=', base).executeTakeFirstOrThrow()).id;
}

/**
 * A comment server to mount in an application.
 *
 * @throws StartError whose message is one sentence for a person: a wrong option, or a database that cannot be used (it is then as it was)
 */
export async function createCommentServer(options: ServerOptions = {}): Promise<CommentServer> {
  const sites = settleSites(options);
  const { database: place, pool, rateLimits, log } = sites[0];
  // Keys that cannot be used are found before a database is made.
  for (const { singleSignOn } of sites) if (singleSignOn) openSingleSignOn(singleSignOn, () => undefined);
  const open = await openDatabase(place, { pool });
  const { database, close } = open;
  let closing: Promise<void> | undefined;
  let draining = false;
  try {
    const limits = new Limits(rateLimits === 'on', database, open.pool);
    const apps: { base: string; app: { fetch(request: Request, environment?: object): Response | Promise<Response> }; live: Live; mailer: Mailer | undefined }[] = [];
    for (const settings of sites) {
      apps.push({ base: settings.base, ...createApp(open, await siteOf(database, settings.base, settings.siteName), settings, limits) });
    }
    // A base may lie within another.
    apps.sort((a, b) => b.base.length - a.base.length);
    const outside = createOutside(database, () => draining, log);
    const tidy = async () => { await tidyUp(database); };
    await tidy();
    const timer = setInterval(() => void tidy().catch(() => undefined), 3600_000).unref();

    const underWay = new Set<Promise<unknown>>();
    const drain = (): void => {
      draining = true;
      for (const { live } of apps) live.close();
    };
    return {
      drain,
      async fetch(request, environment) {
        const { pathname } = new URL(request.url);
        const { app } = apps.find(({ base }) => pathname === base || pathname.startsWith(`${base}/`)) ?? { app: outside };
        const answer = Promise.resolve(app.fetch(request, environment as object | undefined));
        underWay.add(answer);
        try {
          return await answer;
        } finally {
          underWay.delete(answer);
        }
      },
      close() {
        clearInterval(timer);
        drain();
        return closing ??= Promise.allSettled(underWay).then(() => Promise.all(apps.map(({ mailer }) => mailer?.close()))).then(close);
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Serves comments, and nothing else, on a port. */
export async function listen(options: ServerOptions & { port?: number; host?: string } = {}): Promise<{ url: string; close(): Promise<void> }> {
  const { port = 8081, host = '127.0.0.1', ...rest } = options;
  const comments = await createCommentServer(rest);
  // Whoever sends slowly, to hold a connection, is cut off.
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000, connectionsCheckingInterval: 2000, maxHeaderSize: 32 * 1024 },
    getRequestListener((request, environment) => comments.fetch(request, environment)));
  try {
    await started(server, port, host);
  } catch (error) {
    await comments.close();
    throw error;
  }
  const { port: actual } = server.address() as { port: number };
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${actual}${Object.keys(rest.sites ?? {})[0] ?? rest.base ?? '/comments'}`,
    async close() {
      const ended = new Promise((resolve) => server.close(resolve));
      comments.drain();
      // Connections fall idle one by one as their answers end; whoever does not read is not waited for.
      const idle = setInterval(() => server.closeIdleConnections(), 50);
      const patience = setTimeout(() => server.closeAllConnections(), 5000);
      await ended;
      clearInterval(idle);
      clearTimeout(patience);
      await comments.close();
    },
  };
}

function started(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.on('error', (error: NodeJS.ErrnoException) => reject(new StartError(
      error.code === 'EADDRINUSE' ? `Port ${port} is in use: stop what runs there, or choose another with PORT.`
        : error.code === 'EACCES' ? `Port ${port} may not be used by this account: choose one above 1023 with PORT.`
          : `The server cannot listen on ${host}:${port}: ${error.message}.`,
    )));
    server.listen(port, host, resolve);
  });
}
