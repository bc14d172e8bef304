import assert from 'node:assert/strict';
import { describe, it, mock } from 'node:test';
import { deleteExpired } from '../src/database/cleanup.js';
import { Clock } from '../src/database/clock.js';
import { openDatabase } from '../src/database/open.js';
import type { Database } from '../src/database/types.js';
import { freshPlace, makeModerator, start, type Running } from './support.js';

const hour = 3600_000;
const day = 24 * hour;

/** What time takes away, counted: nothing of it may go because a clock was wrong. */
async function kept(place: string): Promise<Record<string, number>> {
  const { database, close } = await openDatabase(place, { lock: false });
  const count = async (table: 'sessions' | 'codes' | 'banEntries' | 'addressKeys' | 'reports') =>
    Number(
      (
        await database
          .selectFrom(table)
          .select((each) => each.fn.countAll<number>().as('n'))
          .executeTakeFirstOrThrow()
      ).n,
    );
  const addresses = await database.selectFrom('comments').select('seq').where('address', 'is not', null).execute();
  const all = {
    sessions: await count('sessions'),
    codes: await count('codes'),
    bans: await count('banEntries'),
    addressKeys: await count('addressKeys'),
    reports: await count('reports'),
    addresses: addresses.length,
  };
  await close();
  return all;
}

async function withDatabase(test: (database: Database) => Promise<void>): Promise<void> {
  const { place, remove } = await freshPlace();
  const { database, close } = await openDatabase(place, { lock: false });
  try {
    await test(database);
  } finally {
    await close();
    await remove();
  }
}

/** A server that has a reader, a moderator, a guest's comment, a report, a code and a ban. */
async function lived(lines: Record<string, unknown>[]): Promise<{ running: Running; token: string }> {
  const running = await start({ log: (line) => lines.push(line) });
  const ada = await running.client.reader('Ada');
  const moderator = await makeModerator(running);
  const {
    body: { id },
  } = await running.client.comment({ author: { name: 'Guest' } });
  assert.equal((await running.client.ask('POST', `/${id}/report`, {})).status, 202);
  const { database, close } = await openDatabase(running.database, { lock: false });
  const { id: account, site } = await database.selectFrom('accounts').select(['id', 'site']).where('name', '=', 'Ada').executeTakeFirstOrThrow();
  await database.insertInto('codes').values({ hash: 'code', account, purpose: 'confirm', email: 'ada@example.org', created: Date.now() }).execute();
  const { id: act } = await database
    .insertInto('acts')
    .values({ site, kind: 'ban', name: 'Troll', created: Date.now(), selection: null, state: null })
    .returning('id')
    .executeTakeFirstOrThrow();
  await database
    .insertInto('banEntries')
    .values({ act, site, kind: 'network', value: 'somewhere', within: null, ends: Date.now() + 28 * day })
    .execute();
  await close();
  assert.equal((await moderator.get('/moderation/comments')).status, 200);
  return { running, token: ada.token! };
}

