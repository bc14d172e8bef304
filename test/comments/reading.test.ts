/** What a reader meets in a thread: places, folds, deep links, others' comments, and stores that misbehave. */
import { expect, fixture, html, oneEvent } from '@open-wc/testing';
import '../../src/comments/index.js';
import type { BlogComments } from '../../src/comments/blog-comments.js';
import type { BlogCommentsErrorEvent } from '../../src/comments/events.js';
import type { Comment } from '../../src/comments/model.js';
import { StoreError } from '../../src/comments/stores/store.js';
import { FakeStore, comment } from './fake-store.js';
import { waitUntil } from './wait.js';
import { shadowOf } from './shadow.js';

const articles = (box: Element) => [...box.querySelectorAll('article')];
const ids = (box: Element) => articles(box).map(({ id }) => id.replace('comment-', ''));
const text = (box: BlogComments) => shadowOf(box).querySelector('.box')!.textContent.replace(/\s+/g, ' ');
const button = (box: BlogComments, words: RegExp) => [...shadowOf(box).querySelectorAll('button')].find((each) => words.test(each.textContent));
const actionsOf = (box: Element, id: string) => box.querySelector(`#comment-${id} blog-comment-actions`)!;
const find = async <T>(get: () => T | undefined | null, what: string): Promise<T> => {
  await waitUntil(get, `there is no ${what}`, { timeout: 8000 });
  return get()!;
};
const press = async (box: Element, id: string, words: RegExp) =>
  (
    await find(
      () => [...(actionsOf(box, id).shadowRoot?.querySelectorAll('button') ?? [])].find((each) => words.test(each.textContent)),
      `button ${words} at ${id}`,
    )
  ).click();
const many = (length: number) => Array.from({ length }, (_, index) => comment(index));

async function show(
  store: FakeStore,
  { attributes = {}, inside = '', count = true }: { attributes?: Record<string, string>; inside?: string; count?: boolean } = {},
) {
  const wrapper = await fixture<HTMLElement>(html`<div lang="en"></div>`);
  const box = document.createElement('blog-comments');
  box.setAttribute('thread', '/a');
  for (const [name, value] of Object.entries(attributes)) box.setAttribute(name, value);
  box.commentStore = store;
  if (inside) box.append(document.createRange().createContextualFragment(inside));
  wrapper.append(box);
  if (count) await waitUntil(() => box.shadowRoot?.querySelector('.box') && box.matches(':not(:state(loading))'), 'never done loading');
  await box.updateComplete;
  return box;
}

const ours = (list: number[]) =>
  `<ol class="blog-comments-list">${list.map((id) => `<li><article class="blog-comment" id="comment-${id}"><header class="blog-comment-header"><span class="blog-comment-author">Author ${id}</span> <a href="#comment-${id}"><time datetime="2024-10-31T23:06:00Z">a day</time></a></header><div class="blog-comment-body"><p>Text of ${id}</p></div></article></li>`).join('')}</ol>`;

afterEach(() => history.replaceState(null, '', location.pathname + location.search));

