import { expect } from '@open-wc/testing';
import type { Comment } from '../../../src/comments/model.js';
import { draftPlaces } from '../../../src/comments/composer/draft-storage.js';
import { draftPrefix, hasPendingOrDraft } from '../../../src/comments/composer/draft-storage.js';
import { FakeStore } from './fake-store.js';
import { button, inside, newThread, openForm, says, textarea, type } from './form.js';
import { waitUntil } from '../wait.js';

const site = 'https://example.org/comments';
const comment = (id: string): Comment => ({ id, author: { name: 'Piet' }, text: 'Hallo', dateCreated: '2026-11-24T10:00:00Z', status: 'published' });

/** Another tab writes to the storage of this one. */
function otherTabWrites(key: string, value: string | null): void {
  const oldValue = localStorage.getItem(key);
  if (value === null) localStorage.removeItem(key);
  else localStorage.setItem(key, value);
  dispatchEvent(new StorageEvent('storage', { key, oldValue, newValue: value, storageArea: localStorage }));
}

function slots(thread: string): string[] {
  return Object.keys(localStorage).filter((key) => key.startsWith(draftPrefix(site, thread)));
}

describe('A draft', () => {
  let store: FakeStore;
  let thread: string;
  beforeEach(() => {
    localStorage.clear();
    sessionStorage.clear();
    store = new FakeStore();
    store.account = { id: 'a', name: 'Anna' };
    thread = newThread();
  });

  it('is there again after the form has gone, and says so', async () => {
    const form = await openForm(store, { thread });
    type(form, 'Half a tho');
    expect(hasPendingOrDraft(site, thread)).to.equal(true);
    form.remove();
    const again = await openForm(store, { thread });
    expect(textarea(again).value).to.equal('Half a tho');
    expect(again.shadowRoot?.textContent).to.contain('Draft restored.');
    await expect(again).to.be.accessible();
    button(again, 'Discard').click();
    await again.updateComplete;
    expect(textarea(again).value).to.equal('');
    expect(hasPendingOrDraft(site, thread)).to.equal(false);
  });

  it('stays when the form is moved in the page', async () => {
    const form = await openForm(store, { thread });
    type(form, 'Moving');
    document.body.append(form);
    await form.updateComplete;
    expect(textarea(form).value).to.equal('Moving');
    button(form, 'Post comment').click();
    await says(form, 'Your comment has been posted.');
    form.remove();
  });

  it('of a reply never turns up in another box', async () => {
    const reply = await openForm(store, { thread, parentComment: comment('p1') });
    type(reply, 'Only for Piet');
    reply.remove();
    expect(textarea(await openForm(store, { thread })).value).to.equal('');
    expect(textarea(await openForm(store, { thread, parentComment: comment('p2') })).value).to.equal('');
    expect(textarea(await openForm(store, { thread, editing: comment('p1') })).value).to.equal('Hallo');
    expect(textarea(await openForm(store)).value).to.equal('');
    expect(textarea(await openForm(store, { thread, parentComment: comment('p1') })).value).to.equal('Only for Piet');
    expect(draftPlaces(site, thread)).to.deep.equal(['reply-p1']);
  });

  it('of a thread whose name begins like another’s is not the other’s', async () => {
    type(await openForm(store, { thread: '/a' }), 'x');
    expect(hasPendingOrDraft(site, '/a')).to.equal(true);
    expect(hasPendingOrDraft(site, '/')).to.equal(false);
    expect(hasPendingOrDraft(site, '/a/b')).to.equal(false);
    expect(hasPendingOrDraft('https://example.org', '/a')).to.equal(false);
  });

  it('is not eaten by another tab: both are kept and both can be had', async () => {
    const form = await openForm(store, { thread });
    textarea(form).focus();
    type(form, 'From this tab');
    const [key] = slots(thread);
    otherTabWrites(key!, JSON.stringify({ text: 'From the other tab', time: Date.now() + 1000 }));
    type(form, 'From this tab, and more');
    const texts = slots(thread).map((each) => (JSON.parse(localStorage.getItem(each)!) as { text: string }).text);
    expect(texts).to.have.members(['From this tab, and more', 'From the other tab']);
    // A reload of this tab brings this tab's own.
    form.remove();
    const again = await openForm(store, { thread });
    expect(textarea(again).value).to.equal('From this tab, and more');
    button(again, 'Use this draft').click();
    await again.updateComplete;
    expect(textarea(again).value).to.equal('From the other tab');
    button(again, 'Use this draft').click();
    await again.updateComplete;
    expect(textarea(again).value).to.equal('From this tab, and more');
  });

  it('follows another tab while nobody types here', async () => {
    const form = await openForm(store, { thread });
    type(form, 'One');
    const [key] = slots(thread);
    otherTabWrites(key!, JSON.stringify({ text: 'One and two', time: Date.now() }));
    await waitUntil(() => textarea(form).value === 'One and two');
  });

  it('that another tab has sent is gone here too', async () => {
    const form = await openForm(store, { thread });
    type(form, 'Sent over there');
    const [key] = slots(thread);
    const record = JSON.parse(localStorage.getItem(key!)!) as object;
    // The other tab holds the lock of the slot while it sends.
    let finish!: () => void;
    await new Promise<void>((held) => {
      void navigator.locks.request(
        key!,
        () =>
          new Promise<void>((resolve) => {
            finish = resolve;
            held();
          }),
      );
    });
    otherTabWrites(key!, JSON.stringify({ ...record, attempt: { comment: { thread, text: 'Sent over there', key: 'ab'.repeat(16) }, unknown: true } }));
    await says(form, 'Sending…');
    expect(textarea(form).readOnly).to.equal(true);
    otherTabWrites(key!, null);
    finish();
    await says(form, 'Your comment was posted from another tab.');
    expect(textarea(form).value).to.equal('');
    expect(store.tried).to.have.length(0);
  });

  it('is kept in memory where the browser keeps nothing, and the form says so', async () => {
    const { setItem } = Storage.prototype;
    Storage.prototype.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    try {
      const form = await openForm(store, { thread });
      type(form, 'Only in memory');
      await form.updateComplete;
      expect(form.shadowRoot?.textContent).to.contain('can’t be saved in this browser');
      form.remove();
      const again = await openForm(store, { thread });
      expect(textarea(again).value).to.equal('Only in memory');
      button(again, 'Post comment').click();
      await says(again, 'Your comment has been posted.');
      expect(store.tried[0]?.text).to.equal('Only in memory');
    } finally {
      Storage.prototype.setItem = setItem;
    }
  });

  it('of a guest keeps the name with it', async () => {
    delete store.account;
    const form = await openForm(store, { thread });
    type(form, 'Anna', '#name');
    type(form, 'Text');
    form.remove();
    expect(inside<HTMLInputElement>(await openForm(store, { thread }), '#name').value).to.equal('Anna');
  });

  it('that is garbage in the storage does no harm', async () => {
    localStorage.setItem(`${draftPrefix(site, thread, '')}#1`, '{"text":');
    localStorage.setItem(`${draftPrefix(site, thread, '')}#2`, '{"text":5}');
    const form = await openForm(store, { thread });
    expect(textarea(form).value).to.equal('');
    type(form, 'x');
    button(form, 'Post comment').click();
    await says(form, 'Your comment has been posted.');
  });
});
