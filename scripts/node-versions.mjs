#!/usr/bin/env node
/**
 * `npm run test:node-versions [-- 20 24]`: what the packages say of `engines` is true. Runs test/node and the server's tests, on SQLite, with the oldest Node that
 * they name and with newer ones, which npm's `node` package carries. Needs `npm run build` first. Ends with `N passed, N failed`.
 */
import { execFileSync, spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { delimiter, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './run.mjs';

const project = fileURLToPath(root);
const server = fileURLToPath(new URL('server/', root));
const versions = process.argv.slice(2).length ? process.argv.slice(2) : ['20.19', '22', '24'];
const serverTests = readdirSync(new URL('test', new URL('server/', root)))
  .filter((name) => name.endsWith('.test.ts') && !/postgres|browser|nginx/.test(name))
  .map((name) => `test/${name}`);
let passed = 0;
let failed = 0;

/** The program file of a Node version. Throws when npm does not bring that version. */
function findNode(version) {
  const answer = execFileSync('npm', ['exec', '--yes', `--package=node@${version}`, '--', 'node', '-p', 'process.version + " " + process.execPath'], {
    cwd: project,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [, found, path] = /^v(\S+) (.*)$/m.exec(answer) ?? [];
  if (!found || !`${found}.`.startsWith(`${version}.`)) throw new Error(`node@${version}: expected that version, got "${answer.trim()}"`);
  return path;
}

function runTests(node, args, cwd) {
  // The tests start other processes by the name "node".
  const env = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH}`, TEST_DATABASE_URL: '', DATABASE_URL: '' };
  const child = spawn(node, ['--test-reporter=spec', ...args], { cwd, env, stdio: ['ignore', 'pipe', 'inherit'] });
  let tail = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    process.stdout.write(text);
    tail = (tail + text).slice(-2000);
  });
  return new Promise((resolve) => {
    child.on('close', (code) => {
      const count = (what) => Number(new RegExp(`^[#ℹ] ${what} (\\d+)`, 'm').exec(tail)?.[1] ?? 0);
      passed += count('pass');
      failed += Math.max(count('fail') + count('cancelled'), code === 0 ? 0 : 1);
      resolve();
    });
  });
}

for (const version of versions) {
  console.log(`\n── Node ${version}`);
  try {
    const node = findNode(version);
    await runTests(node, ['--test', ...readdirSync(new URL('test/node', root)).map((name) => `test/node/${name}`)], project);
    await runTests(node, ['--import', 'tsx', '--test', ...serverTests], server);
  } catch (error) {
    console.error(error.message);
    failed++;
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
