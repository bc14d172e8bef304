import { html, nothing } from 'lit';
import type { PropertyValues } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { BlogElement } from '../base/blog-element.js';
import type { Language } from '../base/language.js';
import { canonicalUrl } from '../base/links.js';
import { buttons, theme } from '../base/theme.js';
import { warn } from '../base/warn.js';
import english from '../base/words/en/comments.js';
import { styles } from './blog-comments.styles.js';
import { CommentList } from './comment-list.js';
import { BlogCommentsErrorEvent, BlogCommentsLoadEvent, BlogCommentsLoginEvent } from './events.js';
import type { BlogCommentHeldEvent, BlogCommentSentEvent } from './events.js';
import { loadComposer } from './forms.js';
import type { CommentForm, FormSetting } from './forms.js';
import type { CommentOrder } from './model.js';
import { CommentPresses } from './presses.js';
import { Reading } from './reading.js';
import type { Direction } from './reading.js';
import { openStore } from './stores/open.js';
import { StoreError } from './stores/store.js';
import type { CommentStore, LiveEvent } from './stores/store.js';
import { defaultThread } from './thread-key.js';
import { hasPendingOrDraft } from './writing/stored.js';

/**
 * @summary A thread of comments under a post: read, answer, write. The comments live in light DOM as nested lists of
 * articles; what a server rendered there is taken over.
 * @tagname blog-comments
 *
 * @slot - Comments that the server rendered, in the shape of docs/comments.md or as WordPress prints them; anything else is a fallback until the thread is read.
 * @slot form - Fields of the page's own for the form, each with a `name`: sent as `extra`.
 * @csspart heading - "12 comments".
 * @csspart order - The choice of order.
 * @csspart fresh - The button that shows new comments.
 * @csspart more - The buttons that read on.
 * @csspart error - What went wrong.
 * @csspart write - All that has to do with writing.
 * @cssState loading - The first page is on its way.
 * @cssState error - It did not come.
 * @cssState empty - There are no comments.
 * @fires blog-comments-load - The first page of the thread is shown: `thread`, `comments`, `count`.
 * @fires blog-comments-error - Comments could not be read: `error`. Cancelable: the page shows its own message.
 * @fires blog-comments-login - The reader wants to log in or register, or a session has ended: `reason`. Cancelable: the page sees to it.
 * @fires blog-comment-submit - A comment is about to be sent: `comment`. Cancelable: it is not, and stays in the box.
 * @fires blog-comment-sent - The store has confirmed a comment: `comment`, `thread`.
 * @fires blog-comment-held - The store holds a comment for a moderator: `comment`, `thread`.
 * @fires blog-comment-submit-error - A comment could not be sent: `error`. Its text is kept. Cancelable.
 */
export class BlogComments extends BlogElement {
  static override styles = [theme, buttons, styles];

  /** Base URL of the back end, which also names the site where a server has several. */
  @property() src = '/comments';

  /** Which kind of back end: `rest` (the contract in docs/rest.md), `wordpress`, `bluesky`, `mastodon`, `local`, or one that the page registered. */
  @property() store = 'rest';

  /** The thread's key. Default: path and query of the canonical link, or of the page without tracking parameters; a front page has none. */
  @property() thread?: string;

  /** Where the thread's page is, for feeds, mail and moderators. Default: the canonical link. */
  @property({ attribute: 'thread-url' }) threadUrl?: string;

  /** What the thread's page is called. Default: the document's title. */
  @property({ attribute: 'thread-title' }) threadTitle?: string;

  /** Comments read at a time, replies not counted: 1 to 100. Anything else is 20. */
  @property({ attribute: 'page-size', type: Number }) pageSize = 20;

  /** `oldest`, `newest` or `top` first. Default, and for anything else: the store's own. The reader may choose another. */
  @property() order?: CommentOrder;

