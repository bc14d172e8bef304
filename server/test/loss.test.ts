import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sql } from 'kysely';
import { createApp } from '../src/app.js';
import { openDatabase } from '../src/database/open.js';
import { ensureSite } from '../src/index.js';
import { RateLimits } from '../src/http/rate-limits.js';
import { resolveSettings } from '../src/options.js';
import { killWhileWriting } from './process.js';
import { freshPlace, key, postgres } from './support.js';

describe('What was confirmed', () => {
  it('is there, once, after the server was killed at random moments while many wrote', async () => {
    const { place, remove } = await freshPlace();
    try {
      const { lost, twice, stored, kills } = await killWhileWriting(place, { writes: 200, clients: 20, kills: 2 });
      assert.ok(kills > 0);
      assert.deepEqual({ lost, twice, stored }, { lost: 0, twice: 0, stored: 200 });
    } finally {
      await remove();
    }
  });

  it('goes to the disk on every connection, whatever the database’s own settings are', async () => {
    const { place, remove } = await freshPlace();
    try {
      const first = await openDatabase(place);
      if (postgres) await sql`alter database ${sql.raw(new URL(place).pathname.slice(1))} set synchronous_commit = off`.execute(first.database);
      for (const { database, close } of [first, await openDatabase(place, { lock: false })]) {
        if (postgres) {
          // As many at once as the pool has.
          const settings = await Promise.all(Array.from({ length: 10 }, () => sql<{ synchronous_commit: string }>`show synchronous_commit`.execute(database)));
          assert.ok(settings.every(({ rows }) => rows[0]!.synchronous_commit === 'on'));
        } else {
          const value = async (name: string) => Object.values((await sql<Record<string, unknown>>`pragma ${sql.raw(name)}`.execute(database)).rows[0]!)[0];
          assert.deepEqual([await value('journal_mode'), await value('synchronous'), await value('foreign_keys')], ['wal', 2, 1]);
        }
        await close();
      }
    } finally {
      await remove();
    }
  });

  it('stays whole when the disk is full: 507, and writing goes on where there is room', { skip: postgres ? 'the file of SQLite' : false }, async () => {
    const { place, remove } = await freshPlace();
    const open = await openDatabase(place);
    const { app, live } = createApp(
      open,
      await ensureSite(open.database, '/comments', 'Test'),
      resolveSettings({ guests: 'on', threadCheck: 'off' }),
      new RateLimits(false, open.database),
    );
    const send = async (text: string) =>
      app.request('/comments', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ thread: '/full', text, key: key(), author: { name: 'G' } }),
      });
    const stored = async () =>
      ((await (await app.request('/comments/counts?thread=/full')).json()) as { counts: Record<string, number> }).counts['/full'] as number;
    try {
      const {
        rows: [pages],
      } = await sql<{ page_count: number }>`pragma page_count`.execute(open.database);
      await sql`pragma max_page_count = ${sql.raw(String(pages!.page_count + 10))}`.execute(open.database);
      let confirmed = 0;
      let full: Response | undefined;
      for (let n = 0; n < 50 && !full; n++) {
        const answer = await send(`${n} ${'x'.repeat(4000)}`);
        if (answer.status === 201) confirmed++;
        else full = answer;
      }
      assert.ok(confirmed > 0);
      assert.equal(full?.status, 507);
      assert.equal(full.headers.get('content-type'), 'application/problem+json');
      assert.equal(((await full.json()) as { code: string }).code, 'full');
      assert.equal((await send(`still ${'x'.repeat(4000)}`)).status, 507);
      assert.equal(await stored(), confirmed);
      const {
        rows: [check],
      } = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(open.database);
      assert.equal(check!.integrity_check, 'ok');

      await sql`pragma max_page_count = 1000000`.execute(open.database);
      assert.equal((await send(`room ${'x'.repeat(4000)}`)).status, 201);
      assert.equal(await stored(), confirmed + 1);
    } finally {
      live.close();
      await open.close();
      await remove();
    }
  });
});
