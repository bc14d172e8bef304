/** What a reader can do with the comments once they are there: go to one, read on, follow, write. Loaded after the first view. */

import { adoptStyles, html, nothing, type CSSResultOrNative, type PropertyValues } from 'lit';
import type { Language } from '../base/language.js';
import { canonicalUrl } from '../base/links.js';
import { adoptPageStyles } from '../base/theme.js';
import { CommentActions } from './comment-actions.js';
import type { CommentItem, DisplayOptions } from './comment-item.js';
import type { CommentList } from './comment-list.js';
import { defineCommentToolbar, type CommentToolbar } from './comment-toolbar.js';
import { controlStyles, pageStyles } from './comments-view.styles.js';
import { adoptOldKeys, hasPendingOrDraft, takeReturn } from './composer/draft-storage.js';
import { forgetExpiredSecrets } from './edit-secrets.js';
import { BlogCommentsAccountEvent, type BlogCommentHeldEvent, type BlogCommentSentEvent } from './events.js';
import { LazyToolbars } from './lazy-toolbars.js';
import { followThread } from './live.js';
import type { Comment, CommentOrder } from './model.js';
import { describeThread } from './structured-data.js';
import type { LiveEvent } from './stores/store.js';
import type { Direction, ThreadLoader } from './thread-loader.js';
import { putComment, removeComment } from './thread.js';
import { WriteArea } from './write-area.js';

export { adoptComments } from './server-rendered.js';

/** `<blog-comments>`, as its view knows it. */
interface Host extends HTMLElement {
  readonly renderRoot: HTMLElement | DocumentFragment;
  readonly updateComplete: Promise<boolean>;
  readonly language: Language;
  readonly loader: ThreadLoader;
  readonly list: CommentList;
  readonly display: DisplayOptions;
  /** The thread's key. */
  readonly key: string | undefined;
  /** The comment that the page's address names. */
  readonly wantedComment: string | undefined;
  chosenOrder?: CommentOrder;
  src: string;
  pageSize: number;
  closed: boolean;
  live: boolean;
  jsonLd: boolean;
  relativeDates: boolean;
  token?: string;
  threadUrl?: string;
  threadTitle?: string;
  loginUrl?: string;
  registerUrl?: string;
  requestUpdate(): void;
  /** Waits until the page shows what the thread holds. */
  shown(): Promise<void>;
  showComment(id: string): Promise<boolean>;
}

export class CommentsView {
  private readonly writeArea: WriteArea;
  /** Comments by others that wait behind the button. */
  waiting: LiveEvent[] = [];
  /** Comments that were gone to. */
  private readonly shown = new Set<string>();
  /** What has just happened, for those who cannot see it. */
  private said = '';
  private readonly actions: CommentActions;
  private toolbars?: LazyToolbars;
  private ageTimer?: ReturnType<typeof setInterval>;
  private unlisten?: (() => void) | undefined;
  private unwatch?: (() => void) | undefined;
  private jsonLdOff?: (() => void) | undefined;
  private describing?: ReturnType<typeof setTimeout>;

  constructor(readonly box: Host) {
    this.writeArea = new WriteArea(box);
    this.actions = new CommentActions(box, this.writeArea);
    adoptOldKeys(this.writeArea.site);
    adoptStyles(box.renderRoot as ShadowRoot, [...(box.constructor as unknown as { elementStyles: CSSResultOrNative[] }).elementStyles, controlStyles]);
    defineCommentToolbar();
  }

  connect(): void {
    const { box } = this;
    adoptPageStyles(box, pageStyles);
    this.toolbars = new LazyToolbars(box, (some) => this.draw(some));
    box.list.onShown = this.onShown;
    for (const item of box.list.items.values()) this.onShown(item);
    box.addEventListener('focusin', this.onFocus);
    box.addEventListener('scroll', this.onScroll, true);
    box.addEventListener('blog-comment-sent', this.onSent);
    box.addEventListener('blog-comment-held', this.onSent);
    box.addEventListener('blog-comments-account', this.onAccount);
    addEventListener('hashchange', this.onHash);
    this.watchAccount();
    // Follows others' comments again.
    box.requestUpdate();
    this.ageTimer = setInterval(() => { if (box.relativeDates && !document.hidden) box.list.showAges(box.display.date); }, 60_000);
  }