  /** How deep replies are nested, at least 1. Those below are folded behind a button and shown at one depth. */
  @property({ attribute: 'max-depth', type: Number }) maxDepth = 4;

  /** Lines of a comment that are shown before "read more"; 0 shows all. */
  @property({ attribute: 'collapse-after', type: Number }) collapseAfter = 12;

  /** Announces comments that others write meanwhile, behind a button. */
  @property({ type: Boolean }) live = false;

  /** Takes no new comments. */
  @property({ type: Boolean }) closed = false;

  /** Level of the heading above the comments, 1 to 6. */
  @property({ attribute: 'heading-level', type: Number }) headingLevel = 2;

  /** An IANA time zone for dates, such as `Europe/Amsterdam`. Default, and for an unknown one: the reader's. */
  @property({ attribute: 'time-zone' }) timeZone?: string;

  /** Dates of the last 30 days as an age: "2 hours ago". */
  @property({ attribute: 'relative-dates', type: Boolean }) relativeDates = false;

  /** Describes the comments to search engines (schema.org `Comment`, JSON-LD). */
  @property({ attribute: 'json-ld', type: Boolean }) jsonLd = false;

  /** The host's own page to log in on. Readers come back by its `return` parameter. */
  @property({ attribute: 'login-url' }) loginUrl?: string;

  /** The host's own page to register on. */
  @property({ attribute: 'register-url' }) registerUrl?: string;

  /** WordPress's nonce for readers who are logged in there. */
  @property({ attribute: 'rest-nonce' }) restNonce?: string;

  /** A token that the host signed (single sign-on). Kept in memory. */
  @property({ attribute: false }) token?: string;

  /** Any object with the `CommentStore` interface; goes before `store` and `src`. */
  @property({ attribute: false }) commentStore?: CommentStore;

  /** The writing side has come, and its form stands in the placeholder's stead. */
  @state() private composing = false;
  /** What has just happened, for those who cannot see it. */
  @state() private said = '';
  /** Comments by others that wait behind the button. */
  @state() private waiting: LiveEvent[] = [];
  /** The reader's own choice of order. */
  @state() private chosenOrder?: CommentOrder;
  /** The page shows its own message. */
  @state() private muted = false;

  @query('blog-comment-form') private form?: CommentForm;
  @query('slot:not([name])') private comments!: HTMLSlotElement;

  private readonly reading = new Reading(() => this.requestUpdate());
  private readonly presses = new CommentPresses(this, this.reading);
  private readonly list = new CommentList(this, this.presses);
  /** What is being read, to see whether an attribute makes it something else. */
  private wish = '';
  private typed = '';
  private stops: (() => void)[] = [];
  private unlisten?: () => void;
  private jsonLdOff?: () => void;

  constructor() {
    super('comments', english);
    this.presses.list = this.list;
    this.addEventListener('blog-comment-sent', this.onSent as EventListener);
    this.addEventListener('blog-comment-held', this.onSent as EventListener);
    this.addEventListener('blog-comments-account', () => this.onAccount());
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.list.connect();
    addEventListener('hashchange', this.onHash);
    this.stops.push(() => removeEventListener('hashchange', this.onHash));
    // The answer is on its way while words and first render are.
    queueMicrotask(() => this.begin());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.list.disconnect();
    this.presses.disconnect();
    // A first page that was under way is read again where the element comes back.
    if (this.reading.phase === 'loading') this.wish = '';
    this.reading.stop();
    for (const stop of this.stops.splice(0)) stop();
    this.unlisten?.();
    delete this.unlisten;
    this.jsonLdOff?.();
    delete this.jsonLdOff;
  }

  /** Reads the thread again from its beginning. */
  async reload(): Promise<void> {
    this.wish = '';
    this.begin();
    await this.updateComplete;
  }

