import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { describe, it } from 'node:test';
import { join } from 'node:path';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { createCommentServer, listen } from '../src/index.js';
import { openDatabase } from '../src/database/open.js';
import { asProblem } from '../src/http/problems.js';
import { migrate } from '../src/database/migrate.js';
import { backUpSqlite } from '../src/database/sqlite.js';
import { Client, freshPlace, key, postgres, withServer } from './support.js';

describe('Operation', () => {
  it('tells whether the server is alive and can work', () =>
    withServer({}, async ({ client }) => {
      const root = new URL(client.base).origin;
      for (const path of ['/health', '/ready']) {
        const answer = await fetch(root + path);
        assert.deepEqual([answer.status, await answer.json()], [200, path === '/ready' ? { status: 'ok', writable: true } : { status: 'ok' }]);
      }
      const nothing = await fetch(`${root}/elsewhere`);
      assert.deepEqual([nothing.status, nothing.headers.get('content-type')], [404, 'application/problem+json']);
    }));

  it('logs requests as JSON lines without anything of a reader’s', async () => {
    const lines: Record<string, unknown>[] = [];
    await withServer({ log: (line) => lines.push(line) }, async ({ client }) => {
      const ada = await client.reader('Ada Lovelace');
      const { id } = (await ada.comment({ thread: '/secret-thread', text: 'My words' })).body;
      await ada.get(`/${id}`);
      await client.get('/ada@example.org/profile?token=abc');
      const text = JSON.stringify(lines);
      assert.doesNotMatch(text, new RegExp(`Lovelace|example\\.org|secret-thread|My words|abc|127\\.0\\.0\\.1|${ada.token}|${id}`));
      assert.ok(
        lines.some(({ method, route, status }) => method === 'GET' && route === '/comments/:id' && status === 200),
        text,
      );
      assert.ok(lines.every(({ ms, warning }) => typeof ms === 'number' || warning !== undefined));
    });
  });

  it('keeps sites apart that share a database', async () => {
    const { place, remove } = await freshPlace();
    const server = await listen({
      database: place,
      port: 0,
      rateLimits: 'off',
      threadCheck: 'off',
      guests: 'on',
      sites: { '/blog/comments': { siteName: 'Blog' }, '/news/comments': { siteName: 'News', guests: 'held' } },
    });
    const origin = new URL(server.url).origin;
    const [blog, news] = [new Client(`${origin}/blog/comments`), new Client(`${origin}/news/comments`)];
    const comment = { thread: '/same', text: 'Hello', key: key(), author: { name: 'G' } };
    assert.equal((await blog.comment(comment)).body.status, 'published');
    assert.equal((await news.comment(comment)).body.status, 'held');
    assert.deepEqual([(await blog.page('thread=/same')).body.count, (await news.page('thread=/same')).body.count], [1, 0]);
    assert.deepEqual([(await blog.page('thread=/same')).body.site.name, (await news.page('thread=/same')).body.site.name], ['Blog', 'News']);
    const ada = await blog.reader('Ada');
    assert.equal((await news.ask('GET', '/accounts/me', undefined, { Authorization: `Bearer ${ada.token}` })).status, 401);
    await server.close();
    await remove();
    await assert.rejects(createCommentServer({ sites: { '/a': { color: 'red' } as never } }), /"color" cannot be set/);
    await assert.rejects(createCommentServer({ sites: { '/a': { guests: 'maybe' } as never } }), /\/a: guests: expected off, on, held/);
  });

  it('answers as a web-standard handler, without a port', async () => {
    const { place, remove } = await freshPlace();
    const server = await createCommentServer({ database: place, guests: 'on', threadCheck: 'off' });
    const answer = await server.fetch(
      new Request('https://blog.example/comments', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ thread: '/m', text: 'Mounted', key: key(), author: { name: 'G' } }),
      }),
    );
    assert.equal(answer.status, 201);
    assert.equal(
      ((await (await server.fetch(new Request('https://blog.example/comments/counts?thread=/m'))).json()) as { counts: Record<string, number> }).counts['/m'],
      1,
    );
    server.drain();
    assert.equal((await server.fetch(new Request('https://blog.example/ready'))).status, 503);
    await server.close();
    await remove();
  });

  it('rehearses the steps to a newer schema and leaves the database as it was', async () => {
    const { place, remove } = await freshPlace();
    const { database, close } = await openDatabase(place, { migrate: false, lock: false });
    assert.ok((await migrate(database, { rehearse: true })).length > 1);
    assert.deepEqual(await database.introspection.getTables(), []);
    assert.ok((await migrate(database)).length > 1);
    assert.deepEqual(await migrate(database), []);
    await close();
    await remove();
  });

  it('backs up while readers write, and never writes over a file', { skip: postgres ? 'of an SQLite file' : false }, () =>
    withServer({}, async ({ client, database }) => {
      const folder = mkdtempSync(join(tmpdir(), 'comments-backup-'));
      let writing = true;
      const writers = Array.from({ length: 5 }, async () => {
        while (writing) await client.comment({ thread: '/b', text: key(), author: { name: 'G' } });
      });
      for (let n = 0; n < 10; n++) await client.comment({ thread: '/b', text: key(), author: { name: 'G' } });
      const target = join(folder, 'copy.sqlite');
      assert.ok(backUpSqlite(database, target) >= 10);
      writing = false;
      await Promise.all(writers);
      assert.throws(() => backUpSqlite(database, target), /is there already/);
      const copy = await listen({ database: target, port: 0 });
      assert.ok((await new Client(copy.url).page('thread=/b')).body.count >= 10);
      await copy.close();
      rmSync(folder, { recursive: true, force: true });
    }),
  );

  it('calls it no room when a disk, a quota or PostgreSQL’s disk is full, and says when to come again', () => {
    for (const code of ['SQLITE_FULL', 'SQLITE_IOERR_SHMSIZE', 'SQLITE_IOERR_WRITE', 'ENOSPC', 'EDQUOT', '53100']) {
      const problem = asProblem(Object.assign(new Error('secret words'), { code }));
      assert.deepEqual([problem?.status, problem?.code, problem?.options.retryAfter], [507, 'full', 30], code);
    }
    for (const code of ['SQLITE_BUSY', 'SQLITE_READONLY', 'SQLITE_IOERR_READ', '53300', '25006']) assert.equal(asProblem({ code })?.status, 503, code);
  });

  it('cuts off whoever sends the head of a request drop by drop', { timeout: 40_000 }, () =>
    withServer({}, async ({ client }) => {
      const socket = connect(Number(new URL(client.base).port), '127.0.0.1');
      socket.write('GET /comments?thread=/a HTTP/1.1\r\nHost: localhost\r\n');
      const drops = setInterval(() => socket.write('X-Slow: 1\r\n'), 500);
      const answer = await new Promise<string>((resolve) => {
        socket.once('data', (data) => resolve(String(data)));
        socket.once('close', () => resolve('closed'));
        socket.on('error', () => undefined);
      });
      clearInterval(drops);
      assert.match(answer, /^HTTP\/1\.1 408|closed/);
      socket.destroy();
    }),
  );
});
