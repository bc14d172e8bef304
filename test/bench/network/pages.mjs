/** The pages of all sides of a job. */
import { readdir, readFile } from 'node:fs/promises';
import { compress } from './server.mjs';

const root = new URL('../../../', import.meta.url).pathname;

const page = (head, body, lang = 'en') => `<!doctype html>
<html lang="${lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>A post</title><link rel="icon" href="data:,">
${head}
</head><body>${body}</body></html>`;
const moduleScript = (src) => `<script type="module" src="${src}"></script>`;
const ownStyles = '<link rel="stylesheet" href="/cdn/blog-elements.css">';

/** A page of ours by one script, as the README says. */
export function ownPage({ head = '', body, lang }, file, lines = []) {
  return page([head, ...lines, ownStyles, moduleScript(`/cdn/${file}`)].join('\n'), body, lang);
}

export function peerPage({ head, script, body }) {
  return page(`${head}\n${script}`, body);
}

/** The ideal: one script, which asks for the data and puts a line of text. */
export function idealPage({ name }, dataUrl) {
  return page(moduleScript(`/ideal/${name}.js`), `<p id="ideal" data-url="${dataUrl?.replaceAll('&', '&amp;') ?? ''}"></p>`);
}
export const idealSeen = { host: 'body', inside: '#ideal' };

/** The script of the ideal, filled up to so many bytes of brotli with what cannot be compressed. */
export function idealScript(bytes) {
  const code = `const line = document.querySelector('#ideal');
line.textContent = line.dataset.url ? (await (await fetch(line.dataset.url)).text()).slice(0, 80) : 'A line of text';
//`;
  const noise = randomText(bytes * 2);
  let length = 0;
  for (let step = 2 ** Math.ceil(Math.log2(noise.length)); step >= 1; step /= 2) {
    if (length + step <= noise.length && compress(code + noise.slice(0, length + step)).length <= bytes) length += step;
  }
  return code + noise.slice(0, length);
}

/** The same in every run. */
function randomText(length) {
  let state = 20_261_201;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 26;
  };
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  return Array.from({ length }, () => letters[next()]).join('');
}

/** The `modulepreload` lines that docs/preload.md gives for a job, with the names that files have in this build. */
export async function modulePreloads({ preload }, cdn) {
  const guide = await readFile(`${root}docs/preload.md`, 'utf8');
  const [, block] = guide.split(`### ${preload}\n`);
  if (!block) throw new Error(`docs/preload.md has no lines for "${preload}"`);
  const chunks = await readdir(`${cdn}/chunks`);
  return [...block.split('\n### ')[0].matchAll(/<link rel="modulepreload" href="\/cdn\/(?:chunks\/([\w-]+)-[\w-]{8}\.js|([^"]+))">/g)].map(
    ([, chunk, file]) => {
      const name = file ?? `chunks/${chunks.find((each) => each.startsWith(`${chunk}-`) && each.length === chunk.length + 12)}`;
      return `<link rel="modulepreload" href="/cdn/${name}">`;
    },
  );
}

export const dataPreload = (url) => `<link rel="preload" as="fetch" crossorigin href="${url.replaceAll('&', '&amp;')}">`;
