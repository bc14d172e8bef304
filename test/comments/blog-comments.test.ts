import { expect, fixture, html, oneEvent } from '@open-wc/testing';
import '../../src/comments/index.js';
import type { BlogComments } from '../../src/comments/blog-comments.js';
import { StoreError } from '../../src/comments/stores/store.js';
import { FakeStore, comment } from './fake-store.js';
import { waitUntil } from './wait.js';
import { shadowOf } from './shadow.js';

const articles = (box: Element) => [...box.querySelectorAll('article')];
const text = (box: BlogComments) => shadowOf(box).querySelector('.box')!.textContent.replace(/\s+/g, ' ');
const button = (box: BlogComments, words: RegExp) => [...shadowOf(box).querySelectorAll('button')].find((each) => words.test(each.textContent));
const click = async (box: BlogComments, words: RegExp) => {
  await waitUntil(() => button(box, words), `there is no button ${words}`);
  button(box, words)!.click();
};
const actionsOf = (box: Element, id: string) => box.querySelector(`#comment-${id} blog-comment-actions`)!;
const press = async (box: Element, id: string, words: RegExp) => {
  const found = () => [...(actionsOf(box, id).shadowRoot?.querySelectorAll('button') ?? [])].find((each) => words.test(each.textContent));
  await waitUntil(found, `comment ${id} has no button ${words}`);
  found()!.click();
};

async function show(store: FakeStore, template = html`<blog-comments thread="/a" .commentStore=${store}></blog-comments>`) {
  const wrapper = await fixture<HTMLElement>(html`<div lang="nl">${template}</div>`);
  const box = wrapper.querySelector('blog-comments')!;
  await waitUntil(() => box.matches(':not(:state(loading))') && box.shadowRoot?.querySelector('.box'), 'never done loading');
  await box.updateComplete;
  return box;
}

describe('<blog-comments>', () => {
  it('shows comments as nested lists of articles, with the count and dates in the reader’s language', async () => {
    const store = new FakeStore([comment(0, { author: { name: 'Jan' }, dateCreated: '2024-10-31T23:06:00Z' }), comment(1, { parent: '0' })]);
    const box = await show(store, html`<blog-comments thread="/a" time-zone="Europe/Amsterdam" .commentStore=${store}></blog-comments>`);
    expect(text(box)).to.contain('2 reacties');
    expect(box.querySelector('#comment-0 time')?.textContent).to.equal('vrijdag 1 november 2024 om 00:06');
    expect(box.querySelector('#comment-0')?.getAttribute('aria-label')).to.equal('Reactie van Jan');
    expect(box.querySelector('ol > li > ol > li > article')?.id).to.equal('comment-1');
    await expect(box).to.be.accessible();
  });

  it('says that there are none, and stays accessible', async () => {
    const box = await show(new FakeStore());
    expect(text(box)).to.contain('Nog geen reacties');
    expect(box.matches(':state(empty)')).to.be.true;
    await expect(box).to.be.accessible();
  });

  it('reads on by a button, and puts focus on the first new comment', async () => {
    const store = new FakeStore(Array.from({ length: 45 }, (_, index) => comment(index)));
    const box = await show(store);
    expect(articles(box)).to.have.length(20);
    await click(box, /Meer/);
    await waitUntil(() => articles(box).length === 40);
    await waitUntil(() => document.activeElement?.id === 'comment-20');
    await click(box, /Meer/);
    await waitUntil(() => articles(box).length === 45);
    expect(button(box, /Meer/)).to.equal(undefined);
  });

  it('says what went wrong, and tries again', async () => {
    const store = new FakeStore([comment(0)]);
    store.failure = new StoreError('offline', 'no answer');
    const box = await show(store);
    expect(box.matches(':state(error)')).to.be.true;
    expect(text(box)).to.contain('Controleer je verbinding');
    await expect(box).to.be.accessible();
    delete store.failure;
    setTimeout(() => button(box, /Opnieuw/)!.click());
    await oneEvent(box, 'blog-comments-load');
    expect(articles(box)).to.have.length(1);
  });

  it('folds replies past max-depth behind a button that counts them', async () => {
    const chain = Array.from({ length: 8 }, (_, index) => comment(index, index ? { parent: String(index - 1) } : {}));
    const box = await show(new FakeStore(chain));
    expect(articles(box)).to.have.length(4);
    await press(box, '3', /4 antwoorden tonen/);
    await waitUntil(() => articles(box).length === 8);
    await waitUntil(() => document.activeElement?.id === 'comment-4');
  });

  it('folds a long comment behind "Lees meer"', async () => {
    const box = await show(new FakeStore([comment(0, { text: 'regel\n\n'.repeat(60) }), comment(1)]));
    const body = box.querySelector('#comment-0 .blog-comment-body')!;
    const folded = body.clientHeight;
    await press(box, '0', /Lees meer/);
    expect(body.clientHeight).to.be.greaterThan(folded * 2);
    await waitUntil(() => actionsOf(box, '1').shadowRoot);
    expect(shadowOf(actionsOf(box, '1')).textContent).not.to.contain('Lees meer');
  });
});
