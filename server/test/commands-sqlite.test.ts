/** The commands, each as its users run it: as a process of its own. What is wrong ends with one sentence and 1, and leaves files as they were. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, beforeEach, describe, it } from 'node:test';
import { startProcess } from './process.js';
import { Client } from './support.js';

const program = fileURLToPath(new URL('../bin/blog-elements-server.mjs', import.meta.url));
const folders: string[] = [];
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'comments-command-'));
  folders.push(folder);
});
after(() => {
  for (const each of folders) rmSync(each, { recursive: true, force: true });
});

const run = (args: string[], env: Record<string, string> = {}) =>
  new Promise<{ code: number; out: string; error: string }>((resolve) => {
    execFile(
      process.execPath,
      [program, ...args],
      { cwd: folder, env: { ...process.env, DATABASE: 'a.sqlite', DATABASE_URL: '', ...env }, timeout: 30_000 },
      (failure, out, error) => resolve({ code: failure ? Number(failure.code ?? -1) : 0, out, error: error.trim() }),
    );
  });
const works = async (args: string[], env?: Record<string, string>): Promise<string> => {
  const { code, out, error } = await run(args, env);
  assert.equal(code, 0, error);
  return out;
};
const refuses = async (args: string[], words: RegExp, env?: Record<string, string>): Promise<void> => {
  const { code, error } = await run(args, env);
  assert.deepEqual([code, error.split('\n').length], [1, 1], `${args.join(' ')}: ${error}`);
  assert.match(error, words);
};
const files = (): string[] =>
  readdirSync(folder)
    .filter((name) => !/-(lock|wal|shm)$/.test(name))
    .sort();

const wxr = (comments: string) =>
  `<?xml version="1.0"?><rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"><channel><link>https://blog.example</link><wp:base_blog_url>https://blog.example</wp:base_blog_url><item><title>Post</title><link>https://blog.example/post</link>${comments}</item></channel></rss>`;
const comment = (id: number, text: string) =>
  `<wp:comment><wp:comment_id>${id}</wp:comment_id><wp:comment_author>Ada</wp:comment_author><wp:comment_author_email>ada@example.org</wp:comment_author_email><wp:comment_date_gmt>2024-02-02 10:00:00</wp:comment_date_gmt><wp:comment_content>${text}</wp:comment_content><wp:comment_approved>1</wp:comment_approved><wp:comment_type>comment</wp:comment_type><wp:comment_parent>0</wp:comment_parent></wp:comment>`;

describe('migrate', () => {
  it('tries the steps without leaving a file, does them, and is done; the server takes what it made', async () => {
    assert.match(await works(['migrate', '--dry-run']), /would run: 001[^]*unchanged/);
    assert.deepEqual(files(), []);
    assert.match(await works(['migrate']), /done: 001/);
    const bytes = readFileSync(join(folder, 'a.sqlite'));
    for (const args of [['migrate'], ['migrate', '--dry-run']]) assert.equal(await works(args), 'The database is up to date.\n');
    assert.ok(readFileSync(join(folder, 'a.sqlite')).equals(bytes));
    const server = await startProcess(join(folder, 'a.sqlite'));
    assert.equal((await server.client.comment({ author: { name: 'G' } })).status, 201);
    assert.equal(await works(['migrate', '--dry-run']), 'The database is up to date.\n');
    await refuses(['migrate'], /in use by another server/);
    assert.equal(await server.end(), 0);
  });
});

describe('moderator', () => {
  it('gives a new password each time, and takes away a second factor that is there', async () => {
    const passwords: string[] = [];
    for (let n = 0; n < 2; n++) passwords.push(/password (\S{20}) \(/.exec(await works(['moderator', 'add', 'ada@blog.example']))![1]!);
    assert.notEqual(passwords[0], passwords[1]);
    await refuses(['moderator', 'reset-totp', 'ada@blog.example'], /ada@blog\.example has no second factor/);
    await refuses(['moderator', 'add', 'a,b@blog.example'], /expected "moderator add EMAIL"/);
    assert.match(await works(['moderator', 'list']), /^ada@blog\.example  Moderator\n$/);
  });
});

describe('import and export', () => {
  it('bring comments in once, say what happened, and write them out again; nothing is written over', async () => {
    writeFileSync(join(folder, 'blog.xml'), wxr(comment(1, 'Hello') + comment(2, ' ')));
    const said = await works(['import', 'blog.xml']);
    assert.match(said, /^1 comments in 1 threads brought in; 0 were here already\.\nLeft out, without a text: 1 \(2\)/);
    assert.match(await works(['import', 'blog.xml']), /^0 comments in 1 threads brought in; 1 were here already/);
    assert.equal(await works(['export', '--to', 'all.json']), 'all.json is written.\n');
    const all = JSON.parse(readFileSync(join(folder, 'all.json'), 'utf8'));
    assert.deepEqual(all, { ...JSON.parse(await works(['export'])), exported: all.exported });
    assert.deepEqual(
      all.comments.map(({ text, author }: any) => [text, author]),
      [['Hello', { name: 'Ada', email: 'ada@example.org' }]],
    );
    await refuses(['export', '--to', 'all.json'], /all\.json is there already/);
    await refuses(['export', '--to', 'no/such/folder.json'], /cannot be written \(ENOENT\)/);
    await refuses(['export', '--account', 'nobody@example.org'], /No account has/);
  });

  it('write out one reader’s by address', async () => {
    const server = await startProcess(join(folder, 'a.sqlite'));
    const { body } = await server.client.ask('POST', '/accounts', { name: 'Ada', email: 'ada@example.org', password: 'long enough' });
    await new Client(server.client.base, body.token).comment({ text: 'Mine' });
    await server.client.comment({ text: 'Another’s', author: { name: 'G' } });
    const own = JSON.parse(await works(['export', '--account', 'ADA@example.org']));
    assert.deepEqual([own.account.email, own.comments.map(({ text }: any) => text)], ['ada@example.org', ['Mine']]);
    assert.equal(await server.end(), 0);
  });

  it('explain a file that is none, is broken, or is missing, and leave the database as it was', async () => {
    await works(['migrate']);
    const before = (await works(['export'])).replace(/"exported":"[^"]*"/, '');
    writeFileSync(join(folder, 'broken.xml'), wxr(comment(1, 'Hello')).slice(0, 300));
    await refuses(['import'], /needs a WordPress export/);
    await refuses(['import', 'missing.xml'], /missing\.xml cannot be read \(ENOENT\)/);
    await refuses(['import', '.'], /cannot be read \(EISDIR\)/);
    await refuses(['import', 'broken.xml'], /not a WordPress export.*\(0 comments\)/);
    await refuses(['import', 'a.xml', 'b.xml'], /expected one file, got "b\.xml"/);
    assert.equal((await works(['export'])).replace(/"exported":"[^"]*"/, ''), before);
  });
});

describe('backup', () => {
  it('copies a database that a server uses, and never writes over a file', async () => {
    const server = await startProcess(join(folder, 'a.sqlite'));
    for (let n = 0; n < 3; n++) await server.client.comment({ text: `n${n}`, author: { name: 'G' } });
    assert.equal(await works(['backup', 'copies/today.sqlite']), 'copies/today.sqlite holds 3 comments\n');
    await refuses(['backup', 'copies/today.sqlite'], /is there already/);
    assert.equal(await server.end(), 0);
    assert.equal(JSON.parse(await works(['export'], { DATABASE: 'copies/today.sqlite' })).comments.length, 3);
    await refuses(['backup'], /needs the name of the file/);
    await refuses(['backup', 'b.sqlite'], /none\.sqlite is not there/, { DATABASE: 'none.sqlite' });
    await refuses(['backup', 'b.sqlite'], /pg_dump/, { DATABASE: '', DATABASE_URL: 'postgres://a:b@127.0.0.1:1/c' });
    if (existsSync('/dev/null')) await refuses(['backup', '/dev/null/b.sqlite'], /cannot be written/);
    assert.deepEqual(files(), ['a.sqlite', 'copies']);
  });
});

describe('Settings and words that are wrong', () => {
  it('are explained: what came, what was expected, what to do', async () => {
    const cases: [string[], RegExp, Record<string, string>?][] = [
      [['--dry-run'], /--dry-run is only for migrate/],
      [['held', '--to', 'x.json'], /--to is only for export/],
      [['migrate', 'now'], /expected no arguments, got "now"/],
      [['held'], /a\.sqlite is not there: name it with DATABASE/],
      [['export'], /a\.sqlite is not there/],
      [['publish'], /a\.sqlite is not there/],
      [['moderator', 'add', 'nobody'], /expected "moderator add EMAIL"/],
      [['--port'], /--port/],
      [['--port', '70000'], /from 0 to 65535, got "70000"/],
      [[], /SITES: the file "sites\.json" cannot be read \(ENOENT\)/, { SITES: 'sites.json' }],
      [[], /SITES: expected JSON such as/, { SITES: '{"/a"' }],
      [[], /SITES: expected JSON such as/, { SITES: '["/a"]' }],
      [[], /expected at least one/, { SITES: '{}' }],
      [[], /sites: \/a: guests: expected off, on, held, but "maybe" came/, { SITES: '{"/a": {"guests": "maybe"}}' }],
      [[], /expected a path such as \/comments, but "a" came/, { SITES: '{"a": {}}' }],
      [[], /"database" cannot be set for \/a/, { SITES: '{"/a": {"database": "b.sqlite"}}' }],
      [['export'], /works on one site/, { SITES: '{"/a": {}, "/b": {}}', DATABASE: ':memory:' }],
      [[], /one of them, but both came/, { DATABASE_URL: 'postgres://a:b@127.0.0.1:1/c' }],
      [[], /nothing listens there/, { DATABASE: '', DATABASE_URL: 'postgres://a:b@127.0.0.1:1/c' }],
      [[], /SSO_ISSUER/, { SSO_ALGORITHM: 'HS256' }],
      [[], /expected EdDSA, RS256 or HS256, but "none" came/, { SSO_ALGORITHM: 'none', SSO_ISSUER: 'i', SSO_AUDIENCE: 'a' }],
      [[], /at least 32 bytes, but 5 came/, { SSO_ALGORITHM: 'HS256', SSO_ISSUER: 'i', SSO_AUDIENCE: 'a', SSO_SECRET: 'short' }],
      [[], /https URL/, { SSO_ALGORITHM: 'EdDSA', SSO_ISSUER: 'i', SSO_AUDIENCE: 'a', SSO_JWKS: 'http://host.example/' }],
      [[], /smtpUrl: expected smtp:/, { SMTP_URL: 'mail.example.org' }],
      [[], /mailFrom: expected the sender/, { SMTP_URL: 'smtp://localhost' }],
      [[], /publicOrigin: expected an origin.*"example\.org" came/, { PUBLIC_ORIGIN: 'example.org' }],
      [
        [],
        /trustedProxies: expected addresses.*ranges such as 10\.0\.0\.0\/8, or loopback, private, cloudflare, but "proxy" came/,
        { TRUSTED_PROXIES: 'private,proxy' },
      ],
      [[], /threadsFrom: expected the URL or the file of a sitemap/, { THREADS_FROM: 'ftp://blog.example/sitemap.xml' }],
      [[], /threadCheck: expected on, off, but "no" came/, { THREAD_CHECK: 'no' }],
      [[], /editWindow: expected a whole number/, { EDIT_WINDOW: '-1' }],
      ...(existsSync('/dev/null') ? ([[[], /cannot be written/, { DATABASE: '/dev/null/a.sqlite' }]] as [string[], RegExp, Record<string, string>][]) : []),
      ...(existsSync('/proc/self')
        ? ([[[], /cannot be written/, { DATABASE: '/proc/nowhere/a.sqlite' }]] as [string[], RegExp, Record<string, string>][])
        : []),
    ];
    for (const [args, words, env] of cases) await refuses(args, words, env);
    assert.deepEqual(files(), []);
  });

  it('SITES are served side by side, from a file too', async () => {
    writeFileSync(
      join(folder, 'sites.json'),
      JSON.stringify({ '/blog/comments': { siteName: 'Blog' }, '/news/comments': { siteName: 'News', guests: 'held' } }),
    );
    const server = await startProcess(join(folder, 'a.sqlite'), { SITES: join(folder, 'sites.json') });
    assert.match(server.client.base, /\/blog\/comments$/);
    const news = new Client(server.client.base.replace('/blog/', '/news/'));
    assert.deepEqual(
      [(await server.client.comment({ author: { name: 'G' } })).body.status, (await news.comment({ author: { name: 'G' } })).body.status],
      ['published', 'held'],
    );
    assert.match(await works(['held'], { SITES: join(folder, 'sites.json') }), /Hello/);
    assert.equal(await server.end(), 0);
  });
});
