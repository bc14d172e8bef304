/** PostgreSQL, which any number of servers may share. */

import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { PostgresChangeFeed } from './change-feed.js';
import type { OpenDatabase, OpenOptions } from './types.js';
import { migrate, pendingMigrations } from './migrate.js';
import { StartError } from '../errors.js';
import type { Tables } from './tables.js';

/** bigint and numeric as numbers: ours are times and counts, which a number holds. pg gives them as text. */
const types = {
  getTypeParser: (type: number, format?: 'text' | 'binary'): unknown =>
    type === 20 || type === 1700 ? Number : format === 'binary' ? pg.types.getTypeParser(type, format) : pg.types.getTypeParser(type),
};

/** An answered 201 is on the disk, whatever the server's own setting is. The pool waits for the promise, although its types say void. */
const makeDurable = (client: pg.ClientBase): unknown => client.query('set synchronous_commit = on');

const connectionOf = (url: string): pg.ClientConfig => ({
  connectionString: url,
  application_name: 'blog-elements',
  connectionTimeoutMillis: 5000,
  keepAlive: true,
  types,
});

export async function openPostgres(url: string, { migrate: upToDate = true, pool: max = 10 }: OpenOptions): Promise<OpenDatabase> {
  const pool = new pg.Pool({
    ...connectionOf(url),
    max,
    // A query that hangs, or a process that stops in the middle, must not hold others up.
    statement_timeout: 10_000,
    idle_in_transaction_session_timeout: 10_000,
    onConnect: makeDurable,
  });
  // A connection that breaks, in use or not, is replaced when somebody needs one; whoever waits for an answer from it is told by that query.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  const database = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  try {
    const {
      rows: [row],
    } = await sql<{
      encoding: string;
      version: number;
    }>`select pg_encoding_to_char(encoding) as encoding, current_setting('server_version_num')::int as version from pg_database where datname = current_database()`.execute(
      database,
    );
    if (row!.version < 130_000) throw new StartError('DATABASE_URL: expected PostgreSQL 13 or newer.');
    if (row!.encoding !== 'UTF8')
      throw new StartError(`DATABASE_URL: expected a database in UTF8, but this one is in ${row!.encoding}: make it with "create database … encoding 'UTF8'".`);
    await pendingMigrations(database);
    if (upToDate) await migrate(database);
  } catch (error) {
    await database.destroy();
    throw explain(error, url);
  }
  const changes = new PostgresChangeFeed(pool, connectionOf(url));
  return {
    database,
    pool,
    changes,
    async close() {
      await changes.close();
      await database.destroy();
    },
  };
}

function explain(error: unknown, url: string): Error {
  if (error instanceof StartError) return error;
  // Never the URL itself: it holds a password.
  const { hostname, port, pathname } = URL.canParse(url) ? new URL(url) : { hostname: '', port: '', pathname: '' };
  const where = `the PostgreSQL database ${decodeURI(pathname.slice(1))} at ${hostname || 'localhost'}:${port || '5432'}`;
  const { code = '', message = '' } = error as { code?: string; message?: string };
  const why = /^28/.test(code)
    ? 'the name or the password is refused'
    : code === '3D000'
      ? 'there is no such database'
      : code === '42501'
        ? 'this account may not make tables there'
        : code === '53300'
          ? 'it has no connection left'
          : code === 'ECONNREFUSED'
            ? 'nothing listens there'
            : code === 'ENOTFOUND'
              ? 'there is no such host'
              : message.split('\n')[0];
  return new StartError(`DATABASE_URL: ${where} cannot be used: ${why}.`);
}
