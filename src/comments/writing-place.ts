/** Where the reader writes: a plain field first, the form in its stead once it is wanted, or the reason why there is none. */

import { html, nothing } from 'lit';
import { canonicalUrl } from '../base/links.js';
import type { BlogComments } from './blog-comments.js';
import { loadComposer } from './forms.js';
import type { CommentForm, FormSetting } from './forms.js';
import type { CommentStore } from './stores/store.js';

export class WritingPlace {
  private composing = false;
  private typed?: string;

  constructor(private readonly box: BlogComments) {}

  /** Names the back end in the keys of drafts. */
  get site(): string {
    const { src } = this.box;
    return URL.canParse(src, document.baseURI) ? new URL(src, document.baseURI).href : src;
  }

  /** What a form is told. */
  get setting(): FormSetting {
    const { box } = this;
    return {
      store: box.reading.store!, thread: box.key!, site: this.site,
      threadUrl: box.threadUrl ?? canonicalUrl(), threadTitle: box.threadTitle ?? document.title,
      loginUrl: box.loginUrl, registerUrl: box.registerUrl,
    };
  }

  /** The form takes the field's place, with what was typed there meanwhile and the focus. */
  readonly open = async (): Promise<void> => {
    const { box } = this;
    if (this.composing) return;
    try {
      await loadComposer();
    } catch {
      // The field keeps the text; the next focus tries again.
      return;
    }
    const root = box.renderRoot as ShadowRoot;
    const field = root.querySelector('textarea');
    const focused = field !== null && root.activeElement === field;
    if (field?.value || focused) this.typed = field!.value;
    this.composing = true;
    box.requestUpdate();
    await box.updateComplete;
    if (focused) this.form?.focus();
  };

  /** Asks for the way in that this box has. */
  async logIn(reason: 'log-in' | 'register' | 'ended'): Promise<void> {
    await this.open();
    await this.form?.updateComplete;
    this.form?.askLogIn(reason);
  }

  /** The next thread begins with an empty field. */
  close(): void {
    this.composing = false;
    delete this.typed;
  }

  render(store: CommentStore) {
    const { language, closed, reading } = this.box;
    const { replyElsewhere, write, authors } = store.capabilities;
    if (replyElsewhere) return html`<p class="write" part="write"><a href=${replyElsewhere.url} rel="noopener">${language.say('replyElsewhere', { name: replyElsewhere.name })}</a></p>`;
    if (closed || reading.thread.closed) return html`<p class="write" part="write">${language.say('closed')}</p>`;
    if (!write || !store.create) return nothing;
    return html`<div class="write" part="write">
      ${this.composing ? this.renderForm() : html`
        <label>${language.say('yourComment')}<textarea rows="3" dir="auto" @focus=${this.open}></textarea></label>
        ${authors === 'account' && !store.account && !store.token ? this.renderLogin() : nothing}`}
    </div>`;
  }

  private get form(): CommentForm | null { return this.box.renderRoot.querySelector<CommentForm>('blog-comment-form'); }

  private renderForm() {
    const { store, thread, site, threadUrl, threadTitle, loginUrl, registerUrl } = this.setting;
    return html`<blog-comment-form .store=${store} .thread=${thread} .site=${site} .threadUrl=${threadUrl} .threadTitle=${threadTitle}
      .loginUrl=${loginUrl} .registerUrl=${registerUrl} .initialText=${this.typed}><slot name="form" slot="form"></slot></blog-comment-form>`;
  }

  /** "Log in or register to comment": each of the two opens its way in. */
  private renderLogin() {
    const { language } = this.box;
    const way = (reason: 'log-in' | 'register', words: string) => html`<button type="button" class="link" @click=${() => this.logIn(reason)}>${words}</button>`;
    return html`<p>${language.say('logInToComment').split(/(\{\w+\})/).map((part) => part === '{logIn}' ? way('log-in', language.say('logIn'))
      : part === '{register}' ? way('register', language.say('register')) : part)}</p>`;
  }
}
