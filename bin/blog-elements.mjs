#!/usr/bin/env node
/** `npx blog-elements related feed.json > related.json`: related posts, computed when a site is built. */
import { readFile } from 'node:fs/promises';
import { text as readAll } from 'node:stream/consumers';
import { parseArgs } from 'node:util';

/** A placeholder for the host, if a feed does not name it. */
const nowhere = 'http://relative.invalid/';

const help = `Usage: blog-elements related FEED.json … [--max N] [--base URL] > related.json

Compares all posts in one or more files and writes each with its related posts, as JSON. A file is a JSON Feed, this
project's own JSON, or what WordPress (/wp-json/wp/v2/posts?_embed) or Ghost (/ghost/api/content/posts/) returns;
- is standard input. Use the result with <blog-related src="/related.json">: nothing is ranked in the browser then.

  --max N      maximum number of related posts for each, 1 to 50 (default 8)
  --base URL   base of relative URLs in a feed (default: its home_page_url or feed_url; without one, they stay
               relative to the root of the site)
  --help       show this help
`;

try {
  const {
    values,
    positionals: [command, ...files],
  } = parseArgs({
    allowPositionals: true,
    options: { max: { type: 'string', default: '8' }, base: { type: 'string' }, help: { type: 'boolean', short: 'h', default: false } },
  });
  if (values.help) process.stdout.write(help);
  else {
    if (command !== 'related') throw new Error(command ? `expected the command "related", got "${command}"` : 'expected the command "related"');
    if (!files.length) throw new Error('related: expected the file of a JSON Feed, such as feed.json');
    const max = Number(values.max);
    if (!Number.isInteger(max) || max < 1 || max > 50) throw new Error(`--max: expected a whole number from 1 to 50, got "${values.max}"`);
    await writeRelated(files, max, values.base);
  }
} catch (error) {
  console.error(`blog-elements: ${error.message}\nRun "blog-elements --help" for help.`);
  process.exitCode = 2;
}

async function writeRelated(files, max, base) {
  const { readFeed, relatedPosts } = await import('../dist/related/build-index.js');
  const posts = [];
  for (const file of files) {
    const feed = await parseFile(file);
    const from = base ?? feed?.home_page_url ?? feed?.feed_url;
    if (base && !URL.canParse(base)) throw new Error(`--base: expected a URL such as https://example.org/, got "${base}"`);
    try {
      const found = (await readFeed(feed, URL.canParse(from) ? from : nowhere)).filter(({ url }) => url);
      if (!found.length) console.error(`blog-elements: ${file}: none of its posts has a URL and a title`);
      const { next: page, pages } = feed?.meta?.pagination ?? {};
      // Ghost names a next page also after the last.
      const next = feed?.next_url ?? (page <= pages ? page : undefined);
      if (next) console.error(`blog-elements: ${file}: the list has another page (next: ${next}); add its file to compare those posts, too`);
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
    throw new Error(
      `${file}: expected a JSON Feed, got ${isXml ? 'XML or HTML (most blog systems can also write a JSON Feed)' : `invalid JSON (${error.message})`}`,
    );
  }
}
