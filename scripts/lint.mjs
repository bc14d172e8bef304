#!/usr/bin/env node
/**
 * Everything that reads the code without running it; each check is a script of its own in package.json. ESLint takes as long as all others together, so they
 * run beside it. What a check prints is shown when it fails.
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { root } from './run.mjs';

const lanes = [['lint:code'], ['lint:templates', 'lint:unused', 'lint:cycles', 'lint:copies', 'format:check']];

/** Runs a script of package.json; resolves with true when it succeeds. */
function check(script) {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn('npm', ['run', '--silent', script], {
      cwd: fileURLToPath(root),
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => {
        output += text;
      });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code !== 0) process.stdout.write(`\n${output.trim()}\n\n`);
      console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${script} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
      resolve(code === 0);
    });
  });
}

const results = await Promise.all(
  lanes.map(async (lane) => {
    const done = [];
    for (const script of lane) done.push(await check(script));
    return done;
  }),
);
const all = results.flat();
const failed = all.filter((ok) => !ok).length;
console.log(`${all.length - failed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
