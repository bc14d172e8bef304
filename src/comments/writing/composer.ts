import { html, nothing } from 'lit';
import type { PropertyValues } from 'lit';
import { BlogElement } from '../../base/blog-element.js';
import { register } from '../../base/register.js';
import { buttons } from '../../base/buttons.js';
import { theme } from '../../base/theme.js';
import {
  BlogCommentFormCloseEvent, BlogCommentHeldEvent, BlogCommentSentEvent, BlogCommentSubmitErrorEvent,
} from '../events.js';
import type { Comment } from '../model.js';
import { StoreError } from '../stores/store.js';
import type { CommentStore, NewComment } from '../stores/store.js';
import { Access } from './access.js';
import { composerStyles } from './composer.styles.js';
import { Drafting } from './drafting.js';
import { isolate, renderButton, renderField, renderProblem } from './form-parts.js';
import type { Problems } from './problems.js';
import type { Send } from './send-queue.js';
import { hasPendingOrDraft } from './stored.js';
import { lengthOf, words } from './words.js';
import type { Key } from './words.js';

export { draftPlaces } from './draft.js';

/** Rejects with a `StoreError` when it cannot be had now; the next call tries again. */
function loadSending(): Promise<typeof import('./sending.js')> {
  return import('./sending.js').catch((cause: unknown) => {
    throw new StoreError('offline', 'a part of the script could not be loaded', { cause });
  });
}

/**
 * @summary The form of a new comment, a reply or a change. `<blog-comments>` makes it when the reader wants to write.
 * @tagname blog-comment-form
 * @slot form - fields that the page adds; what they hold travels as `extra`
 * @csspart form, textarea, input, button, preview, status, error
 * @fires blog-comment-submit, blog-comment-sent, blog-comment-held, blog-comment-submit-error, blog-comments-login, blog-comments-account
 */
export class BlogCommentForm extends BlogElement {
  static override styles = [theme, buttons, composerStyles];
  static override properties = {
    store: { attribute: false },
    thread: { attribute: false },
    site: { attribute: false },
    parentComment: { attribute: false },
    editing: { attribute: false },
    threadUrl: { attribute: false },
    threadTitle: { attribute: false },
    loginUrl: { attribute: false },
    registerUrl: { attribute: false },
    initialText: { attribute: false },
    problems: { attribute: false },
    status: { attribute: false },
    drawPreview: { attribute: false },
    frozen: { attribute: false },
    sending: { attribute: false },
  };

  store!: CommentStore;
  thread = '';
  /** Names the back end, in the keys of drafts and secrets. */
  site = '';
  /** The comment that is answered. */
  parentComment?: Comment;
  /** The comment that is changed. */
  editing?: Comment;
  threadUrl?: string;
  threadTitle?: string;
  /** The host's own page to log in; `{return}` in it becomes the address to come back to. */
  loginUrl?: string;
  registerUrl?: string;
  /** What the reader typed before this form was there; given, the form takes the focus over. */
  initialText?: string;

  private problems: Problems = {};
  private status?: Key;
  private drawPreview?: typeof import('./preview.js').drawPreview;
  /** @internal The text is on its way, and cannot be changed until its fate is known. */
  frozen = false;
  private sending?: Send;
  private get textarea(): HTMLTextAreaElement { return this.renderRoot?.querySelector('textarea') as HTMLTextAreaElement; }

  private preparing = false;
  /** The box of a reply's form: it hears of a comment that is sent when the form has been closed. */
  private box: Element | null = null;
  /** The reader pressed "send" and has to log in first. */
  private sendWhenIn = false;
  private focusProblem = false;
  private readonly access = new Access(this);
  private readonly draft = new Drafting(this);

  constructor() { super('writing', words); }

