/** Where the reader writes: a plain field first, the form in its stead once it is wanted, or the reason why there is none. */

import { html, nothing } from 'lit';
import { canonicalUrl, safeUrl } from '../base/links.js';
import { writeStored } from '../base/storage.js';
import type { BlogComments } from './blog-comments.js';
import { loadComposer } from './forms.js';
import type { CommentForm, FormSetting } from './forms.js';
import type { Comment } from './model.js';
import type { CommentStore } from './stores/store.js';
import { draftPrefix } from './composer/draft-storage.js';

export class WritingPlace {
  private composing = false;
  private typed?: string;
  /** The form could not be had; what is typed is kept all the same. */
  private failed = false;

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
  readonly open = async (focus?: unknown): Promise<void> => {
    const { box } = this;
    if (this.composing) {
      if (focus === true) this.form?.focus();
      return;
    }
    try {
      await loadComposer();
    } catch {
      this.failed = true;
      addEventListener('online', this.open, { once: true });
      box.requestUpdate();
      return;
    }
    if (this.composing) return;
    const root = box.renderRoot as ShadowRoot;
    const field = root.querySelector('textarea');
    const focused = field !== null && root.activeElement === field;
    if (field?.value || focused) this.typed = field!.value;
    if (field?.value) writeStored(this.slot, null);
    this.composing = true;
    this.failed = false;
    box.requestUpdate();
    await box.updateComplete;
    if (focused || focus === true) this.form?.focus();
  };

  /** Where a text is kept that was typed before the form was there. */
  private get slot(): string { return `${draftPrefix(this.site, this.box.key!, '')}#typed`; }

  private readonly keep = (event: Event): void => {
    const text = (event.target as HTMLTextAreaElement).value;
    writeStored(this.slot, text ? JSON.stringify({ text, time: Date.now() }) : null);
  };

  /** Asks for the way in that this box has. */
  async logIn(reason: 'log-in' | 'register' | 'ended'): Promise<void> {
    await this.open();
    await this.form?.updateComplete;
    this.form?.askLogIn(reason);
  }

  /** The same, for the sake of a comment and not of a text. Resolves as it does in writing/way-in.ts. */
  async logInFor(comment: Comment, reason: 'log-in' | 'ended'): Promise<boolean | undefined> {
    const { askLogIn } = await import('./composer/sending.js');
    return askLogIn(this.box, { ...this.setting, parentComment: comment }, reason);
  }

  /** The next thread begins with an empty field. */
  close(): void {
    this.composing = false;
    delete this.typed;
  }

  render(store: CommentStore) {
    const { language, closed, reading } = this.box;
    const { write, authors } = store.capabilities;
    const elsewhere = replyAddress(store, this.box.key!);
    if (elsewhere) return html`<p class="write" part="write"><a href=${elsewhere.url} rel="noopener">${language.say('replyElsewhere', { name: elsewhere.name })}</a></p>`;
    if (closed || reading.thread.closed) return html`<p class="write" part="write">${language.say('closed')}</p>`;
    if (!write || !store.create) return nothing;
    return html`<div class="write" part="write">
      ${this.composing ? this.renderForm() : html`
        <label>${language.say('yourComment')}<textarea rows="3" dir="auto" @focus=${this.open} @input=${this.keep}></textarea></label>
        ${this.failed ? html`<p role="alert" part="error">${language.say('errorMore')}</p><button type="button" @click=${() => this.open(true)}>${language.say('retry')}</button>` : nothing}
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

/** Where one answers a thread, or a comment of it, when that is elsewhere. */
export function replyAddress({ capabilities: { replyElsewhere } }: CommentStore, thread: string, comment?: string): { name: string; url: string } | undefined {
  if (!replyElsewhere) return undefined;
  const { name, url } = replyElsewhere;
  // An address without a comment's own leads to the thread.
  const address = safeUrl(typeof url === 'function' ? url(thread, comment) : comment === undefined ? url : undefined);
  return address ? { name, url: address } : undefined;
}
