/** `npm run watch`: what a developer saves is on the screen soon, without a reload by hand. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import puppeteer from 'puppeteer-core';
import { chromiumArgs, findChromium } from '../support/browsers.mjs';

const root = new URL('../../', import.meta.url);
const limit = 2000;

describe('While one develops', () => {
  const name = `watched-${process.pid}`;
  const module = new URL(`src/${name}.ts`, root);
  const page = new URL(`demo/${name}.html`, root);
  const save = (text) => writeFileSync(module, `const text: string = '${text}';\ndocument.body.textContent = text;\nexport {};\n`);
  let child;
  let browser;
  let origin;
  let output = '';

  before(async () => {
    save('before');
    writeFileSync(page, `<!doctype html><title>x</title><body><script type="module" src="/src/${name}.ts"></script>`);
    const probe = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => {
      probe.on('listening', resolve);
    });
    const { port } = probe.address();
    await new Promise((resolve) => {
      probe.close(resolve);
    });
    origin = `http://localhost:${port}`;
    child = spawn('node', ['scripts/watch.mjs'], { cwd: fileURLToPath(root), env: { ...process.env, PORT: String(port), DATABASE: ':memory:' } });
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (data) => {
        output += data;
      });
    const isUp = () =>
      fetch(origin).then(
        (response) => response.ok,
        () => false,
      );
    for (const start = Date.now(); !(await isUp());) {
      assert.ok(Date.now() - start < 60_000 && child.exitCode === null, output);
      await new Promise((resolve) => {
        setTimeout(resolve, 50);
      });
    }
    browser = await puppeteer.launch({ executablePath: await findChromium(), args: chromiumArgs });
  });
  after(async () => {
    await browser?.close();
    child?.kill('SIGINT');
    rmSync(module, { force: true });
    rmSync(page, { force: true });
  });

  it('has every element of the demo, and its comments', async () => {
    const tab = await browser.newPage();
    await tab.goto(`${origin}/elements/comments.html`);
    await tab.waitForFunction(() => document.querySelector('blog-comments')?.shadowRoot);
    assert.equal((await fetch(`${origin}/comments?thread=/x`)).status, 200);
    await tab.close();
  });

  it('shows a saved file within two seconds', async () => {
    const tab = await browser.newPage();
    await tab.goto(`${origin}/${name}.html`);
    const shows = (text) => tab.waitForFunction((wanted) => document.body?.textContent === wanted, { polling: 10 }, text);
    await shows('before');
    const times = [];
    for (const text of ['one', 'two', 'three']) {
      const start = performance.now();
      save(text);
      await shows(text);
      times.push(performance.now() - start);
    }
    const median = times.sort((one, other) => one - other)[1];
    console.log(`on screen after ${median.toFixed(0)} ms`);
    assert.ok(median < limit, `expected less than ${limit} ms, got ${times.map(Math.round).join(', ')}`);
  });
});
