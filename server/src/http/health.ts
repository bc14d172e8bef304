/** `/health` and `/ready`: whether the process runs, and whether it can answer. They belong to no site. */

import { sql } from 'kysely';
import { Hono } from 'hono';
import type { Database } from '../database/types.js';
import { logTo, type Log } from './log.js';
import { Problem, asProblem } from './problems.js';
import type { WriteProbe } from '../database/write-probe.js';

export interface HealthParts {
  database: Database;
  probe: WriteProbe;
  /** Whether the server is about to stop, so that no new requests should be sent to it. */
  isClosing: () => boolean;
  log?: Log | undefined;
}

export function createHealthApp({ database, probe, isClosing, log }: HealthParts): Hono {
  const app = new Hono();
  app.use(logTo(log));
  app.get('/health', (context) => context.json({ status: 'ok' }, 200, { 'Cache-Control': 'no-store' }));
  app.get('/ready', async (context) => {
    if (isClosing()) throw new Problem('unavailable', 'The server is stopping.');
    await sql`select 1 from sites limit 1`.execute(database);
    // A full disk is no reason to send nobody here: reads are answered.
    return context.json({ status: 'ok', writable: await probe.isWritable() }, 200, { 'Cache-Control': 'no-store' });
  });
  app.notFound(() => new Problem('not-found', 'There is nothing at this address.').toResponse());
  app.onError((error) => (asProblem(error) ?? new Problem('unavailable', 'The database cannot be used.')).toResponse());
  return app;
}