  disconnect(): void {
    const { box } = this;
    this.toolbars?.stop();
    this.writeArea.disconnect();
    // A box that is moved is back by then, and its deletions can still be undone.
    queueMicrotask(() => { if (!box.isConnected) this.actions.finish(); });
    this.stopFollowing();
    clearTimeout(this.describing);
    this.jsonLdOff?.();
    this.jsonLdOff = undefined;
    box.removeEventListener('focusin', this.onFocus);
    box.removeEventListener('scroll', this.onScroll, true);
    box.removeEventListener('blog-comment-sent', this.onSent);
    box.removeEventListener('blog-comment-held', this.onSent);
    box.removeEventListener('blog-comments-account', this.onAccount);
    removeEventListener('hashchange', this.onHash);
    clearInterval(this.ageTimer);
    this.unwatch?.();
  }

  /** A thread has been read; `around` is the comment that the reader came for. */
  async begin(around?: string): Promise<void> {
    const { box } = this;
    this.watchAccount();
    this.passToken();
    this.waiting = this.waiting.filter(({ comment }) => !box.loader.thread.entries.has(comment.id));
    void box.loader.loadHeld();
    forgetExpiredSecrets(this.writeArea.site, box.loader.store?.capabilities.editWindow);
    // The reader may have gone to another comment before this was here to hear it.
    const wanted = box.wantedComment;
    if (wanted && wanted !== around && !this.shown.has(wanted)) await box.showComment(wanted);
    else if (around) await this.reveal(around);
    const left = takeReturn(this.writeArea.site, box.key!);
    if (left === undefined && !hasPendingOrDraft(this.writeArea.site, box.key!)) return;
    await this.writeArea.open(left === '');
    await this.actions.openDrafts(left);
  }

  /** The thread is another one. */
  end(): void {
    this.stopFollowing();
    this.waiting = [];
    this.shown.clear();
    this.said = '';
    this.writeArea.close();
  }

  /** The box has been drawn. */
  updated(changed: PropertyValues): void {
    if (changed.has('closed')) this.refresh();
    if (changed.has('token')) this.passToken();
    this.follow();
    this.describe();
  }

  /** Draws all buttons again: who is logged in has changed, or the language. */
  refresh(): void {
    for (const { toolbar } of this.box.list.items.values()) toolbar.refresh();
  }

  /** Unfolds what hides a comment, scrolls to it and focuses it. False when it is not here. */
  async reveal(id: string): Promise<boolean> {
    const { list, loader } = this.box;
    const entry = loader.thread.entries.get(id);
    if (!entry) return false;
    for (let above = entry.parent; above; above = above.parent) list.opened.add(above.comment.id);
    this.box.requestUpdate();
    await this.box.shown();
    const item = list.items.get(id);
    if (!item?.element.isConnected) return false;
    this.draw([item.toolbar as CommentToolbar]);
    item.toolbar.unfold();
    this.shown.add(id);
    item.target.scrollIntoView();
    item.target.focus({ preventScroll: true });
    // How high the comments before it are was guessed until now; where the browser does not keep the place, look again.
    requestAnimationFrame(() => requestAnimationFrame(() => { if (item.target.matches(':focus')) item.target.scrollIntoView({ block: 'nearest' }); }));
    return true;
  }

  /** Reads on. Focus goes to the first new comment, and what the reader saw stays where it was. */
  async more(direction: Direction): Promise<void> {
    const { box } = this;
    const { list, loader } = box;
    const anchor = direction === 'after' ? undefined : list.items.get(loader.thread.roots[0]?.comment.id ?? '')?.article;
    const top = anchor?.getBoundingClientRect().top ?? 0;
    const fresh = await loader.loadMore(direction);
    await box.shown();
    if (!fresh?.length) return;
    this.said = box.language.say('added', { count: fresh.length });
    box.requestUpdate();
    const first = direction === 'before' ? fresh.findLast(({ parent }) => !parent) : fresh[0];
    // All take a while: only a focus that went with its button has to be found again.
    if (first && (direction !== 'all' || document.activeElement === document.body)) list.items.get(first.comment.id)?.target.focus({ preventScroll: true });
    // After the focus, which draws what was left out so far: WebKit has no scroll anchoring to make up for its real height.
    if (anchor) await keepPlace(anchor, top);
  }

