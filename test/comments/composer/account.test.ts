import { expect, oneEvent } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { BlogCommentForm } from '../../../src/comments/composer/composer.js';
import { StoreError } from '../../../src/comments/stores/store.js';
import { FakeStore, fails } from './fake-store.js';
import { button, complains, complaints, inside, openForm, says, textarea, type } from './form.js';
import { waitUntil } from '../wait.js';

describe('Accounts in the box', () => {
  let store: FakeStore;
  beforeEach(() => {
    localStorage.clear();
    sessionStorage.clear();
    store = new FakeStore();
    store.capabilities = { ...store.capabilities, authors: 'account', accounts: true, passwordReset: true };
  });

  async function dialogOf(form: BlogCommentForm): Promise<HTMLElement> {
    await waitUntil(() => inside(form, 'blog-comment-account')?.shadowRoot?.querySelector('dialog')?.open, 'the dialog opens');
    return inside(form, 'blog-comment-account');
  }

  it('let a reader log in with the draft kept, and send what they meant to send', async () => {
    const form = await openForm(store);
    type(form, 'My thought');
    button(form, 'Post comment').click();
    const dialog = await dialogOf(form);
    await expect(dialog).to.be.accessible();
    type(dialog, 'anna@example.org', '#email');
    type(dialog, 'wrong', '#password');
    button(dialog, 'Log in').click();
    await complains(dialog, 'Wrong email or password.');
    expect(dialog.shadowRoot?.activeElement?.id).to.equal('password');
    type(dialog, 'right', '#password');
    const told = oneEvent(window, 'blog-comments-account');
    button(dialog, 'Log in').click();
    await told;
    await says(form, 'Your comment has been posted.');
    expect(store.tried.map(({ text }) => text)).to.deep.equal(['My thought']);
    expect(inside(form, '.account').textContent).to.contain('Commenting as').and.contain('anna');
    expect(inside(form, 'blog-comment-account')).to.equal(null);
  });

  it('let a reader register', async () => {
    const form = await openForm(store);
    button(form, 'Log in or register to comment').click();
    const dialog = await dialogOf(form);
    button(dialog, /No account yet/).click();
    await waitUntil(() => inside(dialog, '#name'));
    await expect(dialog).to.be.accessible();
    button(dialog, 'Register').click();
    await complains(dialog, 'This field is required.');
    type(dialog, 'Taken', '#name');
    type(dialog, 'anna@example.org', '#email');
    type(dialog, 'right', '#password');
    button(dialog, 'Register').click();
    await complains(dialog, 'This name is taken');
    type(dialog, 'Anna', '#name');
    button(dialog, 'Register').click();
    await says(form, /You’re logged in as.*Anna/);
  });

  it('tell a reader who has registered to look for the email that confirms the address', async () => {
    store.register = async ({ name }) => ({ token: 't', account: (store.account = { id: '1', name, emailConfirmed: false }) });
    const form = await openForm(store);
    button(form, 'Log in or register to comment').click();
    const dialog = await dialogOf(form);
    button(dialog, /No account yet/).click();
    await waitUntil(() => inside(dialog, '#name'));
    type(dialog, 'Anna', '#name');
    type(dialog, 'anna@example.org', '#email');
    type(dialog, 'right', '#password');
    button(dialog, 'Register').click();
    await says(form, /You’re logged in as.*Anna.*Check your email/);
  });

  it('say that a password is too easy to guess, where the server says so', async () => {
    store.register = async () => {
      throw new StoreError('invalid', 'no', { fields: { password: 'too-common' } });
    };
    const form = await openForm(store);
    button(form, 'Log in or register to comment').click();
    const dialog = await dialogOf(form);
    button(dialog, /No account yet/).click();
    await waitUntil(() => inside(dialog, '#name'));
    type(dialog, 'Anna', '#name');
    type(dialog, 'anna@example.org', '#email');
    type(dialog, 'password', '#password');
    button(dialog, 'Register').click();
    await complains(dialog, 'too easy to guess');
  });

  it('say that a reader has tried too often, where the server says so', async () => {
    store.logIn = fails('too-many', { status: 429 });
    const form = await openForm(store);
    button(form, 'Log in or register to comment').click();
    const dialog = await dialogOf(form);
    type(dialog, 'anna@example.org', '#email');
    type(dialog, 'right', '#password');
    button(dialog, 'Log in').click();
    await complains(dialog, 'Too many attempts. Try again later.');
  });

  it('answer the same whether an address is known or not, to one who forgot the password', async () => {
    const form = await openForm(store);
    button(form, 'Log in or register to comment').click();
    const dialog = await dialogOf(form);
    button(dialog, 'Forgot your password?').click();
    await waitUntil(() => !inside(dialog, '#password'));
    type(dialog, 'anna@example.org', '#email');
    button(dialog, 'Email me a reset link').click();
    await says(dialog, /If there’s an account/);
  });

  it('can be left with Escape, and the text is still there', async () => {
    const form = await openForm(store);
    type(form, 'My thought');
    button(form, 'Post comment').click();
    await dialogOf(form);
    await sendKeys({ press: 'Escape' });
    await waitUntil(() => !inside(form, 'blog-comment-account'));
    expect(textarea(form).value).to.equal('My thought');
    expect(form.shadowRoot?.activeElement).to.equal(textarea(form));
    expect(store.tried).to.have.length(0);
  });

  it('can be closed by a button, too', async () => {
    const form = await openForm(store);
    void form.askLogIn();
    const dialog = await dialogOf(form);
    inside(dialog, 'button[aria-label=Close]').click();
    await waitUntil(() => !inside(form, 'blog-comment-account'));
  });

  it('log out', async () => {
    store.account = { id: 'a', name: 'Anna' };
    const form = await openForm(store);
    button(form, 'Log out').click();
    await says(form, 'You’re logged out.');
    expect(store.loggedOut).to.equal(1);
    await waitUntil(() => form.shadowRoot?.activeElement?.textContent === 'Log in or register to comment');
  });

  it('ask again when a session ends on the way, and send once the reader is in', async () => {
    store.account = { id: 'a', name: 'Anna' };
    store.answers = [
      () => {
        delete store.account;
        return fails('unauthorized')();
      },
      (comment) => store.keep(comment),
    ];
    const form = await openForm(store);
    type(form, 'My thought');
    button(form, 'Post comment').click();
    await complains(form, 'Your session has expired');
    const dialog = await dialogOf(form);
    type(dialog, 'anna@example.org', '#email');
    type(dialog, 'right', '#password');
    button(dialog, 'Log in').click();
    await says(form, 'Your comment has been posted.');
    expect(store.stored.size).to.equal(1);
    expect(complaints(form)).to.equal('');
  });

  it('can be the page’s own, by the event', async () => {
    const form = await openForm(store);
    form.addEventListener('blog-comments-login', (event) => event.preventDefault());
    type(form, 'My thought');
    button(form, 'Post comment').click();
    await form.updateComplete;
    expect(inside(form, 'blog-comment-account')).to.equal(null);
    store.token = 'signed by the page';
    window.dispatchEvent(new Event('blog-comments-account'));
    await says(form, 'Your comment has been posted.');
  });
});
