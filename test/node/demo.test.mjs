/** `npm start` as its users meet it: one URL, nothing lost by stopping it, and one clear sentence when it cannot start. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, before, describe, it } from 'node:test';

const script = fileURLToPath(new URL('../../demo/serve.mjs', import.meta.url));
const running = new Set();

/** Starts the demo; resolves with its URL, or with how it ended. */
function start(env) {
  return new Promise((resolve) => {
    const child = spawn('node', [script], { env: { ...process.env, PORT: '0', ...env } });
    running.add(child);
    let out = '';
    let error = '';
    child.stdout.on('data', (data) => {
      out += data;
      const url = /http:\/\/\S+/.exec(out);
      if (url) resolve({ url: url[0], said: out, child });
    });
    child.stderr.on('data', (data) => {
      error += data;
    });
    child.on('exit', (code) => {
      running.delete(child);
      resolve({ code, error: error.trim(), child });
    });
  });
}

const stop = (child, signal = 'SIGTERM') =>
  new Promise((resolve) => {
    child.on('exit', resolve);
    child.kill(signal);
  });

async function post(url, path, body, token) {
  const response = await fetch(new URL(path, url), {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'Content-Type': 'application/json', ...(token && { Authorization: `Bearer ${token}` }) },
  });
  return { status: response.status, body: await response.json() };
}

describe('The demo', () => {
  let folder;
  let database;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'blog-elements-demo-'));
    database = join(folder, 'deep', 'comments.sqlite');
  });
  after(() => {
    for (const child of running) child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  it('makes its database, serves the blog, and keeps accounts and comments when it is killed and started again', async () => {
    const first = await start({ DATABASE: database });
    assert.ok(first.url, first.error);
    assert.match(await (await fetch(first.url)).text(), /<blog-comment-count|<blog-/);
    assert.equal((await fetch(new URL('/cdn/blog-elements.js', first.url))).status, 200);
    const account = { name: 'Nienke', email: 'nienke@example.org', password: 'correct horse battery' };
    const registered = await post(first.url, '/comments/accounts', account);
    assert.equal(registered.status, 201);
    const sent = await post(first.url, '/comments', { thread: '/a', text: 'Mooi stuk.', key: '0123456789abcdef0123456789abcdef' }, registered.body.token);
    assert.equal(sent.status, 201);
    await stop(first.child, 'SIGKILL');

    const second = await start({ DATABASE: database });
    assert.ok(second.url, second.error);
    assert.equal((await post(second.url, '/comments/sessions', account)).status, 201);
    const page = await (await fetch(new URL('/comments?thread=/a', second.url))).json();
    assert.equal(page.count, 1);
    assert.equal(page.comments[0].text, 'Mooi stuk.');
    await stop(second.child);
  });

  it('serves nothing from outside its folders', async () => {
    const { url, child } = await start({ DATABASE: ':memory:' });
    for (const path of [
      '/../package.json',
      '/%2e%2e/package.json',
      '/..%2fpackage.json',
      '/cdn/..%2f..%2fpackage.json',
      '/serve.mjs',
      '/%',
      '/cdn/../../package.json',
      '/cdn',
    ]) {
      const status = await new Promise((resolve) => {
        import('node:http').then(({ get }) =>
          get({ port: new URL(url).port, path }, (response) => {
            response.resume();
            resolve(response.statusCode);
          }),
        );
      });
      assert.ok(status === 404 || status === 400, `${path}: ${status}`);
    }
    await stop(child);
  });

  const oneSentence = ({ code, error }) => {
    assert.equal(code, 1);
    assert.equal(error.split('\n').length, 1, error);
    assert.doesNotMatch(error, /\bat .*:\d+:\d+/);
  };

  it('says so in one sentence when its port is in use', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.on('listening', resolve));
    const ended = await start({ DATABASE: ':memory:', PORT: String(taken.address().port) });
    taken.close();
    oneSentence(ended);
    assert.match(ended.error, /in use/);
  });

  it('takes the next free port when 8080 is in use, and says so', async () => {
    // It may be in use already.
    const other = createServer()
      .on('error', () => undefined)
      .listen(8080, '127.0.0.1');
    const { url, said, error, child } = await start({ DATABASE: ':memory:', PORT: undefined });
    other.close();
    assert.ok(url, error);
    assert.ok(Number(new URL(url).port) > 8080, url);
    assert.match(said, /^Port 8080 is in use/);
    assert.equal((await fetch(url)).status, 200);
    await stop(child);
  });

  it('says so when PORT is not a port', async () => {
    oneSentence(await start({ PORT: 'eighty' }));
  });

  it('says so when the database file is damaged, and leaves it as it was', async () => {
    const file = join(folder, 'damaged.sqlite');
    const bytes = Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(8000, 7)]);
    for (const content of [bytes, Buffer.from('This is a letter, not a database.\n'.repeat(200))]) {
      writeFileSync(file, content);
      oneSentence(await start({ DATABASE: file }));
      assert.ok(readFileSync(file).equals(content));
    }
  });

  it('says so when the folder cannot be written', async () => {
    // Root may write anywhere: a file where the folder should be stops root too.
    const notAFolder = join(folder, 'file');
    writeFileSync(notAFolder, '');
    oneSentence(await start({ DATABASE: join(notAFolder, 'comments.sqlite') }));
    if (process.getuid?.() !== 0) {
      const locked = join(folder, 'locked');
      mkdirSync(locked);
      chmodSync(locked, 0o500);
      oneSentence(await start({ DATABASE: join(locked, 'comments.sqlite') }));
    }
  });

  it('refuses a second server on the same file', async () => {
    const first = await start({ DATABASE: database });
    oneSentence(await start({ DATABASE: database }));
    await stop(first.child);
  });
});