  // Others' comments

  private follow(): void {
    const { live, loader: { phase, store }, key } = this.box;
    if (!live) return this.stopFollowing();
    if (this.unlisten || phase !== 'ready' || !store) return;
    const { loader } = this.box;
    this.unlisten = followThread({ store, key: key!, thread: () => loader.thread, order: () => loader.requestedOrder }, (event) => this.onLive(event));
  }

  private stopFollowing(): void {
    this.unlisten?.();
    this.unlisten = undefined;
  }

  private onLive({ type, comment }: LiveEvent): void {
    const { thread } = this.box.loader;
    const { id, parent } = comment;
    const others = this.waiting.filter((waiting) => waiting.comment.id !== id);
    if (type === 'deleted') {
      this.waiting = others;
      // A stone in its place, so that nothing moves.
      removeComment(thread, id, true);
    } else if (thread.entries.has(id)) {
      putComment(thread, comment, false);
    } else if (type === 'created') {
      // A reply to what is not here can only be counted: it shows when its place in the thread is read.
      if (!parent || thread.entries.has(parent) || others.some((waiting) => waiting.comment.id === parent)) this.waiting = [...others, { type, comment }];
      else thread.count++;
    } else if (others.length < this.waiting.length) {
      this.waiting = [...others, { type: 'created', comment }];
    }
    this.box.requestUpdate();
  }

  /** Shows those that waited, and goes to the first. */
  async showWaiting(): Promise<void> {
    const { box } = this;
    const shown = this.waiting.map(({ comment }) => putComment(box.loader.thread, comment, box.loader.order === 'newest'));
    this.waiting = [];
    box.requestUpdate();
    await box.shown();
    const first = shown.find(Boolean);
    if (first) await this.reveal(first.comment.id);
  }

  // The reader's own

  private readonly onSent = (event: BlogCommentSentEvent | BlogCommentHeldEvent): void => {
    if (event.thread !== this.box.key) return;
    const form = event.composedPath()[0];
    void this.showSent(event.comment, form instanceof Element && form.matches(':focus-within'));
  };

  /** The reader goes along to what was sent when the focus was in its form. */
  private async showSent(comment: Comment, focused: boolean): Promise<void> {
    const { box } = this;
    if (!box.loader.thread.entries.has(comment.id)) this.actions.setClock(comment);
    const entry = putComment(box.loader.thread, { ...comment, own: true }, box.loader.order === 'newest');
    this.waiting = this.waiting.filter((waiting) => waiting.comment.id !== comment.id);
    this.said = box.language.say(comment.status === 'held' ? 'held' : 'sent');
    box.requestUpdate();
    await box.updateComplete;
    if (entry && focused) await this.reveal(entry.comment.id);
  }

  /** The page says by a token who the reader is. Forms hear of it as of any log-in: a comment that waited for it is sent. */
  private passToken(): void {
    const { token, loader: { store } } = this.box;
    if (!store || token === undefined || store.token === token) return;
    store.token = token;
    const tell = () => {
      /** @internal */
      this.box.dispatchEvent(new BlogCommentsAccountEvent(store.account));
    };
    void Promise.resolve(store.identify?.()).then(tell, tell);
  }

  private watchAccount(): void {
    this.unwatch?.();
    this.unwatch = this.box.loader.store?.watchAccount?.(this.onAccount);
  }

  private readonly onAccount = (): void => {
    void this.box.loader.loadHeld();
    this.actions.accountChanged();
    this.refresh();
    this.box.requestUpdate();
  };

  private readonly onHash = (): void => {
    const id = this.box.wantedComment;
    if (id) void this.box.showComment(id);
  };

  // For search engines

  private describe(): void {
    clearTimeout(this.describing);
    const { jsonLd, loader: { phase }, threadUrl } = this.box;
    if (!jsonLd || phase !== 'ready') {
      this.jsonLdOff?.();
      this.jsonLdOff = undefined;
      return;
    }
    // Once for all that changes within a moment.
    this.describing = setTimeout(() => {
      this.jsonLdOff?.();
      this.jsonLdOff = this.box.isConnected && this.box.jsonLd ? describeThread(this.box.loader.thread, threadUrl ?? canonicalUrl()) : undefined;
    }, 50);
  }

