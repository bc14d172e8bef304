/**
 * The tests, on SQLite and on PostgreSQL: DATABASE_URL's, or one from npm that is started for them. What is about one of them only has its name in the
 * file's; what a browser sees is looked at once. Ends with `N passed, N failed`.
 */

import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { NoPostgres, startPostgres, type Postgres } from './postgres.js';

const folder = new URL('.', import.meta.url);
const files = process.argv.slice(2).length
  ? process.argv.slice(2)
  : readdirSync(folder)
      .filter((name) => name.endsWith('.test.ts'))
      .map((name) => `test/${name}`);
let passed = 0;
let failed = 0;

function runOn(name: string, files: string[], env: Record<string, string>): Promise<void> {
  console.log(`\n── on ${name}`);
  const child = spawn(process.execPath, ['--import', 'tsx', '--test', '--test-reporter=spec', ...files], {
    cwd: new URL('..', folder),
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child.stdout.on('data', (data: Buffer) => process.stdout.write(data));
  let tail = '';
  child.stdout.on('data', (data: Buffer) => {
    tail = (tail + data).slice(-2000);
  });
  return new Promise((done) =>
    child.on('close', (code) => {
      const number = (what: string) => Number(new RegExp(`^[#ℹ] ${what} (\\d+)`, 'm').exec(tail)?.[1] ?? 0);
      passed += number('pass');
      failed += Math.max(number('fail') + number('cancelled'), code === 0 ? 0 : 1);
      done();
    }),
  );
}

let own: Postgres | undefined;
let why = '';
const url =
  process.env['DATABASE_URL'] ||
  (await startPostgres().then(
    (started) => {
      own = started;
      return started.url;
    },
    (error: unknown) => {
      if (!(error instanceof NoPostgres)) throw error;
      why = error.message;
      return undefined;
    },
  ));
try {
  await runOn(
    'SQLite',
    files.filter((name) => !name.includes('postgres')),
    { TEST_DATABASE_URL: '', DATABASE_URL: '' },
  );
  if (url)
    await runOn(
      'PostgreSQL',
      files.filter((name) => !/sqlite|browser/.test(name)),
      { TEST_DATABASE_URL: url, DATABASE_URL: '' },
    );
} finally {
  await own?.remove();
}
if (!url) {
  console.error(`\n${why}`);
  // Where nobody reads along, half a test must not pass for a whole one.
  if (process.env['CI']) failed++;
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
