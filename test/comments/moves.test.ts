/** A box of comments and a count that come, go and move leave nothing behind, and lose nothing. */
import { aTimeout, expect } from '@open-wc/testing';
import '../../src/comments/index.js';
import type { BlogComments } from '../../src/comments/blog-comments.js';
import { registerCommentStore } from '../../src/comments/stores/registry.js';
import { expectNothingLeft } from '../support/leaks.js';
import { FakeStore, comment } from './fake-store.js';
import { typeIn } from './typing.js';
import { waitUntil } from './wait.js';

const toolbar = (box: Element, id: string) => box.querySelector(`#comment-${id} blog-comment-actions`)?.shadowRoot;
const press = async (box: Element, id: string, words: RegExp) => {
  const found = () => [...(toolbar(box, id)?.querySelectorAll('button') ?? [])].find(({ textContent }) => words.test(textContent));
  await waitUntil(found, `comment ${id} has no button ${words}`);
  found()?.click();
};
const field = (box: Element) => box.shadowRoot?.querySelector('blog-comment-form')?.shadowRoot?.querySelector('textarea');

function storeOf(...comments: ReturnType<typeof comment>[]): FakeStore {
  const store = new FakeStore(comments);
  store.capabilities = { ...store.capabilities, live: true, authors: 'guest' };
  return store;
}

async function add(store: FakeStore, place: Element, attributes: Record<string, string> = {}): Promise<BlogComments> {
  const box = document.createElement('blog-comments');
  box.lang = 'en';
  for (const [name, value] of Object.entries({ thread: '/moves', ...attributes })) box.setAttribute(name, value);
  box.commentStore = store;
  place.append(box);
  await box.updateComplete;
  return box;
}

/** The view has arrived: there is a place to write, and the comments have their buttons. */
async function ready(box: BlogComments): Promise<void> {
  await waitUntil(() => box.shadowRoot?.querySelector('textarea') && toolbar(box, '0'), 'never ready');
}

async function openForm(box: BlogComments): Promise<void> {
  box.shadowRoot?.querySelector('textarea')?.focus();
  await waitUntil(() => field(box), 'no form');
}

let places: [HTMLElement, HTMLElement];
beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
  places = [document.createElement('section'), document.createElement('section')];
  document.body.append(...places);
});
afterEach(() => {
  for (const place of places) place.remove();
  localStorage.clear();
  sessionStorage.clear();
});

describe('<blog-comments>, added, moved and removed ten times, leaves nothing behind', () => {
  // What is made once for all boxes of a page is there already: modules, listeners of the page, observers of the language.
  before(async () => {
    const box = await add(storeOf(comment(0)), document.body, { live: '' });
    await ready(box);
    await openForm(box);
    box.remove();
    await aTimeout(0);
  });

  it('unused', async () => {
    await expectNothingLeft(async () => {
      const box = await add(storeOf(comment(0), comment(1)), places[0], { 'json-ld': '', 'relative-dates': '' });
      await ready(box);
      places[1].append(box);
      await box.updateComplete;
      box.remove();
      await aTimeout(0);
    });
    expect(document.head.querySelectorAll('script[type="application/ld+json"]')).to.have.length(0);
  });

  it('while it loads', async () => {
    await expectNothingLeft(async () => {
      const store = storeOf(comment(0));
      let open = (): void => undefined;
      store.gate = new Promise<void>((resolve) => {
        open = resolve;
      });
      const box = await add(store, places[0]);
      await waitUntil(() => store.requests.length === 1);
      places[1].append(box);
      await waitUntil(() => store.requests.length === 2, 'what was loading is not read where the box came to');
      box.remove();
      open();
      await aTimeout(0);
      expect(store.requests.map(({ signal }) => signal?.aborted)).to.deep.equal([true, true]);
      expect(box.querySelector('article')).to.equal(null);
    });
  });

  it('before the reader is near, where the store waits for that', async () => {
    const far = places[0].appendChild(document.createElement('div'));
    far.style.marginBlockStart = '5000px';
    await expectNothingLeft(async () => {
      const store = storeOf(comment(0));
      store.capabilities = { ...store.capabilities, whenSeen: true };
      const box = await add(store, far);
      far.prepend(box);
      await box.updateComplete;
      box.remove();
      await aTimeout(0);
      expect(store.requests).to.deep.equal([]);
    });
  });

  it('with a form open', async () => {
    await expectNothingLeft(async () => {
      const box = await add(storeOf(comment(0), comment(1, { own: true })), places[0]);
      await ready(box);
      await openForm(box);
      await press(box, '0', /Reply/);
      await press(box, '1', /Edit/);
      await waitUntil(() => box.querySelectorAll('blog-comment-form').length === 2, 'no forms');
      places[1].append(box);
      await box.updateComplete;
      expect(field(box)).to.exist;
      expect(box.querySelectorAll('blog-comment-form')).to.have.length(2);
      box.remove();
      await aTimeout(0);
    });
  });

  it('with live updates', async () => {
    for (const withEvents of [true, false]) {
      await expectNothingLeft(async () => {
        const store = storeOf(comment(0));
        store.capabilities = { ...store.capabilities, live: withEvents };
        const box = await add(store, places[0], { live: '' });
        await ready(box);
        if (withEvents) await waitUntil(() => store.listeners.size === 1, 'nobody listens');
        places[1].append(box);
        await box.updateComplete;
        if (withEvents) await waitUntil(() => store.listeners.size === 1, 'nobody listens after the move');
        box.remove();
        await aTimeout(0);
        expect(store.listeners.size).to.equal(0);
      });
    }
  });
}).timeout(30_000);

