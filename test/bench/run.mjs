#!/usr/bin/env node
/** `npm run bench`: speed beside the peers', as ratios in one run. Names as arguments choose: `npm run bench -- cards`. */
import { readdir } from 'node:fs/promises';
import { spawnSync } from 'node:child_process';

const folder = new URL('.', import.meta.url);
// bench:network, bench:related and bench:server have commands of their own, since they take arguments.
const own = ['run.mjs', 'network.mjs', 'related.mjs'];
const names = (await readdir(folder)).filter((name) => name.endsWith('.mjs') && !own.includes(name)).map((name) => name.slice(0, -4));
const wanted = process.argv.slice(2);
let missed = 0;
for (const name of wanted.length ? wanted : names) {
  if (!names.includes(name)) {
    console.error(`There is no benchmark "${name}": expected ${names.join(', ')}.`);
    process.exit(2);
  }
  console.log(`\n── ${name}`);
  missed += spawnSync(process.execPath, [new URL(`${name}.mjs`, folder).pathname], { stdio: 'inherit' }).status === 0 ? 0 : 1;
}
process.exitCode = missed ? 1 : 0;
