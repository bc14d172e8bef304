/** The server as a web-standard handler, and as a process of its own. */

import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { createApp } from './app.js';
import { openDatabase, type Database } from './database.js';
import { settle, StartError, type ServerOptions } from './options.js';

export type { ServerOptions };
export { StartError };

export interface CommentServer {
  /** Answers a request. `environment` is what the host knows of it; @hono/node-server's tells the client's address. */
  fetch(request: Request, environment?: unknown): Promise<Response>;
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
  const settings = settle(options);
  const { database, close } = await openDatabase(settings.database, { pool: settings.pool });
  const { app, accounts } = createApp(database, await siteOf(database, settings.base, settings.siteName), settings);
  await accounts.dropOldSessions();
  let closing: Promise<void> | undefined;
  const underWay = new Set<Promise<unknown>>();
  return {
    async fetch(request, environment) {
      const answer = Promise.resolve(app.fetch(request, environment as object | undefined));
      underWay.add(answer);
      try {
        return await answer;
      } finally {
        underWay.delete(answer);
      }
    },
    close: () => closing ??= Promise.allSettled(underWay).then(close),
  };
}

/** Serves comments, and nothing else, on a port. */
export async function listen(options: ServerOptions & { port?: number; host?: string } = {}): Promise<{ url: string; close(): Promise<void> }> {
  const { port = 8081, host = '127.0.0.1', ...rest } = options;
  const comments = await createCommentServer(rest);
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000 }, getRequestListener((request, environment) => comments.fetch(request, environment)));
  try {
    await started(server, port, host);
  } catch (error) {
    await comments.close();
    throw error;
  }
  const { port: actual } = server.address() as { port: number };
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${actual}${rest.base ?? '/comments'}`,
    async close() {
      const ended = new Promise((resolve) => server.close(resolve));
      server.closeIdleConnections();
      setTimeout(() => server.closeAllConnections(), 5000).unref();
      await ended;
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
