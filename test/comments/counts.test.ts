import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import '../../src/comments/index.js';
import { registerCommentStore } from '../../src/comments/stores/registry.js';
import { StoreError } from '../../src/comments/stores/store.js';
import type { CommentStore } from '../../src/comments/stores/store.js';
import { FakeWordPress, Network } from './stores/back-ends.js';

const hex = (): string => crypto.randomUUID().replaceAll('-', '');
let asked: string[][];
let answer: (threads: string[]) => Map<string, number> | Promise<Map<string, number>>;

/** A store that only counts, under a name of its own. */
function counting(): string {
  const name = `counting-${hex()}`;
  registerCommentStore(name, () => ({
    capabilities: {} as CommentStore['capabilities'],
    page: async () => ({ comments: [], count: 0 }),
    counts: async (threads) => {
      asked.push(threads);
      return answer(threads);
    },
  }));
  return name;
}

function element(store: string, thread: string, fallback = 'React here'): HTMLElement {
  const made = document.createElement('blog-comment-count');
  made.setAttribute('store', store);
  made.setAttribute('thread', thread);
  made.textContent = fallback;
  return made;
}

/** What a reader sees: the words, or the fallback. */
const seen = (count: Element): string => count.shadowRoot?.querySelector('[part=count]')?.textContent ?? count.textContent;
const settled = (all: Element[]): Promise<void> =>
  waitUntil(
    () =>
      all.every(
        (each) => each.shadowRoot && each.matches(':not(:state(loading))') && (each.matches(':state(error)') || each.shadowRoot.querySelector('[part=count]')),
      ),
    'never counted',
  );

beforeEach(() => {
  sessionStorage.clear();
  localStorage.clear();
  asked = [];
  answer = (threads) => new Map(threads.map((thread) => [thread, Number(thread.slice(1))]));
});

describe('<blog-comment-count>', () => {
  it('asks once for a hundred on a page, and once more for those that are added later', async () => {
    const name = counting();
    const page = await fixture<HTMLElement>(html`<div lang="nl"></div>`);
    const first = Array.from({ length: 100 }, (_, index) => element(name, `/${index}`));
    page.append(...first);
    await settled(first);
    expect(asked.map(({ length }) => length)).to.deep.equal([100]);
    expect([0, 1, 12].map((index) => seen(first[index]!))).to.deep.equal(['Geen reacties', '1 reactie', '12 reacties']);
    const later = [element(name, '/200'), element(name, '/201'), element(name, '/12')];
    page.append(later[0]!);
    await Promise.resolve();
    page.append(...later.slice(1));
    await settled(later);
    expect(asked.slice(1)).to.deep.equal([['/200', '/201']]);
    expect(seen(later[2]!)).to.equal('12 reacties');
  });

  it('asks for a hundred at most at a time', async () => {
    const name = counting();
    const page = await fixture<HTMLElement>(html`<div></div>`);
    const all = Array.from({ length: 230 }, (_, index) => element(name, `/${index}`));
    page.append(...all);
    await settled(all);
    expect(asked.map(({ length }) => length)).to.deep.equal([100, 100, 30]);
    expect(new Set(asked.flat()).size).to.equal(230);
  });

  it('asks once for what stands on the page twice', async () => {
    const name = counting();
    const page = await fixture<HTMLElement>(html`<div></div>`);
    const all = [element(name, '/3'), element(name, '/3')];
    page.append(...all);
    await settled(all);
    expect(asked).to.deep.equal([['/3']]);
    expect(all.map(seen)).to.deep.equal(['3 comments', '3 comments']);
  });

  it('keeps a number for a minute, on the next page too', async () => {
    const name = counting();
    const page = await fixture<HTMLElement>(html`<div></div>`);
    const one = element(name, '/5');
    page.append(one);
    await settled([one]);
    const { now } = Date;
    try {
      const again = element(name, '/5');
      page.append(again);
      await settled([again]);
      expect(asked).to.have.length(1);
      Date.now = () => now() + 61_000;
      const late = element(name, '/5');
      page.append(late);
      await settled([late]);
      expect(asked).to.have.length(2);
    } finally {
      Date.now = now;
    }
  });

  const failures: Record<string, () => Map<string, number> | Promise<Map<string, number>>> = {
    'the store does not answer': () => Promise.reject(new StoreError('offline', 'no answer')),
    'the number is none': () => new Map([['/1', NaN]]),
    'the number is a text': () => new Map([['/1', '<b>7</b>' as unknown as number]]),
    'the number is below nothing': () => new Map([['/1', -1]]),
    'the answer is no map': () => ({ '/1': 7 }) as unknown as Map<string, number>,
  };
  for (const [what, how] of Object.entries(failures)) {
    it(`leaves the fallback when ${what}, and tries again with the next`, async () => {
      const name = counting();
      answer = how;
      const page = await fixture<HTMLElement>(html`<div></div>`);
      const one = element(name, '/1');
      page.append(one);
      await settled([one]);
      expect(one.matches(':state(error)')).to.equal(true);
      expect(seen(one)).to.equal('React here');
      answer = () => new Map([['/1', 7]]);
      const next = element(name, '/1');
      page.append(next);
      await settled([next]);
      expect(seen(next)).to.equal('7 comments');
    });
  }

  it('takes a thread that the answer leaves out for one where nobody wrote', async () => {
    const name = counting();
    answer = () => new Map();
    const page = await fixture<HTMLElement>(html`<div></div>`);
    const one = element(name, '/1');
    page.append(one);
    await settled([one]);
    expect(seen(one)).to.equal('No comments');
    expect(one.matches(':state(empty)')).to.equal(true);
  });

  it('shows another number when it is about another thread, and never that of the one before', async () => {
    const name = counting();
    const page = await fixture<HTMLElement>(html`<div></div>`);
    const one = element(name, '/5');
    page.append(one);
    await settled([one]);
    let free!: () => void;
    const gate = new Promise<void>((resolve) => {
      free = resolve;
    });
    answer = async () => {
      await gate;
      return new Map([['/6', 6]]);
    };
    one.setAttribute('thread', '/6');
    await waitUntil(() => seen(one) === 'React here');
    free();
    await waitUntil(() => seen(one) === '6 comments');
  });

  it('counts at WordPress and in this browser', async () => {
    const site = new FakeWordPress([{ text: 'One', by: 'Anna', at: '2024-05-01T10:00:00Z' }]);
    const network = new Network(site.answer);
    try {
      const page = await fixture<HTMLElement>(html`<div></div>`);
      const all = [element('wordpress', '412'), element('wordpress', '9'), element('local', '/x')];
      for (const each of all.slice(0, 2)) each.setAttribute('src', `https://wp.example/wp-json?once=${hex()}`);
      all[1]!.setAttribute('src', all[0]!.getAttribute('src')!);
      page.append(...all);
      await settled(all);
      expect(all.map(seen)).to.deep.equal(['1 comment', 'No comments', 'No comments']);
      expect(network.asked).to.have.length(1);
    } finally {
      network.end();
    }
  });

  it('leaves the fallback where a store cannot count, or does not exist', async () => {
    const page = await fixture<HTMLElement>(html`<div></div>`);
    const all = [element('bluesky', 'https://bsky.app/profile/a.example/post/b'), element('constructor', '/1')];
    page.append(...all);
    await settled(all);
    expect(all.map(seen)).to.deep.equal(['React here', 'React here']);
  });
});
