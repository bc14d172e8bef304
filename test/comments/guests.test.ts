/** What this browser keeps for a guest: the right to edit, and drafts. */
import { expect, fixture, html } from '@open-wc/testing';
import '../../src/comments/index.js';
import type { BlogComments } from '../../src/comments/blog-comments.js';
import { FakeStore, comment } from './fake-store.js';
import { typeIn } from './typing.js';
import { waitUntil } from './wait.js';

const day = 24 * 3600_000;
const home = new URL('/comments', location.href).href;
/** The names that readers' browsers hold: a later version must find them again. */
const secretKey = (id: string, site = home) => `blog-elements:secret:${JSON.stringify([site, id])}`;
const draftKey = (thread: string, site = home) => `blog-elements:draft:${JSON.stringify([site, thread, ''])}#${'0'.repeat(64)}`;
const oldSecret = '0123456789abcdef'.repeat(2);
const keepSecret = (id: string, age = 0) => localStorage.setItem(secretKey(id), JSON.stringify({ secret: oldSecret, sent: Date.now() - age }));

const buttons = (box: Element, id: string) => [...(box.querySelector(`#comment-${id} blog-comment-actions`)?.shadowRoot?.querySelectorAll('button') ?? [])];
const names = (box: Element, id: string) => buttons(box, id).map(({ textContent }) => textContent.trim());
const press = async (box: Element, id: string, words: RegExp) => {
  const found = () => buttons(box, id).find(({ textContent }) => words.test(textContent));
  await waitUntil(found, `comment ${id} has no button ${words}`);
  found()?.click();
};
const formOf = (box: Element) => box.shadowRoot?.querySelector('blog-comment-form')?.shadowRoot;
const fieldOf = (box: Element) => formOf(box)?.querySelector('textarea');
const type = (box: Element, selector: string, text: string) => typeIn(formOf(box)?.querySelector<HTMLInputElement>(selector), text);
let threads = 0;

async function show({ src = '/comments', thread = '/a', store }: { src?: string; thread?: string; store?: FakeStore }): Promise<BlogComments> {
  const page = await fixture(html`<div lang="en"><blog-comments src=${src} thread=${thread} .commentStore=${store}></blog-comments></div>`);
  const box = page.querySelector('blog-comments')!;
  await waitUntil(() => box.matches(':not(:state(loading))') && box.shadowRoot?.querySelector('textarea, blog-comment-form'), 'there is no place to write', {
    timeout: 10_000,
  });
  return box;
}

async function write(box: BlogComments): Promise<void> {
  box.shadowRoot?.querySelector('textarea')?.focus();
  await waitUntil(() => fieldOf(box), 'there is no form');
}

describe('A guest', () => {
  beforeEach(() => {
    localStorage.clear();
    sessionStorage.clear();
  });
  afterEach(() => {
    localStorage.clear();
    sessionStorage.clear();
  });

  it('who has the name of the account that is logged in keeps their comment to themselves', async () => {
    const store = new FakeStore([comment(1, { author: { name: 'Anna', role: 'member' } }), comment(2, { author: { name: 'Anna', role: 'guest' } })]);
    store.account = { id: '1', name: 'Anna' };
    const box = await show({ store });
    await waitUntil(() => buttons(box, '1').length && buttons(box, '2').length, 'no buttons');
    expect(names(box, '1')).to.include('Edit').and.include('Delete');
    expect(names(box, '2')).not.to.include('Edit');
    expect(names(box, '2')).not.to.include('Delete');
  });

  it('may change a comment that was sent from a page with a slash behind the address of the server, on one without', async () => {
    const thread = `/slash-${Date.now()}-${threads++}`;
    const box = await show({ src: '/comments/', thread });
    await write(box);
    type(box, 'textarea', 'By a guest');
    type(box, '#name', 'Anna');
    formOf(box)?.querySelector<HTMLElement>('[type=submit]')?.click();
    await waitUntil(() => box.querySelector('article'), 'the comment is not here', { timeout: 10_000 });
    const id = box.querySelector('article')?.id.replace('comment-', '') ?? '';
    box.remove();
    const other = await show({ thread });
    await waitUntil(() => names(other, id).includes('Edit'), 'the guest may not change it');
    await press(other, id, /Edit/);
    await waitUntil(() => other.querySelector('blog-comment-form')?.shadowRoot?.querySelector('textarea')?.value === 'By a guest', 'no form');
  });

  it('finds a draft again on a page with a slash behind the address of the server, and the other way round', async () => {
    for (const [first, second] of [
      ['/comments/', '/comments'],
      ['/comments', '/comments/'],
    ] as const) {
      const thread = `/slash-${Date.now()}-${threads++}`;
      const box = await show({ src: first, thread });
      await write(box);
      type(box, 'textarea', 'Half a thought');
      box.remove();
      sessionStorage.clear();
      const other = await show({ src: second, thread });
      await waitUntil(() => fieldOf(other)?.value === 'Half a thought', `the draft of ${first} is not at ${second}`);
    }
  });

  it('finds again what older versions kept under the address with a slash', async () => {
    const store = new FakeStore([comment(1), comment(2)]);
    localStorage.setItem(secretKey('1', `${home}/`), oldSecret);
    localStorage.setItem(draftKey('/a', `${home}/`), JSON.stringify({ text: 'From an older version', time: Date.now() }));
    const box = await show({ src: '/comments/', store });
    await waitUntil(() => names(box, '1').includes('Edit'), 'the guest may not change it');
    expect(names(box, '2')).not.to.include('Edit');
    await waitUntil(() => fieldOf(box)?.value === 'From an older version', 'the draft is not here');
    expect(localStorage.getItem(secretKey('1', `${home}/`))).to.equal(null);
    expect(localStorage.getItem(draftKey('/a', `${home}/`))).to.equal(null);
  });

  it('leaves no secret behind for a comment that was deleted', async () => {
    keepSecret('1');
    keepSecret('2');
    const store = new FakeStore([comment(1), comment(2)]);
    const box = await show({ store });
    await press(box, '1', /Delete/);
    expect(localStorage.getItem(secretKey('1'))).not.to.equal(null);
    window.dispatchEvent(new Event('pagehide'));
    await waitUntil(() => store.deleted.includes('1'), 'not deleted');
    await waitUntil(() => localStorage.getItem(secretKey('1')) === null, 'the secret is still here');
    expect(localStorage.getItem(secretKey('2'))).not.to.equal(null);
  });

  it('leaves no secret behind for a comment that can no longer be changed', async () => {
    keepSecret('1', 3 * day);
    keepSecret('2');
    localStorage.setItem(secretKey('3'), oldSecret);
    const store = new FakeStore([comment(1)]);
    store.capabilities = { ...store.capabilities, editWindow: 900 };
    await show({ store });
    await waitUntil(() => localStorage.getItem(secretKey('1')) === null, 'the secret is still here');
    expect(localStorage.getItem(secretKey('2'))).not.to.equal(null);
    // An older version did not say when the comment was sent: it counts from now on.
    expect(localStorage.getItem(secretKey('3'))).to.contain(oldSecret);
    const { now } = Date;
    Date.now = () => now() + 3 * day;
    try {
      await show({ store: new FakeStore([comment(1)]) });
      expect(localStorage.getItem(secretKey('3')), 'a store without a limit').not.to.equal(null);
      await show({ store });
      await waitUntil(() => localStorage.getItem(secretKey('3')) === null, 'the old secret is still here');
    } finally {
      Date.now = now;
    }
  });
});
