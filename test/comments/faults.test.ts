/** The thread before a server that fails, and stores whose every field is an attack. Written to run in every browser. */
import { expect, fixture, html } from '@open-wc/testing';
import '../../src/comments/index.js';
import type { BlogComments } from '../../src/comments/blog-comments.js';
import type { Comment } from '../../src/comments/model.js';
import { attacks } from '../hostile/attacks.js';
import { FakeStore, comment } from './fake-store.js';
import { waitUntil } from './wait.js';
import { shadowOf } from './shadow.js';

const page = {
  comments: [comment(0), comment(1)],
  count: 2,
  site: { guests: 'on', accounts: true, editWindow: 900, maxLength: 1000, maxNameLength: 80, votes: false, live: false },
};
const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } });
const articles = (box: Element) => [...box.querySelectorAll('article')];
const button = (box: Element, words: RegExp) => [...shadowOf(box).querySelectorAll('button')].find((each) => words.test(each.textContent));
let threads = 0;

describe('A thread at a server that fails', () => {
  const { fetch } = window;
  let answer: () => Response | Promise<Response>;
  beforeEach(() => {
    window.fetch = async (input, init) => (String(input).includes('/faulty') ? answer() : fetch(input, init));
  });
  afterEach(() => {
    window.fetch = fetch;
  });

  async function open(): Promise<BlogComments> {
    const wrapper = await fixture(html`<div lang="en"><blog-comments src="/faulty/${threads++}" thread="/a"><p>The page’s own words</p></blog-comments></div>`);
    return wrapper.querySelector('blog-comments')!;
  }

  const faults: Record<string, () => Response | Promise<Response>> = {
    'is down': () => Promise.reject(new TypeError('Failed to fetch')),
    'refuses by CORS': () => Promise.reject(new TypeError('NetworkError when attempting to fetch resource.')),
    'takes longer than anybody waits': () => Promise.reject(new DOMException('signal timed out', 'TimeoutError')),
    'answers 500': () => new Response('<h1>Internal error</h1>', { status: 500 }),
    'answers 404 with a page': () => new Response('<!doctype html><p>Not here', { status: 404 }),
    'answers garbage': () => new Response('<!doctype html><p>Welcome to our hotel'),
    'answers nothing': () => new Response(''),
    'answers another’s JSON': () => json({ posts: [] }),
    'answers null': () => json(null),
    'answers a page without comments': () => json({ comments: 'none', count: '3' }),
    'breaks off in the middle': () =>
      new Response(
        new ReadableStream({
          start(controller) {
            controller.enqueue(new TextEncoder().encode('{"comments":[{'));
            controller.error(new TypeError('cut'));
          },
        }),
      ),
  };
  for (const [what, fault] of Object.entries(faults)) {
    it(`says so when it ${what}, keeps what the page held, and reads at the next press`, async () => {
      answer = fault;
      const box = await open();
      await waitUntil(() => box.shadowRoot?.querySelector('[role=alert]'));
      expect(box.textContent).to.contain('The page’s own words');
      expect(box.matches(':state(error)')).to.be.true;
      await expect(box).to.be.accessible();
      answer = () => json(page);
      button(box, /Try again/)!.click();
      await waitUntil(() => articles(box).length === 2);
      expect(box.shadowRoot?.querySelector('[role=alert]')).to.equal(null);
    });
  }

  it('waits for one that is slow, and says that it does', async () => {
    let send = (): void => undefined;
    answer = () =>
      new Promise((resolve) => {
        send = () => resolve(json(page));
      });
    const box = await open();
    await waitUntil(() => box.matches(':state(loading)') && box.shadowRoot?.textContent.includes('Loading comments'));
    await expect(box).to.be.accessible();
    send();
    await waitUntil(() => articles(box).length === 2 && box.matches(':not(:state(loading))'));
  });

  it('keeps what was read when what follows does not come', async () => {
    answer = () => json({ ...page, count: 50, after: 'x' });
    const box = await open();
    await waitUntil(() => button(box, /More/));
    answer = faults['breaks off in the middle']!;
    button(box, /More/)!.click();
    await waitUntil(() => box.shadowRoot?.querySelector('[role=alert]'));
    expect(articles(box)).to.have.length(2);
  });

  for (const [what, broken] of Object.entries({
    blocked: () => {
      throw new DOMException('no', 'SecurityError');
    },
    full: () => {
      throw new DOMException('no', 'QuotaExceededError');
    },
  })) {
    it(`is read, and can be written in, where storage is ${what}`, async () => {
      const { getItem, setItem } = Storage.prototype;
      if (what === 'blocked') Storage.prototype.getItem = broken;
      Storage.prototype.setItem = broken;
      try {
        answer = () => json(page);
        const box = await open();
        await waitUntil(() => articles(box).length === 2 && box.shadowRoot?.querySelector('textarea'));
        shadowOf(box).querySelector('textarea')!.focus();
        const form = () => shadowOf(box).querySelector('blog-comment-form')?.shadowRoot;
        await waitUntil(() => form()?.querySelector('textarea'));
        const type = (selector: string, text: string) => {
          const field = form()!.querySelector<HTMLInputElement>(selector)!;
          field.value = text;
          field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
        };
        type('textarea', 'Written all the same');
        type('#name', 'Anna');
        await waitUntil(() => form()?.textContent.includes('can’t be saved in this browser'));
        answer = () => json({ ...comment('new', { text: 'Written all the same' }), own: true }, 201);
        form()!.querySelector<HTMLElement>('[type=submit]')!.click();
        await waitUntil(() => box.querySelector('#comment-new'));
      } finally {
        Object.assign(Storage.prototype, { getItem, setItem });
      }
    });
  }

  it('shows comments by a clock that is days off, and lets their writer change what was just sent', async () => {
    const { now } = Date;
    Date.now = () => now() + 3 * 86_400_000;
    try {
      answer = () => json(page);
      const box = await open();
      box.relativeDates = true;
      await waitUntil(() => articles(box).length === 2);
      const sent = comment('new', { dateCreated: new Date(now()).toISOString(), own: true });
      await waitUntil(() => box.querySelector('blog-comment-actions')?.shadowRoot);
      const { BlogCommentSentEvent } = await import('../../src/comments/events.js');
      box.dispatchEvent(new BlogCommentSentEvent(sent, '/a'));
      await waitUntil(() => /Edit/.test(box.querySelector('#comment-new blog-comment-actions')?.shadowRoot?.textContent ?? ''));
    } finally {
      Date.now = now;
    }
  });
});

