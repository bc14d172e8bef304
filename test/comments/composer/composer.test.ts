import { expect, nextFrame, oneEvent } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { BlogCommentSentEvent } from '../../../src/comments/events.js';
import { hasPendingOrDraft } from '../../../src/comments/composer/draft-storage.js';
import { readEditSecret } from '../../../src/comments/edit-secrets.js';
import type { Comment } from '../../../src/comments/model.js';
import { FakeStore, fails, later } from './fake-store.js';
import { button, complains, complaints, inside, newThread, openForm, says, textarea, type } from './form.js';
import { waitUntil } from '../wait.js';

const site = 'https://example.org/comments';
const parent: Comment = { id: 'p1', author: { name: 'Piet' }, text: 'Hallo', dateCreated: '2026-11-24T10:00:00Z', status: 'published' };

describe('The comment form', () => {
  let store: FakeStore;
  beforeEach(() => {
    localStorage.clear();
    sessionStorage.clear();
    store = new FakeStore();
  });

  describe('sends', () => {
    it('what a guest wrote, with a key, a secret, and where the page is', async () => {
      const thread = newThread();
      const form = await openForm(store, { thread });
      type(form, '  A *fine* post. ');
      type(form, 'Anna', '#name');
      setTimeout(() => button(form, 'Post comment').click());
      const { comment } = (await oneEvent(form, 'blog-comment-sent')) as BlogCommentSentEvent;
      expect(comment.text).to.equal('A *fine* post.');
      const [sent] = store.tried;
      expect(sent).to.deep.include({ thread, text: 'A *fine* post.', author: { name: 'Anna' }, threadUrl: 'https://example.org/post', threadTitle: 'A post' });
      expect(sent?.key).to.match(/^[0-9a-f]{32}$/);
      expect(sent!.secret)
        .to.match(/^[0-9a-f]{32}$/)
        .and.not.equal(sent!.key);
      expect(readEditSecret(site, comment.id)).to.equal(sent!.secret);
      await says(form, 'Your comment has been posted.');
      expect(textarea(form).value).to.equal('');
      expect(hasPendingOrDraft(site, thread)).to.equal(false);
    });

    it('by Ctrl+Enter', async () => {
      store.account = { id: 'a', name: 'Anna' };
      const form = await openForm(store);
      textarea(form).focus();
      await sendKeys({ type: 'By key' });
      // WebDriver cannot hold a key down here.
      textarea(form).dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true, bubbles: true, composed: true, cancelable: true }));
      await says(form, 'Your comment has been posted.');
      expect(store.tried.map(({ text }) => text)).to.deep.equal(['By key']);
    });

    it('once, however often the button is pressed', async () => {
      store.account = { id: 'a', name: 'Anna' };
      const answer = later<Comment>();
      store.answers = [() => answer.promise];
      const form = await openForm(store);
      type(form, 'Once');
      const place = button(form, 'Post comment');
      place.click();
      place.click();
      await says(form, 'Sending…');
      place.click();
      await waitUntil(() => store.tried.length);
      answer.resolve(store.keep(store.tried[0]!));
      await says(form, 'Your comment has been posted.');
      expect(store.tried).to.have.length(1);
    });

    it('a reply to the comment it stands under, and asks to be closed', async () => {
      store.account = { id: 'a', name: 'Anna' };
      const form = await openForm(store, { parentComment: parent });
      expect(inside(form, 'label').textContent).to.contain('Your reply to').and.contain('Piet');
      type(form, 'Agreed');
      setTimeout(() => button(form, 'Post reply').click());
      await oneEvent(form, 'blog-comment-form-close');
      expect(store.tried[0]?.parent).to.equal('p1');
      expect(store.tried[0]!.author).to.equal(undefined);
    });

    it('a change of one’s own comment with the secret that this browser made', async () => {
      localStorage.setItem(`blog-elements:secret:${JSON.stringify([site, 'p1'])}`, 'ab'.repeat(16));
      const form = await openForm(store, { editing: parent });
      expect(textarea(form).value).to.equal('Hallo');
      type(form, 'Hallo allemaal');
      setTimeout(() => button(form, 'Save').click());
      await oneEvent(form, 'blog-comment-sent');
      expect(store.edited).to.deep.equal([{ id: 'p1', text: 'Hallo allemaal', secret: 'ab'.repeat(16) }]);
    });

    it('nothing when the page objects, and what the page adds when it does not', async () => {
      store.account = { id: 'a', name: 'Anna' };
      const form = await openForm(store);
      type(form, 'Text');
      form.addEventListener('blog-comment-submit', (event) => event.preventDefault(), { once: true });
      setTimeout(() => button(form, 'Post comment').click());
      await oneEvent(form, 'blog-comment-submit');
      await nextFrame();
      expect(store.tried).to.have.length(0);
      expect(textarea(form).value).to.equal('Text');
      form.addEventListener('blog-comment-submit', ({ comment }) => {
        Object.assign(comment.extra ?? {}, { score: '5' });
      });
      form.insertAdjacentHTML('beforeend', '<p slot="form"><label>City <input name="city" value="Utrecht" required></label></p>');
      button(form, 'Post comment').click();
      await says(form, 'Your comment has been posted.');
      expect(store.tried[0]?.extra).to.deep.equal({ city: 'Utrecht', score: '5' });
    });

    it('says that a held comment is held', async () => {
      store.account = { id: 'a', name: 'Anna' };
      store.status = 'held';
      const form = await openForm(store);
      type(form, 'Text');
      setTimeout(() => button(form, 'Post comment').click());
      await oneEvent(form, 'blog-comment-held');
      await says(form, /once it’s approved/);
    });
  });

  describe('says what is wrong, by field,', () => {
    it('before anything is sent', async () => {
      const form = await openForm(store);
      button(form, 'Post comment').click();
      await complains(form, 'Write something first.');
      expect(complaints(form)).to.contain('This field is required.');
      expect(form.shadowRoot?.activeElement).to.equal(textarea(form));
      expect(textarea(form).getAttribute('aria-invalid')).to.equal('true');
      await expect(form).to.be.accessible();
      type(form, 'x');
      await form.updateComplete;
      expect(textarea(form).getAttribute('aria-invalid')).to.equal('false');
    });

    it('for an e-mail address that is needed', async () => {
      store.capabilities = { ...store.capabilities, guestEmail: 'required' };
      const form = await openForm(store);
      type(form, 'x');
      type(form, 'Anna', '#name');
      type(form, 'anna', '#email');
      button(form, 'Post comment').click();
      await complains(form, 'Enter an email address');
      expect(form.shadowRoot?.activeElement?.id).to.equal('email');
      type(form, 'anna@example.org', '#email');
      button(form, 'Post comment').click();
      await says(form, 'Your comment has been posted.');
      expect(store.tried[0]?.author).to.deep.equal({ name: 'Anna', email: 'anna@example.org' });
    });

    it('when the store says it', async () => {
      store.answers = [fails('invalid', { fields: { text: 'links', name: 'taken' } })];
      const form = await openForm(store);
      type(form, 'x');
      type(form, 'Anna', '#name');
      button(form, 'Post comment').click();
      await complains(form, 'Too many links');
      expect(complaints(form)).to.contain('This name is taken');
      expect(textarea(form).readOnly).to.equal(false);
    });

    for (const [code, words] of [
      ['closed', 'Comments are closed'],
      ['duplicate', 'already posted this'],
      ['forbidden', 'not allowed'],
      ['too-late', 'can no longer be edited'],
      ['full', 'Storage is full'],
      ['not-found', 'was deleted'],
      ['conflict', 'Something went wrong'],
      ['too-many', 'posting too often'],
    ] as const) {
      it(`and keeps the text, for the refusal "${code}"`, async () => {
        const thread = newThread();
        store.account = { id: 'a', name: 'Anna' };
        store.answers = [fails(code)];
        const form = await openForm(store, { thread });
        type(form, 'Precious');
        button(form, 'Post comment').click();
        await complains(form, words);
        expect(textarea(form).value).to.equal('Precious');
        expect(textarea(form).readOnly).to.equal(false);
        form.remove();
        expect(textarea(await openForm(store, { thread })).value).to.equal('Precious');
      });
    }

    it('and keeps the text, when the comment that is changed was deleted', async () => {
      store.edit = fails('not-found');
      const form = await openForm(store, { editing: parent });
      type(form, 'Precious');
      button(form, 'Save').click();
      await complains(form, 'This comment was deleted.');
      expect(textarea(form).value).to.equal('Precious');
    });

    it('unless the page does', async () => {
      store.account = { id: 'a', name: 'Anna' };
      store.answers = [fails('closed')];
      const form = await openForm(store);
      form.addEventListener('blog-comment-submit-error', (event) => event.preventDefault());
      type(form, 'x');
      setTimeout(() => button(form, 'Post comment').click());
      await oneEvent(form, 'blog-comment-submit-error');
      await waitUntil(() => !textarea(form).readOnly);
      expect(complaints(form)).to.equal('');
    });
  });

  it('shows how much room is left before the limit bites', async () => {
    store.capabilities.maxLength = 20;
    const form = await openForm(store);
    type(form, '1234567890');
    await form.updateComplete;
    expect(inside(form, '#left').textContent.trim()).to.equal('');
    type(form, '1234567890123456789😀');
    await form.updateComplete;
    expect(inside(form, '#left').textContent).to.equal('0 characters left');
    type(form, '123456789012345678901');
    await form.updateComplete;
    expect(inside(form, '#left').textContent).to.equal('1 character over the limit');
    expect(complaints(form)).to.equal('This is too long.');
    button(form, 'Post comment').click();
    await waitUntil(() => form.shadowRoot?.activeElement === textarea(form));
    expect(store.tried).to.have.length(0);
  });

  it('previews the light markup', async () => {
    const form = await openForm(store);
    type(form, 'A *fine* post\n\n> quoted\n\n<img src=x onerror=alert(1)>');
    button(form, 'Preview').click();
    await waitUntil(() => inside(form, '[part=preview]'));
    const preview = inside(form, '[part=preview]');
    expect(preview.querySelector('em')?.textContent).to.equal('fine');
    expect(preview.querySelector('blockquote')?.textContent).to.equal('quoted');
    expect(preview.querySelector('img')).to.equal(null);
    expect(button(form, 'Preview').getAttribute('aria-pressed')).to.equal('true');
    await expect(form).to.be.accessible();
  });

  it('grows with its text', async () => {
    const form = await openForm(store);
    const before = textarea(form).getBoundingClientRect().height;
    type(form, 'line\n'.repeat(12));
    await waitUntil(() => textarea(form).getBoundingClientRect().height > before * 1.5);
    expect(textarea(form).scrollHeight - textarea(form).clientHeight).to.be.below(4);
  });

  it('remembers a guest only when asked', async () => {
    const form = await openForm(store);
    type(form, 'One');
    type(form, 'Anna', '#name');
    button(form, 'Post comment').click();
    await says(form, 'Your comment has been posted.');
    form.remove();
    expect(inside<HTMLInputElement>(await openForm(store), '#name').value).to.equal('');
    const second = await openForm(store);
    type(second, 'Two');
    type(second, 'Anna', '#name');
    inside(second, 'input[type=checkbox]').click();
    button(second, 'Post comment').click();
    await says(second, 'Your comment has been posted.');
    const third = await openForm(store);
    expect(inside<HTMLInputElement>(third, '#name').value).to.equal('Anna');
    expect(inside<HTMLInputElement>(third, 'input[type=checkbox]').checked).to.equal(true);
  });

  it('goes on with what was typed before it was there, the caret at its end', async () => {
    const form = await openForm(store, { initialText: 'I was typ' });
    await waitUntil(() => form.shadowRoot?.activeElement === textarea(form));
    await sendKeys({ type: 'ing' });
    expect(textarea(form).value).to.equal('I was typing');
  });

  for (const [lang, words] of [
    ['nl', 'Reactie plaatsen'],
    ['de', 'Kommentar abschicken'],
    ['fr', 'Publier le commentaire'],
    ['es', 'Publicar comentario'],
    ['ru', 'Отправить комментарий'],
    ['ar', 'نشر التعليق'],
  ] as const) {
    it(`speaks ${lang}, and is accessible`, async () => {
      const form = await openForm(store, { lang });
      await waitUntil(() => inside(form, 'button[type=submit]').textContent === words);
      expect(inside(form, '.box').getAttribute('dir')).to.equal(lang === 'ar' ? 'rtl' : 'ltr');
      await expect(form).to.be.accessible();
    });
  }
});
