/** Where the reader writes: a plain field first, the form in its place once it is wanted, or the reason why there is none. */

import { html, nothing } from 'lit';
import type { Language } from '../base/language.js';
import { canonicalUrl, safeUrl } from '../base/links.js';
import { loadOnce } from '../base/load-once.js';
import { writeStored } from '../base/storage.js';
import { draftPrefix } from './composer/draft-storage.js';
import { BlogCommentsErrorEvent } from './events.js';
import type { Comment } from './model.js';
import { siteKey } from './site-key.js';
import type { CommentStore } from './stores/store.js';
import type { ThreadLoader } from './thread-loader.js';

/** What every form of a box needs to know. */
export interface FormSettings {
  store: CommentStore;
  thread: string;
  threadUrl: string;
  threadTitle: string;
  /** Names the back end, in the keys of drafts and secrets. */
  site: string;
  loginUrl: string | undefined;
  registerUrl: string | undefined;
}

/** Loads the forms and what they need: `<blog-comment-form>` (composer/composer.ts). */
const loadComposer = loadOnce(() => import('./composer/composer.js'));

interface Host extends HTMLElement {
  readonly renderRoot: HTMLElement | DocumentFragment;
  readonly updateComplete: Promise<boolean>;
  readonly language: Language;
  readonly loader: ThreadLoader;
  src: string;
  closed: boolean;
  threadUrl?: string;
  threadTitle?: string;
  loginUrl?: string;
  registerUrl?: string;
  requestUpdate(): void;
}

export class WriteArea {
  private hasForm = false;
  private typed?: string;
  /** The form could not be loaded. What is typed in the plain field is kept all the same. */
  private isFormMissing = false;
  /** False when the page shows its own message for that. */
  private isErrorShown = true;

  constructor(private readonly host: Host) {}

  /** Names the back end in the keys of drafts. */
  get site(): string {
    return siteKey(this.host.src);
  }

  /** Undefined until a thread has been read. */
  get settings(): FormSettings | undefined {
    const {
      site,
      host: {
        loader: { store, key },
        threadUrl,
        threadTitle,
        loginUrl,
        registerUrl,
      },
    } = this;
    if (!store || key === undefined) return undefined;
    return { store, thread: key, site, threadUrl: threadUrl ?? canonicalUrl(), threadTitle: threadTitle ?? document.title, loginUrl, registerUrl };
  }

  connect(): void {
    if (this.isFormMissing) addEventListener('online', this.onOnline);
  }

  disconnect(): void {
    removeEventListener('online', this.onOnline);
  }

  private readonly onOnline = (): void => {
    this.open().catch(reportError);
  };

  /** The code of the forms. When it cannot be loaded now, the page is told, and the answer is undefined: the next call tries again. */
  async load(): Promise<Awaited<ReturnType<typeof loadComposer>> | undefined> {
    try {
      return await loadComposer();
    } catch (error) {
      /** @internal */
      this.isErrorShown = this.host.dispatchEvent(new BlogCommentsErrorEvent(this.host.loader.key, error));
      return undefined;
    }
  }

  /** Puts the form in the place of the field, with what was typed there meanwhile and the focus. */
  async open(focus = false): Promise<void> {
    const { host } = this;
    if (this.hasForm) {
      if (focus) this.form?.focus();
      return;
    }
    const isLoaded = (await this.load()) !== undefined;
    this.isFormMissing = !isLoaded;
    if (isLoaded) removeEventListener('online', this.onOnline);
    else if (host.isConnected) addEventListener('online', this.onOnline);
    if (!isLoaded) return host.requestUpdate();
    if (this.hasForm) return;
    const field = host.renderRoot.querySelector('textarea');
    const focused = field !== null && host.shadowRoot?.activeElement === field;
    if (field && (field.value || focused)) this.typed = field.value;
    if (field?.value) this.keepTyped('');
    this.hasForm = true;
    host.requestUpdate();
    await host.updateComplete;
    if (focused || focus) this.form?.focus();
  }

  private readonly onFocus = (): void => {
    this.open().catch(reportError);
  };

  private readonly onInput = ({ target }: Event): void => {
    if (target instanceof HTMLTextAreaElement) this.keepTyped(target.value);
  };

  /** Keeps a text that is typed before the form is there, as a draft that the form finds. */
  private keepTyped(text: string): void {
    const { key } = this.host.loader;
    if (key !== undefined) writeStored(`${draftPrefix(this.site, key, '')}#typed`, text ? JSON.stringify({ text, time: Date.now() }) : null);
  }

  /** Asks the reader to log in or register, for a new comment. */
  async logIn(reason: 'log-in' | 'register' | 'ended'): Promise<void> {
    await this.open();
    await this.form?.updateComplete;
    await this.form?.askLogIn(reason);
  }

  /** The same, for an action on a comment. Resolves as `askLogIn` does in composer/sign-in.ts; rejects when nothing can be asked now. */
  async logInFor(comment: Comment, reason: 'log-in' | 'ended'): Promise<boolean | undefined> {
    const composer = await this.load();
    const { settings } = this;
    if (!composer || !settings) throw new Error('the form to log in could not be loaded');
    return composer.askLogIn(this.host, { ...settings, parentComment: comment }, reason);
  }

  /** The next thread begins with an empty field. */
  close(): void {
    this.hasForm = false;
    delete this.typed;
  }

  render(store: CommentStore, thread: string) {
    const { language, closed, loader } = this.host;
    const { write, authors } = store.capabilities;
    const elsewhere = replyAddress(store, thread);
    if (elsewhere)
      return html`<p class="write" part="write"><a href=${elsewhere.url} rel="noopener">${language.say('replyElsewhere', { name: elsewhere.name })}</a></p>`;
    if (closed || loader.thread.closed) return html`<p class="write" part="write">${language.say('closed')}</p>`;
    if (!write || store.create === undefined) return nothing;
    return html`<div class="write" part="write">
      ${
        this.hasForm
          ? this.renderForm()
          : html`
        <label>${language.say('yourComment')}<textarea rows="3" dir="auto" @focus=${this.onFocus} @input=${this.onInput}></textarea></label>
        ${this.isFormMissing && this.isErrorShown ? html`<p role="alert" part="error">${language.say('errorMore')}</p><button type="button" @click=${() => this.open(true)}>${language.say('retry')}</button>` : nothing}
        ${authors === 'account' && !store.account && !store.token ? this.renderLogin() : nothing}`
      }
    </div>`;
  }

  private get form(): HTMLElementTagNameMap['blog-comment-form'] | null {
    return this.host.renderRoot.querySelector('blog-comment-form');
  }

  private renderForm() {
    const { settings } = this;
    if (!settings) return nothing;
    const { store, thread, site, threadUrl, threadTitle, loginUrl, registerUrl } = settings;
    return html`<blog-comment-form .store=${store} .thread=${thread} .site=${site} .threadUrl=${threadUrl} .threadTitle=${threadTitle}
      .loginUrl=${loginUrl} .registerUrl=${registerUrl} .initialText=${this.typed}><slot name="form" slot="form"></slot></blog-comment-form>`;
  }

  /** "Log in or register to comment", each a button. */
  private renderLogin() {
    const { language } = this.host;
    const button = (reason: 'log-in' | 'register', words: string) =>
      html`<button type="button" class="link" @click=${() => this.logIn(reason)}>${words}</button>`;
    return html`<p>${language
      .say('logInToComment')
      .split(/(\{\w+\})/)
      .map((part) =>
        part === '{logIn}' ? button('log-in', language.say('logIn')) : part === '{register}' ? button('register', language.say('register')) : part,
      )}</p>`;
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
