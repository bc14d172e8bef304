import { expect, fixture, html, oneEvent } from '@open-wc/testing';
import { executeServerCommand, sendKeys } from '@web/test-runner-commands';
import '../../../src/comments/index.js';
import type { BlogComments } from '../../../src/comments/index.js';
import { FakeStore, fails } from './fake-store.js';
import { button, inside, newThread, says, textarea, type } from './form.js';
import { waitUntil } from '../wait.js';

/** Writing in the whole box, against the real server. */
describe('Writing in <blog-comments>', () => {
  let thread: string;
  beforeEach(async () => {
    localStorage.clear();
    sessionStorage.clear();
    await executeServerCommand('comment-server', 'start');
    thread = newThread();
  });
  afterEach(async () => {
    await executeServerCommand('comment-server', 'start');
  });

  async function open(): Promise<BlogComments> {
    const box = await fixture<BlogComments>(html`<blog-comments src="/comments" thread=${thread}></blog-comments>`);
    await waitUntil(() => inside(box, 'textarea, blog-comment-form'), 'the box is drawn', { timeout: 10_000 });
    return box;
  }

  async function openForm(box: BlogComments): Promise<HTMLElement> {
    inside<HTMLTextAreaElement>(box, 'textarea')?.focus();
    await waitUntil(() => inside(box, 'blog-comment-form')?.shadowRoot?.querySelector('textarea'), 'the form is drawn', { timeout: 10_000 });
    return inside(box, 'blog-comment-form');
  }

  const shown = (box: BlogComments): string[] => [...box.querySelectorAll('.blog-comment-body')].map((body) => body.textContent.trim());

  it('takes what is typed while the form is on its way, and shows the comment when it is sent', async () => {
    const box = await open();
    inside(box, 'textarea').focus();
    // No letter twice: WebKitGTK's driver drops a key that it has pressed before.
    await sendKeys({ type: 'Quick note' });
    const form = await openForm(box);
    await waitUntil(() => textarea(form).value === 'Quick note');
    expect(form.shadowRoot?.activeElement).to.equal(textarea(form));
    type(form, 'Anna', '#name');
    button(form, 'Post comment').click();
    await waitUntil(() => shown(box).length === 1);
    expect(shown(box)).to.deep.equal(['Quick note']);
    await says(form, 'Your comment has been posted.');
    await expect(box).to.be.accessible();
    // A reload shows it, and that it is one's own.
    box.remove();
    const again = await open();
    await waitUntil(() => shown(again).length === 1);
    expect(shown(again)).to.deep.equal(['Quick note']);
  });

  it('brings the draft back after a reload without a press', async () => {
    const box = await open();
    const form = await openForm(box);
    type(form, 'Half a tho');
    box.remove();
    const again = await open();
    await waitUntil(() => inside(again, 'blog-comment-form')?.shadowRoot?.querySelector('textarea')?.value === 'Half a tho');
  });

  it('opens an unfinished reply again after a reload, without taking the focus', async () => {
    const box = await open();
    const form = await openForm(box);
    type(form, 'A root');
    type(form, 'Anna', '#name');
    button(form, 'Post comment').click();
    await waitUntil(() => shown(box).length === 1);
    await waitUntil(() => box.querySelector('blog-comment-actions')?.shadowRoot, 'its buttons are drawn');
    button(box.querySelector('blog-comment-actions')!, 'Reply').click();
    await waitUntil(() => box.querySelector('blog-comment-form')?.shadowRoot?.querySelector('textarea'));
    type(box.querySelector('blog-comment-form')!, 'Half a reply');
    box.remove();
    const again = await open();
    await waitUntil(() => again.querySelector('blog-comment-form')?.shadowRoot?.querySelector('textarea')?.value === 'Half a reply', 'the reply is open', {
      timeout: 5000,
    });
    expect(document.activeElement).to.equal(document.body);
    const reply = again.querySelector('blog-comment-form')!;
    type(reply, 'Anna', '#name');
    button(reply, 'Post reply').click();
    await waitUntil(() => shown(again).length === 2);
    expect(again.querySelector('blog-comment-form')).to.equal(null);
  });

  it('shows a reply that is sent after its form was closed', async () => {
    const box = await open();
    const form = await openForm(box);
    type(form, 'A root');
    type(form, 'Anna', '#name');
    button(form, 'Post comment').click();
    await waitUntil(() => shown(box).length === 1);
    await waitUntil(() => box.querySelector('blog-comment-actions')?.shadowRoot, 'its buttons are drawn');
    button(box.querySelector('blog-comment-actions')!, 'Reply').click();
    await waitUntil(() => box.querySelector('blog-comment-form')?.shadowRoot?.querySelector('textarea'));
    const reply = box.querySelector('blog-comment-form')!;
    type(reply, 'Sent later');
    type(reply, 'Anna', '#name');
    await executeServerCommand('comment-server', 'stop');
    button(reply, 'Post reply').click();
    await says(reply, /Can’t reach the server/);
    button(reply, 'Cancel').click();
    await waitUntil(() => !box.querySelector('blog-comment-form'));
    await executeServerCommand('comment-server', 'start');
    await waitUntil(() => shown(box).length === 2, 'sent by itself', { timeout: 12_000 });
  });

  it('keeps the text while the server is away, and sends it once when it is back', async () => {
    const box = await open();
    const form = await openForm(box);
    type(form, 'While you were away');
    type(form, 'Anna', '#name');
    await executeServerCommand('comment-server', 'stop');
    button(form, 'Post comment').click();
    await says(form, /Can’t reach the server/);
    await executeServerCommand('comment-server', 'start');
    const sent = oneEvent(box, 'blog-comment-sent');
    button(form, 'Try now').click();
    await sent;
    await waitUntil(() => shown(box).length === 1);
    expect(shown(box)).to.deep.equal(['While you were away']);
  });

  it('lets the page renew its token, and then sends what waited for it', async () => {
    const store = new FakeStore();
    store.capabilities = { ...store.capabilities, authors: 'account' };
    store.token = 'old';
    store.answers = [fails('unauthorized'), (comment) => store.keep(comment)];
    const box = await fixture<BlogComments>(html`<blog-comments .commentStore=${store} .token=${'old'} thread=${thread}></blog-comments>`);
    await waitUntil(() => inside(box, 'textarea, blog-comment-form'));
    const form = await openForm(box);
    type(form, 'Signed');
    box.addEventListener('blog-comments-login', (event) => {
      expect(event.reason).to.equal('ended');
      event.preventDefault();
      box.token = 'new';
    });
    button(form, 'Post comment').click();
    await waitUntil(() => store.stored.size === 1, 'sent with the new token', { timeout: 5000 });
    expect(store.token).to.equal('new');
    await waitUntil(() => textarea(form).value === '');
  });

  it('takes the page’s own fields along', async () => {
    const box = await fixture<BlogComments>(
      html`<blog-comments src="/comments" thread=${thread}><p slot="form"><label>City <input name="city" value="Utrecht"></label></p></blog-comments>`,
    );
    await waitUntil(() => inside(box, 'textarea, blog-comment-form'));
    const form = await openForm(box);
    type(form, 'x');
    type(form, 'Anna', '#name');
    let extra: Record<string, string> | undefined;
    box.addEventListener('blog-comment-submit', (event) => {
      extra = event.comment.extra;
      event.preventDefault();
    });
    button(form, 'Post comment').click();
    await waitUntil(() => extra);
    expect(extra).to.deep.equal({ city: 'Utrecht' });
  });
});