  /**
   * Shows a comment wherever it is in the thread: reads what is needed, unfolds it, scrolls to it and focuses it.
   *
   * @returns false when the thread has no such comment
   */
  async showComment(id: string): Promise<boolean> {
    if (!this.reading.thread.entries.has(id)) {
      if (this.reading.phase !== 'ready') return false;
      await this.read(id);
    }
    await this.updateComplete;
    return this.presses.reveal(id);
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (this.isConnected) this.begin();
    this.list.maxDepth = Math.max(1, Math.floor(this.maxDepth) || 4);
    this.presses.setManner(this.timeZone, this.relativeDates, this.closed);
    if (changed.has('token') && this.reading.store) this.passToken(this.reading.store);
  }

  protected override updated(): void {
    const { reading } = this;
    const count = reading.thread.count;
    this.setState('loading', reading.phase === 'loading');
    this.setState('error', reading.phase === 'error');
    this.setState('empty', reading.phase === 'ready' && count === 0);
    const lines = Math.floor(this.collapseAfter) || 0;
    // Slotted comments inherit from their slot.
    this.comments.style.setProperty('--_comment-height', lines > 0 ? `${lines}lh` : 'none');
    if (reading.phase === 'ready') void this.list.show(reading.thread);
    this.describe();
    this.follow();
  }

  /** @internal The words that the comments are drawn with. */
  get words(): Language { return this.language; }

  // Reading

  private get threadKey(): string | undefined { return this.thread || (this.store === 'wordpress' ? undefined : defaultThread()); }

  /** Reads the thread when it is another than before. */
  private begin(): void {
    const { store, src, commentStore, restNonce, pageSize, order, chosenOrder } = this;
    if (!this.isConnected) return;
    const key = this.threadKey;
    const where = JSON.stringify([commentStore ? numberOf(commentStore) : [store, src, restNonce], key]);
    const wish = `${where} ${pageSize} ${order} ${chosenOrder}`;
    if (wish === this.wish) return;
    const before = this.wish;
    this.wish = wish;
    if (before && !before.startsWith(`${where} `)) this.forget();
    if (key === undefined) {
      warn('<blog-comments>: this page is a front page, or the store needs its own key; say which thread is meant by `thread="…"`.');
      this.reading.refuse(new StoreError('not-found', 'no thread: a front page has none of its own'));
      void this.tellError();
      return;
    }
    void this.read(commentFromHash());
  }

  /** Another thread: what was shown is not part of it. */
  private forget(): void {
    this.list.clear();
    this.reading.forget();
    this.unlisten?.();
    delete this.unlisten;
    this.waiting = [];
    this.composing = false;
  }

  private async read(around?: string): Promise<void> {
    const thread = this.threadKey!;
    const { reading } = this;
    this.muted = false;
    const wanted = this.chosenOrder ?? this.order;
    const read = await reading.open({
      thread, around,
      order: wanted && /^(oldest|newest|top)$/.test(wanted) ? wanted : undefined,
      pageSize: this.pageSize >= 1 && this.pageSize <= 100 ? Math.floor(this.pageSize) : 20,
      store: async () => {
        const store = this.commentStore ?? await openStore(this.store, this.src, this.restNonce ? { restNonce: this.restNonce } : {});
        this.passToken(store);
        await parsed();
        return store;
      },
    }, () => this.list.adopt());
    if (reading.phase === 'error') return this.tellError();
    if (!read) return;
    this.stops.push(reading.store?.watchAccount?.(() => this.onAccount()) ?? (() => {}));
    this.removeFallback();
    await this.updateComplete;
    this.dispatchEvent(new BlogCommentsLoadEvent(thread, [...reading.thread.entries.values()].map(({ comment }) => comment), reading.thread.count));
    if (around) await this.presses.reveal(around);
    if (hasPendingOrDraft(this.site, thread)) await this.openComposer().catch(() => undefined);
  }

  private async tellError(): Promise<void> {
    await Promise.resolve();
    /** @internal */
    this.muted = !this.dispatchEvent(new BlogCommentsErrorEvent(this.threadKey, this.reading.error));
  }

