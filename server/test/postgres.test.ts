import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { listen } from '../src/index.js';
import { openDatabase } from '../src/database/open.js';
import { NoPostgres, startPostgres, type Postgres } from './postgres.js';
import { compare, pause, startProcess, writeAll, type ServerProcess } from './process.js';
import { freshPlace, key } from './support.js';

describe('Three processes on one PostgreSQL', () => {
  let place: { place: string; remove(): Promise<void> };
  let servers: ServerProcess[];
  before(async () => {
    place = await freshPlace();
    // At once: each brings the same new database up to date.
    servers = await Promise.all([0, 1, 2].map(() => startProcess(place.place, { RATE_LIMITS: 'on', DATABASE_POOL: '5' })));
  });
  after(async () => {
    await Promise.all(servers.map((server) => server.end('SIGKILL')));
    await place.remove();
  });

  it('know each other’s sessions, comments and keys', async () => {
    const [a, b, c] = servers.map(({ client }) => client) as [(typeof servers)[0]['client'], (typeof servers)[0]['client'], (typeof servers)[0]['client']];
    const ada = await a.reader('Ada');
    b.token = c.token = ada.token!;
    const once = { thread: '/shared', text: 'Once', key: key() };
    const answers = await Promise.all([a, b, c].map((client) => client.ask('POST', '', once, { Authorization: `Bearer ${ada.token}` })));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 200, 201]);
    assert.equal((await c.page('thread=/shared')).body.count, 1);
    assert.equal((await b.ask('DELETE', '/sessions')).status, 204);
    assert.equal((await c.get('/accounts/me')).status, 401);
    delete b.token;
    delete c.token;
  });

  it('count the tries of a log-in together', async () => {
    const statuses: number[] = [];
    for (let n = 0; n < 12; n++) statuses.push((await servers[n % 3]!.client.ask('POST', '/sessions', { email: 'ada@example.org', password: 'wrong' })).status);
    assert.deepEqual(statuses, [...Array.from({ length: 10 }, () => 401), 429, 429]);
  });

  it('tell of each other’s comments at once', async () => {
    const stream = await fetch(`${servers[0]!.client.base}/live?thread=/across`);
    const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader();
    await reader.read();
    const started = Date.now();
    for (const [n, { client }] of servers.entries())
      assert.equal((await client.comment({ thread: '/across', text: `From ${n}`, author: { name: 'G' } })).status, 201);
    let told = '';
    while ((told.match(/event: created/g) ?? []).length < 3) told += (await reader.read()).value;
    assert.ok(Date.now() - started < 5000);
    assert.deepEqual([...told.matchAll(/From \d/g)].map(String), ['From 0', 'From 1', 'From 2']);
    await reader.cancel();
  });
});

describe('When PostgreSQL', () => {
  it('stops and starts while many write, there are errors for a moment, nothing is lost, and the server recovers by itself', async (test) => {
    let own: Postgres;
    try {
      own = await startPostgres({ durable: true });
    } catch (error) {
      if (error instanceof NoPostgres) return test.skip(error.message);
      throw error;
    }
    const server = await startProcess(own.url);
    try {
      const writing = writeAll(200, 20, () => server.client);
      await pause(300);
      await own.stop('immediate');
      const during = await server.client.comment({ thread: '/down', text: 'x', author: { name: 'G' } });
      assert.deepEqual([during.status, during.body.code], [503, 'unavailable']);
      assert.ok(Number(during.headers.get('retry-after')) > 0);
      const root = new URL(server.client.base).origin;
      assert.equal((await fetch(`${root}/ready`)).status, 503);
      assert.equal((await fetch(`${root}/health`)).status, 200);
      await own.start();
      await pause(200);
      await own.stop('fast');
      await own.start();
      const { confirmed, counts } = await writing;
      assert.ok(counts.failed > 0);
      assert.deepEqual(await compare(server.client, confirmed), { lost: 0, twice: 0, stored: 200 });
      assert.equal((await fetch(`${root}/ready`)).status, 200);
      assert.equal(await server.end(), 0);
    } finally {
      await server.end('SIGKILL');
      await own.remove();
    }
  });

  it('cannot be reached or used, the start says so in one sentence and without the password', async () => {
    const { place, remove } = await freshPlace();
    const url = new URL(place);
    url.password = 'hush';
    const missing = new URL(url);
    missing.pathname = '/nothing-here';
    const closed = new URL(url);
    closed.port = '1';
    for (const [wrong, words] of [
      [missing, /no such database/],
      [closed, /nothing listens/],
    ] as const) {
      await assert.rejects(
        listen({ database: wrong.href, port: 0 }),
        (error: Error) => words.test(error.message) && !error.message.includes('hush') && !error.message.includes('\n'),
      );
    }
    const { database, close } = await openDatabase(place);
    await database
      .insertInto('steps' as never)
      .values({ name: '999 of the future' } as never)
      .execute();
    await close();
    await assert.rejects(listen({ database: place, port: 0 }), /newer server/);
    await remove();
  });
});
