#!/usr/bin/env node
/**
 * The comment box beside @waline/client 3.15, which gets the same comments from a stub of its API, in one run of one Chromium:
 * data to the first comment laid out, heap after a thousand comments, bytes before the first one can be read. And the box beside
 * itself at our own server: a thread of ten thousand against one of a hundred, and the longest task while all ten thousand are
 * scrolled through. Prints both sides; exit 1 on a miss.
 */
import { createServer } from 'node:http';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { getRequestListener } from '@hono/node-server';
import puppeteer from 'puppeteer-core';
import { chromiumArgs, findChromium } from '../support/browsers.mjs';
import { tasksOf } from '../support/trace.mjs';
import { authorOf, parentOf, restAnswer, restComments, textOf, walineAnswer } from './samples/comments.mjs';

const root = new URL('../../', import.meta.url).pathname;
const rounds = Number(process.env.ROUNDS ?? 15);
const waline = `${root}node_modules/@waline/client/dist/`;

const sides = {
  ours: {
    head: '<link rel="stylesheet" href="/src/blog-elements.css">',
    script: `import '/cdn/comments.js';`,
    start: `const box = document.createElement('blog-comments'); box.setAttribute('src', '/api'); box.setAttribute('thread', '/t'); box.setAttribute('page-size', '100'); box.id = 'box'; document.body.append(box);`,
    comment: '#box article',
  },
  waline: {
    head: '<link rel="stylesheet" href="/waline/waline.css">',
    // As lean as it goes: nothing that it would fetch besides the comments.
    script: `import { init } from '/waline/waline.js'; window.init = init;`,
    start: `document.body.append(Object.assign(document.createElement('div'), { id: 'box' })); init({ el: '#box', serverURL: location.origin + '/waline-api', path: '/t', lang: 'en', pageSize: 1000, emoji: false, search: false, imageUploader: false, pageview: false, comment: false, reaction: false, login: 'disable', noCopyright: true });`,
    comment: '#box .wl-card-item',
  },
};

const page = (
  side,
) => `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>bench</title>${sides[side].head}<body><h1>A post</h1>
<script type="module">${sides[side].script} window.loaded = true;</script></body></html>`;
/** As a blog would have it, at our own server; `start` gives what comes between. */
const livePage = (
  markup,
) => `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>bench</title>${sides.ours.head}<body><h1>A post</h1>${markup}
<script type="module" src="/cdn/comments.js"></script></body></html>`;

const folder = await mkdtemp(join(tmpdir(), 'blog-elements-bench-'));
const { createCommentServer } = await import('../../server/dist/index.js').catch(() => {
  console.error('server/dist is missing: run "npm run build" first.');
  process.exit(2);
});
const comments = await createCommentServer({ database: join(folder, 'comments.sqlite'), rateLimits: 'off', threadCheck: 'off', guests: 'on' });
const commentListener = getRequestListener((request) => comments.fetch(request));

