import { html, nothing } from 'lit';
import { BlogElement, register } from '../../base/blog-element.js';
import { buttons, theme } from '../../base/theme.js';
import { BlogCommentsAccountEvent } from '../events.js';
import { textIn } from '../json.js';
import type { CommentStore } from '../stores/store.js';
import { renderButton, renderField, type Field } from './composer-fields.js';
import { accountStyles, composerStyles } from './composer.styles.js';
import { problemsOf, type Key, type Problems } from './new-comment.js';

type Mode = 'log-in' | 'register' | 'forgot';

const wordsOf: Record<Mode, { title: Key; send: Key }> = {
  'log-in': { title: 'logIn', send: 'logIn' },
  register: { title: 'register', send: 'register' },
  forgot: { title: 'forgot', send: 'forgotSend' },
};

/**
 * @summary Log in, register or ask for a new password, in a dialog over the box: the draft stays where it is.
 * @tagname blog-comment-account
 */
class BlogCommentAccount extends BlogElement {
  static override styles = [theme, buttons, composerStyles, accountStyles];
  static override properties = {
    store: { attribute: false },
    mode: { attribute: false },
    problems: { attribute: false },
    status: { attribute: false },
    busy: { attribute: false },
  };

  /** Set by whoever opens the dialog, before it is added to the page. */
  store!: CommentStore;
  mode: Mode = 'log-in';
  /** Called when the dialog has closed, with or without a log-in. */
  whenDone: () => void = () => undefined;

  /** Somebody has logged in by this dialog. */
  succeeded = false;

  private problems: Problems = {};
  private status?: Key;
  private busy = false;
  private get dialog(): HTMLDialogElement | null | undefined {
    return this.shadowRoot?.querySelector('dialog');
  }

  constructor() {
    super('writing');
  }

  protected override firstUpdated(): void {
    this.dialog?.showModal();
    this.focusFirst();
  }

  private focusFirst(): void {
    (this.renderRoot.querySelector<HTMLElement>('[aria-invalid=true]') ?? this.renderRoot.querySelector<HTMLElement>('input'))?.focus();
  }

  private readonly onSubmit = (event: Event): void => {
    event.preventDefault();
    if (!this.busy && event.target instanceof HTMLFormElement) this.submit(new FormData(event.target)).catch(reportError);
  };

  private async submit(fields: FormData): Promise<void> {
    const read = (name: string): string => textIn(fields.get(name));
    const [name, email, password] = [read('name').trim(), read('email').trim(), read('password')];
    this.status = undefined;
    this.problems = {
      ...(this.mode === 'register' && !name && { name: 'missing' as const }),
      ...(!email ? { email: 'missing' as const } : !/^\S+@\S+$/.test(email) && { email: 'malformedEmail' as const }),
      ...(this.mode !== 'forgot' && !password && { password: 'missing' as const }),
    };
    if (!Object.keys(this.problems).length) await this.ask({ name, email, password });
    await this.updateComplete;
    if (Object.keys(this.problems).length && this.dialog?.open) this.focusFirst();
  }

  private async ask({ name, email, password }: { name: string; email: string; password: string }): Promise<void> {
    this.busy = true;
    try {
      if (this.mode === 'forgot') {
        await this.store.forgotPassword?.(email);
        this.status = 'forgotSent';
      } else {
        if (this.mode === 'register') await this.store.register?.({ name, email, password });
        else await this.store.logIn?.({ email, password });
        this.succeeded = true;
        this.dialog?.close();
      }
    } catch (error) {
      const problems = problemsOf(error, ['name', 'email', 'password']);
      // Here "not logged in" says that the two do not belong together, and there is no text to speak of.
      const general: Partial<Record<Key, Key>> = { ended: 'wrongPassword', failed: 'wrong', tooMany: 'tooManyAttempts', forbidden: 'wrong', gone: 'wrong' };
      if (this.mode === 'forgot' && problems[''] === 'gone') problems[''] = 'cannotMail';
      if (problems['password'] === 'tooShort') problems['password'] = 'shortPassword';
      this.problems = problems[''] ? { '': general[problems['']] ?? problems[''] } : problems;
    } finally {
      this.busy = false;
    }
  }

  private switchTo(mode: Mode): void {
    this.mode = mode;
    this.problems = {};
    this.status = undefined;
    this.updateComplete.then(() => this.focusFirst(), reportError);
  }

  protected override render() {
    const { language, mode, store } = this;
    return html`<dialog class="box" lang=${language.wordsLang ?? nothing} dir=${language.dir} aria-labelledby="title" @close=${() => this.whenDone()}>
      <form novalidate @submit=${this.onSubmit}>
        <div class="row title">
          <h2 id="title">${language.say(wordsOf[mode].title)}</h2>
          <button type="button" aria-label=${language.say('close')} @click=${() => this.dialog?.close()}><span aria-hidden="true">✕</span></button>
        </div>
        ${mode === 'register' ? this.renderField('name', 'nickname') : nothing}
        ${this.renderField('email', mode === 'log-in' ? 'username' : 'email')}
        ${mode === 'forgot' ? nothing : this.renderField('password', mode === 'register' ? 'new-password' : 'current-password')}
        <p class="error" role="alert">${this.word(this.problems[''])}</p>
        <button type="submit" class="primary" aria-disabled=${this.busy ? 'true' : 'false'}>${language.say(wordsOf[mode].send)}</button>
        <p role="status">${this.word(this.busy ? 'sending' : this.status)}</p>
        <div class="row">
          ${mode !== 'log-in' ? this.renderModeButton('log-in', 'hasAccount') : nothing}
          ${mode !== 'register' && store.register !== undefined ? this.renderModeButton('register', 'noAccount') : nothing}
          ${mode === 'log-in' && store.forgotPassword !== undefined && store.capabilities.passwordReset ? this.renderModeButton('forgot', 'forgot') : nothing}
        </div>
      </form>
    </dialog>`;
  }

  private renderField(name: 'name' | 'email' | 'password', autocomplete: Field['autocomplete'] & string) {
    const { language } = this;
    const type = name === 'name' ? 'text' : name;
    return renderField({
      name,
      type,
      autocomplete,
      required: true,
      label: language.say(name),
      problem: this.word(this.problems[name]),
      ...(name === 'email' && { hint: language.say('emailHint') }),
    });
  }

  private renderModeButton(mode: Mode, key: Key) {
    return renderButton(this.language.say(key), () => this.switchTo(mode), 'link');
  }

  private word(key: Key | undefined): string {
    return key ? this.language.say(key) : '';
  }
}

register('blog-comment-account', BlogCommentAccount);

/** Opens the dialog over an element, in its language. Resolves, with what came of it, when it has closed. */
export function openAccount(host: HTMLElement, store: CommentStore, reason: 'log-in' | 'register' | 'ended' = 'log-in'): Promise<boolean> {
  const dialog = document.createElement('blog-comment-account');
  dialog.store = store;
  dialog.mode = reason === 'register' ? 'register' : 'log-in';
  const before = store.account;
  return new Promise((resolve) => {
    dialog.whenDone = () => {
      dialog.remove();
      const { account } = store;
      const changed = account !== undefined && (account.id !== before?.id || dialog.succeeded);
      /** @internal */
      if (changed) host.dispatchEvent(new BlogCommentsAccountEvent(account));
      resolve(changed);
    };
    (host.shadowRoot ?? host).append(dialog);
  });
}

declare global {
  interface HTMLElementTagNameMap {
    'blog-comment-account': BlogCommentAccount;
  }
}
