/** Work on very many rows that nobody has to wait for. */

import { sql, type RawBuilder } from 'kysely';
import { isPostgres, type Database } from './open.js';

/** Milliseconds that one batch should take: on SQLite nothing else happens in this process meanwhile. */
const goal = 15;
const [fewest, most] = [20, 5000];

/** Lets requests that came meanwhile go first. */
export const letOthersIn = (): Promise<void> => new Promise((resolve) => { setTimeout(resolve, 2); });

/**
 * Does a step again and again, as many rows at a time as fit into a few milliseconds.
 *
 * @param step does up to `size` rows; false when nothing is left
 */
export async function inBatches(step: (size: number) => Promise<boolean>): Promise<void> {
  for (let size = 100; ;) {
    const started = performance.now();
    if (!await step(size)) return;
    size = nextSize(size, performance.now() - started);
    await letOthersIn();
  }
}

export const nextSize = (size: number, took: number): number => Math.min(most, Math.max(fewest, Math.round(size * Math.min(2, Math.max(0.25, goal / Math.max(took, 0.1))))));

/** Rows given by the caller as a table: one parameter, however many they are. */
export function givenRows<Row extends object>(database: Database, columns: { [Name in keyof Row]: 'integer' | 'text' }, rows: Row[]): RawBuilder<Row> {
  const postgres = isPostgres(database);
  const names = Object.keys(columns) as (keyof Row & string)[];
  const fields = names.map((name, index) => (postgres
    ? sql`(value ->> ${sql.lit(index)})::${sql.raw(columns[name] === 'integer' ? 'bigint' : 'text')} as ${sql.ref(name)}`
    : sql`value ->> ${sql.lit(index)} as ${sql.ref(name)}`));
  const json = JSON.stringify(rows.map((row) => names.map((name) => row[name])));
  return postgres
    ? sql<Row>`(select ${sql.join(fields)} from jsonb_array_elements(${json}::jsonb) as each(value))`
    : sql<Row>`(select ${sql.join(fields)} from json_each(${json}))`;
}
