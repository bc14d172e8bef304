/** A thread in which each comment answers the one before. */
import { expect, fixture, html } from '@open-wc/testing';
import '../../src/comments/index.js';
import type { BlogComments } from '../../src/comments/blog-comments.js';
import { FakeStore, comment } from './fake-store.js';
import { waitUntil } from './wait.js';

const chain = (length: number) => Array.from({ length }, (_, index) => comment(index, index ? { parent: String(index - 1) } : {}));

/** The time from the call to the focus on the last comment, in milliseconds. */
async function timeToLast(length: number, byHash: boolean): Promise<number> {
  const all = chain(length);
  const store = new FakeStore(all);
  // What a server does by index, this one would do by searching.
  store.page = async () => ({ comments: all, count: length });
  const box = await fixture<BlogComments>(html`<blog-comments thread="/deep" .commentStore=${store}></blog-comments>`);
  await waitUntil(() => box.shadowRoot?.querySelector('textarea'), 'the thread is there');
  const last = String(length - 1);
  const start = performance.now();
  if (byHash) location.hash = `comment-${last}`;
  else expect(await box.showComment(last)).to.equal(true);
  await waitUntil(() => document.activeElement?.id === `comment-${last}`, 'the last is focused', { timeout: 10_000 });
  const time = performance.now() - start;
  box.remove();
  history.replaceState(null, '', location.pathname + location.search);
  return time;
}

describe('A comment a thousand answers deep', () => {
  for (const byHash of [false, true]) {
    it(`is gone to by ${byHash ? 'the address' : 'a script'}, in time that grows no faster than the thread`, async () => {
      await timeToLast(250, byHash);
      const [some, many] = [await timeToLast(250, byHash), await timeToLast(1000, byHash)];
      // Four times as deep: sixteen times as long would be quadratic. What takes no time is not worth a ratio.
      expect(many).to.be.lessThan(12 * Math.max(some, 100));
    });
  }
});