describe('A wrong clock', () => {
  for (const days of [60, -60]) {
    it(`${days} days ${days > 0 ? 'ahead' : 'behind'} at one start deletes nothing, and the log says so`, async () => {
      const lines: Record<string, unknown>[] = [];
      const { running, token } = await lived(lines);
      const before = await kept(running.database);
      assert.ok(
        Object.values(before).every((count) => count > 0),
        JSON.stringify(before),
      );
      const right = Date.now();
      mock.timers.enable({ apis: ['Date'], now: right + days * day });
      try {
        await running.restart();
        assert.equal((await running.client.page('thread=/a')).body.count, 1);
        // Everything that age decides is asked at this time as well.
        await running.client.getAs('/accounts/me', token);
        const { status, body } = await running.client.comment({ thread: '/a', text: 'From another time', author: { name: 'Guest' } });
        assert.equal(status, 201);
        assert.equal(body.dateCreated.slice(0, 10), new Date(right + days * day).toISOString().slice(0, 10));
      } finally {
        mock.timers.reset();
      }
      const warning = String(lines.find(({ level, message }) => level === 'warn' && /clock/.test(String(message)))?.['message']);
      assert.match(warning, days > 0 ? /60 days ahead of what the database saw last/ : /60 days behind what the database saw last/);
      await running.restart();
      const after = await kept(running.database);
      for (const [what, count] of Object.entries(before)) assert.ok(after[what]! >= count, `${what}: ${count} before, ${after[what]} after`);
      assert.equal((await running.client.getAs('/accounts/me', token)).status, 200);
      // Comments stand in the order in which they came, whatever their dates say.
      assert.deepEqual(
        (await running.client.page('thread=/a')).body.comments.map(({ text }: { text: string }) => text),
        ['Hello', 'From another time'],
      );
      await running.close();
    });
  }

  it('is believed after a day, when the server was off for long and not the clock wrong', () =>
    withDatabase(async (database) => {
      const times = { at: Date.now(), passed: 0 };
      const pass = (milliseconds: number) => {
        times.at += milliseconds;
        times.passed += milliseconds;
      };
      const clockOf = () => new Clock(database, undefined, { now: () => times.at, passed: () => times.passed });
      assert.equal(await clockOf().mayDelete(), true);
      times.at += 60 * day;
      let clock = clockOf();
      assert.equal(await clock.mayDelete(), false);
      for (let n = 0; n < 12; n++) {
        pass(hour);
        assert.equal(await clock.mayDelete(), false);
      }
      // A server that starts again goes on counting, and does not count the pause.
      times.at += 2 * hour;
      clock = clockOf();
      assert.equal(await clock.mayDelete(), false);
      for (let n = 0; n < 11; n++) {
        pass(hour);
        assert.equal(await clock.mayDelete(), false);
      }
      pass(hour);
      assert.equal(await clock.mayDelete(), true);
      pass(hour);
      assert.equal(await clock.mayDelete(), true);
    }));

  it('is not believed sooner because several servers share the database, or because it jumps on', () =>
    withDatabase(async (database) => {
      const times = { at: Date.now(), passed: 0 };
      const clockOf = () => new Clock(database, undefined, { now: () => times.at, passed: () => times.passed });
      await clockOf().mayDelete();
      times.at += 60 * day;
      const clocks = [clockOf(), clockOf(), clockOf(), clockOf()];
      for (let n = 0; n < 20; n++) {
        times.at += hour;
        times.passed += hour;
        for (const clock of clocks) assert.equal(await clock.mayDelete(), false);
      }
      const [clock] = clocks;
      // 23 hours more in a second: not a day that has passed.
      times.at += 23 * hour;
      times.passed += 1000;
      assert.equal(await clock!.mayDelete(), false);
      // And once it is set right nothing waits.
      times.at -= 60 * day + 23 * hour;
      assert.equal(await clock!.mayDelete(), true);
    }));

  it('that is right lets go what has expired, in batches', () =>
    withDatabase(async (database) => {
      await database.insertInto('sites').values({ base: '/c', name: 'C' }).execute();
      const { id: site } = await database.selectFrom('sites').select('id').executeTakeFirstOrThrow();
      await database
        .insertInto('accounts')
        .values({ id: 'a', site, name: 'A', email: 'a@example.org', password: '', created: 1, pending: null, issuer: null, subject: null })
        .execute();
      for (let n = 0; n < 12; n++) {
        await database
          .insertInto('sessions')
          .values(Array.from({ length: 100 }, (_, each) => ({ hash: `${n} ${each}`, account: 'a', created: 1, used: n < 11 ? 1 : Date.now() })))
          .execute();
      }
      await deleteExpired(database, new Clock(database));
      assert.equal((await database.selectFrom('sessions').select('hash').execute()).length, 100);
    }));
});
