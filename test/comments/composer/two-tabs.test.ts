import { expect } from '@open-wc/testing';
import type { Comment } from '../../../src/comments/model.js';
import { FakeStore, later } from './fake-store.js';
import { button, newThread, openForm, says, textarea, type } from './form.js';
import { secondTab } from './second-tab.js';
import type { Tab } from './second-tab.js';
import { waitUntil } from '../wait.js';

describe('Two tabs on the same thread', () => {
  let store: FakeStore;
  let tab: Tab;
  let thread: string;
  beforeEach(async () => {
    localStorage.clear();
    sessionStorage.clear();
    store = new FakeStore();
    store.account = { id: 'a', name: 'Anna' };
    thread = newThread();
    tab = await secondTab();
  });
  afterEach(() => {
    tab.close();
  });

  it('make one comment of the same draft, sent in both at once', async () => {
    const answer = later<Comment>();
    store.answers = [() => answer.promise];
    const here = await openForm(store, { thread });
    type(here, 'The same draft');
    const there = await tab.open(store, thread);
    expect(textarea(there).value).to.equal('The same draft');
    button(here, 'Post comment').click();
    button(there, 'Post comment').click();
    await waitUntil(() => store.tried.length === 1);
    await says(here, 'Sending…');
    await says(there, 'Sending…');
    answer.resolve(store.keep(store.tried[0]!));
    await waitUntil(() => textarea(here).value === '' && textarea(there).value === '');
    // Firefox may not see yet that it was sent, and sends it again: with the same key that is the same comment.
    expect(new Set(store.tried.map(({ key }) => key)).size).to.equal(1);
    expect(store.stored.size).to.equal(1);
  });

  it('keep both texts when both are written to', async () => {
    const here = await openForm(store, { thread });
    textarea(here).focus();
    type(here, 'Begun');
    const there = await tab.open(store, thread);
    type(there, 'Begun, ended there');
    type(here, 'Begun, ended here');
    button(here, 'Post comment').click();
    await says(here, 'Your comment has been posted.');
    expect(textarea(there).value).to.equal('Begun, ended there');
    button(there, 'Post comment').click();
    await says(there, 'Your comment has been posted.');
    expect([...store.stored.values()].map(({ text }) => text)).to.deep.equal(['Begun, ended here', 'Begun, ended there']);
  });

  it('lose nothing when the one that sends dies on the way: the other takes over, with the same key', async () => {
    // It arrived, and its answer never did.
    store.answers = [
      (comment) => {
        store.keep(comment);
        return new Promise<never>(() => undefined);
      },
      (comment) => store.keep(comment),
    ];
    const there = await tab.open(store, thread);
    type(there, 'Sent by the one that dies');
    button(there, 'Post comment').click();
    await waitUntil(() => store.tried.length === 1);
    const here = await openForm(store, { thread });
    await says(here, 'Sending…');
    tab.close();
    await says(here, 'Your comment has been posted.');
    expect(store.tried).to.have.length(2);
    expect(store.tried[0]?.key).to.equal(store.tried[1]!.key);
    expect(store.stored.size).to.equal(1);
  });
});
