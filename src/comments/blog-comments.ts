import { html, nothing, type PropertyValues } from 'lit';
import { BlogElement } from '../base/blog-element.js';
import { preloadFormats } from '../base/format.js';
import { loadOnce } from '../base/load-once.js';
import { buttons, theme } from '../base/theme.js';
import { whenVisible } from '../base/visibility.js';
import { warn } from '../base/warn.js';
import { styles } from './blog-comments.styles.js';
import { makeDisplayOptions, type DisplayOptions } from './comment-item.js';
import { CommentList } from './comment-list.js';
import type { CommentsView } from './comments-view.js';
import { BlogCommentsErrorEvent, BlogCommentsLoadEvent } from './events.js';
import type { Comment, CommentOrder } from './model.js';
import { openStore } from './stores/registry.js';
import { StoreError, type CommentStore } from './stores/store.js';
import { pageThread, threadOf } from './thread-key.js';
import { ThreadLoader } from './thread-loader.js';

const loadView = loadOnce(() => import('./comments-view.js'));

/**
 * @summary The comments of a post: read, reply, write. The comments are nested lists of articles in light DOM;
 * comments that a server rendered there are adopted.
 * @tagname blog-comments
 *
 * @slot - Comments that the server rendered, in the shape of docs/comments.md or as `wp_list_comments` prints them; anything else is a fallback until the thread is read.
 * @slot form - The page's own fields for the form, each with a `name`; sent as `extra`.
 * @csspart heading - The heading, such as "12 comments".
 * @csspart order - The menu for the order.
 * @csspart fresh - The button that shows new comments.
 * @csspart more - The buttons that load more comments.
 * @csspart error - The error message.
 * @csspart write - The area for writing: the form, or why there is none.
 * @cssState loading - The first page is being loaded.
 * @cssState error - The first page could not be loaded.
 * @cssState empty - There are no comments.
 * @fires blog-comments-load - The first page of the thread is shown: `thread`, `comments`, `count`.
 * @fires blog-comments-error - Comments could not be loaded: `error`. Cancelable: the page shows its own message.
 * @fires blog-comments-login - The reader wants to log in or register, or a session has ended: `reason`. Cancelable: the page handles it.
 * @fires blog-comment-submit - A comment is about to be sent: `comment`. Cancelable: the comment is not sent, and its text stays in the form.
 * @fires blog-comment-sent - The store has confirmed a comment: `comment`, `thread`.
 * @fires blog-comment-held - The store holds a comment for a moderator: `comment`, `thread`.
 * @fires blog-comment-submit-error - A comment could not be sent: `error`. Its text is kept. Cancelable.
 */
export class BlogComments extends BlogElement {
  static override styles = [theme, buttons, styles];
  static override properties = {
    src: {},
    store: {},
    thread: {},
    threadUrl: { attribute: 'thread-url' },
    threadTitle: { attribute: 'thread-title' },
    pageSize: { attribute: 'page-size', type: Number },
    order: {},
    maxDepth: { attribute: 'max-depth', type: Number },
    collapseAfter: { attribute: 'collapse-after', type: Number },
    live: { type: Boolean },
    closed: { type: Boolean },
    headingLevel: { attribute: 'heading-level', type: Number },
    timeZone: { attribute: 'time-zone' },
    relativeDates: { attribute: 'relative-dates', type: Boolean },
    jsonLd: { attribute: 'json-ld', type: Boolean },
    loginUrl: { attribute: 'login-url' },
    registerUrl: { attribute: 'register-url' },
    restNonce: { attribute: 'rest-nonce' },
    token: { attribute: false },
    commentStore: { attribute: false },
    chosenOrder: { attribute: false },
    isErrorShown: { attribute: false },
  };

  /** Base URL of the back end, which also names the site where a server has several. */
  src = '/comments';

  /** The kind of back end: `rest` (the contract in docs/rest.md), another that docs/comments.md lists, or one that the page registered. */
  store = 'rest';

  /** The thread's key. Default: the store's own, else the path and query of the canonical link, or of the page without tracking parameters. A front page has none. */
  thread?: string;

  /** The URL of the thread's page, for feeds, emails and moderators. Default: the canonical link. */
  threadUrl?: string;

  /** The title of the thread's page. Default: the document's title. */
  threadTitle?: string;

  /** How many comments are loaded at a time, 1 to 100, not counting replies. Default, and for anything else: 20. */
  pageSize = 20;

  /** `oldest`, `newest` or `top` first. Default, and for anything else: the store's own. The reader may choose another. */
  order?: CommentOrder;

  /** How deep replies are nested, at least 1. Deeper replies are behind a button, and are shown at one depth. */
  maxDepth = 4;

  /** How many lines of a comment are shown before "Read more"; 0 shows all. */
  collapseAfter = 12;

  /** Announces new comments by others, and shows them when the reader presses a button. */
  live = false;

  /** Takes no new comments. */
  closed = false;

  /** Level of the heading above the comments, 1 to 6. */
  headingLevel = 2;

