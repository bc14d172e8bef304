/** The store that the README shows, as it is printed there. */
import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import * as library from '../../../src/comments/index.js';
import { openStore } from '../../../src/comments/stores/registry.js';
import { Network } from './back-ends.js';

const readme = await (await fetch('/README.md')).text();

describe('The store in the README', () => {
  it('has about thirty lines, and reads, writes and counts', async () => {
    const code = /<!-- a store -->\s*```js\n(.*?)```/s.exec(readme)![1]!;
    expect(code.trim().split('\n').length).to.be.within(20, 33);
    (globalThis as { library?: unknown }).library = library;
    const runnable = code.replace(/^import (\{.*\}) from 'blog-elements\/comments';/, 'const $1 = globalThis.library;');
    expect(runnable).not.to.equal(code);
    await import(URL.createObjectURL(new Blob([runnable], { type: 'text/javascript' })));
    const items = [
      { id: '1', name: 'Anna', body: 'One', at: '2024-05-01T10:00:00Z' },
      { id: '2', replyTo: '1', name: 'Ben', body: 'Two', at: '2024-05-01T10:01:00Z' },
    ];
    const network = new Network((url, init) => {
      const body = init.body ? (JSON.parse(String(init.body)) as Record<string, string>) : {};
      if (url.pathname.endsWith('/counts')) return new Response(JSON.stringify({ '/post': items.length }));
      if (init.method !== 'POST') return new Response(JSON.stringify({ items, total: items.length }));
      const made = { id: String(items.length + 1), name: body['name']!, body: body['body']!, at: '2024-05-01T10:02:00Z' };
      items.push(made);
      return new Response(JSON.stringify(made));
    });
    try {
      const page = await fixture<HTMLElement>(
        html`<div><blog-comments store="mine" src="https://mine.example/api" thread="/post"></blog-comments><blog-comment-count store="mine" src="https://mine.example/api" thread="/post"></blog-comment-count></div>`,
      );
      await waitUntil(() => page.querySelectorAll('article').length === 2);
      expect(page.querySelector('#comment-1 + ol #comment-2')).not.to.equal(null);
      await waitUntil(() => page.querySelector('blog-comment-count')?.shadowRoot?.textContent.includes('2 comments'));
      const store = await openStore('mine', 'https://mine.example/api');
      expect(await store.create!({ thread: '/post', text: 'Three', key: 'ab'.repeat(16), author: { name: 'Cem' } })).to.deep.include({
        id: '3',
        text: 'Three',
        status: 'published',
      });
      network.fault = () => new Response('', { status: 503 });
      const reason = (await store.page({ thread: '/post' }).catch((error: unknown) => error)) as library.StoreError;
      expect(reason.code).to.equal('unavailable');
    } finally {
      network.end();
    }
  });
});