  /** What the page showed until the comments came. Server-rendered comments are ours now, slotted fields the form's. */
  private removeFallback(): void {
    for (const node of [...this.childNodes]) {
      if (node instanceof Element ? !node.slot && !this.list.owns(node) : node.nodeType === Node.TEXT_NODE) node.remove();
    }
  }

  private passToken(store: CommentStore): void {
    if (this.token === undefined || store.token === this.token) return;
    store.token = this.token;
    void store.identify?.().then(() => this.onAccount(), () => undefined);
  }

  private async more(direction: Direction, event: Event): Promise<void> {
    const { reading } = this;
    const anchor = direction === 'before' ? this.list.view(reading.thread.roots[0]?.comment.id ?? '')?.item : undefined;
    const top = anchor?.getBoundingClientRect().top;
    (event.currentTarget as HTMLElement).focus();
    const fresh = await reading.more(direction);
    await this.updateComplete;
    if (!fresh?.length) return;
    // Where the browser does not keep the place itself (Safari has no scroll anchoring), we do.
    if (anchor && top !== undefined) scrollBy({ top: anchor.getBoundingClientRect().top - top, behavior: 'instant' });
    this.said = this.language.say('added', { count: fresh.length });
    const first = direction === 'before' ? fresh.findLast(({ parent }) => !parent) : fresh[0];
    if (first && direction !== 'all') this.list.view(first.comment.id)?.target.focus({ preventScroll: direction === 'before' });
  }

  // Live

  private follow(): void {
    const { store, phase } = this.reading;
    const wanted = this.live && phase === 'ready' && store && this.isConnected;
    if (!wanted) { if (!this.live) { this.unlisten?.(); delete this.unlisten; } return; }
    if (this.unlisten) return;
    let stop: (() => void) | undefined;
    let stopped = false;
    this.unlisten = () => { stopped = true; stop?.(); };
    const key = this.threadKey!;
    void import('./live.js').then(({ followThread }) => {
      if (!stopped) stop = followThread(store, key, () => this.reading.thread, (event) => this.onLive(event));
    }, () => undefined);
  }

  private onLive(event: LiveEvent): void {
    const { thread } = this.reading;
    const { id } = event.comment;
    if (event.type === 'deleted') {
      this.waiting = this.waiting.filter(({ comment }) => comment.id !== id);
      // A stone in its place, so that nothing moves.
      thread.remove(id, true);
    } else if (thread.entries.has(id)) {
      thread.put(event.comment, false);
    } else if (event.type === 'created') {
      this.waiting = [...this.waiting.filter(({ comment }) => comment.id !== id), event];
    }
    this.requestUpdate();
  }

  private async showWaiting(): Promise<void> {
    const shown = this.waiting.map(({ comment }) => this.reading.thread.put(comment, this.reading.order === 'newest'));
    this.waiting = [];
    this.said = '';
    await this.updateComplete;
    const first = shown.find(Boolean);
    if (first) await this.presses.reveal(first.comment.id);
  }

  // Writing

  /** Names the back end in the keys of drafts. */
  get site(): string {
    return URL.canParse(this.src, document.baseURI) ? new URL(this.src, document.baseURI).href : this.src;
  }

  /** @internal What a form is told. */
  get formSetting(): FormSetting {
    return {
      store: this.reading.store!, thread: this.threadKey!, site: this.site,
      threadUrl: this.threadUrl ?? canonicalUrl(), threadTitle: this.threadTitle ?? document.title,
      loginUrl: this.loginUrl, registerUrl: this.registerUrl,
    };
  }

  /** The form takes the placeholder's place, with what was typed there meanwhile and the focus. */
  private async openComposer(): Promise<void> {
    if (this.composing || !this.reading.store) return;
    await loadComposer();
    const field = this.renderRoot.querySelector('textarea');
    const focused = field !== null && (this.renderRoot as ShadowRoot).activeElement === field;
    this.typed = field?.value ?? '';
    this.composing = true;
    await this.updateComplete;
    if (focused) this.form?.focus();
  }

