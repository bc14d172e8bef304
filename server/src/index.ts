/** The server as a web-standard handler, and as a process of its own. */

import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { createApp } from './app.js';
import { openDatabase } from './database/open.js';
import type { Database } from './database/types.js';
import { deleteExpired } from './database/cleanup.js';
import { Clock } from './database/clock.js';
import { WriteProbe } from './database/write-probe.js';
import type { Mailer } from './mail/mailer.js';
import type { Removals } from './moderation/removals.js';
import { RateLimits } from './http/rate-limits.js';
import type { LiveStreams } from './comments/live.js';
import type { ThreadPages } from './comments/thread-pages.js';
import { StartError } from './errors.js';
import { missingSettings, resolveSites, type ServerOptions } from './options.js';
import { createHealthApp } from './http/health.js';
import { describe } from './http/log.js';
import { createTokenVerifier } from './accounts/single-sign-on.js';

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

/** The number of a site, which is made when it is new. Nothing is written where nothing changes: a server starts on a full disk, too. */
export async function ensureSite(database: Database, base: string, name: string): Promise<number> {
  const known = await database.selectFrom('sites').select(['id', 'name', 'uuid']).where('base', '=', base).executeTakeFirst();
  if (known?.name === name && known.uuid !== null) return known.id;
  await database
    .insertInto('sites')
    .values({ base, name, uuid: randomUUID() })
    .onConflict((conflict) => conflict.column('base').doUpdateSet((set) => ({ name, uuid: set.fn.coalesce('sites.uuid', 'excluded.uuid') })))
    .execute();
  return (await database.selectFrom('sites').select('id').where('base', '=', base).executeTakeFirstOrThrow()).id;
}

/**
 * A comment server to mount in an application.
 *
 * @throws StartError whose message is one sentence for a person: a wrong option, or a database that cannot be used (it is then as it was)
 */
export async function createCommentServer(options: ServerOptions = {}): Promise<CommentServer> {
  const sites = resolveSites(options);
  const { database: place, pool, rateLimits, log } = sites[0];
  // Keys that cannot be used are found before a database is made.
  for (const { singleSignOn } of sites) if (singleSignOn) createTokenVerifier(singleSignOn, () => undefined);
  const open = await openDatabase(place, { pool });
  const { database, close } = open;
  let closing: Promise<void> | undefined;
  let draining = false;
  try {
    const limits = new RateLimits(rateLimits === 'on', database, open.pool);
    const apps: {
      base: string;
      app: { fetch(request: Request, environment?: object): Response | Promise<Response> };
      live: LiveStreams;
      mailer: Mailer | undefined;
      threadPages: ThreadPages;
      removals: Removals;
    }[] = [];
    for (const settings of sites) {
      for (const warning of missingSettings(settings)) log?.({ level: 'warn', warning });
      apps.push({ base: settings.base, ...createApp(open, await ensureSite(database, settings.base, settings.siteName), settings, limits) });
    }
    // A base may lie within another, and these paths within all of them.
    const isOutside = (path: string): boolean => (path === '/health' || path === '/ready') && !sites.some(({ base }) => base === path);
    apps.sort((a, b) => b.base.length - a.base.length);
    const probe = new WriteProbe(database, log);
    const outside = createHealthApp({ database, probe, isClosing: () => draining, log });
    if (open.warning) log?.({ level: 'warn', message: open.warning });
    const clock = new Clock(database, log);
    // What cannot be tidied up today, on a full disk for example, is tomorrow; it is no reason not to serve.
    const tidy = async (): Promise<void> => {
      try {
        await deleteExpired(database, clock);
        for (const { removals } of apps) removals.resume();
      } catch (error) {
        probe.requestTest();
        log?.({ level: 'error', message: 'What has expired could not be deleted.', error: describe(error) });
      }
    };
    await tidy();
    // `tidy` catches what goes wrong.
    const timer = setInterval(() => {
      tidy().catch(() => undefined);
    }, 3600_000).unref();

    const underWay = new Set<Promise<unknown>>();
    const drain = (): void => {
      draining = true;
      for (const { live } of apps) live.close();
    };
    return {
      drain,
      async fetch(request, environment) {
        const { pathname } = new URL(request.url);
        const { app } = (isOutside(pathname) ? undefined : apps.find(({ base }) => pathname === base || pathname.startsWith(`${base}/`))) ?? { app: outside };
        const answer = Promise.resolve(app.fetch(request, environment as object | undefined));
        underWay.add(answer);
        try {
          const response = await answer;
          if (response.status >= 500 && request.method !== 'GET') probe.requestTest();
          return response;
        } finally {
          underWay.delete(answer);
        }
      },
      close() {
        clearInterval(timer);
        drain();
        return (closing ??= Promise.allSettled(underWay)
          .then(() =>
            Promise.all(apps.flatMap(({ mailer, threadPages, removals }) => [mailer?.close() ?? Promise.resolve(), threadPages.close(), removals.close()])),
          )
          .then(close));
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
  const answer = getRequestListener((request, environment) => comments.fetch(request, environment));
  // Clients that send slowly, to hold a connection, are cut off.
  const server = createServer(
    { requestTimeout: 30_000, headersTimeout: 10_000, connectionsCheckingInterval: 2000, maxHeaderSize: 32 * 1024 },
    (request, response) => {
      answer(request, response).catch(() => response.destroy());
    },
  );
  try {
    await listenOn(server, port, host);
  } catch (error) {
    await comments.close();
    throw error;
  }
  const { port: actual } = server.address() as { port: number };
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${actual}${resolveSites(rest)[0].base}`,
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

function listenOn(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.on('error', (error: NodeJS.ErrnoException) =>
      reject(
        new StartError(
          error.code === 'EADDRINUSE'
            ? `Port ${port} is in use: stop what runs there, or choose another with PORT.`
            : error.code === 'EACCES'
              ? `Port ${port} may not be used by this account: choose one above 1023 with PORT.`
              : `The server cannot listen on ${host}:${port}: ${error.message}.`,
        ),
      ),
    );
    server.listen(port, host, resolve);
  });
}
