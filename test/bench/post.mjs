#!/usr/bin/env node
/**
 * A 5,000-word Markdown post from `src`, beside zero-md 3 in one run of one Chromium: time from the element's arrival to its
 * text laid out, the libraries warm on both sides, ours sanitized, theirs not. Then what is asked of others, and whether
 * anything moves. Prints both sides; exit 1 on a miss.
 */
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import puppeteer from 'puppeteer-core';
import { chromiumArgs, findChromium } from '../support/browsers.mjs';
import { markdownPost } from './samples/markdown.mjs';
import { bundleZeroMd } from './samples/peers.mjs';

const root = new URL('../../', import.meta.url).pathname;
const rounds = Number(process.env.ROUNDS ?? 21);
/** The library as it is delivered: `npm run build` first, or CDN=folder. */
const cdn = process.env.CDN ?? `${root}cdn`;

const zeroScript = await bundleZeroMd();
const text = markdownPost(5000);
const sides = {
  own: { script: '/cdn/post.js', tag: 'blog-post', done: 'blog-post-load' },
  zero: { script: '/zero.js', tag: 'zero-md', done: 'zero-md-rendered' },
};
const headStyles = await readFile(`${root}src/blog-elements.css`, 'utf8');
const page = (
  side,
  src,
) => `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>bench</title><style>${headStyles}</style>
<body style="max-inline-size:640px"><header><p>A blog</p></header><main>${src ? `<${sides[side].tag} src="${src}">${side === 'own' ? '<p>The first words of the post, until it is there.</p>' : ''}</${sides[side].tag}>` : ''}</main><footer><p>What stands under the post.</p></footer>
<script type="module" src="${sides[side].script}"></script></body></html>`;

const server = createServer(async (request, response) => {
  const url = new URL(request.url, 'http://x');
  const send = (type, body) => response.writeHead(200, { 'Content-Type': type, 'Cache-Control': 'no-store' }).end(body);
  const wanted = /^\/page\/(\w+)$/.exec(url.pathname)?.[1];
  if (wanted) return send('text/html', page(wanted, url.searchParams.get('src')));
  if (url.pathname === '/long.md') return send('text/markdown', text);
  if (url.pathname === '/short.md') return send('text/markdown', '# Short\n\nA word, a [link](/x).\n\n| a | b |\n|---|---|\n| 1 | 2 |\n');
  if (url.pathname === '/zero.js') return send('text/javascript', zeroScript);
  const file = url.pathname.startsWith('/cdn/') ? await readFile(cdn + url.pathname.slice(4), 'utf8').catch(() => undefined) : undefined;
  if (file === undefined) return response.writeHead(404).end();
  send('text/javascript', file);
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const origin = `http://127.0.0.1:${server.address().port}`;
const browser = await puppeteer.launch({
  executablePath: await findChromium(),
  args: [...chromiumArgs, '--js-flags=--expose-gc', '--host-resolver-rules=MAP * 127.0.0.1, EXCLUDE 127.0.0.1'],
});

/** From the element's arrival to its event, and the layout after it. */
async function time(side) {
  const tab = await browser.newPage();
  await tab.setViewport({ width: 800, height: 1000 });
  await tab.goto(`${origin}/page/${side}`, { waitUntil: 'load' });
  const spent = await tab.evaluate(async ({ tag, done }) => {
    await customElements.whenDefined(tag);
    const show = async (src) => {
      const element = document.createElement(tag);
      element.setAttribute('src', src);
      const ready = new Promise((resolve) => element.addEventListener(done, resolve, { once: true }));
      globalThis.gc?.();
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      const begin = performance.now();
      document.querySelector('main').append(element);
      await ready;
      void document.body.offsetHeight;
      const end = performance.now() - begin;
      const words = (element.shadowRoot?.querySelector('.markdown-body') ?? element).textContent.split(/\s+/).length;
      element.remove();
      return { end, words };
    };
    // The libraries are warm: a short post has been shown, a long one has been shown.
    await show('/short.md');
    await show('/long.md');
    const result = await show('/long.md');
    if (result.words < 4500) throw new Error(`only ${result.words} words were shown`);
    return result.end;
  }, sides[side]);
  await tab.close();
  return spent;
}

/** A first visit: what moves, and what is asked of other hosts. */
async function visit(side) {
  const tab = await browser.newPage();
  await tab.setViewport({ width: 800, height: 1000 });
  const outside = [];
  tab.on('request', (request) => {
    if (/^https?:/.test(request.url()) && !request.url().startsWith(origin)) outside.push(request.url());
  });
  await tab.evaluateOnNewDocument((done) => {
    globalThis.shifted = 0;
    globalThis.shown = new Promise((resolve) => document.addEventListener(done, resolve, { once: true }));
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) globalThis.shifted += entry.value;
    }).observe({ type: 'layout-shift', buffered: true });
  }, sides[side].done);
  await tab.goto(`${origin}/page/${side}?src=/long.md`, { waitUntil: 'load' });
  const shift = await tab.evaluate(async () => {
    await globalThis.shown;
    for (let frame = 0; frame < 10; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
    return globalThis.shifted;
  });
  await tab.close();
  return { shift, outside };
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
let missed = 0;
const verdict = (ok) => {
  if (!ok) missed++;
  return ok ? 'ok' : 'MISSED';
};

const spent = { own: [], zero: [] };
for (let round = 0; round <= rounds; round++) {
  // In turn, and in another order each time; the first round only warms up.
  for (const side of round % 2 ? ['own', 'zero'] : ['zero', 'own']) {
    const result = await time(side);
    if (round > 0) spent[side].push(result);
  }
}
const own = median(spent.own);
const peer = median(spent.zero);
console.log(
  `${text.split(/\s+/).length} words of Markdown from src: blog-post, sanitized : zero-md 3, not   ${own.toFixed(1)} ms / ${peer.toFixed(1)} ms = ${(own / peer).toFixed(2)}  (at most 1)  ${verdict(own / peer <= 1)}`,
);
for (const side of ['own', 'zero']) {
  const { shift, outside } = await visit(side);
  const isOwn = side === 'own';
  console.log(`layout shift of a first visit: ${side.padEnd(5)}  ${shift.toFixed(4)}${isOwn ? `  (0)  ${verdict(shift === 0)}` : ''}`);
  console.log(
    `requests to other hosts: ${side.padEnd(5)}  ${outside.length}${isOwn ? `  (0)  ${verdict(outside.length === 0)}` : '  (from its CDN: four style sheets and five modules, replaced here)'}`,
  );
}
await browser.close();
server.close();
process.exitCode = missed ? 1 : 0;
