/** Opens the database, an SQLite file or a PostgreSQL server, behind one interface. */

import { isPostgresUrl } from './dialect.js';
import type { OpenDatabase, OpenOptions } from './types.js';

/**
 * Opens what `place` says, a file or a `postgres://` URL, and migrates it.
 *
 * @throws StartError with one sentence; the database is then as it was
 */
export async function openDatabase(place: string, options: OpenOptions = {}): Promise<OpenDatabase> {
  // Each client is loaded only where it is used: neither costs the other's users memory.
  return isPostgresUrl(place) ? (await import('./postgres.js')).openPostgres(place, options) : (await import('./sqlite.js')).openSqlite(place, options);
}
