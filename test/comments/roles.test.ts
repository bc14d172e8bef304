/** What a reader sees of who wrote a comment. */
import { expect, fixture, html } from '@open-wc/testing';
import '../../src/comments/index.js';
import '../../src/base/language.js';
import { cleanComment } from '../../src/comments/sanitize-comment.js';
import type { Author } from '../../src/comments/model.js';
import { FakeStore, comment } from './fake-store.js';
import { waitUntil } from './wait.js';

const authors: Author[] = [
  { name: 'Nienke', role: 'author' },
  { name: 'Max', role: 'moderator' },
  { name: 'Ada', role: 'member', formerly: 'Countess, Augusta' },
  { name: 'Bob', role: 'guest' },
  { name: 'From elsewhere' },
];

async function show(store: FakeStore, lang = 'en') {
  const wrapper = await fixture<HTMLElement>(html`<div lang=${lang} dir=${lang === 'ar' ? 'rtl' : 'ltr'}></div>`);
  const box = document.createElement('blog-comments');
  box.setAttribute('thread', '/a');
  box.setAttribute('live', '');
  box.commentStore = store;
  wrapper.append(box);
  await waitUntil(() => box.querySelectorAll('article').length === store.comments.length, 'the comments are not here');
  return box;
}

/** The words of each header before its date, as one hears them. */
const headers = (box: Element) =>
  [...box.querySelectorAll('.blog-comment-header')].map((header) => {
    const copy = header.cloneNode(true) as Element;
    copy.querySelector('.blog-comment-link')?.remove();
    return copy.textContent
      .replace(/[\u2068\u2069]/g, '')
      .replace(/\s+/g, ' ')
      .trim();
  });
const all = () => authors.map((author, index) => comment(index, { author }));

describe('The author of a comment', () => {
  it('is marked as the author or a moderator, as a guest where readers have accounts, and with former names', async () => {
    const box = await show(new FakeStore(all()));
    expect(headers(box)).to.deep.equal(['Nienke Author', 'Max Moderator', 'Ada formerly Countess, Augusta', 'Bob Guest', 'From elsewhere']);
    expect(box.querySelectorAll('.blog-comment-role').length).to.equal(2);
    await expect(box).to.be.accessible();
  });

  it('is no "guest" where nobody has an account', async () => {
    const store = new FakeStore(all());
    store.capabilities = { ...store.capabilities, accounts: false, authors: 'guest' };
    expect(headers(await show(store))[3]).to.equal('Bob');
  });

  it('is told in seven languages', async () => {
    const said = await Promise.all(
      ['nl', 'de', 'fr', 'es', 'ru', 'ar'].map(async (lang) => {
        const box = await show(new FakeStore(all()), lang);
        await waitUntil(() => !/Author/.test(headers(box)[0]!), `${lang} did not come`);
        return headers(box).slice(0, 4);
      }),
    );
    expect(said.map((each) => each[0])).to.deep.equal(['Nienke Auteur', 'Nienke Autor', 'Nienke Auteur', 'Nienke Autor', 'Nienke Автор', 'Nienke الكاتب']);
    for (const [, moderator, former, guest] of said) {
      expect(moderator).to.match(/^Max \S+$/);
      expect(former).to.match(/^Ada .*Countess, Augusta/);
      expect(guest).to.match(/^Bob \S+$/);
    }
  });

  it('is another as soon as the store tells so', async () => {
    const store = new FakeStore(all());
    store.capabilities = { ...store.capabilities, live: true };
    const box = await show(store);
    await waitUntil(() => store.listeners.size, 'nobody listens');
    store.emit({ type: 'changed', comment: { ...comment(3), author: { name: 'Robert', role: 'moderator', formerly: 'Bob' } } });
    await waitUntil(() => headers(box)[3] === 'Robert Moderator formerly Bob', headers(box)[3]);
  });

  it('is what a hostile store says as text only, and only by the words that there are', async () => {
    const hostile = { ...comment(1), author: { name: 'Eve', role: '<b>admin</b>', formerly: '<img src=x onerror=alert(1)>\u202e\u2069' } };
    expect(cleanComment(hostile)?.author).to.deep.equal({ name: 'Eve', formerly: '<img src=x onerror=alert(1)>' });
    for (const strange of [7, null, {}, ['author'], 'toString', '__proto__', 'AUTHOR']) {
      expect(cleanComment({ ...comment(1), author: { name: 'Eve', role: strange, formerly: strange === 'AUTHOR' ? '\u3164' : 7 } })!.author).to.deep.equal({
        name: 'Eve',
      });
    }
    const box = await show(new FakeStore([cleanComment(hostile)!]));
    expect(box.querySelector('img')).to.equal(null);
    expect(headers(box)).to.deep.equal(['Eve formerly <img src=x onerror=alert(1)>']);
  });

  it('who is logged in may vote for a guest of the same name, and not for a comment of their own', async () => {
    const store = new FakeStore([comment(1, { author: { name: 'Ada', role: 'member' } }), comment(2, { author: { name: 'Ada', role: 'guest' } })]);
    store.account = { id: '1', name: 'Ada' };
    const box = await show(store);
    const buttons = (id: number) =>
      [...(box.querySelector(`#comment-${id} blog-comment-actions`)!.shadowRoot?.querySelectorAll('button') ?? [])].map(({ textContent }) =>
        textContent.trim(),
      );
    await waitUntil(() => buttons(1).length && buttons(2).length, 'no buttons');
    expect(buttons(1)).not.to.include('Like');
    expect(buttons(2)).to.include('Like');
  });
});