describe('<blog-comments>, moved', () => {
  it('keeps its nodes, its text and its forms', async () => {
    const store = storeOf(comment(0), comment(1));
    const box = await add(store, places[0]);
    await ready(box);
    await openForm(box);
    typeIn(field(box), 'Half a thought');
    const articles = [...box.querySelectorAll('article')];
    for (let time = 0; time < 10; time++) {
      places[time % 2 ? 0 : 1].append(box);
      await box.updateComplete;
    }
    expect([...box.querySelectorAll('article')]).to.deep.equal(articles);
    expect(field(box)?.value).to.equal('Half a thought');
    expect(store.requests).to.have.length(1);
    box.remove();
  });

  it('does not send a deletion that can still be undone, and lets it be undone', async () => {
    const store = storeOf(comment(0, { own: true }), comment(1));
    const box = await add(store, places[0]);
    await ready(box);
    await press(box, '0', /Delete/);
    places[1].append(box);
    await aTimeout(0);
    expect(store.deleted).to.deep.equal([]);
    await press(box, '0', /Undo/);
    window.dispatchEvent(new Event('pagehide'));
    await aTimeout(0);
    expect(store.deleted).to.deep.equal([]);
    expect(box.querySelector<HTMLElement>('#comment-0 .blog-comment-body')?.hidden).to.equal(false);
    box.remove();
  });

  it('sends that deletion when it goes for good', async () => {
    const store = storeOf(comment(0, { own: true }), comment(1));
    const box = await add(store, places[0]);
    await ready(box);
    await press(box, '0', /Delete/);
    places[1].append(box);
    box.remove();
    await waitUntil(() => store.deleted.join() === '0', 'it was not deleted');
  });
});

describe('<blog-comment-count>, added, moved and removed ten times, leaves nothing behind', () => {
  let names = 0;

  async function addCount(store: () => FakeStore): Promise<HTMLElementTagNameMap['blog-comment-count']> {
    const name = `moving-${names++}`;
    registerCommentStore(name, store);
    const count = document.createElement('blog-comment-count');
    Object.assign(count, { store: name, thread: '/moves', lang: 'en' });
    places[0].append(count);
    await count.updateComplete;
    return count;
  }

  it('with its number', async () => {
    await expectNothingLeft(async () => {
      const count = await addCount(() => new FakeStore([comment(0)]));
      await waitUntil(() => count.shadowRoot?.textContent.includes('1 comment'), 'never counted');
      places[1].append(count);
      await count.updateComplete;
      expect(count.shadowRoot?.textContent).to.contain('1 comment');
      count.remove();
      await aTimeout(0);
    });
  });

  it('while it counts', async () => {
    await expectNothingLeft(async () => {
      let open = (): void => undefined;
      const store = new FakeStore([comment(0)]);
      const gate = new Promise<void>((resolve) => {
        open = resolve;
      });
      store.counts = async () => {
        await gate;
        return new Map([['/moves', 1]]);
      };
      const count = await addCount(() => store);
      places[1].append(count);
      await count.updateComplete;
      count.remove();
      open();
      await aTimeout(0);
    });
  });
}).timeout(30_000);
