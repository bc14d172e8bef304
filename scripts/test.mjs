#!/usr/bin/env node
/**
 * Everything that must hold before a change lands. `npm test`: lint, types, documentation, build, sizes, the packed
 * package, the server, and the browser tests in Chromium; `npm run test:all` runs the browser tests in Firefox and WebKit too,
 * `npm run test:others` in those alone.
 * Ends with the line `N passed, N failed`.
 */
import { execFileSync } from 'node:child_process';
import { run } from './run.mjs';

const everyBrowser = process.argv.includes('--all');
/** After `npm test`: what that has not run. */
const onlyOthers = process.argv.includes('--other-browsers');

let passed = 0;
let failed = 0;
const broken = [];

/** Runs a stage; counts what it counted itself, else one. */
async function stage(name, command, args, options = {}) {
  console.log(`\n── ${name}`);
  let counted;
  const lines = (line) => {
    const closing = /^(\d+) passed, (\d+) failed/.exec(line.trim());
    if (closing) counted = { passed: Number(closing[1]), failed: Number(closing[2]) };
    // Node's own test runner: "# pass 12" and "# fail 0", in either of its reporters' signs.
    const node = /^[#ℹ] (pass|fail) (\d+)/.exec(line.trim());
    if (node) {
      counted ??= { passed: 0, failed: 0 };
      counted[node[1] === 'pass' ? 'passed' : 'failed'] = Number(node[2]);
    }
  };
  try {
    await run(command, args, { lines, ...options });
    passed += counted?.passed ?? 1;
    failed += counted?.failed ?? 0;
  } catch (error) {
    passed += counted?.passed ?? 0;
    failed += Math.max(counted?.failed ?? 0, 1);
    console.error(String(error.message));
    broken.push(name);
  }
}

const underXvfb = () => {
  if (process.env.DISPLAY || process.platform !== 'linux') return [];
  try {
    execFileSync('which', ['xvfb-run'], { stdio: 'ignore' });
    return ['xvfb-run', '-a'];
  } catch {
    return [];
  }
};

await stage('build', 'node', ['scripts/build.mjs']);
if (broken.length === 0 && !onlyOthers) {
  await stage('lint', 'npm', ['run', '--silent', 'lint']);
  await stage('types', 'npm', ['run', '--silent', 'types']);
  await stage('documentation is generated from the source', 'node', ['scripts/readme.mjs', '--check']);
  await stage('sizes', 'node', ['scripts/size.mjs']);
  await stage('the package, the build and the demo server', 'node', ['--test', 'test/node/']);
  await stage('the comment server', 'npm', ['test', '--silent', '-w', 'server']);
  await stage('pages and elements in Chromium', 'wtr', []);
}
if (broken.length === 0 && (everyBrowser || onlyOthers)) {
  await stage('pages and elements in Firefox', 'wtr', [], { env: { BROWSERS: 'firefox' } });
  const [command, ...args] = [...underXvfb(), 'wtr'];
  await stage('pages and elements in WebKit', command, args, { env: { BROWSERS: 'webkit' } });
}

if (broken.length) console.error(`\nFailed: ${broken.join('; ')}`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