describe('A thread', () => {
  it('is read anew in the order that the reader picks', async () => {
    const store = new FakeStore(many(3));
    const box = await show(store);
    const select = await find(() => shadowOf(box).querySelector('select'), 'order');
    select.value = 'newest';
    select.dispatchEvent(new Event('change'));
    await waitUntil(() => ids(box).join() === '2,1,0');
    expect(store.requests.at(-1)?.order).to.equal('newest');
  });

  for (const [lang, oldest] of Object.entries({ de: 'Älteste zuerst', ru: 'Сначала старые' })) {
    it(`names its order in full on a narrow screen, in "${lang}"`, async () => {
      const box = await show(new FakeStore(many(12)), { attributes: { lang, style: 'inline-size: 600px' } });
      const select = await find(() => shadowOf(box).querySelector('select'), 'order');
      await waitUntil(() => select.options[0]?.text === oldest);
      const wholeWidth = select.offsetWidth;
      box.style.inlineSize = '288px';
      expect(select.offsetWidth).to.equal(wholeWidth);
      expect(select.getBoundingClientRect().top).to.be.at.least(shadowOf(box).querySelector('.heading')!.getBoundingClientRect().bottom);
      box.style.inlineSize = '100px';
      expect(select.offsetWidth).to.be.at.most(100);
    });
  }

  it('is another one when the attribute changes, and late answers of the first are not shown', async () => {
    const store = new FakeStore(many(1));
    let open = () => {};
    store.gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const box = await show(store, { count: false });
    await waitUntil(() => store.requests.length === 1);
    const second = new FakeStore([comment('x')]);
    box.commentStore = second;
    await waitUntil(() => ids(box).join() === 'x');
    open();
    await store.gate;
    await box.updateComplete;
    expect(ids(box)).to.deep.equal(['x']);
    expect(store.requests[0]?.signal?.aborted).to.be.true;
  });

  it('stays what it is when the element is moved, and comes back when it is added again', async () => {
    const store = new FakeStore(many(2));
    const box = await show(store);
    const article = articles(box)[0];
    const parent = box.parentElement!;
    const aside = document.createElement('aside');
    parent.append(aside);
    aside.append(box);
    box.remove();
    parent.append(box);
    await box.updateComplete;
    expect(articles(box)[0]).to.equal(article);
    expect(store.requests).to.have.length(1);
  });

  it('reads on, hears others and knows its reader after it was moved', async () => {
    const store = new FakeStore(many(25));
    store.capabilities = { ...store.capabilities, authors: 'account', live: true };
    const box = await show(store, { attributes: { live: '' } });
    await waitUntil(() => store.listeners.size === 1);
    const parent = box.parentElement!;
    box.remove();
    expect(store.listeners.size).to.equal(0);
    parent.append(box);
    await waitUntil(() => store.listeners.size === 1);
    (await find(() => button(box, /More/), 'more')).click();
    await waitUntil(() => articles(box).length === 25);
    store.logInAs('Jan');
    await waitUntil(() => !text(box).includes('register to comment'));
  });

  it('keeps what it showed when reading on fails, says so, and goes on at the next press', async () => {
    const store = new FakeStore(many(25));
    const box = await show(store);
    store.failure = new StoreError('unavailable', 'no');
    (await find(() => button(box, /More/), 'more')).click();
    await waitUntil(() => box.shadowRoot?.querySelector('[role=alert]'));
    expect(articles(box)).to.have.length(20);
    delete store.failure;
    button(box, /More/)!.click();
    await waitUntil(() => articles(box).length === 25);
    expect(box.shadowRoot?.querySelector('[role=alert]')).to.equal(null);
  });

  it('shows all of a long thread, each comment once', async () => {
    const box = await show(new FakeStore(many(400)));
    (await find(() => button(box, /Show all 400/), 'all')).click();
    await waitUntil(() => articles(box).length === 400);
    expect(new Set(ids(box)).size).to.equal(400);
    expect(ids(box)[399]).to.equal('399');
  });

  it('fetches replies that the store left out', async () => {
    const store = new FakeStore([comment(0), comment(1, { parent: '0' }), comment(2, { parent: '0' })]);
    const all = store.comments;
    store.page = async (request) => (request.parent ? { comments: all.slice(1), count: 3 } : { comments: [{ ...all[0]!, replyCount: 2 }], count: 3 });
    const box = await show(store);
    await press(box, '0', /Show 2 replies/);
    await waitUntil(() => articles(box).length === 3);
    await waitUntil(() => document.activeElement?.id === 'comment-1');
  });

  it('says that it is closed, and has no field', async () => {
    const box = await show(new FakeStore(many(1)), { attributes: { closed: '' } });
    await waitUntil(() => text(box).includes('Comments are closed.'));
    expect(box.shadowRoot?.querySelector('textarea, blog-comment-form')).to.equal(null);
    await waitUntil(() => actionsOf(box, '0').shadowRoot);
    expect(shadowOf(actionsOf(box, '0')).textContent).not.to.contain('Reply');
    await expect(box).to.be.accessible();
  });

  it('offers to log in or register where only accounts may write', async () => {
    const store = new FakeStore();
    store.capabilities = { ...store.capabilities, authors: 'account' };
    const box = await show(store);
    await waitUntil(() => text(box).includes('Log in or register to comment.'));
    store.logInAs('Jan');
    await waitUntil(() => !text(box).includes('register to comment'));
  });

  it('gives its reader’s held comments back to them, marked as held', async () => {
    const store = new FakeStore(many(1));
    store.heldComments = [comment('h', { status: 'held' })];
    const box = await show(store);
    await waitUntil(() => ids(box).includes('h'));
    expect(box.querySelector('#comment-h')?.textContent).to.contain('Awaiting approval');
    expect(text(box)).to.contain('1 comment');
  });

  it('leaves a stone where a comment with answers was deleted', async () => {
    const box = await show(new FakeStore([comment(0, { status: 'deleted', author: { name: '' }, text: '' }), comment(1, { parent: '0' })]));
    expect(box.querySelector('#comment-0')?.textContent).to.contain('This comment was deleted.');
    await expect(box).to.be.accessible();
  });

  it('says clearly that a front page has no thread of its own', async () => {
    const store = Object.assign(new FakeStore(many(1)), { defaultThread: (ofPage?: string) => void ofPage });
    const box = await show(store, { attributes: { thread: '' } });
    await waitUntil(() => text(box).includes('doesn’t say which post'));
    expect(box.matches(':state(error)')).to.be.true;
    expect(store.requests).to.deep.equal([]);
  });

  it('is none at WordPress unless the page names it', async () => {
    const page = await fixture<HTMLElement>(html`<div lang="en"><blog-comments store="wordpress" src="https://wp.example/wp-json"></blog-comments></div>`);
    const box = page.querySelector('blog-comments')!;
    const told = oneEvent<BlogCommentsErrorEvent>(box, 'blog-comments-error');
    await waitUntil(() => box.shadowRoot?.querySelector('.box') && text(box).includes('doesn’t say which post'));
    expect((await told).thread).to.equal(undefined);
  });

  it('is the one that the store means, when the page names none', async () => {
    const store = Object.assign(new FakeStore(many(1)), { defaultThread: () => 'of-the-store' });
    const box = await show(store, { attributes: { thread: '' } });
    await waitUntil(() => articles(box).length === 1);
    expect(store.requests.map(({ thread }) => thread)).to.deep.equal(['of-the-store']);
    box.thread = 'of-the-page';
    await waitUntil(() => store.requests.length === 2);
    expect(store.requests[1]?.thread).to.equal('of-the-page');
  });

  it('lets the page show its own message for an error', async () => {
    const store = new FakeStore();
    store.failure = new StoreError('offline', 'x');
    const told = new Promise<Event>((resolve) => {
      document.addEventListener(
        'blog-comments-error',
        (event) => {
          event.preventDefault();
          resolve(event);
        },
        { once: true },
      );
    });
    const box = await show(store);
    await told;
    await box.updateComplete;
    expect(box.shadowRoot?.querySelector('[role=alert]')).to.equal(null);
  });
});

