/** What a reader can do with the comments once they are there. Loaded behind them. */

import { adoptStyles, css, html, nothing, type PropertyValues } from 'lit';
import { canonicalUrl } from '../base/links.js';
import { adoptPageStyles } from '../base/theme.js';
import type { BlogComments } from './blog-comments.js';
import { defineActions, DrawingNear, type CommentActions } from './comment-toolbar.js';
import type { CommentView } from './comment-item.js';
import { BlogCommentsAccountEvent, type BlogCommentHeldEvent, type BlogCommentSentEvent } from './events.js';
import type { Comment, CommentOrder } from './model.js';
import { Presses } from './comment-actions.js';
import { readHeld, readMore, type Direction } from './thread-loader.js';
import type { LiveEvent } from './stores/store.js';
import { putComment, removeComment } from './thread.js';
import { WritingPlace } from './writing-place.js';
import { hasPendingOrDraft, takeReturn } from './composer/draft-storage.js';

export class Conversation {
  readonly place: WritingPlace;
  /** Comments by others that wait behind the button. */
  waiting: LiveEvent[] = [];
  /** Comments that were gone to. */
  private readonly shown = new Set<string>();
  /** What has just happened, for those who cannot see it. */
  private said = '';
  private readonly presses: Presses;
  private near?: DrawingNear;
  private ages?: ReturnType<typeof setInterval>;
  private unlisten?: (() => void) | undefined;
  private unwatch?: (() => void) | undefined;
  private jsonLdOff?: (() => void) | undefined;
  private describing?: ReturnType<typeof setTimeout>;

  constructor(readonly box: BlogComments) {
    this.place = new WritingPlace(box);
    this.presses = new Presses(box, this.place);
    // The English of this part joins that of the box; other languages come whole.
    const root = box.renderRoot as ShadowRoot;
    adoptStyles(root, [...(box.constructor as typeof BlogComments).elementStyles, controlStyles]);
    defineActions();
  }

  connect(): void {
    const { box } = this;
    adoptPageStyles(box, pageStyles);
    this.near = new DrawingNear(box, (some) => this.draw(some));
    box.list.onShown = this.onShown;
    for (const view of box.list.views.values()) this.onShown(view);
    box.addEventListener('focusin', this.onFocus);
    box.addEventListener('scroll', this.onScroll, true);
    box.addEventListener('blog-comment-sent', this.onSent);
    box.addEventListener('blog-comment-held', this.onSent);
    box.addEventListener('blog-comments-account', this.onAccount);
    addEventListener('hashchange', this.onHash);
    this.watchAccount();
    // Back from elsewhere: others' comments are heard again.
    box.requestUpdate();
    this.ages = setInterval(() => { if (box.relativeDates && !document.hidden) box.list.showAges(box.manner.date); }, 60_000);
  }

  disconnect(): void {
    const { box } = this;
    this.near?.stop();
    this.presses.finish();
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
    clearInterval(this.ages);
    this.unwatch?.();
  }

  /** A thread has been read; `around` is the comment that the reader came for. */
  async begin(around?: string): Promise<void> {
    const { box } = this;
    this.watchAccount();
    this.passToken();
    this.waiting = this.waiting.filter(({ comment }) => !box.reading.thread.entries.has(comment.id));
    void readHeld(box.reading);
    // The reader may have gone to another comment before this was here to hear it.
    const wanted = box.wantedComment;
    if (wanted && wanted !== around && !this.shown.has(wanted)) await box.showComment(wanted);
    else if (around) await this.reveal(around);
    const left = takeReturn(this.place.site, box.key!);
    if (left === undefined && !hasPendingOrDraft(this.place.site, box.key!)) return;
    await this.place.open(left === '');
    await this.presses.openDrafts(left);
  }

  /** The thread is another one. */
  end(): void {
    this.stopFollowing();
    this.waiting = [];
    this.shown.clear();
    this.said = '';
    this.place.close();
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
    for (const { actions } of this.box.list.views.values()) actions.refresh();
  }

  /** Unfolds what hides a comment, scrolls to it and focuses it. False when it is not here. */
  async reveal(id: string): Promise<boolean> {
    const { list, reading } = this.box;
    const entry = reading.thread.entries.get(id);
    if (!entry) return false;
    for (let above = entry.parent; above; above = above.parent) list.opened.add(above.comment.id);
    this.box.requestUpdate();
    await this.box.shown();
    const view = list.views.get(id);
    if (!view?.item.isConnected) return false;
    this.draw([view.actions]);
    view.actions.unfold();
    this.shown.add(id);
    view.target.scrollIntoView();
    view.target.focus({ preventScroll: true });
    // How high the comments before it are was guessed until now; where the browser does not keep the place, look again.
    requestAnimationFrame(() => requestAnimationFrame(() => { if (view.target.matches(':focus')) view.target.scrollIntoView({ block: 'nearest' }); }));
    return true;
  }

