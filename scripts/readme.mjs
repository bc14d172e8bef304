#!/usr/bin/env node
/**
 * Writes the tables of attributes, slots, events, parts, variables and states into docs/*.md from the source, between
 * `<!-- api:TAG -->` and `<!-- /api -->`, and the lines that preload scripts between `<!-- preload -->` and `<!-- /preload -->`. With `--check` it changes nothing and fails when a table is not what the source says.
 */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { preloadBlocks, withoutHashes } from './preloads.mjs';
import { run, root } from './run.mjs';

const check = process.argv.includes('--check');
await run('node', ['scripts/build.mjs', 'manifest'], { lines: () => {} });
const manifest = JSON.parse(await readFile(new URL('custom-elements.json', root), 'utf8'));
const elements = new Map(
  manifest.modules
    .flatMap((module) => module.declarations ?? [])
    .filter((declaration) => declaration.tagName)
    .map((declaration) => [declaration.tagName, declaration]),
);

const cell = (text = '') =>
  text
    .replace(/\s*\n\s*/g, ' ')
    .replaceAll('|', '\\|')
    .trim();
const code = (text) => (text ? `\`${text}\`` : '');

function table(title, head, rows) {
  if (rows.length === 0) return '';
  return `**${title}**\n\n| ${head.join(' | ')} |\n|${head.map(() => '---').join('|')}|\n${rows.map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n')}\n`;
}

function describe(tag) {
  const element = elements.get(tag);
  if (!element) throw new Error(`The source has no element <${tag}>.`);
  const fields = (element.members ?? []).filter((member) => member.kind === 'field' && (member.privacy ?? 'public') === 'public' && !member.static);
  const attributes = new Map((element.attributes ?? []).map((attribute) => [attribute.fieldName, attribute]));
  return [
    table(
      'Attributes',
      ['attribute', 'type', 'default', 'what it does'],
      fields
        .filter(({ name }) => attributes.has(name))
        .map((field) => [code(attributes.get(field.name).name), code(field.type?.text), code(field.default), field.description]),
    ),
    table(
      'Properties',
      ['property', 'type', 'what it does'],
      fields
        .filter(({ name, description }) => description && !attributes.has(name))
        .map((field) => [code(`.${field.name}`), code(field.type?.text), field.description]),
    ),
    table(
      'Methods',
      ['method', 'what it does'],
      (element.members ?? [])
        .filter((member) => member.kind === 'method' && (member.privacy ?? 'public') === 'public' && member.description)
        .map((method) => [
          code(
            `${method.static ? 'static ' : ''}${method.name}(${(method.parameters ?? []).map(({ name, optional }) => name + (optional ? '?' : '')).join(', ')})`,
          ),
          method.description,
        ]),
    ),
    table(
      'Slots',
      ['slot', 'what goes there'],
      (element.slots ?? []).map(({ name, description }) => [name ? code(name) : '(default)', description]),
    ),
    table(
      'Events',
      ['event', 'when'],
      (element.events ?? []).filter(({ name }) => name).map(({ name, description }) => [code(name), description]),
    ),
    table(
      'Parts',
      ['part', 'what it is'],
      (element.cssParts ?? []).map(({ name, description }) => [code(name), description]),
    ),
    table(
      'CSS variables',
      ['variable', 'default', 'what it changes'],
      (element.cssProperties ?? []).map(({ name, description, default: value }) => [code(name), code(value), description]),
    ),
    table(
      'States',
      ['state', 'when'],
      (element.cssStates ?? []).map(({ name, description }) => [code(`:state(${name})`), description]),
    ),
  ]
    .filter(Boolean)
    .join('\n');
}

const files = ['README.md', ...(await readdir(new URL('docs', root))).filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`)];
let stale = 0;
let tables = 0;
for (const file of files) {
  const url = new URL(file, root);
  const before = await readFile(url, 'utf8').catch(() => '');
  const written = before
    .replace(/(<!-- preload -->\n)[\s\S]*?(<!-- \/preload -->)/, (_, start, end) => `${start}\n${preloadBlocks()}\n${end}`)
    .replace(/(<!-- api:([\w-]+) -->\n)[\s\S]*?(<!-- \/api -->)/g, (_, start, tag, end) => {
      tables++;
      return `${start}\n${describe(tag)}\n${end}`;
    });
  // A change of code gives files other names; the release writes them.
  if (check ? withoutHashes(written) === withoutHashes(before) : written === before) continue;
  if (check) {
    console.error(`${file} is not what the source says: run "npm run docs".`);
    stale++;
  } else {
    await writeFile(url, written);
    console.log(`wrote ${file}`);
  }
}
for (const tag of ['blog-post', 'blog-text-size', 'blog-youtube', 'blog-related', 'blog-comments', 'blog-comment-count']) {
  const bare = elements.get(tag)?.members?.filter((member) => member.attribute && !member.description);
  for (const member of bare ?? []) {
    console.error(`<${tag}>: ${member.name} has no description.`);
    stale++;
  }
}
if (check) console.log(`${tables} passed, ${stale} failed`);
process.exitCode = stale ? 1 : 0;
