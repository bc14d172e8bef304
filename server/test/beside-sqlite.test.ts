/** Commands beside a server that is at work: it answers all the while. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';
import Sqlite from 'libsql';
import { openDatabase } from '../src/database/open.js';
import { startProcess } from './process.js';
import { key } from './support.js';

const program = fileURLToPath(new URL('../bin/blog-elements-server.mjs', import.meta.url));
const run = (args: string[], place: string): Promise<{ code: number | null; out: string }> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [program, ...args], {
      env: { ...process.env, DATABASE: place, DATABASE_URL: '' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (data) => {
        out += data;
      });
    child.on('close', (code) => resolve({ code, out }));
  });

/** `IMPORTED=20000` for more. */
const comments = Number(process.env['IMPORTED'] ?? 4000);
function exported(): string {
  const posts = Array.from(
    { length: comments / 200 },
    (_, post) => `<item><link>https://old.example/post-${post}</link><title>Post ${post}</title><wp:post_id>${post}</wp:post_id>
${Array.from(
  { length: 200 },
  (
    __,
    n,
  ) => `<wp:comment><wp:comment_id>${post * 200 + n + 1}</wp:comment_id><wp:comment_author>Reader ${n}</wp:comment_author><wp:comment_date_gmt>2019-03-04 05:06:07</wp:comment_date_gmt>
<wp:comment_content>Comment ${n} of post ${post}, which says something.</wp:comment_content><wp:comment_approved>1</wp:comment_approved><wp:comment_parent>${n % 3 ? post * 200 + n : 0}</wp:comment_parent></wp:comment>`,
).join('\n')}</item>`,
  );
  return `<?xml version="1.0"?><rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><link>https://old.example</link>${posts.join('\n')}</channel></rss>`;
}

it('Import, export, backup and a rehearsal of new steps beside a server make no new comment fail and no page wait', { timeout: 900_000 }, async (test) => {
  const folder = mkdtempSync(join(tmpdir(), 'comments-beside-'));
  const place = join(folder, 'comments.sqlite');
  writeFileSync(join(folder, 'wordpress.xml'), exported());
  const server = await startProcess(place);
  const during = async (command: string, args: string[]): Promise<string> => {
    const command$ = run(args, place);
    let done = false;
    void command$.then(() => {
      done = true;
    });
    const statuses: Record<number, number> = {};
    let slowest = 0;
    let slowestRead = 0;
    await Promise.all([
      ...Array.from({ length: 4 }, async () => {
        while (!done) {
          const began = performance.now();
          const { status } = await server.client.comment({ thread: '/live', text: key(), author: { name: 'G' } });
          slowest = Math.max(slowest, performance.now() - began);
          statuses[status] = (statuses[status] ?? 0) + 1;
          await new Promise((resolve) => {
            setTimeout(resolve, 30);
          });
        }
      }),
      (async () => {
        while (!done) {
          const began = performance.now();
          assert.equal((await server.client.get('/counts?thread=/live')).status, 200);
          slowestRead = Math.max(slowestRead, performance.now() - began);
          await new Promise((resolve) => {
            setTimeout(resolve, 5);
          });
        }
      })(),
    ]);
    const { code, out } = await command$;
    test.diagnostic(`${command}: ${JSON.stringify(statuses)}, slowest write ${slowest.toFixed(0)} ms, slowest read ${slowestRead.toFixed(0)} ms`);
    assert.equal(code, 0, out);
    assert.deepEqual(Object.keys(statuses), ['201'], command);
    if (command === 'import') assert.ok(statuses[201]! > 30, `only ${statuses[201]} were sent`);
    return out;
  };
  try {
    assert.match(
      await during('import', ['import', join(folder, 'wordpress.xml')]),
      new RegExp(`^${comments} comments in ${comments / 200} threads brought in; 0 were here already`, 'm'),
    );
    await during('export', ['export', '--to', join(folder, 'all.json')]);
    await during('backup', ['backup', join(folder, 'copy.sqlite')]);
    // As if the last step had not been done yet.
    const old = new Sqlite(join(folder, 'copy.sqlite'));
    old.exec(`delete from steps where name = (select max(name) from steps)`);
    old.close();
    await during('migrate --dry-run', ['migrate', '--dry-run']);
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.includes('rehearsal')),
      [],
    );
  } finally {
    await server.end('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
});

it('A rehearsal of new steps works on a copy, and a server beside goes on writing', { timeout: 100_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'comments-rehearsal-'));
  const place = join(folder, 'comments.sqlite');
  const { close } = await openDatabase(place);
  await close();
  const old = new Sqlite(place);
  old.exec(`delete from steps where name like '305%'; drop table "clock"; drop table "writeProbe"`);
  // The lock that a writing transaction takes is held by somebody else all the time.
  old.exec('begin immediate');
  const { code, out } = await run(['migrate', '--dry-run'], place);
  old.exec('rollback');
  old.close();
  assert.equal(code, 0, out);
  assert.match(out, /would run: 305/);
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.includes('rehearsal')),
    [],
  );
  rmSync(folder, { recursive: true, force: true });
});
