import { expect, oneEvent } from '@open-wc/testing';
import { executeServerCommand } from '@web/test-runner-commands';
import type { BlogCommentSentEvent } from '../../../src/comments/events.js';
import { RestStore } from '../../../src/comments/stores/rest.js';
import { readEditSecret } from '../../../src/comments/edit-secrets.js';
import { button, complains, inside, newThread, openForm, says, textarea, type } from './form.js';
import { waitUntil } from '../wait.js';
import { shadowOf } from '../shadow.js';

const site = 'https://example.org/comments';
let readers = 0;

describe('The form and the comment server', () => {
  let store: RestStore;
  let thread: string;
  beforeEach(async () => {
    localStorage.clear();
    sessionStorage.clear();
    await executeServerCommand('comment-server', 'start');
    thread = newThread();
    store = new RestStore('/comments');
    await store.page({ thread });
  });
  afterEach(async () => {
    await executeServerCommand('comment-server', 'start');
  });

  const texts = async (): Promise<string[]> => (await store.page({ thread })).comments.map(({ text }) => String(text));

  it('place a guest’s comment, which that guest can change', async () => {
    const form = await openForm(store, { thread });
    type(form, 'By a guest');
    type(form, 'Anna', '#name');
    setTimeout(() => button(form, 'Post comment').click());
    const { comment } = (await oneEvent(form, 'blog-comment-sent')) as BlogCommentSentEvent;
    expect(await texts()).to.deep.equal(['By a guest']);
    expect(readEditSecret(site, comment.id)).to.match(/^[0-9a-f]{32}$/);
    const change = await openForm(store, { thread, editing: comment });
    type(change, 'By a guest, changed');
    setTimeout(() => button(change, 'Save').click());
    await oneEvent(change, 'blog-comment-sent');
    expect(await texts()).to.deep.equal(['By a guest, changed']);
  });

  it('register a reader, who comments and logs out', async () => {
    const form = await openForm(store, { thread });
    type(form, 'By a member');
    button(form, 'Log in').click();
    await waitUntil(() => inside(form, 'blog-comment-account')?.shadowRoot?.querySelector('dialog')?.open);
    const dialog = inside(form, 'blog-comment-account');
    button(dialog, /No account yet/).click();
    await waitUntil(() => inside(dialog, '#name'));
    const name = `Reader ${Date.now()}-${readers++}`;
    type(dialog, name, '#name');
    type(dialog, `r${Date.now()}${readers}@example.org`, '#email');
    type(dialog, 'short', '#password');
    button(dialog, 'Register').click();
    await complains(dialog, 'Choose a longer password.');
    type(dialog, 'long enough to be safe', '#password');
    button(dialog, 'Register').click();
    await says(form, /You’re logged in as/);
    expect(textarea(form).value).to.equal('By a member');
    button(form, 'Post comment').click();
    await says(form, 'Your comment has been posted.');
    expect((await store.page({ thread })).comments[0]?.author.name).to.equal(name);
    button(form, 'Log out').click();
    await says(form, 'You’re logged out.');
    expect(inside(form, '#name')).to.not.equal(null);
  });

  it('lose nothing when the server stops while someone writes, and send it once when it is back', async () => {
    const form = await openForm(store, { thread });
    type(form, 'Written before the stop');
    type(form, 'Anna', '#name');
    await executeServerCommand('comment-server', 'stop');
    button(form, 'Post comment').click();
    await says(form, /Can’t reach the server\. Your comment is saved here/);
    expect(textarea(form).value).to.equal('Written before the stop');
    await executeServerCommand('comment-server', 'start');
    await waitUntil(() => textarea(form).value === '', 'sent by itself', { timeout: 12_000 });
    expect(await texts()).to.deep.equal(['Written before the stop']);
  });

  it('do not promise a mail that nobody sends', async () => {
    const form = await openForm(store, { thread });
    void form.askLogIn();
    await waitUntil(() => inside(form, 'blog-comment-account')?.shadowRoot?.querySelector('dialog')?.open);
    const dialog = inside(form, 'blog-comment-account');
    const names = [...shadowOf(dialog).querySelectorAll('button')].map((each) => each.textContent.trim());
    expect(names).to.include('Log in').and.not.include('Forgot your password?');
  });

  it('say so when a session has ended', async () => {
    await store.register({ name: `Reader ${Date.now()}-${readers++}`, email: `x${Date.now()}${readers}@example.org`, password: 'long enough to be safe' });
    const form = await openForm(store, { thread });
    store.server.session = { ...store.server.session!, token: 'no longer good' };
    type(form, 'Precious');
    button(form, 'Post comment').click();
    await complains(form, 'Your session has expired');
    expect(textarea(form).value).to.equal('Precious');
  });
});