  // Rendering

  renderOrder() { return renderOrder(this); }

  renderBefore() { return renderBefore(this); }

  renderAfter() {
    const { store, phase } = this.box.loader;
    if (phase === 'error' || !store) return nothing;
    return [renderAfter(this), this.writeArea.render(store)];
  }

  /** What a screen reader is told. */
  get status(): string {
    return this.waiting.length ? this.box.language.say('fresh', { count: this.waiting.length }) : this.said;
  }

  // The buttons of comments

  private draw(some: CommentToolbar[]): void {
    for (const toolbar of some) toolbar.measure();
    for (const toolbar of some) toolbar.draw(this.actions);
  }

  private readonly onShown = ({ element, toolbar }: CommentItem): void => this.toolbars?.watch(element, toolbar as CommentToolbar);

  private readonly onFocus = (event: Event): void => {
    const focused = event.target as Element;
    const toolbar = focused.closest('article')?.querySelector('blog-comment-actions');
    if (toolbar) this.draw([toolbar]);
    if (focused.closest('.blog-comment-body')) toolbar?.unfold();
  };

  /** Find-in-page scrolls a folded text to what it found: open it. */
  private readonly onScroll = (event: Event): void => {
    const body = event.target instanceof Element && event.target.closest('.blog-comment-body');
    if (body && event.target === body && body.scrollTop > 0) body.closest('article')?.querySelector('blog-comment-actions')?.unfold();
  };
}

/** Where the browser does not keep the place itself (Safari has no scroll anchoring). Heights are guesses for some frames. */
async function keepPlace(anchor: HTMLElement, top: number): Promise<void> {
  for (let frame = 0; frame < 6; frame++) {
    scrollBy({ top: anchor.getBoundingClientRect().top - top, behavior: 'instant' });
    await new Promise(requestAnimationFrame);
  }
}

function renderOrder({ box }: CommentsView) {
  const { language, loader } = box;
  const orders = loader.store?.capabilities.orders ?? [];
  if (orders.length < 2 || loader.thread.roots.length < 2) return nothing;
  const chosen = loader.order;
  return html`<label class="order" part="order"><span class="visually-hidden">${language.say('order')}</span>
    <select @change=${(event: Event) => { box.chosenOrder = (event.target as HTMLSelectElement).value as CommentOrder; }}>
      ${orders.map((order) => html`<option value=${order} ?selected=${order === chosen}>${language.say(order)}</option>`)}
    </select></label>`;
}

/** Above the comments: those before them, and those that others wrote meanwhile. */
function renderBefore(view: CommentsView) {
  const { box: { language, loader }, waiting } = view;
  return html`
    ${loader.thread.before === undefined ? nothing : html`<div class="more" part="more">${renderMore(view, 'before', language.say('earlier'))}</div>`}
    ${waiting.length ? html`<div class="fresh"><button type="button" class="primary" part="fresh" @click=${() => view.showWaiting()}>${language.say('fresh', { count: waiting.length })}</button></div>` : nothing}`;
}

/** Below the comments: those after them. */
function renderAfter(view: CommentsView) {
  const { language, loader: { thread, failed, store }, pageSize, src } = view.box;
  return html`
    ${thread.after === undefined ? nothing : html`<div class="more" part="more">
      ${renderMore(view, 'after', language.say('more'))}
      ${thread.count > 2 * pageSize ? renderMore(view, 'all', language.say('all', { count: thread.count })) : nothing}
    </div>`}
    ${thread.incomplete && thread.after === undefined ? html`<p>${language.say('incomplete', { name: store?.capabilities.replyElsewhere?.name ?? src })}</p>` : nothing}
    ${failed ? html`<p role="alert" part="error">${language.say('errorMore')}</p>` : nothing}`;
}

function renderMore(view: CommentsView, direction: Direction, words: string) {
  return html`<button type="button" aria-disabled=${view.box.loader.busy === undefined ? 'false' : 'true'} @click=${() => view.more(direction)}>${words}</button>`;
}
