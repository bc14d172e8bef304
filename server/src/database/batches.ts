/** Changes very many rows in batches, so that requests do not wait. */

import { sql, type RawBuilder } from 'kysely';
import { isPostgres } from './dialect.js';
import type { Database } from './types.js';

/** Milliseconds that one batch should take: on SQLite this process does nothing else meanwhile. */
const batchMilliseconds = 15;
const [minRows, maxRows] = [100, 4000];

/** Lets waiting requests go first. */
export const yieldToRequests = (): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, 2);
  });

/**
 * Repeats a step, with as many rows at a time as fit into a few milliseconds.
 *
 * @param step does up to `size` rows, and says whether more are left and how many milliseconds they took (`stopwatch`), without the wait for the connection and
 * for the disk, which are the same for few rows and for many
 */
export async function inBatches(step: (size: number) => Promise<{ more: boolean; took: number }>): Promise<void> {
  for (let size = 300; ;) {
    const { more, took } = await step(size);
    if (!more) return;
    size = nextBatchSize(size, took);
    await yieldToRequests();
  }
}

/**
 * Measures the milliseconds that a batch costs. On a busy machine the processor's time counts, not the elapsed time: smaller batches would not help. A quarter
 * of the elapsed time counts at least, since PostgreSQL keeps rows locked while it works.
 */
export function stopwatch(): () => number {
  const started = performance.now();
  const used = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(used);
    const elapsed = performance.now() - started;
    return Math.max(Math.min(elapsed, (user + system) / 1000), elapsed / 4);
  };
}

export const nextBatchSize = (size: number, took: number): number =>
  Math.min(maxRows, Math.max(minRows, Math.round(size * Math.min(2, Math.max(0.25, batchMilliseconds / Math.max(took, 0.1))))));

/** Rows as a table in a query, passed as one JSON parameter. */
export function rowsAsTable<Row extends object>(database: Database, columns: { [Name in keyof Row]: 'integer' | 'text' }, rows: Row[]): RawBuilder<Row> {
  const postgres = isPostgres(database);
  const names = Object.keys(columns) as (keyof Row & string)[];
  const fields = names.map((name, index) =>
    postgres
      ? sql`(value ->> ${sql.lit(index)})::${sql.raw(columns[name] === 'integer' ? 'bigint' : 'text')} as ${sql.ref(name)}`
      : sql`value ->> ${sql.lit(index)} as ${sql.ref(name)}`,
  );
  const json = JSON.stringify(rows.map((row) => names.map((name) => row[name])));
  return postgres
    ? sql<Row>`(select ${sql.join(fields)} from jsonb_array_elements(${json}::jsonb) as each(value))`
    : sql<Row>`(select ${sql.join(fields)} from json_each(${json}))`;
}
