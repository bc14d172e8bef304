/** Others' comments: heard, asked for, and found again after a time out of sight. */
import { expect, fixture, html, nextFrame } from '@open-wc/testing';
import '../../src/comments/index.js';
import type { BlogComments } from '../../src/comments/blog-comments.js';
import { FakeStore, comment } from './fake-store.js';
import { waitUntil } from './wait.js';
import { shadowOf } from './shadow.js';

const later = (id: string, more = {}) => comment(id, { dateCreated: new Date(Date.UTC(2025, 0, 1)).toISOString(), ...more });
const many = (length: number) => Array.from({ length }, (_, index) => comment(index));
const fresh = (box: BlogComments) => shadowOf(box).querySelector('[part=fresh]')?.textContent;
const ids = (box: Element) => [...box.querySelectorAll('article')].map(({ id }) => id.replace('comment-', ''));

let hidden = false;
/** What a browser does when the reader goes to another tab, or comes back. */
function turn(away: boolean): void {
  hidden = away;
  document.dispatchEvent(new Event('visibilitychange'));
}

async function show(store: FakeStore): Promise<BlogComments> {
  const page = await fixture(html`<div lang="en"><blog-comments live thread="/a" .commentStore=${store}></blog-comments></div>`);
  const box = page.querySelector('blog-comments')!;
  await waitUntil(() => box.querySelector('article'));
  return box;
}

describe('Others’ comments', () => {
  beforeEach(() => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });
  });
  afterEach(() => {
    hidden = false;
    delete (document as { hidden?: boolean }).hidden;
  });

  it('are not the old ones of a long thread, when the store has to be asked', async () => {
    const store = new FakeStore(many(100));
    const box = await show(store);
    // One for the first view, two to know what was there.
    await waitUntil(() => store.requests.length === 3);
    turn(true);
    turn(false);
    await waitUntil(() => store.requests.length === 5);
    await box.updateComplete;
    expect(fresh(box)).to.equal(undefined);
    store.comments.push(later('new-root'), later('new-reply', { parent: '3' }));
    turn(true);
    turn(false);
    await waitUntil(() => fresh(box) === '2 new comments');
    expect(ids(box)).to.have.length(20);
    shadowOf(box).querySelector<HTMLElement>('[part=fresh]')!.click();
    await waitUntil(() => ids(box).length === 22);
    expect(box.querySelector('#comment-new-reply')?.closest('ol')?.previousElementSibling?.id).to.equal('comment-3');
  });

  it('that were written while the page was out of sight are found when it is back, and no request is made meanwhile', async () => {
    const store = new FakeStore(many(3));
    store.capabilities = { ...store.capabilities, live: true };
    const box = await show(store);
    await waitUntil(() => store.listeners.size === 1);
    expect(store.requests).to.have.length(1);
    turn(true);
    expect(store.listeners.size).to.equal(0);
    store.comments.push(later('missed'));
    turn(false);
    await waitUntil(() => fresh(box) === '1 new comment');
    expect(store.listeners.size).to.equal(1);
    store.emit({ type: 'created', comment: later('missed') });
    store.emit({ type: 'created', comment: later('heard') });
    await waitUntil(() => fresh(box) === '2 new comments');
    expect(ids(box)).to.deep.equal(['0', '1', '2']);
  });

  it('that were approved later than they were written are found, too', async () => {
    const store = new FakeStore(many(3));
    const box = await show(store);
    await waitUntil(() => box.shadowRoot?.querySelector('select'));
    // Nothing tells from outside that the box follows its thread: the module that does so has run by then.
    await import('../../src/comments/live.js');
    await nextFrame();
    store.comments.splice(1, 0, comment('approved', { dateCreated: store.comments[0]!.dateCreated }));
    turn(true);
    turn(false);
    await waitUntil(() => fresh(box) === '1 new comment');
  });

  it('are asked for when the events cannot be had', async () => {
    const store = new FakeStore(many(3));
    store.capabilities = { ...store.capabilities, live: true };
    const box = await show(store);
    await waitUntil(() => store.listeners.size === 1);
    store.lose();
    store.comments.push(later('asked-for'));
    window.dispatchEvent(new Event('online'));
    await waitUntil(() => fresh(box) === '1 new comment');
    expect(store.listeners.size).to.equal(1);
  });

  it('change and go in place, and leave a draft and the focus alone', async () => {
    const store = new FakeStore(many(3));
    store.capabilities = { ...store.capabilities, live: true, authors: 'guest' };
    const box = await show(store);
    await waitUntil(() => store.listeners.size === 1 && box.shadowRoot?.querySelector('textarea'));
    shadowOf(box).querySelector('textarea')!.focus();
    const field = () => shadowOf(box).querySelector('blog-comment-form')?.shadowRoot?.querySelector('textarea');
    await waitUntil(field);
    field()!.value = 'Half a thought';
    field()!.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
    const top = field()!.getBoundingClientRect().top;
    for (const id of ['x', 'y', 'z']) store.emit({ type: 'created', comment: later(id) });
    await waitUntil(() => fresh(box) === '3 new comments');
    expect(field()?.getBoundingClientRect().top).to.equal(top);
    store.emit({ type: 'changed', comment: { ...store.comments[1]!, text: 'Another text', dateModified: '2025-01-01T00:00:00Z' } });
    store.emit({ type: 'deleted', comment: store.comments[2]! });
    await waitUntil(() => /Another text/.test(box.querySelector('#comment-1')!.textContent) && /deleted/.test(box.querySelector('#comment-2')!.textContent));
    expect(field()?.value).to.equal('Half a thought');
    expect(document.activeElement).to.equal(box);
    localStorage.clear();
    sessionStorage.clear();
  });
});
