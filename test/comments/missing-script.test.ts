/** A part of the script does not come: the network is away at that moment, or the site has just been updated. */
import { expect } from '@open-wc/testing';
import { executeServerCommand } from '@web/test-runner-commands';
import type { BlogComments } from '../../src/comments/blog-comments.js';
import type { BlogCommentsErrorEvent } from '../../src/comments/events.js';
import { FakeStore, comment } from './fake-store.js';
import { typeIn } from './typing.js';
import { waitUntil } from './wait.js';

interface Page {
  box: BlogComments;
  /** What the page was told by `blog-comments-error`. */
  told: BlogCommentsErrorEvent[];
  /** How many listeners wait for the network. */
  listening(): number;
  unhandled: unknown[];
  bringBack(): Promise<void>;
  close(): void;
}

let pages = 0;

/** A page that has everything but one module of the comments. `prepare` is called before its script runs. */
async function openWithout(module: string, store: FakeStore, { markup = '', prepare = (_box: BlogComments): void => undefined } = {}): Promise<Page> {
  const path = `missing-${Date.now()}-${pages++}.js`;
  const address = new URL(`../../src/comments/${module}`, import.meta.url).href;
  const map = { imports: Object.fromEntries([`${address}.ts`, `${address}.js`].map((each) => [each, `/answers/${path}`])) };
  const frame = document.createElement('iframe');
  frame.title = 'a post';
  frame.style.cssText = 'inline-size: 700px; block-size: 900px; border: 0';
  frame.srcdoc = `<!doctype html><html lang="en"><script type="importmap">${JSON.stringify(map)}</script><body><h1>A post</h1><blog-comments thread="/a">${markup}</blog-comments>`;
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
  document.body.append(frame);
  await loaded;
  const view = frame.contentWindow as Window & typeof globalThis;
  const box = view.document.querySelector('blog-comments')!;
  const unhandled: unknown[] = [];
  view.addEventListener('unhandledrejection', (event) => {
    event.preventDefault();
    unhandled.push(event.reason);
  });
  const waiting = new Set<unknown>();
  const { addEventListener: add, removeEventListener: remove } = view.EventTarget.prototype;
  view.addEventListener = function listen(this: Window, ...args: Parameters<typeof add>) {
    if (args[0] === 'online') waiting.add(args[1]);
    add.apply(view, args);
  };
  view.removeEventListener = function unlisten(this: Window, ...args: Parameters<typeof remove>) {
    if (args[0] === 'online') waiting.delete(args[1]);
    remove.apply(view, args);
  };
  const told: BlogCommentsErrorEvent[] = [];
  box.addEventListener('blog-comments-error', (event) => told.push(event));
  box.commentStore = store;
  prepare(box);
  const script = view.document.createElement('script');
  script.type = 'module';
  script.src = new URL('../../src/comments/index.ts', import.meta.url).href;
  view.document.head.append(script);
  return {
    box,
    told,
    unhandled,
    listening: () => waiting.size,
    bringBack: () => executeServerCommand('answer', { path, type: 'text/javascript', body: `export * from ${JSON.stringify(`${address}.ts?again`)};` }),
    close: () => frame.remove(),
  };
}

const alertOf = (box: Element) => box.shadowRoot?.querySelector('[role=alert]');
const button = (box: Element, words: RegExp) => [...(box.shadowRoot?.querySelectorAll('button') ?? [])].find(({ textContent }) => words.test(textContent));
const toolbar = (box: Element, id: string) => box.querySelector(`#comment-${id} blog-comment-actions`)?.shadowRoot;
const press = async (box: Element, id: string, words: RegExp) => {
  const found = () => [...(toolbar(box, id)?.querySelectorAll('button') ?? [])].find(({ textContent }) => words.test(textContent));
  await waitUntil(found, `comment ${id} has no button ${words}`);
  found()?.click();
};
/** Rejections that nobody handles are told of after a turn of the event loop. */
const settle = () =>
  new Promise((resolve) => {
    setTimeout(resolve, 50);
  });