  /** @internal Asks for the account dialog, unless the page sees to it. */
  async logIn(reason: 'log-in' | 'register' | 'ended'): Promise<void> {
    /** @internal */
    if (!this.dispatchEvent(new BlogCommentsLoginEvent(reason))) return;
    const { openAccount } = await import('./writing/account.js');
    openAccount(this, this.reading.store!, reason);
  }

  private readonly onSent = (event: BlogCommentSentEvent | BlogCommentHeldEvent): void => {
    if (event.thread !== this.threadKey) return;
    const form = event.composedPath()[0];
    const focused = form instanceof Element && form.matches(':focus-within');
    const entry = this.reading.thread.put({ ...event.comment, own: true }, this.reading.order === 'newest');
    this.said = this.language.say(event.comment.status === 'held' ? 'held' : 'sent');
    this.requestUpdate();
    if (entry && focused) void this.updateComplete.then(() => this.presses.reveal(entry.comment.id));
  };

  private onAccount(): void {
    this.presses.renew();
    this.requestUpdate();
  }

  private readonly onHash = (): void => {
    const id = commentFromHash();
    if (id) void this.showComment(id);
  };

  private describe(): void {
    if (!this.jsonLd || this.reading.phase !== 'ready') { this.jsonLdOff?.(); delete this.jsonLdOff; return; }
    void import('./comments-json-ld.js').then(({ describeThread }) => {
      this.jsonLdOff?.();
      if (this.jsonLd && this.isConnected) this.jsonLdOff = describeThread(this.reading.thread, this.threadUrl ?? canonicalUrl());
    }, () => undefined);
  }

  // Rendering

  protected override render() {
    const { language } = this;
    return html`<div class="box" lang=${language.wordsLang ?? nothing} dir=${language.dir}>
      <div class="top">${this.renderHeading()}${this.renderOrder()}</div>
      ${this.reading.thread.before === undefined ? nothing : html`<div class="more" part="more">${this.renderMore('before', language.say('earlier'))}</div>`}
      ${this.waiting.length ? html`<button type="button" class="fresh primary" part="fresh" @click=${this.showWaiting}>${language.say('fresh', { count: this.waiting.length })}</button>` : nothing}
      <slot></slot>
      ${this.renderEnd()}
      <p role="status" class="visually-hidden">${this.waiting.length ? language.say('fresh', { count: this.waiting.length }) : this.said}</p>
      ${this.reading.store && this.reading.phase !== 'error' ? this.renderWriting(this.reading.store) : nothing}
    </div>`;
  }

  private renderHeading() {
    const { language, reading } = this;
    const { count } = reading.thread;
    const level = this.headingLevel >= 1 && this.headingLevel <= 6 ? Math.floor(this.headingLevel) : 2;
    const words = count ? language.say('count', { count }) : language.say(reading.phase === 'ready' ? 'none' : 'title');
    return html`<div class="heading" part="heading" role="heading" aria-level=${level}>${words}</div>`;
  }

  private renderOrder() {
    const { language, reading } = this;
    const orders = reading.store?.capabilities.orders ?? [];
    if (orders.length < 2 || reading.thread.roots.length < 2) return nothing;
    const chosen = reading.order;
    return html`<label class="order" part="order">${language.say('order')}
      <select @change=${(event: Event) => { this.chosenOrder = (event.target as HTMLSelectElement).value as CommentOrder; }}>
        ${orders.map((order) => html`<option value=${order} ?selected=${order === chosen}>${language.say(order)}</option>`)}
      </select></label>`;
  }