  /** An IANA time zone for dates, such as `Europe/Amsterdam`. Default, and for an unknown one: the reader's. */
  timeZone?: string;

  /** Shows dates of the last 30 days as "2 hours ago". */
  relativeDates = false;

  /** Describes the comments to search engines (schema.org `Comment`, JSON-LD). */
  jsonLd = false;

  /** The site's own log-in page; `{return}` in it becomes the URL to return to. Default: readers log in here. */
  loginUrl?: string;

  /** The site's own registration page, likewise. */
  registerUrl?: string;

  /** The nonce of the site's own REST API (`X-WP-Nonce`), for readers who are logged in there. */
  restNonce?: string;

  /** A token that the site signed (single sign-on). Kept in memory only. */
  token?: string;

  /** Any object with the `CommentStore` interface. Takes precedence over `store` and `src`. */
  commentStore?: CommentStore;

  /** @internal The reader's own choice of order. */
  chosenOrder?: CommentOrder;
  /** False when the page shows its own message for an error. */
  private isErrorShown = true;

  /** @internal */
  readonly loader = new ThreadLoader(() => this.requestUpdate());
  /** @internal */
  readonly list = new CommentList(this);
  private showing?: Promise<unknown>;
  /** @internal */
  declare readonly language: BlogElement['language'];
  private view?: CommentsView;
  /** The view could not be loaded. */
  private isViewMissing = false;
  /** The comment that the reader came for. */
  private around?: string | undefined;
  /** What is being read, and of which thread, to see whether an attribute makes it something else. */
  private requested = '';
  private requestedThread = '';
  private requestedStore?: CommentStore | undefined;
  /** @internal */
  display: DisplayOptions = { language: this.language, date: (iso) => iso, marksGuests: false, version: '' };

  constructor() {
    super('comments');
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.view?.connect();
    // In parallel with the words and the first render.
    queueMicrotask(() => this.begin());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.view?.disconnect();
    // A first page that was still loading is read again where the element comes back.
    if (this.loader.phase === 'loading') this.requested = '';
    this.loader.stop();
  }

  /** Loads the thread again from its beginning. */
  reload(): void {
    this.requested = '';
    this.begin();
  }

  /**
   * Shows a comment wherever it is in the thread: loads what is needed, unfolds it, scrolls to it and focuses it.
   *
   * @returns false when the thread has no such comment
   */
  async showComment(id: string): Promise<boolean> {
    if (this.loader.phase === 'ready' && !this.loader.thread.entries.has(id)) await this.read(id);
    else await (await this.loadView())?.reveal(id);
    return this.loader.thread.entries.has(id);
  }

  protected override willUpdate(): void {
    this.begin();
    this.list.maxDepth = this.maxDepth >= 1 ? Math.floor(this.maxDepth) : 4;
    this.updateDisplay();
  }

  protected override updated(changed: PropertyValues): void {
    const { phase, thread } = this.loader;
    this.setState('loading', phase === 'loading');
    this.setState('error', phase === 'error');
    this.setState('empty', phase === 'ready' && thread.count === 0);
    // Slotted comments inherit from their slot.
    this.renderRoot.querySelector('slot')?.style.setProperty('--_comment-height', this.collapseAfter >= 1 ? `${Math.floor(this.collapseAfter)}lh` : 'none');
    if (phase === 'ready') this.showing = this.list.show(thread, this.display);
    this.view?.updated(changed);
  }

  /** @internal Waits until the page shows what the thread holds: a long one is put in place bit by bit. */
  async shown(): Promise<void> {
    await this.updateComplete;
    for (let last; last !== this.showing;) await (last = this.showing);
  }

  // Reading

  /** @internal The comment that the page's address names. */
  get wantedComment(): string | undefined {
    return /^#comment-([\w-]{1,128})$/.exec(location.hash)?.[1];
  }

  /** Reads the thread when it is another than before. */
  private begin(): void {
    if (!this.isConnected) return;
    const { store, src, commentStore, restNonce, pageSize, order, chosenOrder } = this;
    const thread = JSON.stringify([commentStore ? '' : [store, src, restNonce], this.thread || pageThread()]);
    const requested = JSON.stringify([thread, pageSize, order, chosenOrder]);
    const sameStore = commentStore === this.requestedStore;
    if (requested === this.requested && sameStore) return;
    this.requested = requested;
    this.requestedStore = commentStore;
    if (this.requestedThread && !(thread === this.requestedThread && sameStore)) {
      // What was shown is not part of this thread.
      this.list.clear();
      this.loader.forget();
      this.view?.end();
    }
    this.requestedThread = thread;
    // Who picks another order wants to see it from its beginning.
    this.read(chosenOrder ? undefined : this.wantedComment).catch(reportError);
  }

