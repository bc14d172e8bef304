/**
 * The SQLite file: found or made, checked before anything is written to it, and held by one server only. Kysely gives the one
 * connection to one query or transaction at a time: that is the write queue.
 */

import { existsSync, mkdirSync, openSync, closeSync, readSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { Kysely, sql, SqliteDialect } from 'kysely';
import Sqlite from 'libsql';
import { applicationId, migrate, newestVersion } from './migrations.js';
import { StartError } from './options.js';
import type { Tables } from './tables.js';

export type Database = Kysely<Tables>;

export interface OpenDatabase {
  database: Database;
  close(): Promise<void>;
}

/**
 * Opens the file and brings it up to date.
 *
 * @param lock false for a command beside a running server
 * @throws StartError with one sentence; the file is then as it was
 */
export function openDatabase(file: string, { lock = true } = {}): OpenDatabase {
  const inMemory = file === ':memory:';
  if (!inMemory) checkPlace(file);
  const held = lock && !inMemory ? holdLock(`${file}-lock`, file) : undefined;
  let connection: Sqlite.Database | undefined;
  try {
    connection = new Sqlite(file);
    if (!inMemory) checkContent(connection, file);
    // A pragma belongs to a connection, and there is one. FULL: an answered 201 is on the disk.
    for (const pragma of ['journal_mode = WAL', 'synchronous = FULL', 'foreign_keys = ON', 'busy_timeout = 200', 'temp_store = MEMORY', 'cache_size = -16000']) {
      connection.pragma(pragma);
    }
    migrate(connection);
  } catch (error) {
    connection?.close();
    held?.close();
    throw explain(error, file);
  }
  const open = connection;
  const database = new Kysely<Tables>({ dialect: new SqliteDialect({ database: open as never }) });
  return {
    database,
    async close() {
      // Folds the write-ahead log into the file, so that a copy of the file alone is whole.
      await sql`pragma wal_checkpoint(truncate)`.execute(database).catch(() => undefined);
      await database.destroy();
      held?.close();
    },
  };
}

function checkPlace(file: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    if (!existsSync(file)) return;
    if (!statSync(file).isFile()) throw new StartError(`The database ${file} is not a file: choose another name with DATABASE.`);
    const head = Buffer.alloc(16);
    const descriptor = openSync(file, 'r+');
    const length = readSync(descriptor, head, 0, 16, 0);
    closeSync(descriptor);
    if (length > 0 && head.toString('latin1') !== 'SQLite format 3\0') {
      throw new StartError(`The file ${file} is not a comment database: put it aside, or choose another with DATABASE.`);
    }
  } catch (error) {
    throw explain(error, file);
  }
}

/** Reads without writing: whose database this is, and whether its pages hang together. */
function checkContent(connection: Sqlite.Database, file: string): void {
  const value = (pragma: string): unknown => Object.values((connection.pragma(pragma) as Record<string, unknown>[])[0] ?? {})[0];
  const tables = connection.prepare('select count(*) as count from sqlite_master').get() as { count: number };
  if (tables.count === 0) return;
  if (value('application_id') !== applicationId) throw new StartError(`The database ${file} belongs to another program: choose another file with DATABASE.`);
  const check = value('quick_check(1)');
  if (check !== 'ok') throw new StartError(`The database ${file} is damaged (${String(check).split('\n')[0]}): restore a backup, or choose another file with DATABASE.`);
  const version = Number(value('user_version'));
  if (version > newestVersion) throw new StartError(`The database ${file} was made by a newer server (schema ${version}, known here up to ${newestVersion}): update this server.`);
}

/** A file of its own that stays locked while the server lives; the system lets go of it however the server ends. */
function holdLock(lockFile: string, file: string): Sqlite.Database {
  let lock: Sqlite.Database | undefined;
  try {
    lock = new Sqlite(lockFile);
    lock.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock?.close();
    if (/^SQLITE_BUSY/.test(String((error as { code?: string }).code))) throw new StartError(`The database ${file} is in use by another server: stop that one, or choose another file with DATABASE.`);
    throw explain(error, file);
  }
}

function explain(error: unknown, file: string): Error {
  if (error instanceof StartError) return error;
  const code = String((error as { code?: string } | null)?.code ?? '');
  if (/^(EACCES|EPERM|EROFS|ENOTDIR|EEXIST|SQLITE_CANTOPEN|SQLITE_READONLY)/.test(code)) {
    return new StartError(`The database ${file} cannot be written (${code}): give this account the right to its folder, or choose another place with DATABASE.`);
  }
  if (/^SQLITE_(NOTADB|CORRUPT)/.test(code)) return new StartError(`The database ${file} is damaged (${code}): restore a backup, or choose another file with DATABASE.`);
  if (/^(ENOSPC|SQLITE_FULL)/.test(code)) return new StartError(`There is no room left for the database ${file}.`);
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) return new StartError(`The database ${file} is in use by another program.`);
  return error instanceof Error ? new StartError(`The database ${file} cannot be opened: ${error.message.split('\n')[0]}`) : new StartError(`The database ${file} cannot be opened.`);
}