  private renderEnd() {
    const { language, reading } = this;
    const { thread } = reading;
    if (reading.phase === 'error') return this.muted ? nothing : this.renderError(reading.error);
    return html`
      ${reading.phase === 'loading' && thread.entries.size === 0 ? html`<p>${language.say('loading')}</p>` : nothing}
      ${thread.after === undefined ? nothing : html`<div class="more" part="more">
        ${this.renderMore('after', language.say('more'))}
        ${thread.count > this.pageSize * 2 ? this.renderMore('all', language.say('all', { count: thread.count })) : nothing}
      </div>`}
      ${reading.failed ? html`<p role="alert" part="error">${language.say('errorMore')}</p>` : nothing}`;
  }

  private renderMore(direction: Direction, words: string) {
    const busy = this.reading.busy !== undefined;
    return html`<button type="button" aria-disabled=${String(busy)} @click=${(event: Event) => this.more(direction, event)}>${words}</button>`;
  }

  private renderError(error: unknown) {
    const { language } = this;
    const code = error instanceof StoreError ? error.code : 'unavailable';
    if (this.threadKey === undefined) return html`<p role="alert" part="error">${language.say('errorThread')}</p>`;
    return html`<div role="alert" part="error"><p>${language.say(code === 'offline' ? 'errorOffline' : 'errorServer')}</p></div>
      <button type="button" @click=${this.reload}>${language.say('retry')}</button>`;
  }

  private renderWriting(store: CommentStore) {
    const { language } = this;
    const { replyElsewhere, write, authors } = store.capabilities;
    if (replyElsewhere) return html`<div class="write" part="write"><a class="elsewhere" href=${replyElsewhere.url} rel="noopener">${language.say('replyElsewhere', { name: replyElsewhere.name })}</a></div>`;
    if (this.closed || this.reading.thread.closed) return html`<p class="write notice" part="write">${language.say('closed')}</p>`;
    if (!write || !store.create) return nothing;
    return html`<div class="write" part="write">
      ${this.composing ? this.renderForm() : html`
        <label>${language.say('yourComment')}<textarea rows="3" @focus=${() => this.openComposer().catch(() => undefined)} dir="auto"></textarea></label>
        ${authors === 'account' && !store.account ? this.renderLogin() : nothing}`}
    </div>`;
  }

  private renderForm() {
    const { store, thread, site, threadUrl, threadTitle, loginUrl, registerUrl } = this.formSetting;
    return html`<blog-comment-form .store=${store} .thread=${thread} .site=${site} .threadUrl=${threadUrl} .threadTitle=${threadTitle}
      .loginUrl=${loginUrl} .registerUrl=${registerUrl} .initialText=${this.typed}><slot name="form" slot="form"></slot></blog-comment-form>`;
  }

  /** "Log in or register to comment", each of the two a button or the host's own link. */
  private renderLogin() {
    const { language } = this;
    const choice = (reason: 'log-in' | 'register', word: string) => html`<button type="button" class="link" @click=${() => this.logIn(reason)}>${word}</button>`;
    return html`<p>${language.say('logInToComment').split(/(\{\w+\})/).map((part) => part === '{logIn}' ? choice('log-in', language.say('logIn'))
      : part === '{register}' ? choice('register', language.say('register')) : part)}</p>`;
  }
}

const numbers = new WeakMap<object, number>();
let lastNumber = 0;

/** Tells one store object from another. */
function numberOf(store: object): number {
  if (!numbers.has(store)) numbers.set(store, ++lastNumber);
  return numbers.get(store)!;
}

function commentFromHash(): string | undefined {
  return /^#comment-([\w-]{1,128})$/.exec(location.hash)?.[1];
}

/** Server-rendered comments may still be arriving. */
async function parsed(): Promise<void> {
  if (document.readyState === 'loading') await new Promise((resolve) => { document.addEventListener('DOMContentLoaded', resolve, { once: true }); });
}

declare global {
  interface HTMLElementTagNameMap { 'blog-comments': BlogComments }
}
