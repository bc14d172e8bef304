#!/usr/bin/env node
/** For the person who develops: rebuilds on every change and serves the demo at one URL. Ctrl+C ends all of it. */
import { spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { root, run } from './run.mjs';

let site;
let building = false;
let again = false;

async function rebuild(parts) {
  if (building) { again = true; return; }
  building = true;
  try {
    await run('node', ['scripts/build.mjs', ...parts]);
    if (!site || parts.includes('server')) restart();
    console.log('Ready: reload the page.');
  } catch (error) {
    console.error(`${error.message}. Waiting for the next change.`);
  }
  building = false;
  if (again) { again = false; await rebuild(parts); }
}

function restart() {
  site?.kill();
  site = spawn('node', ['demo/serve.mjs'], { cwd: fileURLToPath(root), stdio: 'inherit' });
}

let timer;
function onChange(parts) {
  clearTimeout(timer);
  timer = setTimeout(() => rebuild(parts), 150);
}

watch(new URL('src', root), { recursive: true }, (_, file) => onChange(file?.includes('markup') ? ['lib', 'cdn', 'server'] : ['lib', 'cdn']));
watch(new URL('server/src', root), { recursive: true }, () => onChange(['server']));
process.on('SIGINT', () => { site?.kill(); process.exit(0); });
await rebuild(['lib', 'cdn', 'server']);