  /** Reads on. Focus goes to the first new comment, and what the reader saw stays where it was. */
  async more(direction: Direction): Promise<void> {
    const { box } = this;
    const { list, reading } = box;
    const anchor = direction === 'after' ? undefined : list.views.get(reading.thread.roots[0]?.comment.id ?? '')?.article;
    const top = anchor?.getBoundingClientRect().top ?? 0;
    const fresh = await readMore(reading, direction);
    await box.shown();
    if (!fresh?.length) return;
    this.said = box.language.say('added', { count: fresh.length });
    box.requestUpdate();
    const first = direction === 'before' ? fresh.findLast(({ parent }) => !parent) : fresh[0];
    // All take a while: only a focus that went with its button has to be found again.
    if (first && (direction !== 'all' || document.activeElement === document.body)) list.views.get(first.comment.id)?.target.focus({ preventScroll: true });
    // After the focus, which draws what was left out so far: WebKit has no scroll anchoring to make up for its real height.
    if (anchor) await keepPlace(anchor, top);
  }

  // Others' comments

  private follow(): void {
    const { live, reading: { phase, store }, key } = this.box;
    if (!live) return this.stopFollowing();
    if (this.unlisten || phase !== 'ready' || !store) return;
    let stop: (() => void) | undefined;
    let stopped = false;
    this.unlisten = () => { stopped = true; stop?.(); };
    void import('./live.js').then(({ followThread }) => {
      if (!stopped) stop = followThread({ store, key: key!, thread: () => this.box.reading.thread, order: () => this.box.reading.wish?.order }, (event) => this.onLive(event));
    }, () => undefined);
  }

  private stopFollowing(): void {
    this.unlisten?.();
    this.unlisten = undefined;
  }

  private async onLive({ type, comment }: LiveEvent): Promise<void> {
    const { thread } = this.box.reading;
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
    const shown = this.waiting.map(({ comment }) => putComment(box.reading.thread, comment, box.reading.order === 'newest'));
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
    if (!box.reading.thread.entries.has(comment.id)) this.presses.setClock(comment);
    const entry = putComment(box.reading.thread, { ...comment, own: true }, box.reading.order === 'newest');
    this.waiting = this.waiting.filter((waiting) => waiting.comment.id !== comment.id);
    this.said = box.language.say(comment.status === 'held' ? 'held' : 'sent');
    box.requestUpdate();
    await box.updateComplete;
    if (entry && focused) await this.reveal(entry.comment.id);
  }

  /** The page says by a token who the reader is. Forms hear of it as of any log-in: a comment that waited for it is sent. */
  private passToken(): void {
    const { token, reading: { store } } = this.box;
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
    this.unwatch = this.box.reading.store?.watchAccount?.(this.onAccount);
  }

  private readonly onAccount = (): void => {
    void readHeld(this.box.reading);
    this.presses.accountChanged();
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
    const { jsonLd, reading: { phase }, threadUrl } = this.box;
    if (!jsonLd || phase !== 'ready') {
      this.jsonLdOff?.();
      this.jsonLdOff = undefined;
      return;
    }
    // Once for all that changes within a moment.
    this.describing = setTimeout(() => void import('./structured-data.js').then(({ describeThread }) => {
      this.jsonLdOff?.();
      this.jsonLdOff = this.box.isConnected && this.box.jsonLd ? describeThread(this.box.reading.thread, threadUrl ?? canonicalUrl()) : undefined;
    }, () => undefined), 50);
  }

  // Rendering

  renderOrder() { return renderOrder(this); }

  renderBefore() { return renderBefore(this); }

  renderAfter() {
    const { store, phase } = this.box.reading;
    if (phase === 'error' || !store) return nothing;
    return [renderAfter(this), this.place.render(store)];
  }

  /** What a screen reader is told. */
  get status(): string {
    return this.waiting.length ? this.box.language.say('fresh', { count: this.waiting.length }) : this.said;
  }

  // Buttons where the reader is

  private draw(some: CommentActions[]): void {
    for (const actions of some) actions.measure();
    for (const actions of some) actions.draw(this.presses);
  }

  private readonly onShown = ({ item, actions }: CommentView): void => this.near?.watch(item, actions);