const types = { '.js': 'text/javascript', '.css': 'text/css', '.html': 'text/html; charset=utf-8', '.json': 'application/json' };
/** Compressed once, as a site's files are. */
const compressed = new Map();
const compress = (body) => {
  if (!compressed.has(String(body))) compressed.set(String(body), brotliCompressSync(body));
  return compressed.get(String(body));
};
const server = createServer(async (request, response) => {
  const url = new URL(request.url, 'http://x');
  const send = (body, type) => {
    const bytes = compress(body);
    response.writeHead(200, { 'Content-Type': type, 'Content-Encoding': 'br', 'Content-Length': bytes.length, 'Cache-Control': 'no-store' }).end(bytes);
  };
  const side = /^\/page\/(\w+)$/.exec(url.pathname)?.[1];
  if (side) return send(page(side), types['.html']);
  if (url.pathname === '/live') return send(livePage(url.searchParams.get('markup') ?? ''), types['.html']);
  if (url.pathname === '/comments' || url.pathname.startsWith('/comments/')) return commentListener(request, response);
  const file = url.pathname.startsWith('/cdn/')
    ? `${process.env.CDN ?? `${root}cdn`}${url.pathname.slice(4)}`
    : url.pathname.startsWith('/waline/')
      ? waline + url.pathname.slice(8)
      : url.pathname === '/src/blog-elements.css'
        ? root + url.pathname
        : undefined;
  const body = file && (await readFile(file).catch(() => undefined));
  if (body) return send(body, types[extname(file)]);
  response.writeHead(404).end();
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const origin = `http://127.0.0.1:${server.address().port}`;
const browser = await puppeteer.launch({
  executablePath: await findChromium(),
  args: [...chromiumArgs, '--js-flags=--expose-gc', '--host-resolver-rules=MAP * 127.0.0.1, EXCLUDE 127.0.0.1', '--enable-precise-memory-info'],
  protocolTimeout: 240_000,
});

/** A page with the library there, whose requests for comments wait for `release()`. */
async function open(side, count) {
  const tab = await browser.newPage();
  await tab.setViewport({ width: 800, height: 1200 });
  await tab.evaluateOnNewDocument(
    (bodies, selector) => {
      let release;
      const gate = new Promise((resolve) => {
        release = resolve;
      });
      const { fetch } = window;
      window.asked = 0;
      window.fetch = async (input, init) => {
        const address = String(input.url ?? input);
        if (!/\/(api|waline-api)\b/.test(address)) return fetch(input, init);
        window.asked++;
        await gate;
        const after = /[?&]after=(\d+)/.exec(address)?.[1] ?? '';
        return new Response(bodies[after] ?? bodies[''], { headers: { 'Content-Type': 'application/json' } });
      };
      /** From the data's arrival until the first comment has its place on the page, and until all have. */
      window.measure = (all) =>
        new Promise((resolve) => {
          let first;
          const look = () => {
            const comment = document.querySelector(selector);
            if (!comment || comment.getBoundingClientRect().height === 0) return;
            first ??= performance.now() - begin;
            if (document.querySelectorAll(selector).length < all) return;
            void document.body.offsetHeight;
            observer.disconnect();
            resolve({ first, all: performance.now() - begin });
          };
          const observer = new MutationObserver(look);
          observer.observe(document.body, { childList: true, subtree: true });
          const begin = performance.now();
          release();
        });
    },
    side === 'ours' ? ourBodies(count) : { '': JSON.stringify(walineAnswer(count)) },
    sides[side].comment,
  );
  await tab.goto(`${origin}/page/${side}`, { waitUntil: 'load' });
  await tab.waitForFunction(() => window.loaded);
  return tab;
}

function ourBodies(count) {
  const all = restComments(count);
  const bodies = {};
  for (let after; ;) {
    const answer = restAnswer(all, after);
    bodies[after ?? ''] = JSON.stringify(answer);
    if (!answer.after) return bodies;
    after = answer.after;
  }
}

async function start(tab, side) {
  await tab.evaluate(sides[side].start);
  await tab.waitForFunction(() => window.asked > 0);
  // What else comes at the beginning has come.
  await tab.evaluate(
    () =>
      new Promise((resolve) => {
        setTimeout(resolve, 100);
      }),
  );
}

async function time(side) {
  const tab = await open(side, 100);
  await start(tab, side);
  await tab.evaluate(() => globalThis.gc?.());
  const spent = await tab.evaluate(() => window.measure(100));
  await tab.close();
  return spent;
}

/** What a thousand comments take, the library not counted. */
async function memory(side) {
  const tab = await open(side, 1000);
  const client = await tab.createCDPSession();
  const used = async () => {
    await client.send('HeapProfiler.collectGarbage');
    const { usedSize, embedderHeapUsedSize = 0 } = await client.send('Runtime.getHeapUsage');
    return { heap: usedSize, nodes: embedderHeapUsedSize };
  };
  await start(tab, side);
  const before = await used();
  await tab.evaluate(() => void window.measure(1000));
  if (side === 'ours') {
    await tab.waitForFunction(() =>
      [...document.querySelector('#box').shadowRoot.querySelectorAll('button')].some((each) => /Show all/.test(each.textContent)),
    );
    await tab.evaluate(() =>
      [...document.querySelector('#box').shadowRoot.querySelectorAll('button')].find((each) => /Show all/.test(each.textContent)).click(),
    );
  }
  await tab.waitForFunction((selector) => document.querySelectorAll(selector).length === 1000, {}, sides[side].comment);
  await tab.evaluate(
    () =>
      new Promise((resolve) => {
        setTimeout(resolve, 500);
      }),
  );
  const after = await used();
  await tab.close();
  return { heap: after.heap - before.heap, whole: after.heap, nodes: after.nodes - before.nodes };
}

/**
 * Bytes of script, as a browser with brotli gets them, that have come when the first comment can be read; what comes behind it; the
 * composer's, by focus; and of style sheets.
 */
async function bytes(side, plain = false) {
  const tab = await browser.newPage();
  await tab.evaluateOnNewDocument(
    (body, selector) => {
      performance.setResourceTimingBufferSize(1000);
      const { fetch } = window;
      window.fetch = async (input, init) => (/\/(api|waline-api)\b/.test(String(input.url ?? input)) ? new Response(body) : fetch(input, init));
      window.sum = (kind, until = Infinity) =>
        performance
          .getEntriesByType('resource')
          .filter(({ name, responseEnd }) => new URL(name).pathname.endsWith(kind) && responseEnd <= until)
          .reduce((all, { encodedBodySize }) => all + encodedBodySize, 0);
      document.addEventListener('DOMContentLoaded', () => {
        new MutationObserver((_, observer) => {
          if (!document.querySelector(selector)) return;
          observer.disconnect();
          window.first = { script: window.sum('.js', performance.now()), style: window.sum('.css') };
        }).observe(document.body, { childList: true, subtree: true });
      });
    },
    side === 'waline' ? JSON.stringify(walineAnswer(100)) : JSON.stringify(restAnswer(restComments(100, plain))),
    sides[side].comment,
  );
  await tab.goto(`${origin}/page/${side}`, { waitUntil: 'load' });
  await tab.waitForFunction(() => window.loaded);
  await tab.evaluate(sides[side].start);
  await tab.waitForFunction(() => window.first);
  const first = await tab.evaluate(() => window.first);
  if (side === 'ours') {
    await tab.waitForNetworkIdle({ idleTime: 500 });
    const before = await tab.evaluate(() => window.sum('.js'));
    await tab.evaluate(() => document.querySelector('#box').shadowRoot.querySelector('textarea').focus());
    await tab.waitForFunction(() => document.querySelector('#box').shadowRoot.querySelector('blog-comment-form')?.shadowRoot?.querySelector('textarea'));
    await tab.waitForNetworkIdle({ idleTime: 500 });
    Object.assign(first, { behind: before - first.script, composer: (await tab.evaluate(() => window.sum('.js'))) - before });
  }
  await tab.close();
  return first;
}

/** Comments in a thread of our own server. */
async function fill(thread, count) {
  const hex = (n) => n.toString(16).padStart(32, '0');
  const ids = [];
  const post = async (n) => {
    const parent = parentOf(n);
    const body = {
      thread,
      text: textOf(n),
      key: hex(n + 1 + count * 1_000_000),
      author: { name: authorOf(n) },
      secret: hex(1),
      ...(parent !== undefined && { parent: ids[parent] }),
    };
    const answer = await comments.fetch(
      new Request(`${origin}/comments`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
    );
    if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
    ids[n] = (await answer.json()).id;
  };
  for (let n = 0; n < count; n++) await post(n);
  return ids;
}

/** The first view of a thread at our own server: from the request until the first comment is laid out, and until the page's own twenty roots are. */
async function firstView(thread) {
  const tab = await browser.newPage();
  await tab.setViewport({ width: 800, height: 1200 });
  await tab.goto(`${origin}/live`, { waitUntil: 'load' });
  await tab.waitForFunction(() => customElements.get('blog-comments'));
  const spent = await tab.evaluate(
    (thread) =>
      new Promise((resolve) => {
        const box = document.createElement('blog-comments');
        box.setAttribute('src', '/comments');
        box.setAttribute('thread', thread);
        const begin = performance.now();
        new MutationObserver((_, observer) => {
          if (!(box.querySelector('article')?.getBoundingClientRect().height > 0)) return;
          observer.disconnect();
          resolve(performance.now() - begin);
        }).observe(box, { childList: true, subtree: true });
        document.body.append(box);
      }),
    thread,
  );
  await tab.close();
  return spent;
}

/** All ten thousand shown, then scrolled through by the wheel: the longest task, and what was asked of the server for a deep link. */
async function scrolled(thread, deep) {
  const tab = await browser.newPage();
  await tab.setViewport({ width: 800, height: 1200 });
  const asked = [];
  tab.on('request', (request) => {
    if (request.url().includes('/comments?')) asked.push(request.url());
  });
  await tab.goto(`${origin}/live?markup=${encodeURIComponent(`<blog-comments src="/comments" thread="${thread}"></blog-comments>`)}#comment-${deep}`, {
    waitUntil: 'load',
  });
  await tab.waitForFunction((id) => document.activeElement?.id === `comment-${id}`, {}, deep);
  const forDeepLink = asked.length;
  const shown = await tab.evaluate(() => document.querySelectorAll('article').length);
  const press = (words) =>
    tab.evaluate(
      (words) => [...document.querySelector('blog-comments').shadowRoot.querySelectorAll('button')].find((each) => each.textContent.includes(words)).click(),
      words,
    );
  await tab.waitForFunction(() => /Show all/.test(document.querySelector('blog-comments').shadowRoot.textContent));
  await tab.evaluate(() => {
    window.tasks = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) window.tasks.push(entry.duration);
    }).observe({ entryTypes: ['longtask'] });
  });
  const begin = performance.now();
  await press('Show all');
  await tab.waitForFunction((count) => document.querySelectorAll('article').length === count, { polling: 200, timeout: 120_000 }, 10_000);
  const all = performance.now() - begin;
  await tab.evaluate(
    () =>
      new Promise((resolve) => {
        setTimeout(resolve, 1000);
      }),
  );
  const reading = await tab.evaluate(() => window.tasks);
  await tab.tracing.start({ categories: ['toplevel'] });
  await tab.mouse.move(400, 600);
  for (let step = 0; step < 150; step++) {
    await tab.mouse.wheel({ deltaY: 400 });
    await tab.evaluate(
      () =>
        new Promise((resolve) => {
          requestAnimationFrame(() => requestAnimationFrame(resolve));
        }),
    );
  }
  // And by the bar, to places far away.
  for (const part of [0.9, 0.1, 0.5, 0.99, 0]) {
    await tab.evaluate((part) => {
      scrollTo({ top: document.documentElement.scrollHeight * part, behavior: 'instant' });
      return new Promise((resolve) => {
        setTimeout(resolve, 200);
      });
    }, part);
  }
  const scrolling = tasksOf(JSON.parse(Buffer.from(await tab.tracing.stop()).toString()));
  await tab.close();
  return { all, forDeepLink, shown, reading, scrolling };
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
let missed = 0;
function verdict(ok) {
  if (!ok) missed++;
  return ok ? 'ok' : 'MISSED';
}
function ratio(what, own, peer, limit, unit, digits = 1) {
  console.log(
    `${what.padEnd(64)} ${own.toFixed(digits)}${unit} / ${peer.toFixed(digits)}${unit} = ${(own / peer).toFixed(2)}${limit ? `  (at most ${limit})  ${verdict(own <= peer * limit)}` : ''}`,
  );
}
function most(what, value, limit, unit, beside = '') {
  console.log(`${what.padEnd(64)} ${value}${unit}  (at most ${limit})  ${verdict(value <= limit)}${beside}`);
}

const spent = { ours: [], waline: [] };
for (let round = 0; round <= rounds; round++) {
  // In turn; the first round only warms up.
  for (const side of round % 2 ? ['waline', 'ours'] : ['ours', 'waline']) {
    const result = await time(side);
    if (round > 0) spent[side].push(result);
  }
}
const of = (side, what) => median(spent[side].map((each) => each[what]));
ratio('data to first comment laid out, 100 comments : @waline/client', of('ours', 'first'), of('waline', 'first'), 0.5, ' ms');
ratio('data to all 100 laid out : @waline/client', of('ours', 'all'), of('waline', 'all'), 0.5, ' ms');

const [small, great] = ['/hundred', '/ten-thousand'];
await fill(small, 100);
const ids = await fill(great, 10_000);
const views = { [small]: [], [great]: [] };
for (let round = 0; round <= rounds * 2; round++) {
  for (const thread of round % 2 ? [great, small] : [small, great]) {
    const result = await firstView(thread);
    if (round > 0) views[thread].push(result);
  }
}
ratio('first view at our server, thread of 10,000 : of 100', median(views[great]), median(views[small]), 1.2, ' ms');

const held = { ours: await memory('ours'), waline: await memory('waline') };
ratio('JS heap of 1,000 comments shown : @waline/client', held.ours.heap / 1024, held.waline.heap / 1024, 0.5, ' KiB', 0);
ratio('  the same with the libraries in', held.ours.whole / 1024, held.waline.whole / 1024, undefined, ' KiB', 0);
ratio('  memory of the DOM nodes beside it', held.ours.nodes / 1024, held.waline.nodes / 1024, undefined, ' KiB', 0);

const loaded = { ours: await bytes('ours', true), marked: await bytes('ours'), waline: await bytes('waline') };
most(
  'script before the first comment can be read, Lit in',
  loaded.ours.script,
  16_000,
  ' B',
  `   @waline/client: ${loaded.waline.script} B and ${loaded.waline.style} B of style`,
);
console.log(`${'  the same when a comment on the page has markup'.padEnd(64)} ${loaded.marked.script} B`);
console.log(`${'  behind it, for what can be done with comments'.padEnd(64)} ${loaded.ours.behind} B`);
most('script of the composer, on focus', loaded.ours.composer, 6000, ' B', '   @waline/client: in the above');

const { all, forDeepLink, shown, reading, scrolling } = await scrolled(great, ids[5007]);
const longest = (tasks) => Math.round(Math.max(0, ...tasks));
most('requests for a deep link into the middle of 10,000', forDeepLink, 1, '', `   ${shown} comments in the page`);
console.log(`${'show all 10,000'.padEnd(64)} ${(all / 1000).toFixed(1)} s, tasks over 50 ms: ${reading.length}, the longest ${longest(reading)} ms`);
most('longest task while scrolling through all 10,000', longest(scrolling), 50, ' ms', `   of ${scrolling.length}`);

await browser.close();
server.closeAllConnections();
server.close();
await comments.close();
await rm(folder, { recursive: true, force: true });
process.exitCode = missed ? 1 : 0;
