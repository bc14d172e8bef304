/** The box against the real comment server. */
import { expect, fixture, html } from '@open-wc/testing';
import { executeServerCommand, sendKeys } from '@web/test-runner-commands';
import '../../src/comments/index.js';
import type { BlogComments } from '../../src/comments/blog-comments.js';
import type { Comment, CommentPage } from '../../src/comments/model.js';
import { RestStore } from '../../src/comments/stores/rest.js';
import { waitUntil } from './wait.js';
import { readEditSecret } from '../../src/comments/edit-secrets.js';
import { button, inside, says, textarea, type } from './composer/form.js';
import { shadowOf } from './shadow.js';

const hex = () => crypto.randomUUID().replaceAll('-', '');
const post = async (thread: string, text: string, parent?: string): Promise<Comment> => {
  const answer = await fetch('/comments', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ thread, text, key: hex(), author: { name: 'Guest' }, secret: hex(), ...(parent && { parent }) }),
  });
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Comment;
};
const texts = (box: Element) => [...box.querySelectorAll('article .blog-comment-body')].map((body) => body.textContent);
/** The form, once the reader has gone to the field in its place. */
const formOf = async (box: Element): Promise<Element> => {
  shadowOf(box).querySelector('textarea')?.focus();
  const form = () => shadowOf(box).querySelector('blog-comment-form');
  await waitUntil(() => form()?.shadowRoot?.querySelector('textarea'));
  return form()!;
};

