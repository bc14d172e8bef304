/** The built files in a page: what is asked for when, and what happens when a part of them does not come. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import puppeteer from 'puppeteer-core';
import { chromiumArgs, findChromium } from '../support/browsers.mjs';

const root = new URL('../../', import.meta.url);
const types = { '.js': 'text/javascript', '.json': 'application/json', '.md': 'text/markdown', '.html': 'text/html' };

const posts = ['Houses of wood by the river', 'Wooden houses in the snow', 'Tea on the night train'].map((title, index) => ({
  id: String(index),
  url: `/posts/${index}`,
  title,
  content_html: `<p>${title}, and what <em>beams</em> are for.</p>`,
  tags: index < 2 ? ['houses'] : ['tea'],
  date_published: `2024-0${index + 1}-11T08:00:00Z`,
}));
const comments = [{ id: '1', author: { name: 'Ada' }, text: 'A *good* house', dateCreated: '2024-01-11T08:00:00Z', status: 'published' }];
const data = {
  '/feed.json': JSON.stringify({ version: 'https://jsonfeed.org/version/1.1', title: 'Blog', items: posts }),
  '/comments': JSON.stringify({ comments, count: 1, site: { write: true, authors: 'guest' } }),
  '/wp-json/wp/v2/comments': JSON.stringify([
    {
      id: 7,
      post: 412,
      parent: 0,
      author_name: 'Ada',
      author_url: '',
      date_gmt: '2024-01-11T08:00:00',
      content: { rendered: '<p>A <em>good</em> house</p>' },
      status: 'approved',
    },
  ]),
  '/wp-json/wp/v2/posts/412': JSON.stringify({ comment_status: 'open' }),
  '/post.md': '# Hello\n\nA text with *stress*.\n',
};
const script = '<script type="module" src="/cdn/blog-elements.js"></script>';
const everyElement = `<blog-text-size></blog-text-size><blog-youtube video="bench000001" video-title="A video"></blog-youtube><blog-post src="/post.md"></blog-post>
  <blog-related src="/feed.json" fallback="recent"></blog-related><blog-comments src="/comments" thread="/t"></blog-comments>`;
const pages = {
  '/feed': `${script}<blog-post src="/feed.json"></blog-post>`,
  '/markdown': `${script}<blog-post src="/post.md"></blog-post>`,
  '/written': `${script}<blog-post><script type="text/markdown"># Written\n\nText.</script></blog-post>`,
  '/own': `${script}<blog-post toc reading-time><article><h1>Own</h1><h2>Part</h2><p>Text.</p></article></blog-post>`,
  '/related': `${script}<article><h1>Building houses of wood</h1><p>Beams and houses.</p></article><blog-related src="/feed.json"></blog-related>`,
  '/dutch': `${script}<div lang="nl"><article><h1>Huizen</h1></article><blog-post src="/post.md"></blog-post><blog-related src="/feed.json"></blog-related></div>`,
  '/preloaded': `<link rel="modulepreload" href="/cdn/blog-elements.js"><link rel="preload" href="/feed.json" as="fetch" crossorigin>${script}<blog-post src="/feed.json"></blog-post>`,
  '/related-preloaded': `<link rel="modulepreload" href="/cdn/blog-elements.js"><link rel="preload" href="/feed.json" as="fetch" crossorigin>${script}<article><h1>Building houses of wood</h1></article><blog-related src="/feed.json"></blog-related>`,
  '/wordpress': `${script}<blog-comments store="wordpress" src="/wp-json" thread="412"></blog-comments>`,
  '/queried': `<script type="module" src="/cdn/blog-elements.js?ver=6.1"></script>${everyElement}`,
  '/singles': `${['post', 'text-size', 'youtube', 'related', 'comments'].map((name) => `<script type="module" src="/cdn/${name}.js?ver=6.1"></script>`).join('')}${everyElement}`,
};

describe('A page with the built files', () => {
  let server;
  let browser;
  let origin;
  let asked = [];
  /** Paths that are not answered well. */
  let broken;
  /** What must have been asked for before data, or a language, is answered. */
  let expected = [];
  const isAsked = (part) => asked.some((path) => path.includes(part));

  before(async () => {
    server = createServer(async (request, response) => {
      const { pathname } = new URL(request.url, 'http://x');
      asked.push(pathname);
      const send = (status, type, body) => response.writeHead(status, { 'Content-Type': type, 'Cache-Control': 'no-cache' }).end(body);
      if (pathname === '/mended') broken = undefined;
      if (broken?.test(pathname)) return send(404, 'text/plain', 'Not here');
      response.setHeader('Content-Security-Policy', "require-trusted-types-for 'script'; trusted-types blog-elements lit-html; img-src 'self' data:");
      if (pathname in pages)
        return send(
          200,
          'text/html',
          `<!doctype html><html lang="en"><meta charset="utf-8"><title>Page</title><script>
        window.told = []; addEventListener('unhandledrejection', ({ reason }) => told.push('unhandled: ' + reason));
        for (const name of ['blog-post-load', 'blog-post-error', 'blog-related-load', 'blog-related-error', 'blog-comments-load', 'blog-comments-error']) addEventListener(name, ({ type }) => told.push(type));
      </script>${pages[pathname]}`,
        );
      if (pathname in data || pathname.includes('/languages/')) {
        const start = Date.now();
        while (!expected.every(isAsked) && Date.now() - start < 10_000)
          await new Promise((resolve) => {
            setTimeout(resolve, 10);
          });
        if (!expected.every(isAsked)) return send(500, 'text/plain', `Not all of ${expected.join(', ')} were asked for`);
      }
      if (pathname in data) return send(200, types[extname(pathname)] ?? types['.json'], data[pathname]);
      const file = new URL(`.${pathname}`, root);
      if (!pathname.startsWith('/cdn/') || !existsSync(file)) return send(404, 'text/plain', 'Not here');
      return send(200, types[extname(pathname)], readFileSync(file));
    });
    await new Promise((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    origin = `http://127.0.0.1:${server.address().port}`;
    browser = await puppeteer.launch({ executablePath: await findChromium(), args: chromiumArgs, headless: 'shell' });
  });
  after(async () => {
    await browser?.close();
    server.close();
  });
  beforeEach(() => {
    asked = [];
    broken = undefined;
    expected = [];
  });

  /** Opens a page, waits until the elements have told something, and gives that and what `read` finds. */
  async function open(path, read = () => undefined, events = 1) {
    const page = await browser.newPage();
    try {
      await page.goto(origin + path);
      await page.waitForFunction((count) => window.told.length >= count, { timeout: 15_000 }, events);
      // A rejection that nobody handled is told after the current task.
      await new Promise((resolve) => {
        setTimeout(resolve, 50);
      });
      return { told: await page.evaluate(() => window.told), found: await page.evaluate(read) };
    } finally {
      await page.close();
    }
  }

  it('defines every element', async () => {
    const { found } = await open('/own', () =>
      ['post', 'text-size', 'youtube', 'related', 'comments', 'comment-count'].filter((name) => !customElements.get(`blog-${name}`)),
    );
    assert.deepEqual(found, []);
  });

  // WordPress adds such a query to every script.
  for (const [path, name] of [
    ['/queried', 'blog-elements.js'],
    ['/singles', 'chunks/core'],
  ]) {
    it(`runs one Lit when scripts are asked for with a query, at ${path}, and every late part works`, async () => {
      const { told, found } = await open(
        path,
        async () => {
          const until = async (find) => {
            for (let tries = 0; tries < 200; tries++) {
              const found = find();
              if (found) return found;
              await new Promise((resolve) => {
                setTimeout(resolve, 25);
              });
            }
            return undefined;
          };
          const inside = (tag, selector) => document.querySelector(tag)?.shadowRoot?.querySelector(selector);
          document.querySelector('blog-youtube').play();
          inside('blog-text-size', '[part=increase]').click();
          return {
            markdown: Boolean(await until(() => document.querySelector('blog-post em'))),
            related: Boolean(await until(() => document.querySelector('blog-related a'))),
            player: Boolean(await until(() => inside('blog-youtube', 'iframe'))),
            larger: Boolean(await until(() => document.querySelector('blog-text-size').scale > 1)),
            comment: Boolean(await until(() => document.querySelector('#comment-1 em'))),
            composer: Boolean(await until(() => inside('blog-comments', 'textarea, blog-comment-composer'))),
          };
        },
        3,
      );
      assert.deepEqual(told.sort(), ['blog-comments-load', 'blog-post-load', 'blog-related-load']);
      assert.deepEqual(found, { markdown: true, related: true, player: true, larger: true, comment: true, composer: true });
      assert.equal(asked.filter((each) => each.includes(name)).length, 1, `${name} is asked for once`);
    });
  }

  it('loads the readers beside a JSON Feed, and shows its post', async () => {
    expected = ['chunks/posts'];
    const { told, found } = await open('/feed', () => document.querySelector('blog-post h2').textContent);
    assert.deepEqual([told, found], [['blog-post-load'], posts[0].title]);
  });

  it('asks WordPress for comments before the code that reads them is there, once', async () => {
    expected = ['chunks/wordpress', 'chunks/sanitizer', 'wp/v2/posts/412'];
    const { told, found } = await open('/wordpress', () => document.querySelector('#comment-7 em')?.textContent);
    assert.deepEqual([told, found], [['blog-comments-load'], 'good']);
    for (const path of ['/wp-json/wp/v2/comments', '/wp-json/wp/v2/posts/412']) assert.equal(asked.filter((each) => each === path).length, 1, path);
  });

  it('loads the parser beside a Markdown file, and shows it', async () => {
    expected = ['chunks/posts', 'chunks/markdown'];
    const { told, found } = await open('/markdown', () => document.querySelector('blog-post em').textContent);
    assert.deepEqual([told, found], [['blog-post-load'], 'stress']);
  });

  it('shows Markdown that is written in the page', async () => {
    const { found } = await open('/written', () => document.querySelector('blog-post h2').textContent);
    assert.equal(found, 'Written');
  });

  it('loads the ranking beside the feed of related posts, and shows them', async () => {
    expected = ['chunks/posts', 'chunks/ranking'];
    const { told, found } = await open('/related', () => [...document.querySelectorAll('blog-related a')].map(({ textContent }) => textContent));
    assert.deepEqual(told, ['blog-related-load']);
    assert.deepEqual(found.sort(), [posts[0].title, posts[1].title]);
  });

  it('waits for no language before it asks for data', async () => {
    expected = ['/post.md', '/feed.json'];
    const { told } = await open('/dutch', () => undefined, 2);
    assert.deepEqual(told.sort(), ['blog-post-load', 'blog-related-load']);
  });

  for (const [path, event] of [
    ['/preloaded', 'blog-post-load'],
    ['/related-preloaded', 'blog-related-load'],
  ]) {
    it(`uses at ${path} the data and the script that the page preloads`, async () => {
      const { told } = await open(path);
      assert.deepEqual(told, [event]);
      for (const file of ['/feed.json', '/cdn/blog-elements.js']) assert.equal(asked.filter((each) => each === file).length, 1, `${file} is asked for once`);
      assert.ok(asked.indexOf('/feed.json') < asked.findIndex((each) => each.includes('chunks/posts')), 'the data does not wait for the script');
    });
  }

  it('tells an error when the readers do not come, and no more', async () => {
    broken = /chunks\/posts/;
    assert.deepEqual((await open('/feed')).told, ['blog-post-error']);
    assert.deepEqual((await open('/related')).told, ['blog-related-error']);
    broken = /chunks\/markdown/;
    assert.deepEqual((await open('/markdown')).told, ['blog-post-error']);
    assert.deepEqual((await open('/written')).told, ['blog-post-error']);
    broken = /chunks\/ranking/;
    assert.deepEqual((await open('/related')).told, ['blog-related-error']);
  });

  // Chromium does not ask again for a module that failed.
  it('asks again for readers that did not come, when the reader tries again', async () => {
    broken = /chunks\/posts-[\w-]+\.js$/;
    const { found } = await open('/feed', async () => {
      await fetch('/mended');
      document.querySelector('blog-post').shadowRoot.querySelector('button').click();
      for (let tries = 0; tries < 200 && !document.querySelector('blog-post h2'); tries++)
        await new Promise((resolve) => {
          setTimeout(resolve, 25);
        });
      return document.querySelector('blog-post h2')?.textContent;
    });
    assert.equal(found, posts[0].title);
    assert.ok(asked.some((path) => path.includes('chunks/posts')));
  });

  it('tells that the page’s own article is there also when its extras do not come', async () => {
    broken = /chunks\/post-extras/;
    assert.deepEqual((await open('/own')).told, ['blog-post-load']);
  });
});
