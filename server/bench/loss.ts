/** `npm run loss:server`: `kill -9` at random moments during 10,000 writes by 50 clients, on SQLite and on PostgreSQL. Fails when a confirmed comment is missing or there twice. */

import { startPostgres } from '../test/postgres.js';
import { killWhileWriting } from '../test/process.js';
import { freshPlace } from '../test/support.js';

const writes = Number(process.argv[2] ?? 10_000);
let failed = false;

async function run(name: string, place: string): Promise<void> {
  const { lost, twice, stored, kills, created, repeated, failed: errors } = await killWhileWriting(place, { writes, clients: 50, kills: 20 });
  console.log(
    `${name}: ${writes} writes by 50 clients, ${kills} × kill -9, ${errors} requests failed and came again; ${created} answered 201 and ${repeated} 200: ${stored} stored, ${lost} lost, ${twice} twice`,
  );
  if (lost || twice || stored !== writes || kills === 0) failed = true;
}

const { place, remove } = await freshPlace();
await run('SQLite', place);
await remove();
const postgres = await startPostgres({ durable: true });
try {
  await run('PostgreSQL', postgres.url);
} finally {
  await postgres.remove();
}
process.exit(failed ? 1 : 0);
