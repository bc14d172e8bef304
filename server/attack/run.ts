/** `npm run attack`: plays every attack against a fresh server, on SQLite and on PostgreSQL. Prints what got through, and exits with 1 if anything did. */

import { readdirSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { startMailCatcher } from '../test/mail-catcher.js';
import { startPostgres } from '../test/postgres.js';
import { postgres, start } from '../test/support.js';
import type { Attack } from './attack.js';

async function playAll(): Promise<number> {
  const files = readdirSync(new URL('.', import.meta.url))
    .filter((name) => !['run.ts', 'attack.ts'].includes(name))
    .sort();
  let through = 0;
  for (const file of files) {
    const { attacks } = (await import(new URL(file, import.meta.url).href)) as { attacks: Attack[] };
    for (const { name, options = {}, withMail = false, play } of attacks) {
      const mail = await startMailCatcher();
      const running = await start({
        rateLimits: 'on',
        ...(withMail && { smtpUrl: mail.url, mailFrom: 'comments@blog.example', publicOrigin: 'https://blog.example' }),
        ...options,
      });
      let result: string | undefined;
      try {
        result = await play(Object.assign(running, { mail }));
      } catch (error) {
        result = `the attack could not be played: ${(error as Error).stack ?? String(error)}`;
      } finally {
        await running.close();
        await mail.close();
      }
      if (result !== undefined) through++;
      console.log(
        `${result === undefined ? 'held    ' : 'THROUGH '} ${file.replace('.ts', '')}: ${name}${result === undefined ? '' : `\n          → ${result}`}`,
      );
    }
  }
  return through;
}

if (process.argv[2] === 'here') {
  console.log(`\n── on ${postgres ? 'PostgreSQL' : 'SQLite'}`);
  const through = await playAll();
  console.log(through ? `${through} got through` : 'nothing got through');
  process.exit(through ? 1 : 0);
} else {
  // Which database the tests' helpers use is read when they are loaded: each in a process of its own.
  const own = await startPostgres();
  const run = (url: string) =>
    spawnSync(process.execPath, ['--import', 'tsx', import.meta.filename, 'here'], {
      stdio: 'inherit',
      env: { ...process.env, TEST_DATABASE_URL: url, DATABASE_URL: '' },
    }).status ?? 1;
  const failed = run('') + run(own.url);
  await own.remove();
  process.exit(failed ? 1 : 0);
}
