/** Ten thousand comments. */
import { expect, fixture, html } from '@open-wc/testing';
import '../../src/comments/index.js';
import type { BlogComments } from '../../src/comments/blog-comments.js';
import { FakeStore, comment } from './fake-store.js';
import { waitUntil } from './wait.js';
import { shadowOf } from './shadow.js';

const many = (length: number) => Array.from({ length }, (_, index) => comment(index, index % 4 ? { parent: String(index - (index % 4)) } : {}));

describe('Ten thousand comments', () => {
  it('are all there after "show all", the last can be gone to, and buttons are drawn only where the reader is', async () => {
    const store = new FakeStore(many(10_000));
    // What a server does by index, this one would do by searching.
    const roots = store.comments.filter(({ parent }) => !parent);
    store.page = async ({ after = '0', limit = 20 }) => {
      const start = Number(after);
      const shown = roots.slice(start, start + limit).flatMap(({ id }) => store.comments.slice(Number(id), Number(id) + 4));
      return { comments: shown, count: 10_000, ...(start + limit < roots.length && { after: String(start + limit) }) };
    };
    const box = await fixture<BlogComments>(html`<blog-comments thread="/long" .commentStore=${store}></blog-comments>`);
    const button = () => [...shadowOf(box).querySelectorAll('button')].find((each) => /Show all 10,000/.test(each.textContent));
    await waitUntil(button);
    expect(box.querySelectorAll('article')).to.have.length(80);
    button()!.click();
    await waitUntil(() => box.querySelectorAll('article').length === 10_000, 'they never come', { timeout: 12_000, interval: 100 });
    expect(await box.showComment('9999')).to.be.true;
    expect(document.activeElement?.id).to.equal('comment-9999');
    expect(box.querySelector('#comment-9999')?.getBoundingClientRect().top).to.be.within(-5, innerHeight);
    // Buttons are drawn where the reader is, not for all.
    const drawn = [...box.querySelectorAll('blog-comment-actions')].filter(({ shadowRoot }) => shadowRoot).length;
    expect(drawn).to.be.lessThan(1000);
  }).timeout(20_000);
});
