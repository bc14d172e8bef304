/** What a reader can do with the comments once they are there: go to one, read on, follow, write. Loaded after the first view. */

import { adoptStyles, html, nothing, type PropertyValues } from 'lit';
import type { Language } from '../base/language.js';
import { canonicalUrl } from '../base/links.js';
import { adoptPageStyles, buttons, theme } from '../base/theme.js';
import { styles } from './blog-comments.styles.js';
import { CommentActions } from './comment-actions.js';
import type { CommentItem, DisplayOptions } from './comment-item.js';
import type { CommentList } from './comment-list.js';
import { defineCommentToolbar, type CommentToolbar } from './comment-toolbar.js';
import { controlStyles, pageStyles } from './comments-view.styles.js';
import { adoptOldDrafts, hasPendingOrDraft, takeReturn } from './composer/draft-storage.js';
import { adoptOldSecrets, forgetExpiredSecrets } from './edit-secrets.js';
import { BlogCommentsAccountEvent, type BlogCommentHeldEvent, type BlogCommentSentEvent } from './events.js';
import { LazyToolbars } from './lazy-toolbars.js';
import type { Comment, CommentOrder } from './model.js';
import { NewComments } from './new-comments.js';
import { ThreadDescription } from './structured-data.js';
import type { Direction, ThreadLoader } from './thread-loader.js';
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
  private readonly actions: CommentActions;
  private readonly newComments: NewComments;
  private readonly description = new ThreadDescription();
  /** Comments that the reader was taken to. */
  private readonly visited = new Set<string>();
  /** What has just happened, for screen readers. */
  private said = '';
  private toolbars?: LazyToolbars;
  private ageTimer?: ReturnType<typeof setInterval>;
  private stopWatchingAccount?: (() => void) | undefined;

  constructor(private readonly box: Host) {
    this.writeArea = new WriteArea(box);
    this.actions = new CommentActions(box, this.writeArea);
    this.newComments = new NewComments(box.loader, () => box.requestUpdate());
    if (box.shadowRoot) adoptStyles(box.shadowRoot, [theme, buttons, styles, controlStyles]);
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
    this.writeArea.connect();
    this.watchAccount();
    // Follows others' comments again.
    box.requestUpdate();
    this.ageTimer = setInterval(() => {
      if (box.relativeDates && !document.hidden) box.list.showAges(box.display.date);
    }, 60_000);
  }

  disconnect(): void {
    const { box } = this;
    this.toolbars?.stop();
    this.writeArea.disconnect();
    // A box that is moved is back by then, and its deletions can still be undone.
    queueMicrotask(() => {
      if (!box.isConnected) this.actions.finish();
    });
    this.newComments.stop();
    this.description.remove();
    box.removeEventListener('focusin', this.onFocus);
    box.removeEventListener('scroll', this.onScroll, true);
    box.removeEventListener('blog-comment-sent', this.onSent);
    box.removeEventListener('blog-comment-held', this.onSent);
    box.removeEventListener('blog-comments-account', this.onAccount);
    removeEventListener('hashchange', this.onHash);
    clearInterval(this.ageTimer);
    this.stopWatchingAccount?.();
  }

  /** A thread has been read; `around` is the comment that the reader came for. */
  async begin(around?: string): Promise<void> {
    const {
      box,
      writeArea: { site },
    } = this;
    const { store, key } = box.loader;
    if (!store || key === undefined) return;
    adoptOldDrafts(site);
    adoptOldSecrets(site);
    this.watchAccount();
    this.passToken();
    this.newComments.forgetKnown();
    box.loader.loadHeld().catch(reportError);
    forgetExpiredSecrets(site, store.capabilities.editWindow);
    // The reader may have gone to another comment before this was here to hear it.
    const wanted = box.wantedComment;
    if (wanted && wanted !== around && !this.visited.has(wanted)) await box.showComment(wanted);
    else if (around) await this.reveal(around);
    const left = takeReturn(site, key);
    if (left === undefined && !hasPendingOrDraft(site, key)) return;
    await this.writeArea.open(left === '');
    await this.actions.openDrafts(left);
  }

  /** The thread is another one. */
  end(): void {
    this.newComments.clear();
    this.visited.clear();
    this.said = '';
    this.writeArea.close();
  }

  /** The box has been drawn. */
  updated(changed: PropertyValues): void {
    if (changed.has('closed')) this.refresh();
    if (changed.has('token')) this.passToken();
    this.update();
  }

  /** Follows the thread and describes it, if the page wants that. */
  private update(): void {
    const {
      live,
      jsonLd,
      loader: { phase, thread },
      threadUrl,
    } = this.box;
    if (live) this.newComments.follow();
    else this.newComments.stop();
    if (jsonLd && phase === 'ready') this.description.update(thread, threadUrl ?? canonicalUrl());
    else this.description.remove();
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
    this.draw([item.toolbar]);
    item.toolbar.unfold();
    this.visited.add(id);
    item.target.scrollIntoView();
    item.target.focus({ preventScroll: true });
    // How high the comments before it are was guessed until now; where the browser does not keep the place, look again.
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        if (item.target.matches(':focus')) item.target.scrollIntoView({ block: 'nearest' });
      }),
    );
    return true;
  }

  /** Reads on. Focus goes to the first new comment, and what the reader saw stays where it was. */
  private async more(direction: Direction): Promise<void> {
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

  /** Shows others' comments that waited, and goes to the first. */
  private async showNew(): Promise<void> {
    const [first] = this.newComments.show();
    this.box.requestUpdate();
    await this.box.shown();
    if (first) await this.reveal(first.comment.id);
  }

  // The reader's own

  private readonly onSent = (event: BlogCommentSentEvent | BlogCommentHeldEvent): void => {
    if (event.thread !== this.box.loader.key) return;
    const form = event.composedPath()[0];
    this.showSent(event.comment, form instanceof Element && form.matches(':focus-within')).catch(reportError);
  };

  /** The reader goes along to what was sent when the focus was in its form. */
  private async showSent(comment: Comment, focused: boolean): Promise<void> {
    const { box } = this;
    const { thread, order } = box.loader;
    if (!thread.entries.has(comment.id)) this.actions.setClock(comment);
    const entry = thread.put({ ...comment, own: true }, order === 'newest');
    this.newComments.forget(comment.id);
    this.said = box.language.say(comment.status === 'held' ? 'held' : 'sent');
    box.requestUpdate();
    await box.updateComplete;
    if (entry && focused) await this.reveal(entry.comment.id);
  }

  /** The page says by a token who the reader is. Forms hear of it as of any log-in: a comment that waited for it is sent. */
  private passToken(): void {
    const {
      token,
      loader: { store },
    } = this.box;
    if (!store || token === undefined || store.token === token) return;
    store.token = token;
    const tell = () => {
      /** @internal */
      this.box.dispatchEvent(new BlogCommentsAccountEvent(store.account));
    };
    Promise.resolve(store.identify?.()).then(tell, tell);
  }

  private watchAccount(): void {
    this.stopWatchingAccount?.();
    this.stopWatchingAccount = this.box.loader.store?.watchAccount?.(this.onAccount);
  }

  private readonly onAccount = (): void => {
    this.box.loader.loadHeld().catch(reportError);
    this.actions.accountChanged();
    this.refresh();
    this.box.requestUpdate();
  };

  private readonly onHash = (): void => {
    const id = this.box.wantedComment;
    if (id) this.box.showComment(id).catch(reportError);
  };

  // Rendering

  renderOrder() {
    const {
      box,
      box: { language, loader },
    } = this;
    const orders = loader.store?.capabilities.orders ?? [];
    if (orders.length < 2 || loader.thread.roots.length < 2) return nothing;
    const choose = ({ target }: Event): void => {
      if (target instanceof HTMLSelectElement) box.chosenOrder = orders[target.selectedIndex];
    };
    return html`<label class="order" part="order"><span class="visually-hidden">${language.say('order')}</span>
      <select @change=${choose}>
        ${orders.map((order) => html`<option value=${order} ?selected=${order === loader.order}>${language.say(order)}</option>`)}
      </select></label>`;
  }

  /** Above the comments: those before them, and those that others wrote meanwhile. */
  renderBefore() {
    const {
      box: { language, loader },
      newComments: { count },
    } = this;
    return html`
      ${loader.thread.before === undefined ? nothing : html`<div class="more" part="more">${this.renderMore('before', language.say('earlier'))}</div>`}
      ${count ? html`<div class="fresh"><button type="button" class="primary" part="fresh" @click=${() => this.showNew()}>${language.say('fresh', { count })}</button></div>` : nothing}`;
  }

  /** Below the comments: those after them, and the place to write. */
  renderAfter() {
    const {
      language,
      loader: { phase, thread, failed, store, key },
      pageSize,
      src,
    } = this.box;
    if (phase === 'error' || !store || key === undefined) return nothing;
    return html`
      ${
        thread.after === undefined
          ? nothing
          : html`<div class="more" part="more">
        ${this.renderMore('after', language.say('more'))}
        ${thread.count > 2 * pageSize ? this.renderMore('all', language.say('all', { count: thread.count })) : nothing}
      </div>`
      }
      ${thread.incomplete && thread.after === undefined ? html`<p>${language.say('incomplete', { name: store.capabilities.replyElsewhere?.name ?? src })}</p>` : nothing}
      ${failed ? html`<p role="alert" part="error">${language.say('errorMore')}</p>` : nothing}
      ${this.writeArea.render(store, key)}`;
  }

  private renderMore(direction: Direction, words: string) {
    return html`<button type="button" aria-disabled=${this.box.loader.busy === undefined ? 'false' : 'true'} @click=${() => this.more(direction)}>${words}</button>`;
  }

  /** What a screen reader is told. */
  get status(): string {
    const { count } = this.newComments;
    return count ? this.box.language.say('fresh', { count }) : this.said;
  }

  // The buttons of comments

  private draw(some: CommentToolbar[]): void {
    for (const toolbar of some) toolbar.measure();
    for (const toolbar of some) toolbar.draw(this.actions);
  }

  private readonly onShown = ({ element, toolbar }: CommentItem): void => this.toolbars?.watch(element, toolbar);

  private readonly onFocus = ({ target: focused }: Event): void => {
    if (!(focused instanceof Element)) return;
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
