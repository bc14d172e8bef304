/** The SQLite file: found or made, checked before anything is written to it, and held by one server only. */

import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Kysely, sql } from 'kysely';
import Sqlite from 'libsql';
import { ChangeFeed } from './change-feed.js';
import type { OpenDatabase, OpenOptions } from './types.js';
import { migrate, pendingMigrations } from './migrate.js';
import { SqliteFileDialect } from './sqlite-driver.js';
import { StartError } from '../errors.js';
import type { Tables } from './tables.js';

/** "blog", in the file's header. */
const applicationId = 0x626c6f67;

/** A pragma belongs to a connection. FULL: an answered 201 is on the disk. A wait for others freezes the whole process, so the driver waits instead. */
const pragmas = { journal_mode: 'wal', synchronous: 2, foreign_keys: 1, busy_timeout: 10, temp_store: 2, cache_size: -16_000 };

/** Milliseconds to wait while another program writes: less for a reader's request than for a command. */
const busyTimeouts = { server: 3000, command: 60_000 };

export async function openSqlite(file: string, { lock = true, migrate: upToDate = true }: OpenOptions): Promise<OpenDatabase> {
  const inMemory = file === ':memory:';
  if (!inMemory) checkPlace(file);
  const held = lock && !inMemory ? holdLock(`${file}-lock`, file) : undefined;
  let connections: Sqlite.Database[] = [];
  try {
    // The index of the log, which programs share, is the first file that finds no room. A server can do without: it then has the database to itself.
    const alone = held !== undefined && !hasRoomForIndex(file);
    connections = connect(file, { alone });
    const [connection, reader = connection] = connections as [Sqlite.Database, Sqlite.Database?];
    const database = new Kysely<Tables>({
      dialect: new SqliteFileDialect({ writer: connection, reader, busyTimeout: lock ? busyTimeouts.server : busyTimeouts.command }),
    });
    await pendingMigrations(database);
    if (upToDate) {
      if (valueOf(connection, 'application_id') !== applicationId) connection.pragma(`application_id = ${applicationId}`);
      await migrate(database);
    }
    return {
      database,
      ...(alone && {
        warning:
          'There is no room on the disk: reading goes on, and writing too when there is room again. Commands beside this server do not work before its next start.',
      }),
      changes: new ChangeFeed(),
      async close() {
        // Folds the write-ahead log into the file, so that a copy of the file alone is whole.
        await sql`pragma wal_checkpoint(truncate)`.execute(database).catch(() => undefined);
        await database.destroy();
        held?.close();
      },
    };
  } catch (error) {
    for (const connection of connections) connection.close();
    held?.close();
    throw explain(error, file);
  }
}

