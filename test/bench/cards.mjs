#!/usr/bin/env node
/**
 * The card beside lite-youtube-embed and @justinribeiro/lite-youtube, in one run of one Chromium: time of 500 cards from markup
 * to laid out, JS heap, nodes, requests before a click, bytes, layout shift. Prints both sides; exit 1 on a miss.
 */
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { brotliCompressSync } from 'node:zlib';
import puppeteer from 'puppeteer-core';
import { chromiumArgs, findChromium } from '../support/browsers.mjs';
import { bundlePeer } from './samples/peers.mjs';

const root = new URL('../../', import.meta.url).pathname;
const rounds = Number(process.env.ROUNDS ?? 15);
const cards = 500;
const id = (index) => `bench${String(index).padStart(6, '0')}`;

/** The library as it is delivered: `npm run build` first, or CDN=folder. */
const cdn = process.env.CDN ?? `${root}cdn`;
const files = new Map([
  ['/embed.js', await bundlePeer('lite-youtube-embed/src/lite-yt-embed.js')],
  ['/justin.js', await bundlePeer('@justinribeiro/lite-youtube/lite-youtube.js')],
]);
const entry = '/cdn/youtube.js';
const headStyles = await readFile(`${root}src/blog-elements.css`, 'utf8');
const embedStyles = await readFile(`${root}node_modules/lite-youtube-embed/src/lite-yt-embed.css`, 'utf8');

const sides = {
  attribute: {
    head: `<style>${headStyles}</style>`,
    script: entry,
    tag: 'blog-youtube',
    card: (n) => `<blog-youtube video="${id(n)}" video-title="Film number ${n}"></blog-youtube>`,
  },
  link: {
    head: `<style>${headStyles}</style>`,
    script: entry,
    tag: 'blog-youtube',
    card: (n) => `<blog-youtube><a href="https://www.youtube.com/watch?v=${id(n)}">Film number ${n}</a></blog-youtube>`,
  },
  embed: {
    head: `<style>${embedStyles}</style>`,
    script: '/embed.js',
    tag: 'lite-youtube',
    card: (n) => `<lite-youtube videoid="${id(n)}" title="Film number ${n}"></lite-youtube>`,
  },
  justin: {
    head: '',
    script: '/justin.js',
    tag: 'lite-youtube',
    card: (n) => `<lite-youtube videoid="${id(n)}" videotitle="Film number ${n}"></lite-youtube>`,
  },
};

/** What most pages say of a film beside its link. */
const details = 'source="Euronews" date="2024-10-16" duration="PT1M56S"';
sides.details = { ...sides.link, card: (n) => sides.link.card(n).replace('<blog-youtube', `<blog-youtube ${details}`) };
const timed = ['attribute', 'link', 'embed', 'justin'];

function html(side, count, { late = 0, apart = 0, lang = 'en' } = {}) {
  const { head, script, card } = sides[side];
  const list = Array.from({ length: count }, (_, n) => `${card(n)}<p${n === 4 && apart ? ` style="padding-block-end:${apart}px"` : ''}>Text ${n}</p>`).join(
    '\n',
  );
  return `<!doctype html><html lang="${lang}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>bench</title>${head}<body style="max-inline-size:640px">${list}
<script type="module" src="${script}${late ? `?late=${late}` : ''}"></script></body></html>`;
}