describe('A deep link', () => {
  it('reads the page that holds the comment, focuses it, and leaves what is before to a button', async () => {
    history.replaceState(null, '', '#comment-70');
    const store = new FakeStore(many(100));
    const box = await show(store);
    await waitUntil(() => document.activeElement?.id === 'comment-70');
    expect(store.requests).to.have.length(1);
    expect(ids(box)).not.to.include('0');
    const earlier = await find(() => button(box, /Earlier/), 'earlier');
    // Arriving takes some frames: the place to keep is the one the reader sees when they press.
    const place = () => box.querySelector('#comment-70')!.getBoundingClientRect().top;
    let top = NaN;
    for (let still = 0; still < 10; still = place() === top ? still + 1 : 0) {
      top = place();
      await new Promise(requestAnimationFrame);
    }
    earlier.click();
    await waitUntil(() => ids(box)[0] === '40');
    await waitUntil(() => document.activeElement?.id === 'comment-59');
    await waitUntil(() => Math.abs(place() - top) < 3, 'the place was lost');
  });

  it('does not hold on to the reader who then picks another order', async () => {
    location.hash = '#comment-30';
    const box = await show(new FakeStore(many(60)));
    await waitUntil(() => document.activeElement?.id === 'comment-30', 'gone to');
    const select = await find(() => shadowOf(box).querySelector('select'), 'order');
    select.value = 'newest';
    select.dispatchEvent(new Event('change'));
    await waitUntil(() => ids(box)[0] === '59', 'the newest first');
    await waitUntil(() => ids(box).length === 20);
    location.hash = '#comment-3';
    await waitUntil(() => document.activeElement?.id === 'comment-3', 'another address is gone to');
  });

  it('opens a reply that is folded away, and a long text', async () => {
    const chain = Array.from({ length: 8 }, (_, index) =>
      comment(index, { ...(index && { parent: String(index - 1) }), ...(index === 7 && { text: 'line\n\n'.repeat(60) }) }),
    );
    const box = await show(new FakeStore(chain));
    history.replaceState(null, '', '#comment-7');
    window.dispatchEvent(new HashChangeEvent('hashchange'));
    await waitUntil(() => document.activeElement?.id === 'comment-7', 'the comment has no focus', { timeout: 5000 });
    const body = box.querySelector('#comment-7 .blog-comment-body')!;
    expect(body.scrollHeight - body.clientHeight).to.be.lessThan(2);
  });

  it('to a comment that is gone shows the thread', async () => {
    history.replaceState(null, '', '#comment-nobody');
    const box = await show(new FakeStore(many(2)));
    expect(ids(box)).to.deep.equal(['0', '1']);
  });
});

