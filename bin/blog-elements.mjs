#!/usr/bin/env node
/** `npx blog-elements related feed.json > related.json`: related posts, computed when a site is built. */
import { readFile } from 'node:fs/promises';
import { text as readAll } from 'node:stream/consumers';
import { parseArgs } from 'node:util';

/** Stands for a host that a feed does not name. */
const nowhere = 'http://relative.invalid/';

const help = `Usage: blog-elements related FEED.json … [--max N] [--base URL] > related.json

Compares all posts of one or more files with each other and writes each with its related posts, as JSON. A file is a
JSON Feed, this project's own JSON, or what WordPress (/wp-json/wp/v2/posts?_embed) or Ghost (/ghost/api/content/posts/)
answered; - is standard input. A page reads the result by <blog-related src="/related.json">, and has nothing left to rank.

  --max N      most related posts of each, 1 to 50 (default 8)
  --base URL   what relative addresses in a feed are relative to (default: its own home_page_url or feed_url, else
               they stay relative to the site's root)
  --help       this text
`;

try {
  const { values, positionals: [command, ...files] } = parseArgs({
    allowPositionals: true,
    options: { max: { type: 'string', default: '8' }, base: { type: 'string' }, help: { type: 'boolean', short: 'h', default: false } },
  });
  if (values.help) process.stdout.write(help);
  else {
    if (command !== 'related') throw new Error(command ? `expected the command "related", and got "${command}"` : 'expected a command: related');
    if (!files.length) throw new Error('related: expected the file of a JSON Feed, such as feed.json');
    const max = Number(values.max);
    if (!Number.isInteger(max) || max < 1 || max > 50) throw new Error(`--max: expected a whole number from 1 to 50, and got "${values.max}"`);
    await writeRelated(files, max, values.base);
  }
} catch (error) {
  console.error(`blog-elements: ${error.message}\nblog-elements --help says how it is used.`);
  process.exitCode = 2;
}

async function writeRelated(files, max, base) {
  const { readFeed, relatedPosts } = await import('../dist/related/build-index.js');
  const posts = [];
  for (const file of files) {
    const feed = await parseFile(file);
    const from = base ?? feed?.home_page_url ?? feed?.feed_url;
    if (base && !URL.canParse(base)) throw new Error(`--base: expected an address such as https://example.org/, and got "${base}"`);
    try {
      const found = (await readFeed(feed, URL.canParse(from) ? from : nowhere)).filter(({ url }) => url);
      if (!found.length) console.error(`blog-elements: ${file}: no post in it has an address and a title`);
      const { next: page, pages } = feed?.meta?.pagination ?? {};
      // Ghost names a next page also after the last.
      const next = feed?.next_url ?? (page <= pages ? page : undefined);
      if (next) console.error(`blog-elements: ${file}: the list goes on (next: ${next}); what comes there is compared when its file is given too`);
      posts.push(...found);
    } catch (error) {
      throw new Error(`${file}: ${error.message}`);
    }
  }
  process.stdout.write(`${JSON.stringify(await relatedPosts(posts, { max })).replaceAll(`"${nowhere}`, '"/')}\n`);
}

async function parseFile(file) {
  let text;
  try {
    text = (file === '-' ? await readAll(process.stdin) : await readFile(file, 'utf8')).replace(/^\ufeff/, '');
  } catch (error) {
    throw new Error(`${file}: could not be read (${error.code ?? error.message})`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    const isXml = /^\s*</.test(text);
    throw new Error(`${file}: expected a JSON Feed, and got ${isXml ? 'XML or HTML: most blog systems can write a JSON Feed as well' : `broken JSON (${error.message})`}`);
  }
}
