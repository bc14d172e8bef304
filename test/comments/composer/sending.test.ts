import { expect, oneEvent } from '@open-wc/testing';
import type { Comment } from '../../../src/comments/model.js';
import { draftPrefix, hasPendingOrDraft } from '../../../src/comments/composer/draft-storage.js';
import { readEditSecret } from '../../../src/comments/edit-secrets.js';
import { FakeStore, fails, later } from './fake-store.js';
import { button, complaints, complains, newThread, openForm, says, textarea, type } from './form.js';
import { waitUntil } from '../wait.js';

const site = 'https://example.org/comments';

describe('A comment that cannot be sent at once', () => {
  let store: FakeStore;
  let thread: string;
  let online: boolean;
  beforeEach(() => {
    localStorage.clear();
    sessionStorage.clear();
    store = new FakeStore();
    thread = newThread();
    online = true;
    Object.defineProperty(navigator, 'onLine', { configurable: true, get: () => online });
  });
  afterEach(() => {
    delete (navigator as { onLine?: boolean }).onLine;
  });

  async function openAndSend(text = 'Precious', name = 'Anna') {
    const form = await openForm(store, { thread });
    type(form, text);
    type(form, name, '#name');
    button(form, 'Post comment').click();
    return form;
  }

  it('waits while the reader is offline, says so, and is sent when they are back', async () => {
    online = false;
    store.answers = [fails('offline'), (comment) => store.keep(comment)];
    const form = await openAndSend();
    await says(form, /You’re offline/);
    expect(textarea(form).value).to.equal('Precious');
    expect(textarea(form).readOnly).to.equal(true);
    await expect(form).to.be.accessible();
    online = true;
    dispatchEvent(new Event('online'));
    await says(form, 'Your comment has been posted.');
    expect(store.stored.size).to.equal(1);
  });

  it('is tried again by itself, with the same key and secret, and is there once', async () => {
    // The first answer is lost behind a store that has it.
    store.answers = [
      (comment) => {
        store.keep(comment);
        return fails('offline')();
      },
      fails('unavailable'),
      (comment) => store.keep(comment),
    ];
    const form = await openAndSend();
    await says(form, /Can’t reach the server/);
    const sent = oneEvent(form, 'blog-comment-sent');
    button(form, 'Try now').click();
    await waitUntil(() => store.tried.length === 2);
    await says(form, /Can’t reach the server/);
    button(form, 'Try now').click();
    await sent;
    expect(store.stored.size).to.equal(1);
    expect(new Set(store.tried.map(({ key }) => key)).size).to.equal(1);
    expect(new Set(store.tried.map(({ secret }) => secret)).size).to.equal(1);
    expect(readEditSecret(site, 'c1')).to.equal(store.tried[0]!.secret);
  });

  it('is tried again without a press, after a pause', async () => {
    store.answers = [fails('unavailable'), (comment) => store.keep(comment)];
    const form = await openAndSend();
    await waitUntil(() => store.stored.size === 1, 'sent by itself', { timeout: 5000 });
    await says(form, 'Your comment has been posted.');
  });

  it('is not lost to an answer that is not ours', async () => {
    store.answers = [
      () => ({ hello: 'world' }) as unknown as Comment,
      () => undefined as unknown as Comment,
      () => {
        throw new TypeError('a bug');
      },
      (comment) => store.keep(comment),
    ];
    const form = await openAndSend();
    for (const tries of [1, 2, 3]) {
      await waitUntil(() => store.tried.length === tries);
      await says(form, /Can’t reach the server/);
      button(form, 'Try now').click();
    }
    await says(form, 'Your comment has been posted.');
  });

  it('waits as long as the store asks for', async () => {
    store.answers = [fails('too-many', { retryAfter: 1 }), (comment) => store.keep(comment)];
    const form = await openAndSend();
    await says(form, /sent in a moment/);
    await waitUntil(() => store.stored.size === 1, 'sent by itself', { timeout: 5000 });
    await says(form, 'Your comment has been posted.');
  });

  it('goes on after a reload', async () => {
    store.answers = [fails('offline')];
    const form = await openAndSend();
    await says(form, /Can’t reach the server/);
    const [key, value] = Object.entries({ ...localStorage }).find(([name]) => name.startsWith(draftPrefix(site, thread)))! as [string, string];
    // What another visit finds: the slot, and none of this page's memory.
    button(form, 'Cancel and edit').click();
    await waitUntil(() => !textarea(form).readOnly);
    form.remove();
    localStorage.setItem(key, value);
    const next = new FakeStore();
    const again = await openForm(next, { thread });
    await says(again, 'Your comment has been posted.');
    expect(next.tried[0]!).to.deep.include({ text: 'Precious', key: store.tried[0]!.key, secret: store.tried[0]!.secret });
    expect(next.tried[0]?.author).to.deep.equal({ name: 'Anna' });
    expect(hasPendingOrDraft(site, thread)).to.equal(false);
  });

  it('goes on after a reload for a reply whose form is not open', async () => {
    const attempt = { comment: { thread, parent: 'p1', text: 'A reply', key: 'ab'.repeat(16), author: { name: 'Anna' } }, unknown: true };
    localStorage.setItem(`${draftPrefix(site, thread, 'reply-p1')}#1`, JSON.stringify({ text: 'A reply', time: 1, attempt }));
    const told = oneEvent(window, 'blog-comment-sent');
    const form = await openForm(store, { thread });
    await told;
    expect(store.tried[0]).to.deep.include({ parent: 'p1', text: 'A reply', key: 'ab'.repeat(16) });
    expect(textarea(form).value).to.equal('');
    expect(hasPendingOrDraft(site, thread)).to.equal(false);
  });

  it('can be taken back and changed; in the end there is one comment, with the last text', async () => {
    store.answers = [
      (comment) => {
        store.keep(comment);
        return fails('offline')();
      },
      (comment) => store.keep(comment),
    ];
    const form = await openAndSend('First thought');
    await says(form, /Can’t reach the server/);
    button(form, 'Cancel and edit').click();
    await waitUntil(() => !textarea(form).readOnly);
    type(form, 'Second thought');
    button(form, 'Post comment').click();
    await says(form, 'Your comment has been posted.');
    expect(store.stored.size).to.equal(1);
    expect(store.edited).to.deep.equal([{ id: 'c1', text: 'Second thought', secret: store.tried[0]!.secret! }]);
  });

  it('that never left can be taken back and gets a new key', async () => {
    online = false;
    store.answers = [fails('offline'), (comment) => store.keep(comment)];
    const form = await openAndSend('First thought');
    await says(form, /You’re offline/);
    button(form, 'Cancel and edit').click();
    await waitUntil(() => !textarea(form).readOnly);
    online = true;
    type(form, 'Second thought');
    button(form, 'Post comment').click();
    await says(form, 'Your comment has been posted.');
    expect([...store.stored.values()].map(({ text }) => text)).to.deep.equal(['Second thought']);
    expect(store.edited).to.have.length(0);
  });

  it('can be refused in the end: the text is the reader’s again', async () => {
    store.answers = [fails('unavailable'), fails('closed')];
    const form = await openAndSend();
    await says(form, /Can’t reach the server/);
    button(form, 'Try now').click();
    await complains(form, 'Comments are closed');
    expect(textarea(form).value).to.equal('Precious');
    expect(textarea(form).readOnly).to.equal(false);
  });

  it('is sent where there are no locks, too', async () => {
    Object.defineProperty(navigator, 'locks', { configurable: true, value: { request: () => Promise.reject(new DOMException('no', 'SecurityError')) } });
    try {
      const form = await openAndSend();
      await says(form, 'Your comment has been posted.');
    } finally {
      delete (navigator as { locks?: LockManager }).locks;
    }
  });

  it('is sent once by two forms of the same draft', async () => {
    const answer = later<Comment>();
    store.answers = [() => answer.promise];
    const one = await openForm(store, { thread });
    type(one, 'Twice shown');
    type(one, 'Anna', '#name');
    const two = await openForm(store, { thread });
    expect(textarea(two).value).to.equal('Twice shown');
    button(one, 'Post comment').click();
    button(two, 'Post comment').click();
    await says(one, 'Sending…');
    await says(two, 'Sending…');
    await waitUntil(() => store.tried.length);
    answer.resolve(store.keep(store.tried[0]!));
    await waitUntil(() => textarea(one).value === '' && textarea(two).value === '');
    expect(store.tried).to.have.length(1);
    expect(complaints(one) + complaints(two)).to.equal('');
  });
});
