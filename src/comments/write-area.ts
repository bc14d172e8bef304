/** Where the reader writes: a plain field first, the form in its place once it is wanted, or the reason why there is none. */

import { html, nothing } from 'lit';
import type { Language } from '../base/language.js';
import { canonicalUrl, safeUrl } from '../base/links.js';
import { loadOnce } from '../base/load-once.js';
import { writeStored } from '../base/storage.js';
import { draftPrefix, siteKey } from './composer/draft-storage.js';
import type { Comment } from './model.js';
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

/** `<blog-comment-form>` (composer/composer.ts), which is loaded when the reader wants to write. */
export interface CommentForm extends HTMLElement, FormSettings {
  parentComment?: Comment;
  editing?: Comment;
  initialText?: string;
  readonly updateComplete: Promise<boolean>;
  askLogIn(reason?: 'log-in' | 'register' | 'ended'): Promise<void>;
}

/** Loads the forms and what they need. Rejects when that cannot be had now; the next call tries again. */
export const loadComposer = loadOnce(() => import('./composer/composer.js'));

interface Host extends HTMLElement {
  readonly renderRoot: HTMLElement | DocumentFragment;
  readonly updateComplete: Promise<boolean>;
  readonly language: Language;
  readonly loader: ThreadLoader;
  readonly key: string | undefined;
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
  /** The form could not be loaded; what is typed is kept all the same. */
  private failed = false;

  constructor(private readonly host: Host) {}

  /** Names the back end in the keys of drafts. */
  get site(): string { return siteKey(this.host.src); }

  get settings(): FormSettings {
    const { host } = this;
    return {
      store: host.loader.store!, thread: host.key!, site: this.site,
      threadUrl: host.threadUrl ?? canonicalUrl(), threadTitle: host.threadTitle ?? document.title,
      loginUrl: host.loginUrl, registerUrl: host.registerUrl,
    };
  }

  disconnect(): void { removeEventListener('online', this.open); }

  /** Puts the form in the place of the field, with what was typed there meanwhile and the focus. */
  readonly open = async (focus?: unknown): Promise<void> => {
    const { host } = this;
    if (this.hasForm) {
      if (focus === true) this.form?.focus();
      return;
    }
    try {
      await loadComposer();
    } catch {
      this.failed = true;
      if (host.isConnected) addEventListener('online', this.open, { once: true });
      host.requestUpdate();
      return;
    }
    if (this.hasForm) return;
    const root = host.renderRoot as ShadowRoot;
    const field = root.querySelector('textarea');
    const focused = field !== null && root.activeElement === field;
    if (field && (field.value || focused)) this.typed = field.value;
    if (field?.value) writeStored(this.slot, null);
    this.hasForm = true;
    this.failed = false;
    host.requestUpdate();
    await host.updateComplete;
    if (focused || focus === true) this.form?.focus();
  };

  /** Where a text is kept that was typed before the form was there. */
  private get slot(): string { return `${draftPrefix(this.site, this.host.key!, '')}#typed`; }

  private readonly keep = (event: Event): void => {
    const text = (event.target as HTMLTextAreaElement).value;
    writeStored(this.slot, text ? JSON.stringify({ text, time: Date.now() }) : null);
  };

  /** Asks the reader to log in or register, for a new comment. */
  async logIn(reason: 'log-in' | 'register' | 'ended'): Promise<void> {
    await this.open();
    await this.form?.updateComplete;
    await this.form?.askLogIn(reason);
  }

  /** The same, for an action on a comment. Resolves as `askLogIn` does in composer/sign-in.ts. */
  async logInFor(comment: Comment, reason: 'log-in' | 'ended'): Promise<boolean | undefined> {
    const { askLogIn } = await loadComposer();
    return askLogIn(this.host, { ...this.settings, parentComment: comment }, reason);
  }

  /** The next thread begins with an empty field. */
  close(): void {
    this.hasForm = false;
    delete this.typed;
  }

  render(store: CommentStore) {
    const { language, closed, loader } = this.host;
    const { write, authors } = store.capabilities;
    const elsewhere = replyAddress(store, this.host.key!);
    if (elsewhere) return html`<p class="write" part="write"><a href=${elsewhere.url} rel="noopener">${language.say('replyElsewhere', { name: elsewhere.name })}</a></p>`;
    if (closed || loader.thread.closed) return html`<p class="write" part="write">${language.say('closed')}</p>`;
    if (!write || !store.create) return nothing;
    return html`<div class="write" part="write">
      ${this.hasForm ? this.renderForm() : html`
        <label>${language.say('yourComment')}<textarea rows="3" dir="auto" @focus=${this.open} @input=${this.keep}></textarea></label>
        ${this.failed ? html`<p role="alert" part="error">${language.say('errorMore')}</p><button type="button" @click=${() => this.open(true)}>${language.say('retry')}</button>` : nothing}
        ${authors === 'account' && !store.account && !store.token ? this.renderLogin() : nothing}`}
    </div>`;
  }

  private get form(): CommentForm | null { return this.host.renderRoot.querySelector<CommentForm>('blog-comment-form'); }

  private renderForm() {
    const { store, thread, site, threadUrl, threadTitle, loginUrl, registerUrl } = this.settings;
    return html`<blog-comment-form .store=${store} .thread=${thread} .site=${site} .threadUrl=${threadUrl} .threadTitle=${threadTitle}
      .loginUrl=${loginUrl} .registerUrl=${registerUrl} .initialText=${this.typed}><slot name="form" slot="form"></slot></blog-comment-form>`;
  }

  /** "Log in or register to comment", each a button. */
  private renderLogin() {
    const { language } = this.host;
    const button = (reason: 'log-in' | 'register', words: string) => html`<button type="button" class="link" @click=${() => this.logIn(reason)}>${words}</button>`;
    return html`<p>${language.say('logInToComment').split(/(\{\w+\})/).map((part) => part === '{logIn}' ? button('log-in', language.say('logIn'))
      : part === '{register}' ? button('register', language.say('register')) : part)}</p>`;
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