const written = () => Object.assign(new FakeStore([comment(0), comment(1)]), { capabilities: { ...new FakeStore().capabilities, authors: 'guest' as const } });

describe('Comments of which a part of the script does not come', () => {
  let page: Page;
  beforeEach(() => {
    localStorage.clear();
    sessionStorage.clear();
  });
  afterEach(() => {
    page.close();
    localStorage.clear();
    sessionStorage.clear();
  });

  it('are read all the same, say that the rest is missing, tell the page, and get it at the next press', async () => {
    page = await openWithout('comments-view', written());
    const { box, told, unhandled } = page;
    await waitUntil(() => box.querySelectorAll('article').length === 2, 'no comments');
    await waitUntil(() => alertOf(box) && button(box, /Try again/), 'nothing says that writing is missing');
    expect(told).to.have.length(1);
    expect(told[0]?.thread).to.equal('/a');
    expect(told[0]?.error).to.exist;
    await page.bringBack();
    button(box, /Try again/)?.click();
    await waitUntil(() => box.shadowRoot?.querySelector('textarea'), 'no field to write in');
    expect(alertOf(box)).to.equal(null);
    await settle();
    expect(unhandled).to.deep.equal([]);
  });

  it('leave the message to a page that wants to show its own', async () => {
    page = await openWithout('comments-view', written(), {
      prepare: (box) => {
        box.addEventListener('blog-comments-error', (event) => event.preventDefault());
      },
    });
    await waitUntil(() => page.told.length === 1, 'the page was not told');
    await settle();
    expect(alertOf(page.box)).to.equal(null);
  });

  it('that a server rendered stay as they are, with a way to try again', async () => {
    page = await openWithout('comments-view', written(), {
      markup:
        '<ol class="blog-comments-list"><li><article class="blog-comment" id="comment-0"><header class="blog-comment-header"><span class="blog-comment-author">Author 0</span></header><div class="blog-comment-body"><p>Text of 0</p></div></article></li></ol>',
    });
    const { box, told, unhandled } = page;
    await waitUntil(() => alertOf(box) && button(box, /Try again/), 'nothing says that something is missing');
    expect(box.querySelectorAll('article')).to.have.length(1);
    expect(told).to.have.length(1);
    await page.bringBack();
    button(box, /Try again/)?.click();
    await waitUntil(() => box.querySelectorAll('article').length === 2);
    await settle();
    expect(unhandled).to.deep.equal([]);
  });

  it('keep what is typed in a plain field when the form is missing, say so, and put it in the form at the next press', async () => {
    page = await openWithout('composer/composer', written());
    const { box, told, unhandled } = page;
    const field = () => box.shadowRoot?.querySelector('textarea');
    await waitUntil(field, 'no field');
    field()?.focus();
    await waitUntil(() => alertOf(box) && button(box, /Try again/), 'nothing says that the form is missing');
    expect(told).to.have.length(1);
    typeIn(field(), 'Half a thought');
    await page.bringBack();
    button(box, /Try again/)?.click();
    const form = () => box.shadowRoot?.querySelector('blog-comment-form')?.shadowRoot;
    await waitUntil(() => form()?.querySelector('textarea')?.value === 'Half a thought', 'the text is not in the form');
    await settle();
    expect(unhandled).to.deep.equal([]);
  });

  it('say so when a draft waits for the form that does not come, and keep the draft', async () => {
    page = await openWithout('composer/composer', written());
    const { box } = page;
    await waitUntil(() => box.shadowRoot?.querySelector('textarea'), 'no field');
    const key = `blog-elements:draft:${JSON.stringify([new URL('/comments', location.href).href, '/a', ''])}#${'0'.repeat(64)}`;
    const draft = JSON.stringify({ text: 'From an earlier visit', time: Date.now() });
    localStorage.setItem(key, draft);
    page.close();
    page = await openWithout('composer/composer', written());
    await waitUntil(() => alertOf(page.box) && button(page.box, /Try again/), 'nothing says that the form is missing');
    await settle();
    expect(page.told).to.have.length(1);
    expect(page.unhandled).to.deep.equal([]);
    expect(localStorage.getItem(key)).to.equal(draft);
    await page.bringBack();
    button(page.box, /Try again/)?.click();
    await waitUntil(
      () => page.box.shadowRoot?.querySelector('blog-comment-form')?.shadowRoot?.querySelector('textarea')?.value === 'From an earlier visit',
      'the draft is not in the form',
    );
  });

  it('send what an earlier visit could not, once the form has come', async () => {
    const attempt = { comment: { thread: '/a', text: 'Sent at last', key: '1'.repeat(32), author: { name: 'Anna' }, secret: '2'.repeat(32) } };
    localStorage.setItem(
      `blog-elements:draft:${JSON.stringify([new URL('/comments', location.href).href, '/a', ''])}#${'0'.repeat(64)}`,
      JSON.stringify({ text: 'Sent at last', name: 'Anna', time: Date.now(), attempt }),
    );
    const store = written();
    page = await openWithout('composer/composer', store);
    const { box } = page;
    await waitUntil(() => alertOf(box) && button(box, /Try again/), 'nothing says that the comment was not sent');
    expect(page.told).to.have.length(1);
    await settle();
    expect(page.unhandled).to.deep.equal([]);
    await page.bringBack();
    button(box, /Try again/)?.click();
    await waitUntil(() => box.querySelector('#comment-new'), 'the comment was not sent');
  });

  for (const [what, words] of Object.entries({ reply: /Reply/, vote: /Like/, edit: /Edit/ })) {
    it(`say so beside the comment when a ${what} needs the form, and do it at the next press`, async () => {
      const store = new FakeStore([comment(0, { own: what === 'edit' })]);
      page = await openWithout('composer/composer', store);
      const { box, told, unhandled } = page;
      await press(box, '0', words);
      await waitUntil(() => /went wrong/.test(toolbar(box, '0')?.querySelector('[role=status]')?.textContent ?? ''), 'nothing is said');
      expect(told).to.have.length(1);
      await page.bringBack();
      let asked = false;
      box.addEventListener('blog-comments-login', () => {
        asked = true;
      });
      await press(box, '0', words);
      await waitUntil(() => (what === 'vote' ? asked : box.querySelector('blog-comment-form')), 'nothing happens');
      await settle();
      expect(unhandled).to.deep.equal([]);
    });
  }

  it('open the form when the network is back, and no longer listen for that once they are gone', async () => {
    page = await openWithout('composer/composer', written());
    const { box } = page;
    await waitUntil(() => box.shadowRoot?.querySelector('textarea'), 'no field');
    const before = page.listening();
    box.shadowRoot?.querySelector('textarea')?.focus();
    await waitUntil(() => page.listening() === before + 1, 'nobody waits for the network');
    const parent = box.parentElement;
    box.remove();
    expect(page.listening()).to.equal(before);
    parent?.append(box);
    await box.updateComplete;
    expect(page.listening()).to.equal(before + 1);
    await page.bringBack();
    box.ownerDocument.defaultView?.dispatchEvent(new Event('online'));
    await waitUntil(() => box.shadowRoot?.querySelector('blog-comment-form'), 'the form did not come');
    expect(page.listening()).to.equal(before);
  });

  it('do not begin to listen when they went while the form was on its way', async () => {
    page = await openWithout('composer/composer', written());
    const { box } = page;
    await waitUntil(() => box.shadowRoot?.querySelector('textarea'), 'no field');
    const before = page.listening();
    box.shadowRoot?.querySelector('textarea')?.focus();
    box.remove();
    await settle();
    await settle();
    expect(page.listening()).to.equal(before);
  });
});
