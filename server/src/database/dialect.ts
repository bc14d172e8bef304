/** Where SQLite and PostgreSQL differ. Everything else is written once, with Kysely. */

import { PostgresAdapter, type SelectQueryBuilder } from 'kysely';
import type { Tables } from './tables.js';
import type { Database, Transaction } from './types.js';

export const isPostgresUrl = (place: string): boolean => /^postgres(ql)?:/.test(place);

export const isPostgres = (database: Database): boolean => database.getExecutor().adapter instanceof PostgresAdapter;

/** Locks the rows that a transaction reads in order to change them. SQLite has one writer at a time and needs no lock. */
export function forUpdate<Shape, Of extends keyof Tables>(
  transaction: Transaction,
  query: SelectQueryBuilder<Tables, Of, Shape>,
): SelectQueryBuilder<Tables, Of, Shape> {
  return isPostgres(transaction) ? query.forUpdate() : query;
}
