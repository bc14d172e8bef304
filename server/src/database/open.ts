/** The database behind one interface: an SQLite file or a PostgreSQL server. Everything else writes Kysely's language, which both speak. */

import { PostgresAdapter, type Kysely, type SelectQueryBuilder, type Transaction } from 'kysely';
import type { Pool } from 'pg';
import type { Changes } from './change-feed.js';
import type { Tables } from './tables.js';

export type Database = Kysely<Tables>;
export type Work = Transaction<Tables>;

export interface OpenDatabase {
  database: Database;
  changes: Changes;
  /** PostgreSQL's, for what does not speak Kysely. */
  pool?: Pool;
  /** What whoever runs the server should know of how it was opened. */
  warning?: string | undefined;
  close(): Promise<void>;
}

export interface HowToOpen {
  /** false for a command beside a running server, which holds the SQLite file. */
  lock?: boolean;
  /** false to leave the schema as it is. */
  migrate?: boolean;
  /** Connections to PostgreSQL. */
  pool?: number;
}

export const isPostgresUrl = (place: string): boolean => /^postgres(ql)?:/.test(place);

/**
 * Opens what `place` says, a file or a `postgres://` URL, and brings it up to date.
 *
 * @throws StartError with one sentence; the database is then as it was
 */
export async function openDatabase(place: string, how: HowToOpen = {}): Promise<OpenDatabase> {
  // Whoever keeps a file needs no client of PostgreSQL in memory.
  return isPostgresUrl(place) ? (await import('./postgres.js')).openPostgres(place, how) : (await import('./sqlite.js')).openSqlite(place, how);
}

export const isPostgres = (database: Database): boolean => database.getExecutor().adapter instanceof PostgresAdapter;

/**
 * For rows that are read in a transaction in order to change them: PostgreSQL keeps them from others until the transaction ends. SQLite has one writer
 * at a time and needs no such word.
 */
export function forUpdate<Shape, Of extends keyof Tables>(work: Work, query: SelectQueryBuilder<Tables, Of, Shape>): SelectQueryBuilder<Tables, Of, Shape> {
  return isPostgres(work) ? query.forUpdate() : query;
}
