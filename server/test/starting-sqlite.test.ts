import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, before, describe, it } from 'node:test';
import Sqlite from 'libsql';
import { Client, key } from './support.js';

const program = fileURLToPath(new URL('../bin/blog-elements-server.mjs', import.meta.url));
const running = new Set<ReturnType<typeof spawn>>();

interface Ended {
  code: number | null;
  out: string;
  error: string;
}

function run(args: string[], env: Record<string, string> = {}): { child: ReturnType<typeof spawn>; url: Promise<string>; ended: Promise<Ended> } {
  const child = spawn(process.execPath, [program, ...args], { env: { ...process.env, THREAD_CHECK: 'off', ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  let out = '';
  let error = '';
  child.stderr!.on('data', (data) => {
    error += data;
  });
  const ended = new Promise<Ended>((resolve) =>
    child.on('close', (code) => {
      running.delete(child);
      resolve({ code, out, error: error.trim() });
    }),
  );
  const url = new Promise<string>((resolve, reject) => {
    child.stdout!.on('data', (data) => {
      out += data;
      const found = /http:\/\/\S+/.exec(out);
      if (found) resolve(found[0]);
    });
    void ended.then(() => reject(new Error(error)));
  });
  url.catch(() => undefined);
  return { child, url, ended };
}

describe('The command', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'comments-cli-'));
  });
  after(() => {
    for (const child of running) child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  const oneSentence = ({ code, error }: Ended, words: RegExp) => {
    assert.equal(code, 1);
    assert.equal(error.split('\n').length, 1, error);
    assert.match(error, words);
  };
  const refused = (file: string) => run(['--port', '0', '--database', file]).ended;

  it('explains itself', async () => {
    const { code, out } = await run(['--help']).ended;
    assert.equal(code, 0);
    assert.match(out, /DATABASE/);
    assert.match(out, /publish/);
  });

  it('refuses options, commands and settings that do not exist, in one sentence', async () => {
    oneSentence(await run(['--color', 'red']).ended, /--color/);
    oneSentence(await run(['dance']).ended, /dance/);
    oneSentence(await run(['--port', 'eighty']).ended, /eighty/);
    oneSentence(await run([], { GUESTS: 'maybe' }).ended, /guests: expected off, on, held, but "maybe"/);
    oneSentence(await run([], { HOLD_LINKS: 'many' }).ended, /holdLinks.*many/);
    oneSentence(await run([], { ORIGINS: 'example.org' }).ended, /origins.*example\.org/);
  });

  it('says that a port is in use', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.on('listening', resolve));
    const ended = await run(['--port', String((taken.address() as { port: number }).port), '--database', join(folder, 'port.sqlite')]).ended;
    taken.close();
    oneSentence(ended, /in use/);
  });

  it('leaves a file that is not its own as it was', async () => {
    const other = join(folder, 'other.sqlite');
    const database = new Sqlite(other);
    database.exec('create table recipes (name text)');
    database.close();
    const before = readFileSync(other);
    oneSentence(await refused(other), /another program/);
    assert.ok(readFileSync(other).equals(before));
    assert.ok(!existsSync(`${other}-wal`));

    const letter = join(folder, 'letter.txt');
    writeFileSync(letter, 'Dear reader, '.repeat(100));
    oneSentence(await refused(letter), /not a comment database/);
    assert.equal(readFileSync(letter, 'utf8'), 'Dear reader, '.repeat(100));
  });

  it('leaves a damaged file as it was', async () => {
    const file = join(folder, 'damaged.sqlite');
    const first = run(['--port', '0', '--database', file], { GUESTS: 'on' });
    const client = new Client(await first.url);
    for (let n = 0; n < 60; n++) await client.comment({ text: `${n} ${'x'.repeat(500)}`, author: { name: 'G' } });
    first.child.kill('SIGTERM');
    await first.ended;
    const bytes = readFileSync(file);
    bytes.fill(0xff, 4096 * 2, 4096 * 6);
    writeFileSync(file, bytes);
    oneSentence(await refused(file), /damaged/);
    assert.ok(readFileSync(file).equals(bytes));
    const cut = readFileSync(file).subarray(0, 300);
    writeFileSync(file, cut);
    oneSentence(await refused(file), /damaged|cannot be/);
    assert.ok(readFileSync(file).equals(cut));
  });

  it('refuses a second server on its file, and starts again after a kill', async () => {
    const file = join(folder, 'locked.sqlite');
    const first = run(['--port', '0', '--database', file]);
    await first.url;
    oneSentence(await refused(file), /another server/);
    first.child.kill('SIGKILL');
    await first.ended;
    const second = run(['--port', '0', '--database', file]);
    await second.url;
    second.child.kill('SIGTERM');
    assert.equal((await second.ended).code, 0);
  });

  it('keeps every comment that it answered with 201 when it is killed while many write', async () => {
    const file = join(folder, 'killed.sqlite');
    const confirmed = new Set<string>();
    for (let round = 0; round < 3; round++) {
      const server = run(['--port', '0', '--database', file], { GUESTS: 'on', RATE_LIMITS: 'off' });
      const client = new Client(await server.url);
      let writing = true;
      const writers = Array.from({ length: 10 }, async () => {
        while (writing) {
          const text = key();
          try {
            if ((await client.comment({ thread: '/kill', text, author: { name: 'G' } })).status === 201) confirmed.add(text);
          } catch {
            return;
          }
          if (confirmed.size >= (round + 1) * 60) {
            writing = false;
            server.child.kill('SIGKILL');
          }
        }
      });
      await Promise.all(writers);
      await server.ended;
    }
    const server = run(['--port', '0', '--database', file]);
    const client = new Client(await server.url);
    const there: string[] = [];
    for (let cursor = ''; ;) {
      const { body } = await client.page(`thread=/kill&limit=100${cursor}`);
      there.push(...body.comments.map(({ text }: { text: string }) => text));
      if (!body.after) break;
      cursor = `&after=${body.after}`;
    }
    assert.ok(confirmed.size >= 180);
    for (const text of confirmed) assert.equal(there.filter((each) => each === text).length, 1);
    server.child.kill('SIGTERM');
    await server.ended;
  });

  it('lists, publishes and rejects held comments beside the running server', async () => {
    const file = join(folder, 'held.sqlite');
    const server = run(['--port', '0', '--database', file], { GUESTS: 'held' });
    const client = new Client(await server.url);
    const good = (await client.comment({ thread: '/m', text: 'Good\u001b[31m', author: { name: 'G' } })).body.id;
    const bad = (await client.comment({ thread: '/m', text: 'Bad', author: { name: 'G' } })).body.id;
    const { out } = await run(['held', '--database', file]).ended;
    assert.match(out, new RegExp(good));
    assert.ok(!out.includes('\u001b'));
    assert.equal((await run(['publish', good, '--database', file]).ended).code, 0);
    assert.equal((await run(['reject', bad, '--database', file]).ended).code, 0);
    assert.deepEqual(
      (await client.page('thread=/m')).body.comments.map(({ id }: { id: string }) => id),
      [good],
    );
    oneSentence(await run(['publish', 'none', '--database', file]).ended, /none/);
    server.child.kill('SIGTERM');
    await server.ended;
  });
});
