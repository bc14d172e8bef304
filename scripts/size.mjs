#!/usr/bin/env node
/**
 * What pages load, in bytes of brotli, with the ceilings of the project beside it; exit 1 when one is broken. They guard against accidents: bytes are no
 * reason to cut a file. Needs `npm run build cdn` first.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';
import { scriptsOf, views } from './preloads.mjs';
import { root } from './run.mjs';

const read = (path) => readFileSync(new URL(`cdn/${path}`, root));
const brotli = (paths) => paths.reduce((sum, path) => sum + brotliCompressSync(read(path)).length, 0);

const oneElement = 20_000;
const everything = 40_000;
/** Not met so far, with the figure that may not grow. A line goes when its ceiling is met. */
const missed = {
  // The grammar of the light markup takes 4 kB of it, and the contract of `rest` 3.
  'Comments (`rest`), by comments.js': 25_900,
  // What reads posts, the sanitizer and the ranking are whole rooms, which other elements use too.
  'Related posts, by related.js': 26_800,
  'all five first views, by blog-elements.js': 44_400,
};

const every = { file: 'blog-elements.js', rooms: ['posts', 'ranking'] };
const firstViews = ['Comments (`rest`)', 'Related posts', 'A post in the page', 'Video card', 'Text size'];
const rows = [
  ...[...views, { name: 'A post in the page', file: 'post.js', rooms: [] }].map((view) => ({
    what: `${view.name}, by ${view.file}`,
    bytes: brotli(scriptsOf(view)),
    most: firstViews.includes(view.name) ? oneElement : undefined,
  })),
  { what: 'all five first views, by blog-elements.js', bytes: brotli(scriptsOf(every)), most: everything },
  { what: 'blog-elements.js', bytes: brotli(['blog-elements.js']) },
  { what: 'blog-elements.bundle.js', bytes: brotli(['blog-elements.bundle.js']) },
  { what: 'head stylesheet, not compressed', bytes: read('blog-elements.css').length, most: 1000 },
  ...readdirSync(new URL('cdn/chunks', root))
    .sort()
    .map((name) => ({ what: `chunks/${name}`, bytes: brotli([`chunks/${name}`]) })),
];

const width = Math.max(...rows.map(({ what }) => what.length));
let passed = 0;
let failed = 0;
for (const { what, bytes, most } of rows) {
  const known = bytes <= missed[what];
  const isMet = most === undefined || bytes <= most;
  if (!isMet && !known) failed++;
  else if (most) passed++;
  console.log(
    `${what.padEnd(width)}  ${String(bytes).padStart(6)} B${most ? `  of ${most}  ${isMet ? 'ok' : `${known ? 'MISSED, as before,' : 'OVER'} by ${bytes - most}`}` : ''}`,
  );
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