  private readonly onFocus = (event: Event): void => {
    const focused = event.target as Element;
    const actions = focused.closest('article')?.querySelector('blog-comment-actions');
    if (actions) this.draw([actions]);
    if (focused.closest('.blog-comment-body')) actions?.unfold();
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

/** The box's own buttons: order, earlier, more, all, new ones. */


export const controlStyles = css`
  .order { min-inline-size: 0; }
  select { min-block-size: 2.75rem; background: var(--_surface); border: 1px solid var(--_border); border-radius: var(--_radius); padding-inline: .5em; max-inline-size: 100%; }
  option { color: CanvasText; background: Canvas; }
  textarea {
    display: block; inline-size: 100%; min-block-size: 6rem; margin-block-start: .25rem; padding: .5rem .75rem; resize: vertical;
    background: var(--_surface); border: 1px solid var(--_border); border-radius: var(--_radius);
  }
  /* Takes no room: what is being read stays where it is. */
  .fresh { position: sticky; inset-block-start: .5rem; z-index: 1; block-size: 0; text-align: center; }
  .fresh button { box-shadow: 0 .125rem .5rem rgb(0 0 0 / .3); }
  .more { display: flex; flex-wrap: wrap; gap: .5rem; margin-block: .75rem; }
  .write { margin-block-start: var(--_gap); }
  .write > a { display: inline-flex; align-items: center; min-block-size: 2.75rem; }
  @media print { .write, .more, .fresh, .order { display: none; } }
`;

/** What comments look like besides. */
export const pageStyles = css`@layer blog-elements {
  :where(.blog-comment) { scroll-margin-block-start: 1rem; }
  :where(.blog-comment:target, .blog-comment:focus) { background: var(--blog-surface, color-mix(in srgb, currentColor 5%, transparent)); border-radius: var(--blog-radius, .375rem); outline-offset: 2px; }
  :where(.blog-comment-folded) { mask-image: linear-gradient(#000 calc(100% - 2lh), transparent); }
  :where(.blog-comment-body summary) { min-block-size: 2.75rem; align-content: center; cursor: pointer; }
  :where(blog-comments .reply) { min-block-size: 2.75rem; }
  @media print {
    :where(.blog-comment-body:not(.blog-comment-open)) { max-block-size: none; mask-image: none; }
    :where(blog-comment-actions) { display: none; }
  }
}`;

export function renderOrder({ box }: Conversation) {
  const { language, reading } = box;
  const orders = reading.store?.capabilities.orders ?? [];
  if (orders.length < 2 || reading.thread.roots.length < 2) return nothing;
  const chosen = reading.order;
  return html`<label class="order" part="order"><span class="visually-hidden">${language.say('order')}</span>
    <select @change=${(event: Event) => { box.chosenOrder = (event.target as HTMLSelectElement).value as CommentOrder; }}>
      ${orders.map((order) => html`<option value=${order} ?selected=${order === chosen}>${language.say(order)}</option>`)}
    </select></label>`;
}

/** Above the comments: those before them, and those that others wrote meanwhile. */
export function renderBefore(conversation: Conversation) {
  const { box: { language, reading }, waiting } = conversation;
  return html`
    ${reading.thread.before === undefined ? nothing : html`<div class="more" part="more">${renderMore(conversation, 'before', language.say('earlier'))}</div>`}
    ${waiting.length ? html`<div class="fresh"><button type="button" class="primary" part="fresh" @click=${() => conversation.showWaiting()}>${language.say('fresh', { count: waiting.length })}</button></div>` : nothing}`;
}

/** Below the comments: those after them. */
export function renderAfter(conversation: Conversation) {
  const { language, reading: { thread, failed, store }, pageSize, src } = conversation.box;
  return html`
    ${thread.after === undefined ? nothing : html`<div class="more" part="more">
      ${renderMore(conversation, 'after', language.say('more'))}
      ${thread.count > 2 * pageSize ? renderMore(conversation, 'all', language.say('all', { count: thread.count })) : nothing}
    </div>`}
    ${thread.incomplete && thread.after === undefined ? html`<p>${language.say('incomplete', { name: store?.capabilities.replyElsewhere?.name ?? src })}</p>` : nothing}
    ${failed ? html`<p role="alert" part="error">${language.say('errorMore')}</p>` : nothing}`;
}

function renderMore(conversation: Conversation, direction: Direction, words: string) {
  return html`<button type="button" aria-disabled=${conversation.box.reading.busy === undefined ? 'false' : 'true'} @click=${() => conversation.more(direction)}>${words}</button>`;
}
