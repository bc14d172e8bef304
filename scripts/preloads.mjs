/** Which scripts the first views of elements need, taken from the built `cdn/`; and the lines of docs/preload.md. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { root } from './run.mjs';

const cdn = new URL('cdn', root).pathname;

/** What a page shows, by which script, and the rooms that it needs for that. */
export const views = [
  { name: 'Comments (`rest`)', file: 'comments.js', rooms: [], data: '/comments?thread=%2Fhello&limit=20' },
  { name: 'Comments of WordPress', file: 'comments.js', rooms: ['wordpress'] },
  { name: 'Comments of Bluesky or Mastodon', file: 'comments.js', rooms: ['other-stores'] },
  { name: 'Related posts', file: 'related.js', rooms: ['posts', 'ranking'], data: '/feed.json' },
  { name: 'A post from a JSON Feed, WordPress or Ghost', file: 'post.js', rooms: ['posts', 'article'], data: '/feed.json' },
  { name: 'A post in Markdown', file: 'post.js', rooms: ['posts', 'article', 'markdown'], data: '/posts/hello.md' },
  { name: 'A post from RSS or Atom', file: 'post.js', rooms: ['posts', 'article', 'feeds'], data: '/feed.xml' },
  { name: 'Video card', file: 'youtube.js', rooms: [] },
  { name: 'Text size', file: 'text-size.js', rooms: [] },
];

/** A script and those that it imports statically, as paths in cdn/. */
function closure(file, found = new Set()) {
  if (found.has(file)) return found;
  found.add(file);
  for (const [, target] of readFileSync(join(cdn, file), 'utf8').matchAll(/\b(?:import|from)\s*"(\.[^"]+\.js)"/g))
    closure(posix.join(posix.dirname(file), target), found);
  return found;
}

/** The scripts of a view, as paths in cdn/. */
export function scriptsOf({ file, rooms }) {
  const chunks = readdirSync(join(cdn, 'chunks'));
  return [
    ...new Set(
      [file, ...rooms.map((room) => `chunks/${chunks.find((chunk) => new RegExp(`^${room}-[\\w-]{8}\\.js$`).test(chunk))}`)].flatMap((path) => [
        ...closure(path),
      ]),
    ),
  ];
}

/** Blocks of Markdown, one a view. */
export function preloadBlocks() {
  return views
    .map(({ name, file, rooms, data }) => {
      const scripts = scriptsOf({ file, rooms });
      const lines = scripts.map((path) => `<link rel="modulepreload" href="/cdn/${path}">`);
      if (data) lines.push(`<link rel="preload" as="fetch" crossorigin href="${data.replaceAll('&', '&amp;')}">`);
      return `### ${name}\n\n\`\`\`html\n${lines.join('\n')}\n\`\`\`\n`;
    })
    .join('\n');
}

/** The same for two builds that differ in what their files are called. */
export const withoutHashes = (text) => text.replaceAll(/(\/cdn\/chunks\/[\w-]+?)-[\w-]{8}\.js/g, '$1.js');