/** Checked before SQLite fails over it, since SQLite would keep open what it has opened. */
function hasRoomForIndex(file: string): boolean {
  const size = 32 * 1024;
  // Blocks count, not the length: SQLite may have left holes in it, and to fill those on a full disk ends the process.
  if (!existsSync(file) || (existsSync(`${file}-shm`) && statSync(`${file}-shm`).blocks * 512 >= size)) return true;
  const trial = `${file}-room`;
  try {
    writeFileSync(trial, Buffer.alloc(size));
    return true;
  } catch (error) {
    if (!['ENOSPC', 'EDQUOT'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    return false;
  } finally {
    rmSync(trial, { force: true });
  }
}

/** A connection for writes, and one for reads where the file can be shared. */
function connect(file: string, { alone = false } = {}): Sqlite.Database[] {
  const inMemory = file === ':memory:';
  const connections: Sqlite.Database[] = [];
  const add = (): Sqlite.Database => {
    const connection = new Sqlite(file);
    connections.push(connection);
    if (alone) connection.pragma('locking_mode = exclusive');
    return connection;
  };
  try {
    const writer = add();
    if (!inMemory) checkContent(writer, file);
    setPragmas(writer, file, inMemory);
    if (inMemory || alone) return connections;
    const reader = add();
    setPragmas(reader, file, inMemory);
    reader.pragma('query_only = 1');
    return connections;
  } catch (error) {
    for (const connection of connections) connection.close();
    throw error;
  }
}

/** A copy that is whole at one moment, made while others read and write; returns how many comments it holds. Never writes over a file. */
export function backUpSqlite(file: string, target: string): number {
  if (!existsSync(file)) throw new StartError(`The database ${file} is not there: name it with DATABASE.`);
  if (existsSync(target)) throw new StartError(`The file ${target} is there already: choose another name.`);
  const part = `${target}.part`;
  checkPlace(file);
  let connection: Sqlite.Database | undefined;
  try {
    makeFolder(dirname(target));
    rmSync(part, { force: true });
    connection = new Sqlite(file);
    checkContent(connection, file, { thoroughly: false });
    connection.pragma('busy_timeout = 5000');
    connection.prepare('vacuum into ?').run(part);
    connection.close();
    connection = new Sqlite(part);
    checkContent(connection, part);
    const { count } = connection.prepare('select count(*) as count from comments').get() as { count: number };
    connection.close();
    const descriptor = openSync(part, 'r+');
    fsyncSync(descriptor);
    closeSync(descriptor);
    renameSync(part, target);
    return count;
  } catch (error) {
    try {
      connection?.close();
    } catch {
      /* closed already */
    }
    try {
      rmSync(part, { force: true });
    } catch {
      /* where nothing can be made, nothing was left */
    }
    throw explain(error, target);
  }
}

/** Reads back what was set: a file system that cannot sync is found here and not after a power failure. */
function setPragmas(connection: Sqlite.Database, file: string, inMemory: boolean): void {
  for (const [name, wanted] of Object.entries(pragmas)) {
    connection.pragma(`${name} = ${wanted}`);
    const is = valueOf(connection, name);
    if (is !== wanted && !(inMemory && name === 'journal_mode')) {
      throw new StartError(`The database ${file} cannot be kept safely here (${name} is ${String(is)}, not ${wanted}): put it on a local disk with DATABASE.`);
    }
  }
}

const valueOf = (connection: Sqlite.Database, pragma: string): unknown => Object.values((connection.pragma(pragma) as Record<string, unknown>[])[0] ?? {})[0];

/** Step by step: where nothing can be made, as in /proc, `recursive` never ends. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder);
}

function checkPlace(file: string): void {
  try {
    makeFolder(dirname(file));
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

/** Checks, without writing, that the database is ours and not damaged. */
function checkContent(connection: Sqlite.Database, file: string, { thoroughly = true } = {}): void {
  const tables = connection.prepare('select count(*) as count from sqlite_master').get() as { count: number };
  if (tables.count === 0) return;
  if (valueOf(connection, 'application_id') !== applicationId)
    throw new StartError(`The database ${file} belongs to another program: choose another file with DATABASE.`);
  if (!thoroughly) return;
  const check = valueOf(connection, 'quick_check(1)');
  if (check !== 'ok')
    throw new StartError(`The database ${file} is damaged (${String(check).split('\n')[0]}): restore a backup, or choose another file with DATABASE.`);
}

/** Locks a file of its own while the server runs; the system releases it however the process ends. */
function holdLock(lockFile: string, file: string): Sqlite.Database {
  let lock: Sqlite.Database | undefined;
  try {
    lock = new Sqlite(lockFile);
    // Its journal stays in memory: a start must not need room on the disk.
    lock.exec('PRAGMA journal_mode = MEMORY; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock?.close();
    if (/^SQLITE_BUSY/.test(String((error as { code?: string }).code)))
      throw new StartError(`The database ${file} is in use by another server: stop that one, or choose another file with DATABASE.`);
    throw explain(error, file);
  }
}

function explain(error: unknown, file: string): Error {
  if (error instanceof StartError) return error;
  const code = String((error as { code?: string } | null)?.code ?? '');
  // Of a file that cannot be opened libsql says no more than SQLite's number.
  if (/^(EACCES|EPERM|EROFS|ENOTDIR|ENOENT|EEXIST|SQLITE_CANTOPEN|SQLITE_READONLY)/.test(code) || /^ConnectionFailed.*: 14"/.test((error as Error).message)) {
    return new StartError(
      `The database ${file} cannot be written (${code || 'SQLITE_CANTOPEN'}): give this account the right to its folder, or choose another place with DATABASE.`,
    );
  }
  if (/^SQLITE_(NOTADB|CORRUPT)/.test(code))
    return new StartError(`The database ${file} is damaged (${code}): restore a backup, or choose another file with DATABASE.`);
  if (/^(ENOSPC|SQLITE_FULL|SQLITE_IOERR_SHM)/.test(code)) return new StartError(`There is no room left for the database ${file}.`);
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) return new StartError(`The database ${file} is in use by another program.`);
  return error instanceof Error
    ? new StartError(`The database ${file} cannot be opened: ${error.message.split('\n')[0]}`)
    : new StartError(`The database ${file} cannot be opened.`);
}
