/** The database as the rest of the server knows it: Kysely over the tables of tables.ts, on SQLite or PostgreSQL. */

import type { Kysely, Transaction as KyselyTransaction } from 'kysely';
import type { Pool } from 'pg';
import type { ChangeFeed } from './change-feed.js';
import type { Tables } from './tables.js';

export type Database = Kysely<Tables>;
export type Transaction = KyselyTransaction<Tables>;

export interface OpenDatabase {
  database: Database;
  changes: ChangeFeed;
  /** The connection pool of PostgreSQL, for libraries that do not use Kysely. */
  pool?: Pool;
  /** A sentence for the operator's log, when the database opened with restrictions. */
  warning?: string | undefined;
  close: () => Promise<void>;
}

export interface OpenOptions {
  /** false for a command that runs beside a server, which holds the lock of the SQLite file. */
  lock?: boolean;
  /** false to leave the schema as it is. */
  migrate?: boolean;
  /** Connections to PostgreSQL. */
  pool?: number;
}