  private async read(around?: string): Promise<void> {
    const { loader, pageSize } = this;
    const order = this.chosenOrder ?? this.order;
    this.isErrorShown = true;
    this.around = around;
    preloadFormats(this.language.locale);
    const read = await loader.load(
      {
        store: () => this.commentStore ?? openStore(this.store, this.src, { restNonce: this.restNonce, thread: this.thread }),
        threadOf: (store) => threadOf(store, this.thread),
        // What the page holds already need not be asked for.
        around: around && (this.list.root || !this.querySelector(`#comment-${around}`)) ? around : undefined,
        order: order && /^(oldest|newest|top)$/.test(order) ? order : undefined,
        pageSize: pageSize >= 1 && pageSize <= 100 ? Math.floor(pageSize) : 20,
        whenVisible: (signal) => whenVisible(this, signal),
      },
      () => this.adopt(),
    );
    if (loader.phase === 'error') {
      if (this.hasNoThread) warn('<blog-comments>: this page is a front page, or the store needs a key of its own. Say which thread is meant by `thread="…"`.');
      return this.tellError(loader.error);
    }
    const { key } = loader;
    const { entries, count } = loader.thread;
    if (!read || key === undefined) return;
    // A fallback has done its work.
    for (const node of [...this.childNodes]) if (node !== this.list.root && !(node instanceof Element && node.slot)) node.remove();
    await this.updateComplete;
    const comments = [...entries.values()].map(({ comment }) => comment);
    /** @internal */
    this.dispatchEvent(new BlogCommentsLoadEvent(key, comments, count));
    await this.beginView();
  }

  /** Comments that the server rendered. A reader sees them even if the code that takes them over does not come. */
  private async adopt(): Promise<Comment[]> {
    // They may still be arriving.
    if (document.readyState === 'loading')
      await new Promise((resolve) => {
        document.addEventListener('DOMContentLoaded', resolve, { once: true });
      });
    const root = this.querySelector<HTMLElement>(':scope > ol:not([slot]), :scope > ul:not([slot])');
    if (!root || this.list.root) return [];
    const { adoptComments } = await loadView();
    return adoptComments(this.list, root);
  }

  /** The store is there, and nobody says which of its threads is meant. */
  private get hasNoThread(): boolean {
    return this.loader.store !== undefined && this.loader.key === undefined;
  }

  private tellError(error: unknown): void {
    // Not while a property is being set.
    queueMicrotask(() => {
      /** @internal */
      this.isErrorShown = this.dispatchEvent(new BlogCommentsErrorEvent(this.loader.key, error));
    });
  }

  private updateDisplay(): void {
    const display = makeDisplayOptions(this, this.loader.store);
    if (display.version === this.display.version) return;
    this.display = display;
    this.view?.refresh();
  }

  // The view

  /** Lets the reader do something with the comments that have been read. */
  private async beginView(): Promise<void> {
    await (await this.loadView())?.begin(this.around);
  }

  /** What a reader can do with the comments. Undefined when that part of the script cannot be loaded now: they can be read without it. */
  private async loadView(): Promise<CommentsView | undefined> {
    try {
      const { CommentsView } = await loadView();
      this.isViewMissing = false;
      this.view ??= this.createView(CommentsView);
      await this.updateComplete;
    } catch (error) {
      this.isViewMissing = true;
      this.requestUpdate();
      this.tellError(error);
    }
    return this.view;
  }

  private createView(View: typeof CommentsView): CommentsView {
    const view = new View(this);
    if (this.isConnected) view.connect();
    this.requestUpdate();
    return view;
  }

  // Rendering

  protected override render() {
    const { language, view } = this;
    const { phase, thread } = this.loader;
    return html`<div class="box" lang=${language.wordsLang ?? nothing} dir=${language.dir}>
      <div class="top">${this.renderHeading()}${view?.renderOrder()}</div>
      ${view?.renderBefore()}
      <slot></slot>
      ${phase === 'loading' && thread.entries.size === 0 ? html`<p>${language.say('loading')}</p>` : nothing}
      ${this.isErrorShown ? this.renderError() : nothing}
      ${view?.renderAfter()}
      <p role="status" class="visually-hidden">${view?.status}</p>
    </div>`;
  }

  private renderHeading() {
    const { language, headingLevel } = this;
    const { phase, thread } = this.loader;
    const { count } = thread;
    return html`<div class="heading" part="heading" role="heading" aria-level=${headingLevel >= 1 && headingLevel <= 6 ? Math.floor(headingLevel) : 2}>${
      count ? language.say('count', { count }) : language.say(phase === 'ready' ? 'none' : 'title')
    }</div>`;
  }

  private renderError() {
    const { language } = this;
    const { phase, error } = this.loader;
    if (phase === 'error') {
      if (this.hasNoThread) return html`<p role="alert" part="error">${language.say('errorThread')}</p>`;
      return this.renderRetry(error instanceof StoreError && error.code === 'offline' ? 'errorOffline' : 'errorServer', () => this.reload());
    }
    return this.isViewMissing ? this.renderRetry('errorMore', () => this.beginView()) : nothing;
  }

  private renderRetry(message: string, retry: () => unknown) {
    const { language } = this;
    return html`<p role="alert" part="error">${language.say(message)}</p>
      <button type="button" @click=${retry}>${language.say('retry')}</button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'blog-comments': BlogComments;
  }
}
