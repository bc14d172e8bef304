/** The pages of all sides of a job. */
import { readFile } from 'node:fs/promises';
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

/** The scripts that the README preloads by `modulepreload`: names in `cdn/`. */
export async function preloadedScripts() {
  const readme = await readFile(`${root}README.md`, 'utf8');
  return [...readme.matchAll(/<link\s+rel="modulepreload"\s+href="[^"]*\/cdn\/([^"]+)"/g)].map(([, name]) => name);
}

/** The README's lines for one job: its own scripts, and those that no other job has for itself. */
export function modulePreloads(job, jobs, named) {
  const special = new Set(jobs.flatMap(({ file, room }) => [file, room]));
  const files = new Set([job.file, ...named.filter((name) => name === job.room || !special.has(name))]);
  return [...files].map((name) => `<link rel="modulepreload" href="/cdn/${name}">`);
}

export const dataPreload = (url) => `<link rel="preload" as="fetch" crossorigin href="${url.replaceAll('&', '&amp;')}">`;
