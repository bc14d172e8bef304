/**
 * Kysely's driver for an SQLite file: reads run at once on a connection of their own, writes one after another on a second one. So no reader waits for a writer,
 * in this process or in another program.
 */

import { CompiledQuery, SqliteDialect, type DatabaseConnection, type Driver, type QueryResult } from 'kysely';
import type Sqlite from 'libsql';

/** For a database in memory both are the same, and reads take turns with writes. */
export interface Connections {
  writer: Sqlite.Database;
  reader: Sqlite.Database;
  busyTimeout: number;
}

export class SqliteFileDialect extends SqliteDialect {
  constructor(private connections: Connections) {
    super({ database: connections.writer });
  }
  override createDriver(): Driver {
    return new SqliteFileDriver(this.connections);
  }
}

class SqliteFileDriver implements Driver {
  private readonly file: SqliteFile;
  constructor(connections: Connections) {
    this.file = new SqliteFile(connections);
  }
  init(): Promise<void> {
    return Promise.resolve();
  }
  acquireConnection(): Promise<SqliteConnection> {
    return Promise.resolve(new SqliteConnection(this.file));
  }
  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await (connection as SqliteConnection).begin();
  }
  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('commit'));
  }
  rollbackTransaction(): Promise<void> {
    this.file.rollBack();
    return Promise.resolve();
  }
  releaseConnection(connection: DatabaseConnection): Promise<void> {
    (connection as SqliteConnection).endTurn?.();
    return Promise.resolve();
  }
  destroy(): Promise<void> {
    this.file.close();
    return Promise.resolve();
  }
}

class SqliteFile {
  private readonly reading: StatementCache;
  private readonly writing: StatementCache;
  private lastTurn: Promise<void> = Promise.resolve();

  constructor(private connections: Connections) {
    this.writing = new StatementCache(connections.writer);
    this.reading = connections.reader === connections.writer ? this.writing : new StatementCache(connections.reader);
  }

  canReadAtOnce({ query, sql }: CompiledQuery): boolean {
    return this.reading !== this.writing && (query.kind === 'SelectQueryNode' || (query.kind === 'RawNode' && /^\s*select\b/i.test(sql)));
  }

  /** Waits for this process's other writes; returns the function that ends the turn. */
  async takeTurn(): Promise<() => void> {
    const before = this.lastTurn;
    let end!: () => void;
    this.lastTurn = new Promise((resolve) => {
      end = resolve;
    });
    await before;
    return end;
  }

  read(query: CompiledQuery): Promise<QueryResult<never>> {
    return this.retryWhileBusy(() => this.reading.run(query));
  }
  write(query: CompiledQuery): Promise<QueryResult<never>> {
    return this.retryWhileBusy(() => this.writing.run(query));
  }
  get inTransaction(): boolean {
    return this.connections.writer.inTransaction;
  }

  /** When the disk is full or fails, SQLite has rolled back already: a second rollback would hide the first error. */
  rollBack(): void {
    if (!this.inTransaction) return;
    // Should it fail, the next transaction tries again before it begins.
    try {
      this.connections.writer.exec('rollback');
    } catch {
      /* the first error counts */
    }
  }

  close(): void {
    const { reader, writer } = this.connections;
    if (reader !== writer) reader.close();
    writer.close();
  }

  /** Retries while another program writes, up to the timeout, without blocking the process. */
  private async retryWhileBusy<Result>(task: () => Result): Promise<Result> {
    for (const end = Date.now() + this.connections.busyTimeout; ;) {
      try {
        return task();
      } catch (error) {
        if (!/^SQLITE_BUSY/.test(String((error as { code?: unknown }).code)) || Date.now() > end) throw error;
        await new Promise((resolve) => {
          setTimeout(resolve, 2 + Math.random() * 10);
        });
      }
    }
  }
}

/** A connection as Kysely sees it: for one query, or one transaction. */
class SqliteConnection implements DatabaseConnection {
  endTurn: (() => void) | undefined;
  private inTransaction = false;
  private failure: Error | undefined;

  constructor(private file: SqliteFile) {}

  /** Takes the write lock at once: SQLite refuses a transaction that reads first when another program wrote in between. */
  async begin(): Promise<void> {
    this.endTurn = await this.file.takeTurn();
    this.file.rollBack();
    await this.file.write(CompiledQuery.raw('begin immediate'));
    this.inTransaction = true;
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    if (!this.inTransaction) {
      if (this.file.canReadAtOnce(query)) return this.file.read(query);
      this.endTurn = await this.file.takeTurn();
      return this.file.write(query);
    }
    // SQLite has rolled back by itself: later statements would be committed without the earlier ones.
    if (this.failure) throw this.failure;
    try {
      return await this.file.write(query);
    } catch (error) {
      if (!this.file.inTransaction) this.failure = error as Error;
      throw error;
    }
  }

  streamQuery(): AsyncIterableIterator<never> {
    throw new Error('Queries are not streamed here.');
  }
}

/** Prepared statements by their SQL. Lists of changing length make too many to keep all. */
class StatementCache {
  private readonly prepared = new Map<string, Sqlite.Statement>();
  constructor(private connection: Sqlite.Database) {}

  run({ sql, parameters }: CompiledQuery): QueryResult<never> {
    const statement = this.prepare(sql);
    if (statement.reader) return { rows: statement.all(parameters) as never[] };
    const { changes, lastInsertRowid } = statement.run(parameters);
    return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) };
  }

  private prepare(text: string): Sqlite.Statement {
    const known = this.prepared.get(text);
    if (known) return known;
    const statement = this.connection.prepare(text);
    if (this.prepared.size >= 300) this.prepared.delete(this.prepared.keys().next().value!);
    this.prepared.set(text, statement);
    return statement;
  }
}