  override connectedCallback(): void {
    super.connectedCallback();
    this.box = this.closest('blog-comments');
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('store')) this.access.watch();
    const placed = ['thread', 'site'].some((name) => changed.has(name))
      || (changed.has('parentComment') && changed.get('parentComment')?.id !== this.parentComment?.id)
      || (changed.has('editing') && changed.get('editing')?.id !== this.editing?.id);
    if (placed || !this.draft.isOpen) this.openDraft(changed.has('initialText'));
  }

  protected override firstUpdated(): void {
    if (this.initialText !== undefined) this.focus();
  }

  protected override updated(): void {
    if (!CSS.supports('field-sizing', 'content')) this.grow();
    if (this.focusProblem) {
      this.focusProblem = false;
      this.renderRoot.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
    }
  }

  /** Puts the caret behind the text. */
  override focus(options?: FocusOptions): void {
    const textarea = this.textarea as HTMLTextAreaElement | null;
    if (!textarea) { void this.updateComplete.then(() => this.textarea?.focus(options)); return; }
    textarea.focus(options);
    textarea.setSelectionRange(textarea.value.length, textarea.value.length);
  }

  /** Opens the way in: the page's own, or the dialog. */
  async askLogIn(reason: 'log-in' | 'register' | 'ended' = 'log-in'): Promise<void> {
    this.status = undefined;
    try {
      const { askLogIn } = await loadSending();
      const isIn = await askLogIn(this, this, reason);
      if (isIn === undefined) return;
      if (!isIn) this.sendWhenIn = false;
    } catch {
      this.problems = { '': 'noAnswer' };
    }
    this.focus();
  }

  /** Somebody has logged in or out: here, in another form, or by the page's token. */
  accountChanged(): void {
    this.requestUpdate();
    if (!this.access.isIn) return;
    if (this.problems[''] === 'ended') this.problems = {};
    if (this.sendWhenIn) void this.submit();
    else if (this.store.account) this.status = this.store.account.emailConfirmed === false && this.store.capabilities.passwordReset ? 'confirmEmail' : 'loggedIn';
  }

  // Drafts

  /** @internal */
  get place(): string {
    return this.editing ? `edit-${this.editing.id}` : this.parentComment ? `reply-${this.parentComment.id}` : '';
  }

  /** @internal */
  get original(): string {
    return typeof this.editing?.text === 'string' ? this.editing.text : '';
  }

  /** @internal */
  get asksName(): boolean {
    return !this.access.isIn && !this.editing && this.store.capabilities.authors !== 'account';
  }

  /** @internal */
  get isTyping(): boolean {
    return this.shadowRoot?.activeElement === this.textarea;
  }

  private openDraft(withInitial: boolean): void {
    const { draft, initialText } = this;
    this.problems = {};
    this.status = undefined;
    this.thaw();
    draft.open();
    // Replies that an earlier visit could not send have no form of their own now.
    if (!this.place && hasPendingOrDraft(this.site, this.thread)) void this.resumeOthers(draft.key);
    if (withInitial && initialText) draft.type({ text: draft.text ? `${draft.text}\n\n${initialText}` : initialText });
  }

  private async resumeOthers(but: string): Promise<void> {
    const { resumePendingSends } = await loadSending();
    resumePendingSends(this.store, this.site, this.thread, but, (comment) => this.tell(comment, this.renderRoot.querySelector('slot')!));
  }

  /** @internal */
  onAttempt(): void { void this.join(); }

  /** @internal */
  onSentElsewhere(): void { this.afterSend('sentElsewhere'); }

  private discard(): void {
    this.draft.discard();
    this.focus();
  }

  private useOther(key: string): void {
    this.draft.use(key);
    this.focus();
  }

  // Sending

  private async submit(): Promise<void> {
    if (this.frozen || this.preparing) return;
    this.preparing = true;
    this.sendWhenIn = false;
    this.problems = {};
    this.status = undefined;
    try {
      const { prepare } = await loadSending();
      const answer = prepare(this, this.draft, this.access);
      if (answer === 'ready') await this.join();
      else if (answer === 'log-in') { this.sendWhenIn = true; void this.askLogIn(); }
      else if (answer !== 'stopped') this.show(answer);
    } catch (error) {
      this.refuse({ '': 'noAnswer' }, error);
    } finally {
      this.preparing = false;
    }
  }

  private show(problems: Problems): void {
    this.problems = problems;
    this.focusProblem = true;
  }

  /** Sends what is in the slot, or watches who does. */
  private async join(): Promise<void> {
    if (this.frozen) return;
    this.frozen = true;
    const { key, attempt } = this.draft;
    try {
      const { send, problemsOf } = await loadSending();
      if (this.draft.key !== key) return;
      const sending = this.sending = send(this.store, this.site, key);
      const stop = sending.watch(() => this.requestUpdate());
      const mine = (): boolean => {
        stop();
        if (this.sending !== sending) return false;
        this.thaw();
        return true;
      };
      sending.done.then(
        (sent) => { if (mine()) this.onSent(sent); },
        (error: unknown) => {
          if (mine()) this.refuse(problemsOf(error, this.asksName ? ['text', 'name', 'email'] : ['text']), error, attempt?.comment);
        },
      );
    } catch (error) {
      this.thaw();
      this.refuse({ '': 'noAnswer' }, error, attempt?.comment);
    }
  }

  private thaw(): void {
    this.sending = undefined;
    this.frozen = false;
  }

  private onSent(comment: Comment | undefined): void {
    // Taken back by its writer: the text is theirs again.
    if (this.draft.refresh() && !comment) { this.focus(); return; }
    this.afterSend(!comment ? 'sentElsewhere' : comment.status === 'held' ? 'held' : this.editing ? 'saved' : 'sent');
    if (!comment) return;
    this.tell(comment, this);
    if (this.place) this.close(comment);
  }

  private tell(comment: Comment, from: Element): void {
    const teller = from.isConnected || !this.box ? from : this.box;
    /** @internal */
    teller.dispatchEvent(comment.status === 'held' ? new BlogCommentHeldEvent(comment, this.thread) : new BlogCommentSentEvent(comment, this.thread));
  }

  private afterSend(status: Key): void {
    this.draft.empty();
    this.drawPreview = undefined;
    this.status = status;
  }

  private refuse(problems: Problems, error: unknown, comment?: NewComment): void {
    this.draft.refresh();
    /** @internal */
    if (!this.dispatchEvent(new BlogCommentSubmitErrorEvent(error, comment))) return;
    this.show(problems);
    if (error instanceof StoreError && error.code === 'unauthorized') {
      this.sendWhenIn = true;
      void this.askLogIn('ended');
    }
  }

  private close(comment?: Comment): void {
    /** @internal */
    this.dispatchEvent(new BlogCommentFormCloseEvent(comment));
  }

  private async logOut(): Promise<void> {
    try {
      const { logOut } = await loadSending();
      await logOut(this);
      this.status = 'loggedOut';
      await this.updateComplete;
      this.renderRoot.querySelector<HTMLElement>('.account button')?.focus();
    } catch {
      this.problems = { '': 'noAnswer' };
    }
  }

  // Typing

  private onText(event: Event): void {
    const before = this.left();
    // What sends is here when the reader is done.
    loadSending().catch(() => undefined);
    this.store.prepare?.();
    this.draft.type({ text: (event.target as HTMLTextAreaElement).value });
    this.typed('text');
    // Said once, when the limit is crossed.
    if (before >= 0 && this.left() < 0) this.problems = { text: 'tooLong' };
  }

  private typed(field: string): void {
    const { [field]: _, '': __, ...others } = this.problems;
    this.problems = others;
    this.status = undefined;
  }

  private async togglePreview(): Promise<void> {
    if (this.drawPreview) { this.drawPreview = undefined; return; }
    try {
      const { drawPreview, previewStyles } = await import('./preview.js');
      const { adoptedStyleSheets } = this.shadowRoot!;
      if (!adoptedStyleSheets.includes(previewStyles.styleSheet!)) adoptedStyleSheets.push(previewStyles.styleSheet!);
      this.drawPreview = drawPreview;
    } catch {
      this.problems = { '': 'noAnswer' };
    }
  }

  private onKeydown(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    event.preventDefault();
    void this.submit();
  }

  private grow(): void {
    const { textarea } = this;
    textarea.style.blockSize = 'auto';
    textarea.style.blockSize = `${textarea.scrollHeight + 2}px`;
  }

  private left(): number {
    const { maxLength } = this.store.capabilities;
    return maxLength ? maxLength - lengthOf(this.draft.text) : Infinity;
  }

  // Rendering

  protected override render() {
    const { language } = this;
    return html`<div class="box" lang=${language.wordsLang ?? nothing} dir=${language.dir}>
      <form part="form" novalidate aria-label=${this.label()} @submit=${this.onSubmit} @keydown=${this.onKeydown}>
        ${this.renderAccount()}
        ${this.renderText()}
        ${this.drawPreview ? this.renderPreview() : nothing}
        ${this.asksName ? this.renderGuest() : nothing}
        <slot name="form"></slot>
        ${this.renderNotes()}
        ${this.renderButtons()}
        <div>
          <p class="error" part="error" role="alert">${this.word(this.problems[''])}</p>
          ${this.renderStatus()}
        </div>
      </form>
    </div>`;
  }

  private onSubmit(event: Event): void {
    event.preventDefault();
    void this.submit();
  }

  private word(key: Key | undefined): string {
    return key ? this.language.say(key, { name: isolate(this.store.account?.name ?? '') }) : '';
  }

  private label(): string {
    if (this.editing) return this.language.say('change');
    const name = this.parentComment?.author.name;
    return name ? this.language.say('reply', { name: isolate(name) }) : this.language.say('comment');
  }

  private renderAccount() {
    const { store, language } = this;
    const { account } = store;
    if (account) {
      return html`<div class="row account"><span>${language.say('writingAs', { name: isolate(account.name) })}</span>
        ${store.logOut && !store.token ? renderButton(language.say('logOut'), () => this.logOut(), 'link') : nothing}</div>`;
    }
    if (this.access.isIn || this.editing || !this.access.isOffered) return nothing;
    const needed = this.access.isNeeded;
    return html`<div class="row account">
      ${renderButton(language.say(needed ? 'logInToComment' : 'logIn'), () => this.askLogIn(), needed ? 'primary' : 'link')}
      ${this.registerUrl || (!needed && store.register) ? renderButton(language.say('register'), () => this.askLogIn('register'), 'link') : nothing}</div>`;
  }

  private renderText() {
    const left = this.left();
    const { maxLength } = this.store.capabilities;
    const near = left <= Math.min(500, maxLength / 4);
    return html`<div>
      <label for="text">${this.label()}</label>
      <textarea id="text" part="textarea" rows="4" dir="auto" .value=${this.draft.text} ?readonly=${this.frozen} aria-required="true"
        aria-invalid=${this.problems['text'] ? 'true' : 'false'} aria-describedby="text-error left" aria-keyshortcuts="Control+Enter Meta+Enter"
        @input=${this.onText}></textarea>
      ${renderProblem('text', this.word(this.problems['text']))}
      <p id="left" class="left ${left < 0 ? 'over' : ''}">${near ? this.language.say(left < 0 ? 'over' : 'left', { count: Math.abs(left) }) : nothing}</p>
    </div>`;
  }

  private renderGuest() {
    const { language } = this;
    const email = this.store.capabilities.guestEmail ?? 'none';
    const field = (name: 'name' | 'email') => ({
      name, label: language.say(name), autocomplete: name, value: this.draft[name], readonly: this.frozen, problem: this.word(this.problems[name]),
      onInput: (value: string) => { this.draft.type({ [name]: value }); this.typed(name); },
    });
    const hint = `${email === 'optional' ? language.say('optional') : ''} ${language.say('emailHint')}`;
    return html`<div class="fields">
      ${renderField({ ...field('name'), required: true })}
      ${email === 'none' ? nothing : renderField({ ...field('email'), type: 'email', hint, required: email === 'required' })}
    </div>
    <label class="check"><input type="checkbox" .checked=${this.draft.remember}
      @change=${(event: Event) => { this.draft.remember = (event.target as HTMLInputElement).checked; }}>${language.say('remember')}</label>`;
  }

  private renderPreview() {
    return html`<div role="region" class="preview" part="preview" aria-label=${this.language.say('preview')}>
      ${this.draft.text.trim() ? this.drawPreview!(this.draft.text) : html`<p>${this.language.say('previewEmpty')}</p>`}
    </div>`;
  }

  /** What the reader should know about drafts: an old one is back, there is another, nothing is kept. */
  private renderNotes() {
    const { language, draft } = this;
    if (this.frozen) return nothing;
    const { other } = draft;
    return html`
      ${draft.restored ? html`<p class="row"><span>${language.say('draftBack')}</span> ${renderButton(language.say('discard'), () => this.discard(), 'link')}</p>` : nothing}
      ${other ? html`<p class="row"><span>${language.say('otherDraft', { start: isolate(other.start) })}</span>
        ${renderButton(language.say('useOther'), () => this.useOther(other.key), 'link')}</p>` : nothing}
      ${draft.isKept ? nothing : html`<p class="hint">${language.say('notKept')}</p>`}`;
  }

  private renderButtons() {
    const { language } = this;
    const send: Key = this.editing ? 'save' : this.parentComment ? 'sendReply' : 'send';
    return html`<div class="row">
      <button type="submit" class="primary" part="button" aria-disabled=${this.frozen ? 'true' : 'false'}>${language.say(send)}</button>
      <button type="button" part="button" aria-pressed=${this.drawPreview ? 'true' : 'false'} @click=${this.togglePreview}>${language.say('preview')}</button>
      ${this.place ? renderButton(language.say('cancel'), () => this.close(), 'link') : nothing}
    </div>`;
  }

  private renderStatus() {
    const { sending, language } = this;
    const waits = sending && sending.state !== 'sending';
    return html`<p role="status" part="status">${this.word(sending ? sending.state : this.frozen ? 'sending' : this.status)}</p>
      ${waits ? html`<div class="row">
        ${renderButton(language.say('tryNow'), () => sending.tryNow())} ${renderButton(language.say('stop'), () => sending.stop(), 'link')}
      </div>` : nothing}`;
  }
}

register('blog-comment-form', BlogCommentForm);

declare global {
  interface HTMLElementTagNameMap { 'blog-comment-form': BlogCommentForm }
}