describe('The box at the real server', () => {
  beforeEach(() => {
    localStorage.clear();
    sessionStorage.clear();
  });

  it('shows what is there, counts it, and finds a deep link in the middle of the thread', async () => {
    const thread = `/server-${hex()}`;
    const made: Comment[] = [];
    for (let number = 0; number < 30; number++) made.push(await post(thread, `Comment **${number}**`));
    const reply = await post(thread, 'A reply', made[29]!.id);
    const page = await fixture<HTMLElement>(
      html`<div><blog-comments src="/comments" thread=${thread} page-size="5"></blog-comments><blog-comment-count src="/comments" thread=${thread}></blog-comment-count></div>`,
    );
    const [box, count] = [page.querySelector('blog-comments')!, page.querySelector('blog-comment-count')!];
    await waitUntil(() => texts(box).length === 5);
    expect(box.querySelector('strong')?.textContent).to.equal('0');
    expect(box.shadowRoot?.textContent).to.contain('31 comments');
    await waitUntil(() => count.shadowRoot?.textContent.includes('31 comments'));
    expect(await box.showComment(reply.id)).to.be.true;
    expect(document.activeElement?.id).to.equal(`comment-${reply.id}`);
    expect(texts(box)).not.to.include('Comment 0');
  });

  it('says so when the server is down, and reads when it is back', async () => {
    const thread = `/down-${hex()}`;
    await post(thread, 'Here');
    await executeServerCommand('comment-server', 'stop');
    const box = await fixture(html`<blog-comments src="/comments" thread=${thread}></blog-comments>`);
    await waitUntil(() => box.shadowRoot?.querySelector('[role=alert]'));
    await executeServerCommand('comment-server', 'start');
    [...shadowOf(box).querySelectorAll('button')].find((each) => /again/.test(each.textContent))!.click();
    await waitUntil(() => texts(box).join() === 'Here');
  });

  it('reads every page of a thread to its end, either way round', async () => {
    const thread = `/pages-${hex()}`;
    for (let number = 0; number < 12; number++) await post(thread, `No ${number}`);
    const store = new RestStore('/comments');
    for (const order of ['oldest', 'newest'] as const) {
      const seen: string[] = [];
      let page: CommentPage = await store.page({ thread, order, limit: 5 });
      for (;;) {
        seen.push(...page.comments.map(({ text }) => String(text)));
        if (page.after === undefined) break;
        page = await store.page({ thread, order, limit: 5, after: page.after });
      }
      expect(seen).to.have.length(12);
      expect(seen[0]).to.equal(order === 'oldest' ? 'No 0' : 'No 11');
    }
  });

  describe('tells of others’ comments', () => {
    const live = async (thread: string, store?: RestStore): Promise<BlogComments> => {
      const page = await fixture(
        html`<div lang="en"><blog-comments live src="/comments" page-size="2" thread=${thread} .commentStore=${store}></blog-comments></div>`,
      );
      return page.querySelector('blog-comments')!;
    };
    const fresh = (box: Element) => shadowOf(box).querySelector<HTMLElement>('[part=fresh]');

    it('that came before the events could be heard, in a short thread and a long one', async () => {
      for (const before of [1, 5]) {
        const thread = `/gap-${hex()}`;
        for (let number = 0; number < before; number++) await post(thread, `Before ${number}`);
        const store = new RestStore('/comments');
        const read = store.page.bind(store);
        let between: Promise<unknown> | undefined;
        store.page = async (request) => {
          const page = await read(request);
          await (between ??= post(thread, 'In between'));
          return page;
        };
        const box = await live(thread, store);
        await waitUntil(() => fresh(box)?.textContent === '1 new comment', 'the one in between');
        expect(texts(box)).to.have.length(Math.min(2, before));
        const next = await post(thread, 'Afterwards');
        await waitUntil(() => fresh(box)?.textContent === '2 new comments', 'one more');
        fresh(box)!.click();
        await waitUntil(() => box.querySelector(`#comment-${next.id}`), 'shown');
        expect(texts(box).slice(-2)).to.deep.equal(['In between', 'Afterwards']);
        box.remove();
      }
    });

    it('in another window, where nothing moves and a draft is left alone', async () => {
      const thread = `/windows-${hex()}`;
      const first = await post(thread, 'The first');
      const [here, there] = [await live(thread), await live(thread)];
      await waitUntil(() => texts(here).length === 1 && texts(there).length === 1);
      await waitUntil(() => here.shadowRoot?.querySelector('textarea') && there.shadowRoot?.querySelector('textarea'));
      const writer = await formOf(there);
      const reader = await formOf(here);
      type(reader, 'Half a thought');
      textarea(reader).focus();
      const top = textarea(reader).getBoundingClientRect().top;
      type(writer, 'From the other window');
      type(writer, 'Anna', '#name');
      button(writer, 'Post comment').click();
      await waitUntil(() => fresh(here)?.textContent === '1 new comment', 'heard here');
      await says(writer, 'Your comment has been posted.');
      expect(texts(there)).to.include('From the other window');
      expect(fresh(there)).to.equal(null);
      expect(textarea(reader).getBoundingClientRect().top).to.be.closeTo(top, 1);
      expect(textarea(reader).value).to.equal('Half a thought');
      expect(texts(here)).to.deep.equal(['The first']);
      expect(here.querySelector(`#comment-${first.id}`)).to.not.equal(null);
    });
  });

  it('carries out a vote that was pressed before the reader was in, and takes it back', async () => {
    const thread = `/votes-${hex()}`;
    const { id } = await post(thread, 'Worth a vote');
    const page = await fixture(html`<div lang="en"><blog-comments src="/comments" thread=${thread}></blog-comments></div>`);
    const box = page.querySelector('blog-comments')!;
    const actions = () => box.querySelector(`#comment-${id} blog-comment-actions`)!;
    const vote = () => box.querySelector(`#comment-${id} blog-comment-actions`)?.shadowRoot?.querySelector<HTMLElement>('[data-action=vote]');
    const dialogOf = () => shadowOf(box).querySelector('blog-comment-account');
    await waitUntil(vote);
    vote()!.focus();
    vote()!.click();
    await waitUntil(() => dialogOf()?.shadowRoot?.querySelector('dialog')?.open, 'asked to log in');
    await sendKeys({ press: 'Escape' });
    await waitUntil(() => !dialogOf());
    expect(actions().shadowRoot?.activeElement).to.equal(vote());
    vote()!.click();
    await waitUntil(() => dialogOf()?.shadowRoot?.querySelector('dialog')?.open, 'asked again');
    button(dialogOf()!, /No account yet/).click();
    await waitUntil(() => inside(dialogOf()!, '#name'));
    type(dialogOf()!, `Voter ${hex().slice(0, 8)}`, '#name');
    type(dialogOf()!, `v${hex()}@example.org`, '#email');
    type(dialogOf()!, 'long enough to be safe', '#password');
    button(dialogOf()!, 'Register').click();
    await waitUntil(() => vote()?.getAttribute('aria-pressed') === 'true' && /1/.test(shadowOf(actions()).textContent), 'the vote is counted');
    expect((await new RestStore('/comments').page({ thread })).comments[0]?.votes).to.equal(1);
    vote()!.click();
    await waitUntil(() => vote()?.getAttribute('aria-pressed') === 'false');
    expect((await new RestStore('/comments').page({ thread })).comments[0]!.votes ?? 0).to.equal(0);
    // A session that the server has ended: the press is kept until the reader is in again.
    const store = box.loader.store as RestStore;
    const {
      account: { email },
    } = store.server.session!;
    store.server.session = { ...store.server.session!, token: 'no longer good' };
    vote()!.click();
    await waitUntil(() => dialogOf()?.shadowRoot?.querySelector('dialog')?.open, 'asked once more');
    type(dialogOf()!, email!, '#email');
    type(dialogOf()!, 'long enough to be safe', '#password');
    button(dialogOf()!, 'Log in').click();
    await waitUntil(() => vote()?.getAttribute('aria-pressed') === 'true', 'the vote is counted again');
    inside(actions(), '[data-action=report]').click();
    await waitUntil(() => /Thank|reported/i.test(inside(actions(), '[role=status]').textContent));
  });

  it('shows a guest what waits for a moderator, after a reload too, to change and to take back; and nobody else', async () => {
    const thread = `/held-${hex()}`;
    const show = async () =>
      (await fixture(html`<div lang="en"><blog-comments src="/comments" thread=${thread}></blog-comments></div>`)).querySelector('blog-comments')!;
    const first = await show();
    await waitUntil(() => first.shadowRoot?.querySelector('textarea'));
    const form = await formOf(first);
    type(form, 'See https://one.example https://two.example https://three.example');
    type(form, 'Anna', '#name');
    button(form, 'Post comment').click();
    await waitUntil(() => first.querySelector('.blog-comment-mark'), 'shown as held');
    const mark = first.querySelector('.blog-comment-mark')!.textContent;
    first.remove();

    const second = await show();
    await waitUntil(() => second.querySelector('.blog-comment-mark')?.textContent === mark, 'still shown as held');
    const actions = () => second.querySelector('blog-comment-actions')!;
    await waitUntil(() => actions().shadowRoot?.querySelector('[data-action=edit]'));
    inside(actions(), '[data-action=edit]').click();
    await waitUntil(() => second.querySelector('blog-comment-form')?.shadowRoot?.querySelector('textarea'));
    const change = second.querySelector('blog-comment-form')!;
    type(change, 'Changed, with https://one.example https://two.example https://three.example');
    button(change, 'Save').click();
    await waitUntil(() => /^Changed/.test(texts(second)[0] ?? '') && !second.querySelector('blog-comment-form'));
    second.remove();

    const third = await show();
    await waitUntil(() => /^Changed/.test(texts(third)[0] ?? ''), 'the change is remembered');
    const { id } = third.querySelector('article')!;
    expect((await new RestStore('/comments').page({ thread })).comments).to.have.length(0);
    expect((await fetch(`/comments/${id.replace('comment-', '')}`)).status).to.equal(404);
    await new RestStore('/comments').delete(id.replace('comment-', ''), readEditSecret(new URL('/comments', location.href).href, id.replace('comment-', '')));
    third.remove();

    const stranger = await show();
    await waitUntil(() => stranger.shadowRoot?.querySelector('textarea'));
    expect(texts(stranger)).to.deep.equal([]);
    expect(Object.keys(localStorage).filter((key) => key.includes(':held:'))).to.deep.equal([]);
  });

  it('leaves the way in to the page where the host’s readers alone may write', async () => {
    const thread = `/host-${hex()}`;
    await post(thread, 'By a reader');
    const store = new RestStore('/comments');
    const ask = store.server.request.bind(store.server);
    store.server.request = async (...given) => {
      const answer = (await ask(...given)) as { site?: object };
      return answer.site ? { ...answer, site: { ...answer.site, guests: 'off', accounts: false } } : answer;
    };
    const page = await fixture(html`<div lang="en"><blog-comments src="/comments" thread=${thread} .commentStore=${store}></blog-comments></div>`);
    const box = page.querySelector('blog-comments')!;
    const asked: string[] = [];
    box.addEventListener('blog-comments-login', (event) => {
      event.preventDefault();
      asked.push(event.reason);
    });
    await waitUntil(() => box.shadowRoot?.querySelector('textarea') && texts(box).length === 1);
    button(box, 'Log in').click();
    await waitUntil(() => asked.length);
    expect(asked).to.deep.equal(['log-in']);
    expect(box.shadowRoot?.querySelector('blog-comment-account')).to.equal(null);
  });
});
