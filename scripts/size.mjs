#!/usr/bin/env node
/**
 * What a page loads, in bytes of brotli, with the budgets of the project beside it; exit 1 when one is broken. Own code is
 * everything but Lit, `base/` included: the entry and all chunks it imports statically. Parts that load later have their own lines.
 * Budgets that have never been met yet are shown as missed, counted apart, and fail as soon as their figure grows.
 */
import { readFile } from 'node:fs/promises';
import { brotliCompressSync, constants } from 'node:zlib';
import { rollup } from 'rollup';
import config from '../rollup.config.mjs';

const brotli = (code) => brotliCompressSync(code, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;

process.chdir(new URL('..', import.meta.url).pathname);
const bundle = await rollup(config);
const { output } = await bundle.generate(config.output);
await bundle.close();
const chunks = new Map(output.filter((file) => file.type === 'chunk').map((chunk) => [chunk.fileName, chunk]));

/** The file and all that it imports statically. */
function closure(file, seen = new Set()) {
  if (!chunks.has(file) || seen.has(file)) return seen;
  seen.add(file);
  for (const imported of chunks.get(file).imports) closure(imported, seen);
  return seen;
}

const isLit = (file) => /chunks\/lit-/.test(file);
const sum = (files) => [...files].reduce((total, file) => total + brotli(chunks.get(file).code), 0);
const own = (files) => sum([...files].filter((file) => !isLit(file)));

/** Chunks that a module ends up in, by a part of its path in dist/, without what `already` holds. */
function later(part, already) {
  const files = new Set();
  for (const [name, chunk] of chunks) {
    if (chunk.facadeModuleId?.includes(`/dist/${part}`) || chunk.moduleIds.some((id) => id.endsWith(`/dist/${part}`))) {
      for (const file of closure(name)) if (!already.has(file)) files.add(file);
    }
  }
  return files;
}

/** Not met so far, with the figure that must come down and may not grow. A line goes when its budget is met. */
const missed = {
  // The sanitizer alone takes 3.3 kB of it.
  'post: the first remote format, JSON Feed': 7525,
  'related, ranking and one feed format in: own code': 9865,
  'related, ranking and one feed format in: with Lit': 15_050,
};

const rows = [];
function row(what, bytes, budget) {
  const ok = budget === undefined || bytes <= budget;
  rows.push({ what, bytes, budget, ok, known: !ok && bytes <= missed[what] });
}

const kB = 1000;
const entries = { youtube: [4, 10], 'text-size': [2.5, 8.5], related: [5, 11], post: [6, 12], comments: [undefined, 16] };
const all = closure('blog-elements.js');
row('Lit', sum([...all].filter(isLit)));
for (const [name, [ownBudget, withLit]] of Object.entries(entries)) {
  const files = closure(`${name}.js`);
  if (name === 'related') for (const file of [...later('related/rank.js', files), ...later('related/languages/en.js', files), ...later('related/current-post.js', files), ...later('sources/open.js', files)]) files.add(file);
  const label = name === 'related' ? 'related, ranking and one feed format in' : name;
  row(`${label}: own code`, own(files), ownBudget && ownBudget * kB);
  row(`${label}: with Lit`, sum(files), withLit * kB);
}
// A post from elsewhere: the viewer with its sanitizer, what opens a source, and the reader of one format, each the first to come.
const inline = closure('post.js');
for (const [format, ...readers] of [['JSON Feed', 'json-feed'], ['RSS or Atom', 'readers', 'xml-feed'], ['WordPress', 'readers', 'wordpress']]) {
  const remote = new Set(['post/render.js', 'sources/open.js', ...readers.map((reader) => `sources/${reader}.js`)].flatMap((part) => [...later(part, inline)]));
  row(`post: the first remote format, ${format}`, sum(remote), readers.length === 1 ? 4 * kB : undefined);
}
const every = new Set(['post/render.js', 'sources/open.js', 'sources/readers.js'].flatMap((part) => [...later(part, new Set())]));
row('feed readers together (RSS, RDF, Atom, JSON Feed, their texts and dates)', sum(new Set(['sources/xml-feed.js', 'sources/json-feed.js', 'sources/dates.js', 'sources/plain-text.js'].flatMap((part) => [...later(part, every)]))), 6 * kB);
// What one can do with comments comes behind them on every page, so a reader who focuses the box has it.
const shown = closure('comments.js');
for (const file of later('comments/conversation.js', shown)) shown.add(file);
row('comments: composer, on focus', sum(later('comments/writing/composer.js', shown)), 6 * kB);
row('all five on one page, with Lit', sum(all), 30 * kB);
row('head stylesheet (minified, not compressed)', (await readFile('cdn/blog-elements.css')).length, 1 * kB);
for (const [name, chunk] of [...chunks].sort()) {
  if (!chunk.isEntry && !all.has(name)) row(`later: ${name.replace(/^chunks\/|-[\w-]{8}\.js$/g, '')}`, brotli(chunk.code));
}

const width = Math.max(...rows.map(({ what }) => what.length));
for (const { what, bytes, budget, ok, known } of rows) {
  const verdict = ok ? 'ok' : `${known ? 'MISSED' : 'OVER'} by ${bytes - budget}`;
  console.log(`${what.padEnd(width)}  ${String(bytes).padStart(6)} B${budget ? `  of ${String(budget).padStart(5)}  ${verdict}` : ''}`);
}
const failed = rows.filter(({ ok, known }) => !ok && !known).length;
const notMet = rows.filter(({ known }) => known).length;
const passed = rows.filter(({ budget, ok }) => budget && ok).length;
if (notMet) console.log(`${notMet} budgets are missed, as before: see "missed" in this file.`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