describe('Comments that a server rendered', () => {
  it('are taken over as they stand: the same nodes, in the same place', async () => {
    const store = new FakeStore(many(3));
    let open = () => {};
    store.gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const box = await show(store, { inside: ours([0, 1, 2]), count: false });
    const before = articles(box);
    const body = before[0]!.querySelector('p');
    expect(before).to.have.length(3);
    open();
    await waitUntil(() => box.matches(':not(:state(loading))'));
    await box.updateComplete;
    expect(articles(box)).to.deep.equal(before);
    expect(before[0]?.querySelector('p')).to.equal(body);
    await press(box, '0', /Reply/);
  });

  it('stay when the store cannot be reached', async () => {
    const store = new FakeStore();
    store.failure = new StoreError('offline', 'x');
    const box = await show(store, { inside: ours([0, 1]) });
    expect(articles(box)).to.have.length(2);
    expect(text(box)).to.contain('Try again');
  });

  it('are changed when the store knows better', async () => {
    const box = await show(new FakeStore([comment(0, { text: 'Edited since' })]), { inside: ours([0, 1]) });
    await waitUntil(() => box.querySelector('#comment-0')?.textContent.includes('Edited since'));
    expect(ids(box)).to.deep.equal(['0']);
  });

  it('may have WordPress’s shape', async () => {
    const box = await show(new FakeStore([comment(5), comment(6, { parent: '5' })]), {
      inside: `<ol class="comment-list"><li id="comment-5" class="comment"><article id="div-comment-5" class="comment-body"><footer class="comment-meta"><div class="comment-author vcard"><b class="fn">Author 5</b> <span class="says">says:</span></div>
        <div class="comment-metadata"><a href="#comment-5"><time datetime="2024-10-31T23:06:00+00:00">October 31, 2024 at 11:06 pm</time></a></div></footer><div class="comment-content"><p>Text of 5</p></div><div class="reply"><a class="comment-reply-link" href="?replytocom=5">Reply</a></div></article>
        <ol class="children"><li id="comment-6" class="comment"><article id="div-comment-6" class="comment-body"><footer class="comment-meta"><b class="fn">Author 6</b></footer><div class="comment-content"><p>Text of 6</p></div></article></li></ol></li></ol>`,
    });
    expect(ids(box)).to.deep.equal(['div-5', 'div-6']);
    await waitUntil(() => actionsOf2(box, '6')?.shadowRoot);
    expect(await box.showComment('6')).to.be.true;
    expect(document.activeElement?.id).to.equal('comment-6');
  });
  const actionsOf2 = (box: Element, id: string) => box.querySelector(`#div-comment-${id} blog-comment-actions`);
});

describe('Comments by others', () => {
  it('wait behind a button, and move nothing before it is pressed', async () => {
    const store = new FakeStore(many(2));
    store.capabilities = { ...store.capabilities, live: true };
    const box = await show(store, { attributes: { live: '' } });
    await waitUntil(() => store.listeners.size === 1);
    store.emit({ type: 'created', comment: comment('8') });
    store.emit({ type: 'created', comment: comment('9') });
    await waitUntil(() => button(box, /2 new comments/));
    expect(ids(box)).to.deep.equal(['0', '1']);
    await expect(box).to.be.accessible();
    button(box, /2 new/)!.click();
    await waitUntil(() => document.activeElement?.id === 'comment-8');
    expect(ids(box)).to.deep.equal(['0', '1', '8', '9']);
    expect(text(box)).to.contain('4 comments');
    store.emit({ type: 'deleted', comment: comment('8') });
    await waitUntil(() => box.querySelector('#comment-8')?.textContent.includes('was deleted'));
    box.remove();
    expect(store.listeners.size).to.equal(0);
  });
});

describe('One’s own comments', () => {
  it('are deleted after a moment in which that can be undone', async () => {
    const store = new FakeStore([comment(0, { own: true }), comment(1)]);
    const box = await show(store);
    await press(box, '0', /Delete/);
    await press(box, '0', /Undo/);
    expect(box.querySelector<HTMLElement>('#comment-0 .blog-comment-body')?.hidden).to.be.false;
    await press(box, '0', /Delete/);
    expect(store.deleted).to.deep.equal([]);
    window.dispatchEvent(new Event('pagehide'));
    await waitUntil(() => store.deleted.length === 1);
    await waitUntil(() => box.querySelector('#comment-0')?.textContent.includes('was deleted'));
  });

  it('are answered and changed in a form behind them', async () => {
    const store = new FakeStore([comment(0, { own: true })]);
    const box = await show(store);
    await press(box, '0', /Reply/);
    const form = await find(() => box.querySelector('blog-comment-form'), 'form');
    expect(form.previousElementSibling?.id).to.equal('comment-0');
    form.dispatchEvent(new Event('blog-comment-form-close'));
    expect(box.querySelector('blog-comment-form')).to.equal(null);
    await press(box, '0', /Edit/);
    await waitUntil(() => box.querySelector('blog-comment-form'));
    expect(box.querySelector<HTMLElement>('#comment-0 .blog-comment-body')?.hidden).to.be.true;
  });
});