describe('A store whose every field is an attack', () => {
  it('runs nothing, hides nothing, and leaves the box usable', async () => {
    const marks: string[] = [];
    Object.assign(window, { fire: (what: string) => marks.push(what), alert: () => marks.push('alert') });
    const comments = attacks.slice(0, 60).map((attack, index) => ({
      id: `a${index}`,
      parent: attack,
      author: { name: attack, url: attack, image: attack },
      text:
        index % 2
          ? attack
          : [
              {
                type: 'paragraph',
                children: [
                  { type: 'link', url: attack, children: [{ type: 'text', text: attack }] },
                  { type: attack, text: attack },
                ],
              },
              { type: attack },
            ],
      dateCreated: attack,
      dateModified: attack,
      status: attack,
      votes: attack,
      replyCount: attack,
      own: attack,
    })) as unknown as Comment[];
    const store = new FakeStore();
    store.page = async () => ({ comments: [...comments, comment('good')], count: attacks as unknown as number, after: undefined as unknown as string });
    const wrapper = await fixture(html`<div lang="en"><blog-comments thread="/a" json-ld .commentStore=${store}></blog-comments></div>`);
    const box = wrapper.querySelector('blog-comments')!;
    await waitUntil(() => articles(box).length === comments.length + 1);
    for (let frames = 0; frames < 10; frames++) await new Promise(requestAnimationFrame);
    expect(marks).to.deep.equal([]);
    expect(
      [...box.querySelectorAll('*')]
        .filter((node) => !/^(ol|ul|li|article|header|span|bdi|a|time|div|p|br|em|strong|code|pre|blockquote|small|blog-comment-actions)$/.test(node.localName))
        .map(({ localName }) => localName),
    ).to.deep.equal([]);
    for (const node of box.querySelectorAll('*'))
      for (const { name } of node.attributes) expect(name).to.match(/^(id|class|dir|lang|role|rel|href|title|tabindex|datetime|aria-label)$/);
    for (const { protocol } of box.querySelectorAll('a')) expect(protocol).to.match(/^https?:$/);
    box.querySelector('#comment-good')!.scrollIntoView();
    await waitUntil(() => box.querySelector('#comment-good blog-comment-actions')?.shadowRoot?.querySelector('[data-action=reply]'));
  });
});
