import { html, nothing } from 'lit';
import type { PropertyValues } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { BlogElement } from '../base/blog-element.js';
import { canonicalUrl } from '../base/links.js';
import { buttons, theme } from '../base/theme.js';
import { warn } from '../base/warn.js';
import english from '../base/words/en/comments.js';
import { styles } from './blog-comments.styles.js';
import { CommentList } from './comment-list.js';
import type { Conversation } from './conversation.js';
import { dateWriter } from './dates.js';
import { BlogCommentsAccountEvent, BlogCommentsErrorEvent, BlogCommentsLoadEvent } from './events.js';
import type { BlogCommentHeldEvent, BlogCommentSentEvent } from './events.js';
import { loadComposer } from './forms.js';
import type { CommentForm, FormSetting } from './forms.js';
import type { Comment, CommentOrder } from './model.js';
import { Reading } from './reading.js';
import type { Direction } from './reading-on.js';
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

  /** @internal The writing side has come, and its form stands in the placeholder's stead. */
  @state() composing = false;
  /** @internal What has just happened, for those who cannot see it. */
  @state() said = '';
  /** @internal Comments by others that wait behind the button. */
  @state() waiting: LiveEvent[] = [];
  /** The reader's own choice of order. */
  @state() private chosenOrder?: CommentOrder;
  /** The page shows its own message. */
  @state() private muted = false;

  @query('blog-comment-form') private form?: CommentForm | null;
  @query('slot:not([name])') private comments!: HTMLSlotElement;

  /** @internal */
  readonly reading = new Reading(() => this.requestUpdate());
  /** @internal */
  readonly list = new CommentList(this);
  /** @internal */
  declare readonly language: BlogElement['language'];
  private conversation?: Conversation;
  /** What is being read, to see whether an attribute makes it something else. */
  private wish = '';
  private where = '';
  private typed?: string;
  private date = (iso: string): string => iso;
  private manner = '';
  private ages?: ReturnType<typeof setInterval>;
  /** What ends with the stay in the page. */
  private readonly ends: (() => void)[] = [];
  private unlisten?: (() => void) | undefined;
  private jsonLdOff?: (() => void) | undefined;

  constructor() {
    super('comments', english);
    this.addEventListener('blog-comment-sent', this.onSent);
    this.addEventListener('blog-comment-held', this.onSent);
    this.addEventListener('blog-comments-account', () => this.onAccount());
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.conversation?.connect();
    addEventListener('hashchange', this.onHash);
    this.ends.push(() => removeEventListener('hashchange', this.onHash));
    // The answer is under way while the words and the first render are.
    queueMicrotask(() => this.begin());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.conversation?.disconnect();
    // A first page that was under way is read where the element comes back.
    if (this.reading.phase === 'loading') this.wish = '';
    this.reading.stop();
    for (const end of this.ends.splice(0)) end();
    this.stopFollowing();
    clearInterval(this.ages);
    this.manner = '';
    this.jsonLdOff?.();
    this.jsonLdOff = undefined;
  }

  /** Reads the thread again from its beginning. */
  reload(): void {
    this.wish = '';
    this.begin();
  }

  /**
   * Shows a comment wherever it is in the thread: reads what is needed, unfolds it, scrolls to it and focuses it.
   *
   * @returns false when the thread has no such comment
   */
  async showComment(id: string): Promise<boolean> {
    if (!this.reading.thread.entries.has(id) && this.reading.phase === 'ready') await this.read(id);
    else return await (await this.talk())?.reveal(id) ?? false;
    return this.reading.thread.entries.has(id);
  }

  protected override willUpdate(changed: PropertyValues): void {
    this.begin();
    this.list.maxDepth = this.maxDepth >= 1 ? Math.floor(this.maxDepth) : 4;
    if (changed.has('token') && this.reading.store) this.passToken(this.reading.store);
    this.setManner();
  }

  protected override updated(changed: PropertyValues): void {
    const { reading } = this;
    this.setState('loading', reading.phase === 'loading');
    this.setState('error', reading.phase === 'error');
    this.setState('empty', reading.phase === 'ready' && reading.thread.count === 0);
    // Slotted comments inherit from their slot.
    this.comments.style.setProperty('--_comment-height', this.collapseAfter >= 1 ? `${Math.floor(this.collapseAfter)}lh` : 'none');
    if (reading.phase === 'ready') {
      void this.list.show(reading.thread, { language: this.language, date: this.date, version: this.manner });
      this.describe();
    }
    if (changed.has('closed')) this.conversation?.refresh();
    this.follow();
  }

  // Reading

  /** The thread's key; undefined where there is none. */
  private get key(): string | undefined { return this.thread || (this.store === 'wordpress' ? undefined : defaultThread()); }

  /** Reads the thread when it is another than before. */
  private begin(): void {
    if (!this.isConnected) return;
    const { store, src, commentStore, restNonce, pageSize, order, chosenOrder, key } = this;
    const where = JSON.stringify([commentStore ? numberOf(commentStore) : [store, src, restNonce], key]);
    const wish = JSON.stringify([where, pageSize, order, chosenOrder]);
    if (wish === this.wish) return;
    this.wish = wish;
    if (this.where && where !== this.where) this.forget();
    this.where = where;
    if (key !== undefined) return void this.read(/^#comment-([\w-]{1,128})$/.exec(location.hash)?.[1]);
    warn('<blog-comments>: this page is a front page, or the store needs a key of its own. Say which thread is meant by `thread="…"`.');
    this.reading.refuse(new StoreError('not-found', 'no thread: a front page has none of its own'));
    this.tellError();
  }

  /** Another thread: what was shown is not part of it. */
  private forget(): void {
    this.list.clear();
    this.reading.forget();
    this.stopFollowing();
    this.waiting = [];
    this.composing = false;
  }

  private async read(around?: string): Promise<void> {
    const { reading, key } = this;
    const wanted = this.chosenOrder ?? this.order;
    this.muted = false;
    const read = await reading.open({
      thread: key!, around,
      order: wanted && /^(oldest|newest|top)$/.test(wanted) ? wanted : undefined,
      pageSize: this.pageSize >= 1 && this.pageSize <= 100 ? Math.floor(this.pageSize) : 20,
      store: async () => {
        const store = this.commentStore ?? await openStore(this.store, this.src, this.restNonce ? { restNonce: this.restNonce } : {});
        this.passToken(store);
        // Server-rendered comments may still be arriving.
        if (document.readyState === 'loading') await new Promise((resolve) => { document.addEventListener('DOMContentLoaded', resolve, { once: true }); });
        return store;
      },
    }, () => this.adopt());
    if (reading.phase === 'error') return this.tellError();
    if (!read) return;
    for (const node of [...this.childNodes]) if (node !== this.list.root && !(node as Element).slot) node.remove();
    await this.updateComplete;
    this.ends.push(reading.store?.watchAccount?.(() => this.onAccount()) ?? (() => undefined));
    const { entries, count } = reading.thread;
    this.dispatchEvent(new BlogCommentsLoadEvent(key!, [...entries.values()].map(({ comment }) => comment), count));
    const conversation = await this.talk();
    void conversation?.readHeld();
    if (around) await conversation?.reveal(around);
    if (hasPendingOrDraft(this.site, key!)) await this.openComposer();
  }

  /** Comments that the server rendered. A reader sees them even if the code that takes them over does not come. */
  private async adopt(): Promise<Comment[]> {
    const root = this.querySelector<HTMLElement>(':scope > ol:not([slot]), :scope > ul:not([slot])');
    if (!root || this.list.root) return [];
    const { adoptComments } = await import('./adoption.js');
    return adoptComments(this.list, root);
  }

  private tellError(): void {
    // Not while a property is being set.
    queueMicrotask(() => {
      /** @internal */
      this.muted = !this.dispatchEvent(new BlogCommentsErrorEvent(this.key, this.reading.error));
    });
  }

  private passToken(store: CommentStore): void {
    if (this.token === undefined || store.token === this.token) return;
    store.token = this.token;
    // Forms hear of it as of any log-in: a comment that waited for it is sent.
    const tell = (): void => {
      /** @internal */
      this.dispatchEvent(new BlogCommentsAccountEvent(store.account));
    };
    void Promise.resolve(store.identify?.()).then(tell, tell);
  }

  private setManner(): void {
    const { language, timeZone, relativeDates } = this;
    const now = language.say('now');
    const manner = JSON.stringify([language.locale, language.wordsLang, now, timeZone, relativeDates]);
    if (manner === this.manner) return;
    this.manner = manner;
    this.date = dateWriter({ locale: language.locale, timeZone, relative: relativeDates, now });
    clearInterval(this.ages);
    if (relativeDates) this.ages = setInterval(() => { if (!document.hidden) this.list.showAges(this.date); }, 60_000);
    this.conversation?.refresh();
  }

  // What comes behind the first comments

  /** What a reader can do with the comments. Undefined when that part of the script cannot be had now. */
  private async talk(): Promise<Conversation | undefined> {
    if (this.conversation) return this.conversation;
    try {
      const { Conversation } = await import('./conversation.js');
      if (!this.conversation) {
        this.conversation = new Conversation(this);
        if (this.isConnected) this.conversation.connect();
      }
    } catch { /* Reading goes on without it; the next press tries again. */ }
    return this.conversation;
  }

  private async more(direction: Direction): Promise<void> {
    await (await this.talk())?.more(direction);
  }

  private readonly showWaiting = async (): Promise<void> => {
    await this.conversation?.showWaiting();
  };

  private follow(): void {
    const { store, phase } = this.reading;
    if (!this.live) return this.stopFollowing();
    if (this.unlisten || phase !== 'ready' || !store || !this.isConnected) return;
    let stop: (() => void) | undefined;
    let stopped = false;
    this.unlisten = () => { stopped = true; stop?.(); };
    const key = this.key!;
    void Promise.all([import('./live.js'), this.talk()]).then(([{ followThread }, conversation]) => {
      if (!stopped) stop = followThread(store, key, () => this.reading.thread, (event) => conversation?.onLive(event));
    }, () => undefined);
  }

  private stopFollowing(): void {
    this.unlisten?.();
    this.unlisten = undefined;
  }

  private describe(): void {
    if (!this.jsonLd) { this.jsonLdOff?.(); this.jsonLdOff = undefined; return; }
    void import('./comments-json-ld.js').then(({ describeThread }) => {
      this.jsonLdOff?.();
      this.jsonLdOff = this.jsonLd && this.isConnected ? describeThread(this.reading.thread, this.threadUrl ?? canonicalUrl()) : undefined;
    }, () => undefined);
  }

  // Writing

  /** @internal Names the back end in the keys of drafts. */
  get site(): string {
    return URL.canParse(this.src, document.baseURI) ? new URL(this.src, document.baseURI).href : this.src;
  }

  /** @internal What a form is told. */
  get formSetting(): FormSetting {
    return {
      store: this.reading.store!, thread: this.key!, site: this.site,
      threadUrl: this.threadUrl ?? canonicalUrl(), threadTitle: this.threadTitle ?? document.title,
      loginUrl: this.loginUrl, registerUrl: this.registerUrl,
    };
  }

  /** The form takes the placeholder's place, with what was typed there meanwhile and the focus. */
  private readonly openComposer = async (): Promise<void> => {
    if (this.composing || !this.reading.store) return;
    try {
      await loadComposer();
    } catch {
      // The placeholder keeps the text; the next focus tries again.
      return;
    }
    const field = this.renderRoot.querySelector('textarea');
    const focused = field !== null && (this.renderRoot as ShadowRoot).activeElement === field;
    this.typed = focused || field?.value ? field!.value : undefined;
    this.composing = true;
    await this.updateComplete;
    if (focused) this.form?.focus();
  };

  /** @internal Asks for the way in that this box has. */
  async logIn(reason: 'log-in' | 'register' | 'ended'): Promise<void> {
    await this.openComposer();
    await this.updateComplete;
    this.form?.askLogIn(reason);
  }

  private readonly onSent = (event: BlogCommentSentEvent | BlogCommentHeldEvent): void => {
    if (event.thread !== this.key) return;
    const form = event.composedPath()[0];
    const focused = form instanceof Element && form.matches(':focus-within');
    void this.talk().then((conversation) => conversation?.onSent(event.comment, focused));
  };

  private onAccount(): void {
    void this.conversation?.readHeld();
    this.conversation?.refresh();
    this.requestUpdate();
  }

  private readonly onHash = (): void => {
    const id = /^#comment-([\w-]{1,128})$/.exec(location.hash)?.[1];
    if (id) void this.showComment(id);
  };

  // Rendering

  protected override render() {
    const { language, reading, waiting } = this;
    const fresh = waiting.length ? language.say('fresh', { count: waiting.length }) : '';
    return html`<div class="box" lang=${language.wordsLang ?? nothing} dir=${language.dir}>
      <div class="top">${this.renderHeading()}${this.renderOrder()}</div>
      ${reading.thread.before === undefined ? nothing : html`<div class="more" part="more">${this.renderMore('before', language.say('earlier'))}</div>`}
      ${fresh ? html`<button type="button" class="fresh primary" part="fresh" @click=${this.showWaiting}>${fresh}</button>` : nothing}
      <slot></slot>
      ${reading.phase === 'error' ? this.renderError() : this.renderEnd()}
      <p role="status" class="visually-hidden">${fresh || this.said}</p>
      ${reading.store && reading.phase !== 'error' ? this.renderWriting(reading.store) : nothing}
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
    return html`<label class="order" part="order"><span class="visually-hidden">${language.say('order')}</span>
      <select @change=${(event: Event) => { this.chosenOrder = (event.target as HTMLSelectElement).value as CommentOrder; }}>
        ${orders.map((order) => html`<option value=${order} ?selected=${order === chosen}>${language.say(order)}</option>`)}
      </select></label>`;
  }

  private renderEnd() {
    const { language, reading: { phase, thread, failed } } = this;
    return html`
      ${phase === 'loading' && thread.entries.size === 0 ? html`<p>${language.say('loading')}</p>` : nothing}
      ${thread.after === undefined ? nothing : html`<div class="more" part="more">
        ${this.renderMore('after', language.say('more'))}
        ${thread.count > 2 * this.pageSize ? this.renderMore('all', language.say('all', { count: thread.count })) : nothing}
      </div>`}
      ${failed ? html`<p role="alert" part="error">${language.say('errorMore')}</p>` : nothing}`;
  }

  private renderMore(direction: Direction, words: string) {
    return html`<button type="button" aria-disabled=${String(this.reading.busy !== undefined)} @click=${() => this.more(direction)}>${words}</button>`;
  }

  private renderError() {
    const { language, muted, reading: { error } } = this;
    if (muted) return nothing;
    const offline = error instanceof StoreError && error.code === 'offline';
    const message = this.key === undefined ? 'errorThread' : offline ? 'errorOffline' : 'errorServer';
    return html`<p role="alert" part="error">${language.say(message)}</p>
      ${this.key === undefined ? nothing : html`<button type="button" @click=${this.reload}>${language.say('retry')}</button>`}`;
  }

  private renderWriting(store: CommentStore) {
    const { language } = this;
    const { replyElsewhere, write, authors } = store.capabilities;
    if (replyElsewhere) return html`<p class="write" part="write"><a class="elsewhere" href=${replyElsewhere.url} rel="noopener">${language.say('replyElsewhere', { name: replyElsewhere.name })}</a></p>`;
    if (this.closed || this.reading.thread.closed) return html`<p class="write" part="write">${language.say('closed')}</p>`;
    if (!write || !store.create) return nothing;
    return html`<div class="write" part="write">
      ${this.composing ? this.renderForm() : html`
        <label>${language.say('yourComment')}<textarea rows="3" dir="auto" @focus=${this.openComposer}></textarea></label>
        ${authors === 'account' && !store.account && !store.token ? this.renderLogin() : nothing}`}
    </div>`;
  }

  private renderForm() {
    const { store, thread, site, threadUrl, threadTitle, loginUrl, registerUrl } = this.formSetting;
    return html`<blog-comment-form .store=${store} .thread=${thread} .site=${site} .threadUrl=${threadUrl} .threadTitle=${threadTitle}
      .loginUrl=${loginUrl} .registerUrl=${registerUrl} .initialText=${this.typed}><slot name="form" slot="form"></slot></blog-comment-form>`;
  }

  /** "Log in or register to comment": each of the two opens its way in. */
  private renderLogin() {
    const { language } = this;
    const way = (reason: 'log-in' | 'register', words: string) => html`<button type="button" class="link" @click=${() => this.logIn(reason)}>${words}</button>`;
    return html`<p>${language.say('logInToComment').split(/(\{\w+\})/).map((part) => part === '{logIn}' ? way('log-in', language.say('logIn'))
      : part === '{register}' ? way('register', language.say('register')) : part)}</p>`;
  }
}

const numbers = new WeakMap<object, number>();
let lastNumber = 0;

/** Tells one store object from another. */
function numberOf(store: object): number {
  if (!numbers.has(store)) numbers.set(store, ++lastNumber);
  return numbers.get(store)!;
}

declare global {
  interface HTMLElementTagNameMap { 'blog-comments': BlogComments }
}