const server = createServer(async (request, response) => {
  const url = new URL(request.url, 'http://x');
  const page = /^\/page\/(\w+)\/(\d+)$/.exec(url.pathname);
  if (page)
    return response
      .writeHead(200, { 'Content-Type': 'text/html' })
      .end(html(page[1], Number(page[2]), Object.fromEntries([...url.searchParams].map(([key, value]) => [key, key === 'lang' ? value : Number(value)]))));
  const file =
    files.get(url.pathname) ?? (url.pathname.startsWith('/cdn/') ? await readFile(cdn + url.pathname.slice(4), 'utf8').catch(() => undefined) : undefined);
  if (file === undefined) return response.writeHead(404).end();
  if (url.searchParams.has('late')) await new Promise((resolve) => setTimeout(resolve, Number(url.searchParams.get('late'))));
  response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(file);
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const origin = `http://127.0.0.1:${server.address().port}`;
const browser = await puppeteer.launch({
  executablePath: await findChromium(),
  args: [...chromiumArgs, '--js-flags=--expose-gc', '--host-resolver-rules=MAP * 127.0.0.1, EXCLUDE 127.0.0.1', '--enable-precise-memory-info'],
});

/** A page whose requests to other hosts are answered here, and written down. */
async function open(path, { serve = true } = {}) {
  const page = await browser.newPage();
  await page.setViewport({ width: 800, height: 2300 });
  const outside = [];
  await page.setRequestInterception(true);
  const picture = Buffer.from('R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==', 'base64');
  page.on('request', (request) => {
    if (request.url().startsWith(origin) || !/^https?:/.test(request.url())) {
      request.continue();
      return;
    }
    outside.push(request.url());
    if (serve) request.respond({ status: 200, contentType: 'image/gif', body: picture });
    else request.abort();
  });
  await page.goto(origin + path, { waitUntil: 'load' });
  if (!(await page.evaluate(() => Boolean(customElements.get('blog-youtube') ?? customElements.get('lite-youtube')))))
    throw new Error(`${path}: no element is defined, nothing would be measured.`);
  return { page, outside };
}

/** Markup into a page, upgraded, drawn and laid out. */
async function time(side) {
  const { page } = await open(`/page/${side}/0`);
  const { card } = sides[side];
  const markup = Array.from({ length: cards }, (_, n) => card(n)).join('');
  const spent = await page.evaluate(async (markup) => {
    const host = document.createElement('div');
    document.body.append(host);
    globalThis.gc?.();
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const begin = performance.now();
    host.innerHTML = markup;
    // Until the last one has drawn itself, and the layout is there.
    await host.lastElementChild.updateComplete;
    void host.offsetHeight;
    return performance.now() - begin;
  }, markup);
  await page.close();
  return spent;
}

async function memory(side) {
  const { page } = await open(`/page/${side}/0`, { serve: false });
  const { card } = sides[side];
  const markup = Array.from({ length: cards }, (_, n) => card(n)).join('');
  const client = await page.createCDPSession();
  const used = async () => {
    await client.send('HeapProfiler.collectGarbage');
    return (await client.send('Runtime.getHeapUsage')).usedSize;
  };
  const before = await used();
  await page.evaluate(async (markup) => {
    const host = document.body.appendChild(document.createElement('div'));
    host.innerHTML = markup;
    await host.lastElementChild.updateComplete;
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  }, markup);
  const heap = (await used()) - before;
  const nodes = await page.evaluate(() => {
    const count = (node) => 1 + [...node.childNodes].reduce((sum, child) => sum + count(child), 0) + (node.shadowRoot ? count(node.shadowRoot) : 0);
    return count(document.querySelector('body > div')) - 1;
  });
  await page.close();
  return { heap, nodes };
}

/** 50 cards of which 5 are in view: what is asked of other hosts before anybody presses anything. */
async function requests(side) {
  const { page, outside } = await open(`/page/${side}/50?apart=20000`);
  await page.waitForNetworkIdle({ idleTime: 700 });
  const inView = await page.evaluate(
    (tag) => [...document.querySelectorAll(tag)].filter((each) => each.getBoundingClientRect().top < innerHeight).length,
    sides[side].tag,
  );
  await page.close();
  return { asked: outside.length, inView };
}

async function shift(side, lang) {
  const page = await browser.newPage();
  await page.setViewport({ width: 800, height: 1200 });
  await page.setRequestInterception(true);
  page.on('request', (request) => (request.url().startsWith(origin) ? request.continue() : request.abort()));
  await page.evaluateOnNewDocument(() => {
    globalThis.shifted = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) globalThis.shifted += entry.value;
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await page.goto(`${origin}/page/${side}/3?late=1000&lang=${lang}`, { waitUntil: 'load' });
  const value = await page.evaluate(async () => {
    for (let frame = 0; frame < 10; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
    return globalThis.shifted;
  });
  await page.close();
  return value;
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
let missed = 0;
function report(what, own, peer, ratio, limit, unit = '') {
  const ok = ratio <= limit;
  if (!ok) missed++;
  console.log(`${what.padEnd(58)} ${own}${unit} / ${peer}${unit} = ${ratio.toFixed(2)}  (at most ${limit})  ${ok ? 'ok' : 'MISSED'}`);
}

const spent = Object.fromEntries(timed.map((side) => [side, []]));
for (let round = 0; round <= rounds; round++) {
  // In turn, and in another order each time; the first round only warms up.
  const order = timed;
  for (let index = 0; index < order.length; index++) {
    const side = order[(index + round) % order.length];
    const result = await time(side);
    if (round > 0) spent[side].push(result);
  }
}
const times = Object.fromEntries(Object.entries(spent).map(([side, values]) => [side, median(values)]));
for (const side of ['attribute', 'link']) {
  report(`${cards} cards, ${side} form : lite-youtube-embed`, times[side].toFixed(1), times.embed.toFixed(1), times[side] / times.embed, 1, ' ms');
  report(`${cards} cards, ${side} form : @justinribeiro/lite-youtube`, times[side].toFixed(1), times.justin.toFixed(1), times[side] / times.justin, 0.4, ' ms');
}
const held = {};
for (const side of timed) held[side] = await memory(side);
for (const side of ['attribute', 'link']) {
  report(
    `JS heap of ${cards} cards, ${side} form : lite-youtube-embed`,
    Math.round(held[side].heap / 1024),
    Math.round(held.embed.heap / 1024),
    held[side].heap / held.embed.heap,
    4,
    ' KiB',
  );
}
for (const side of timed) console.log(`  nodes a card, shadow ones in: ${side} ${held[side].nodes / cards}`);
for (const side of timed) {
  const { asked, inView } = await requests(side);
  console.log(
    `${`requests before a click, 50 cards, ${inView} in view: ${side}`.padEnd(58)} ${asked}${side === 'attribute' || side === 'link' ? `  (at most 5)  ${asked <= 5 ? 'ok' : 'MISSED'}` : ''}`,
  );
  if ((side === 'attribute' || side === 'link') && asked > 5) missed++;
}
const own = new Set(['attribute', 'link', 'details']);
for (const [side, lang] of [...timed.map((name) => [name, 'en']), ...['en', 'nl', 'ar'].map((name) => ['details', name]), ['link', 'nl'], ['link', 'ar']]) {
  const value = await shift(side, lang);
  console.log(
    `${`layout shift, script a second late: ${side}, ${lang}`.padEnd(58)} ${value.toFixed(4)}${own.has(side) ? `  (0)  ${value === 0 ? 'ok' : 'MISSED'}` : ''}`,
  );
  if (own.has(side) && value !== 0) missed++;
}
// What a page loads before the first card is drawn, Lit apart: all that the entry imports statically.
const bytes = (code) => brotliCompressSync(code).length;
const loaded = new Map();
async function load(path) {
  if (loaded.has(path) || /\/lit-/.test(path)) return;
  const code = await readFile(cdn + path, 'utf8');
  loaded.set(path, code);
  for (const [, file] of code.matchAll(/(?:from|import)\s*"\.\/([^"]+)"/g)) await load(path.replace(/[^/]+$/, '') + file);
}
await load('/youtube.js');
const size = [...loaded.values()].reduce((sum, code) => sum + bytes(code), 0);
console.log(
  `${'own code, brotli : lite-youtube-embed, JS and CSS'.padEnd(58)} ${size} B / ${bytes(files.get('/embed.js')) + bytes(embedStyles)} B  (at most 4000)  ${size <= 4000 ? 'ok' : 'MISSED'}`,
);
if (size > 4000) missed++;
await browser.close();
server.close();
process.exitCode = missed ? 1 : 0;
