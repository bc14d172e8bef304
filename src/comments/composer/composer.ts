import { html, nothing, type PropertyValues } from 'lit';
import { BlogElement, register } from '../../base/blog-element.js';
import { buttons, theme } from '../../base/theme.js';
import { BlogCommentFormCloseEvent, BlogCommentHeldEvent, BlogCommentSentEvent, BlogCommentSubmitErrorEvent, BlogCommentSubmitEvent } from '../events.js';
import type { Comment } from '../model.js';
import { StoreError, type CommentStore, type NewComment } from '../stores/store.js';
import {
  fitTextarea,
  formLabel,
  isolate,
  readPageFields,
  renderAccount,
  renderButtons,
  renderGuest,
  renderNotes,
  renderPreview,
  renderStatus,
  renderText,
} from './composer-fields.js';
import { composerStyles } from './composer.styles.js';
import { DraftController } from './draft.js';
import { hasPendingOrDraft } from './draft-storage.js';
import { charactersLeft, prepareComment, problemsOf, type Key, type Problems } from './new-comment.js';
import { resumePendingSends, send, type Send } from './outbox.js';
import { SignIn } from './sign-in.js';

export { askLogIn } from './sign-in.js';

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
    previewing: { attribute: false },
    frozen: { attribute: false },
    sending: { attribute: false },
  };

  /** Set by whoever makes the form, before it is added to the page. */
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

  /** @internal */
  problems: Problems = {};
  /** @internal */
  status?: Key | undefined;
  private previewing = false;
  /** @internal The text is being sent, and cannot be changed until its fate is known. */
  frozen = false;
  private sending?: Send;
  private get textarea(): HTMLTextAreaElement | null | undefined {
    return this.shadowRoot?.querySelector('textarea');
  }

  private preparing = false;
  /** Where the open draft belongs: site, thread and place. */
  private draftAddress?: string;
  /** Dispatches the events of a reply that is sent after its form has been closed. */
  private box: Element | null = null;
  private focusProblem = false;
  private readonly signIn = new SignIn(this);
  private readonly draft = new DraftController(this);

  constructor() {
    super('writing');
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.box = this.closest('blog-comments');
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('store')) this.signIn.watch();
    // Another version of the comment that is answered or changed is no reason to open its draft again.
    const address = JSON.stringify([this.site, this.thread, this.place]);
    if (address !== this.draftAddress) this.openDraft(changed.has('initialText'));
    this.draftAddress = address;
  }

  protected override firstUpdated(): void {
    if (this.initialText !== undefined) this.focus();
  }

  protected override updated(): void {
    if (this.textarea && !CSS.supports('field-sizing', 'content')) fitTextarea(this.textarea);
    if (this.focusProblem) {
      this.focusProblem = false;
      this.renderRoot.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
    }
  }

  /** Puts the caret behind the text. */
  override focus(options?: FocusOptions): void {
    const { textarea } = this;
    if (!textarea) {
      this.updateComplete.then(() => this.textarea?.focus(options), reportError);
      return;
    }
    textarea.focus(options);
    textarea.setSelectionRange(textarea.value.length, textarea.value.length);
  }

  /** Asks the reader to log in: on the page's own terms, or in a dialog. */
  async askLogIn(reason: 'log-in' | 'register' | 'ended' = 'log-in'): Promise<void> {
    await this.signIn.askLogIn(reason);
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
    return !this.signIn.isSignedIn && !this.editing && this.store.capabilities.authors !== 'account';
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
    if (!this.place && hasPendingOrDraft(this.site, this.thread)) this.resumeOthers(draft.key);
    if (withInitial && initialText) draft.type({ text: draft.text ? `${draft.text}\n\n${initialText}` : initialText });
  }

  private resumeOthers(but: string): void {
    resumePendingSends(this.store, this.site, this.thread, but, (comment) => this.tell(comment, this.renderRoot.querySelector('slot') ?? this));
  }

  /** @internal */
  onAttempt(): void {
    this.join();
  }

  /** @internal */
  onSentElsewhere(): void {
    this.afterSend('sentElsewhere');
  }

  private discard(): void {
    this.draft.discard();
    this.focus();
  }

  private useOther(key: string): void {
    this.draft.use(key);
    this.focus();
  }

  // Sending

  /** @internal */
  submit(): void {
    if (this.frozen || this.preparing) return;
    this.preparing = true;
    this.signIn.sendAfterSignIn = false;
    this.problems = {};
    this.status = undefined;
    try {
      const answer = prepareComment(this, this.draft, this.signIn.isNeeded);
      if (answer === 'ready') this.join();
      else if (answer === 'log-in') this.signIn.sendSignedIn('log-in');
      else if (answer !== 'stopped') this.show(answer);
    } catch (error) {
      this.refuse({ '': 'noAnswer' }, error);
    } finally {
      this.preparing = false;
    }
  }

  /** @internal */
  readPageFields(): Record<string, string> | undefined {
    return readPageFields(this.renderRoot.querySelector('slot'));
  }

  /** @internal */
  maySend(comment: NewComment): boolean {
    /** @internal */
    return this.dispatchEvent(new BlogCommentSubmitEvent(comment));
  }

  private show(problems: Problems): void {
    this.problems = problems;
    this.focusProblem = true;
  }

  /** Sends what is in the slot, or watches who does. */
  private join(): void {
    if (this.frozen) return;
    this.frozen = true;
    const { key, attempt } = this.draft;
    try {
      const sending = (this.sending = send(this.store, this.site, key));
      const stop = sending.watch(() => this.requestUpdate());
      const mine = (): boolean => {
        stop();
        if (this.sending !== sending) return false;
        this.thaw();
        return true;
      };
      sending.done.then(
        (sent) => {
          if (mine()) this.onSent(sent);
        },
        (error: unknown) => {
          if (mine()) this.refuse(problemsOf(error, this.asksName ? ['text', 'name', 'email'] : ['text'], Boolean(this.editing)), error, attempt?.comment);
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
    if (this.draft.refresh() && !comment) {
      this.focus();
      return;
    }
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
    this.previewing = false;
    this.status = status;
  }

  private refuse(problems: Problems, error: unknown, comment?: NewComment): void {
    this.draft.refresh();
    /** @internal */
    if (!this.dispatchEvent(new BlogCommentSubmitErrorEvent(error, comment))) return;
    this.show(problems);
    if (error instanceof StoreError && error.code === 'unauthorized') this.signIn.sendSignedIn('ended');
  }

  private close(comment?: Comment): void {
    /** @internal */
    this.dispatchEvent(new BlogCommentFormCloseEvent(comment));
  }

  // Typing

  private readonly onText = ({ target }: Event): void => {
    if (!(target instanceof HTMLTextAreaElement)) return;
    const before = this.left();
    this.store.prepare?.();
    this.draft.type({ text: target.value });
    this.typed('text');
    // Said once, when the limit is crossed.
    if (before >= 0 && this.left() < 0) this.problems = { text: 'tooLong' };
  };

  private typed(field: string): void {
    const { [field]: _, '': __, ...others } = this.problems;
    this.problems = others;
    this.status = undefined;
  }

  private readonly togglePreview = (): void => {
    this.previewing = !this.previewing;
  };

  private readonly onKeydown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    event.preventDefault();
    this.submit();
  };

  private readonly onSubmit = (event: Event): void => {
    event.preventDefault();
    this.submit();
  };

  private left(): number {
    return charactersLeft(this.draft.text, this.store.capabilities);
  }

  // Rendering

  protected override render() {
    const { language, store, draft, signIn, frozen, problems, sending } = this;
    const word = (key: Key | undefined): string => (key ? language.say(key, { name: isolate(store.account?.name ?? '') }) : '');
    const parts = { language, store, frozen, word, problems };
    const label = formLabel(language, this);
    return html`<div class="box" lang=${language.wordsLang ?? nothing} dir=${language.dir}>
      <form part="form" novalidate aria-label=${label} @submit=${this.onSubmit} @keydown=${this.onKeydown}>
        ${renderAccount(parts, signIn)}
        ${renderText(parts, { label, text: draft.text, left: this.left(), onInput: this.onText })}
        ${this.previewing ? renderPreview(parts, draft.text) : nothing}
        ${
          this.asksName
            ? renderGuest(parts, {
                draft,
                onField: (name, value) => {
                  draft.type({ [name]: value });
                  this.typed(name);
                },
                onRemember: (remember) => {
                  draft.remember = remember;
                },
              })
            : nothing
        }
        <slot name="form"></slot>
        ${frozen ? nothing : renderNotes(parts, draft, { discard: () => this.discard(), useOther: (key) => this.useOther(key) })}
        ${renderButtons(parts, {
          send: this.editing ? 'save' : this.parentComment ? 'sendReply' : 'send',
          previewing: this.previewing,
          togglePreview: this.togglePreview,
          cancel: this.place ? () => this.close() : undefined,
        })}
        ${renderStatus(parts, { status: this.status, sending })}
      </form>
    </div>`;
  }
}

register('blog-comment-form', BlogCommentForm);

declare global {
  interface HTMLElementTagNameMap {
    'blog-comment-form': BlogCommentForm;
  }
}