describe('A hostile store', () => {
  it('never gets markup, script, foreign ids or turned text into the page', async () => {
    const attack = '<img src=x onerror="window.attacked=1"><script>window.attacked=1</script>';
    const bad = [
      { id: 'a', author: { name: attack, url: 'javascript:window.attacked=1' }, text: attack, dateCreated: attack, status: attack },
      { id: '"><b>', author: { name: 'x' }, text: 'bad id' },
      { id: 'b', author: null, text: { toString: () => attack }, dateCreated: 12 },
      { id: 'c', author: { name: '\u202Eevil\u200B' }, text: '\u202Eturned', dateCreated: '9999-99-99' },
      { id: 'd', author: { name: '\u200B\u2060' }, text: [{ type: 'link', url: 'javascript:window.attacked=1', children: null }] },
      { id: 'e', parent: 'e', author: { name: 'self' }, text: 'own parent' },
      null,
      7,
      'text',
      [],
      { id: {} },
    ] as unknown as Comment[];
    const box = await show(new FakeStore(bad.map((each) => (each && typeof each === 'object' ? each : each))), { attributes: {} }).catch(() => undefined);
    const store = new FakeStore();
    store.page = async () => ({ comments: bad, count: 3 });
    const second = box && box.isConnected ? box : await show(store);
    second.commentStore = store;
    await waitUntil(() => ids(second).includes('a'));
    expect((window as { attacked?: number }).attacked).to.equal(undefined);
    expect(ids(second)).to.deep.equal(['a', 'b', 'c', 'd', 'e']);
    expect(second.querySelectorAll('img, script, [href^="javascript:"]')).to.have.length(0);
    expect(second.querySelector('#comment-c .blog-comment-author')?.textContent).to.equal('evil');
    expect(second.querySelector('#comment-d .blog-comment-author')?.textContent).to.equal('Anonymous');
    expect(second.querySelector('#comment-a .blog-comment-author')?.textContent).to.contain('<img');
    await expect(second).to.be.accessible();
  });

  it('can nest a thousand deep and send a megabyte', async () => {
    const deep = Array.from({ length: 1000 }, (_, index) => comment(index, index ? { parent: String(index - 1) } : { text: 'word '.repeat(200_000) }));
    const store = new FakeStore();
    store.page = async () => ({ comments: deep, count: 1000 });
    const box = await show(store);
    await waitUntil(() => articles(box).length === 4, '', { timeout: 8000 });
    await press(box, '3', /Show 996 replies/);
    await waitUntil(() => articles(box).length === 1000, '', { timeout: 8000 });
  });
});

describe('<blog-comment-count>', () => {
  it('asks for a hundred at once, and says one, many and none', async () => {
    const asked: string[][] = [];
    const { registerCommentStore } = await import('../../src/comments/stores/registry.js');
    registerCommentStore('counting', () => {
      const store = new FakeStore();
      store.counts = async (threads) => {
        asked.push(threads);
        return new Map(threads.map((thread) => [thread, Number(thread.slice(1))]));
      };
      return store;
    });
    const page = await fixture(
      html`<div lang="nl">${Array.from({ length: 100 }, (_, index) => html`<blog-comment-count store="counting" src="/x" thread="/${index}"></blog-comment-count>`)}</div>`,
    );
    const said = (index: number) => shadowOf(page.children[index]).textContent.trim();
    await waitUntil(() => said(12) === '12 reacties');
    expect([said(0), said(1)]).to.deep.equal(['Geen reacties', '1 reactie']);
    expect(asked.map(({ length }) => length)).to.deep.equal([100]);
    for (const thread of ['/200', '/201', '/1']) {
      const more = document.createElement('blog-comment-count');
      Object.assign(more, { store: 'counting', src: '/x', thread });
      page.append(more);
    }
    await waitUntil(() => said(101) === '201 reacties' && said(102) === '1 reactie');
    expect(asked.slice(1)).to.deep.equal([['/200', '/201']]);
    await expect(page).to.be.accessible();
  });
});
