import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import Sqlite from 'libsql';
import { compare, startProcess, type ServerProcess } from './process.js';
import { makeDisk, makeLimit, type SmallDisk } from './small-disk.js';
import { key, until, type Answer, type Client } from './support.js';

const longText = () => `${key()} ${'Words that need some room. '.repeat(80)}`;
const confirmed = new Map<string, string[]>();

async function post(client: Client): Promise<Answer> {
  const text = longText();
  const answer = await client.comment({ thread: '/full', text: text.trim(), author: { name: 'G' } });
  if (answer.status === 201) confirmed.set('/full', [...(confirmed.get('/full') ?? []), text.trim()]);
  return answer;
}

/** In a process of its own, which lets go of the file when it ends. */
const ageSessions = (place: string): void => {
  const statement = `update sessions set used = ${Date.now() - 2 * 3600_000}`;
  execFileSync(
    process.execPath,
    ['--input-type=module', '-e', `import Sqlite from 'libsql'; new Sqlite(${JSON.stringify(place)}).exec(${JSON.stringify(statement)})`],
    { cwd: import.meta.dirname },
  );
};

const assertFull = ({ status, body, headers }: Answer, what: string): void => {
  assert.deepEqual([status, body.code, headers.get('content-type')], [507, 'full', 'application/problem+json'], what);
  assert.ok(Number(headers.get('retry-after')) >= 1, what);
};

const ready = async (client: Client) => {
  const answer = await fetch(new URL('/ready', client.base));
  return [answer.status, (await answer.json()) as { writable?: boolean }] as const;
};

async function assertReads(client: Client): Promise<void> {
  const count = confirmed.get('/full')!.length;
  const page = await client.page('thread=/full');
  assert.deepEqual([page.status, page.body.count], [200, count]);
  assert.equal((await client.get('/counts?thread=/full')).body.counts['/full'], count);
  assert.equal((await client.get(`/${page.body.comments[0].id}`)).status, 200);
  const live = await fetch(`${client.base}/live?thread=/full`);
  assert.equal(live.status, 200);
  await live.body!.cancel();
}

async function fillUp(disk: SmallDisk, { restart }: { restart: boolean }): Promise<void> {
  confirmed.clear();
  const place = join(disk.folder, 'comments.sqlite');
  let server: ServerProcess = await startProcess(place);
  try {
    const ada = await server.client.reader('Ada');
    const credentials = { email: `${key()}@example.org`, password: 'quite long enough' };
    assert.equal((await server.client.ask('POST', '/accounts', { name: 'Bob', ...credentials })).status, 201);
    for (let n = 0; n < 5; n++) assert.equal((await post(server.client)).status, 201);
    const {
      comments: [{ id }],
    } = (await server.client.page('thread=/full')).body;
    // A session that was not used for a while wants to write down that it is used again.
    ageSessions(place);

    disk.fill(server.child.pid);
    // A last small gap may be left.
    await until(async () => ((await post(server.client)).status === 507 ? true : undefined));
    await until(async () => {
      await ada.ask('DELETE', `/${id}/vote`);
      return (await ada.ask('PUT', `/${id}/vote`)).status === 507 ? true : undefined;
    });
    for (let n = 0; n < 30; n++) assertFull(await post(server.client), 'a new comment');
    assertFull(await server.client.ask('POST', '/sessions', credentials), 'a log-in');
    assertFull(await server.client.ask('POST', '/accounts', { name: 'Eve', email: `${key()}@example.org`, password: 'quite long enough' }), 'a registration');
    assertFull(await ada.comment({ thread: '/other' }), 'a comment in a new thread');
    await assertReads(server.client);
    assert.equal((await ada.get('/accounts/me')).status, 200);
    assert.deepEqual(await ready(server.client), [200, { status: 'ok', writable: false }]);
    assert.equal((await fetch(new URL('/health', server.client.base))).status, 200);

    if (restart) {
      // As found after a cleanly ended server, whose files are a little smaller then.
      await server.end('SIGTERM');
      disk.fill();
      server = await startProcess(place);
      await assertReads(server.client);
      assertFull(await post(server.client), 'after a start on a full disk');
      await server.end('SIGTERM');
      // And after a restored backup: SQLite's index of the log is not there, and finds no room.
      for (const name of readdirSync(disk.folder)) if (name.endsWith('-shm')) rmSync(join(disk.folder, name));
      disk.fill();
      server = await startProcess(place);
      await assertReads(server.client);
      assert.match(server.out(), /no room on the disk: reading goes on/);
      assertFull(await post(server.client), 'without the index of the log');
    }

    disk.free(server.child.pid);
    assert.equal((await post(server.client)).status, 201);
    await until(async () => ((await ready(server.client))[1].writable ? true : undefined));
    for (let n = 0; n < 20; n++) assert.equal((await post(server.client)).status, 201);
    const { lost, twice } = await compare(server.client, confirmed);
    assert.deepEqual({ lost, twice }, { lost: 0, twice: 0 });
    assert.equal(await server.end('SIGTERM'), 0);
    const file = new Sqlite(place);
    assert.deepEqual(file.pragma('integrity_check'), [{ integrity_check: 'ok' }]);
    file.close();
  } finally {
    await server.end('SIGKILL');
  }
}

describe('On a full disk', () => {
  for (const kind of ['tmpfs', 'ext4'] as const) {
    it(`reads go on, writes get 507, and nothing is lost: ${kind}`, async (test: TestContext) => {
      const disk = makeDisk(kind);
      if (typeof disk === 'string') return test.diagnostic(`${disk} A limit on the size of files stands for it, in the next test.`);
      try {
        await fillUp(disk, { restart: true });
      } finally {
        disk.remove();
      }
    });
  }

  it('reads go on, writes get 507, and nothing is lost: a quota', async () => {
    const disk = makeLimit();
    try {
      await fillUp(disk, { restart: false });
    } finally {
      disk.remove();
    }
  });
});
