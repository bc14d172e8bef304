/** What a reader can do with the comments once they are there. Loaded behind them. */

import { defineActions } from './comment-actions.js';
import type { CommentView } from './comment.js';
import { prepareTexts } from './draw-text.js';
import type { Comment } from './model.js';
import type { LiveEvent } from './stores/store.js';
import { Presses } from './presses.js';
import type { Box } from './presses.js';
import { readHeld, readMore } from './reading-on.js';
import type { Direction } from './reading-on.js';
import { putComment, removeComment } from './thread-changes.js';

/** The element, as this part of it needs it. */
export interface ConversationBox extends Box {
  waiting: LiveEvent[];
  said: string;
}

export class Conversation {
  private readonly presses: Presses;
  private near?: IntersectionObserver;
  /** Items that have come near; a reply that joins one later is drawn at once. */
  private readonly nearby = new WeakSet<Element>();

  constructor(private readonly box: ConversationBox) {
    this.presses = new Presses(box);
    defineActions();
  }

  connect(): void {
    this.near ??= new IntersectionObserver((entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        this.near?.unobserve(target);
        this.nearby.add(target);
        for (const actions of target.querySelectorAll('blog-comment-actions')) actions.draw(this.presses);
      }
    }, { rootMargin: '75% 0px' });
    this.box.list.onShown = this.onShown;
    for (const view of this.box.list.views.values()) this.onShown(view);
    this.box.addEventListener('focusin', this.onFocus);
    this.box.addEventListener('scroll', this.onScroll, true);
  }

  disconnect(): void {
    this.near?.disconnect();
    delete this.near;
    this.presses.finish();
    this.box.removeEventListener('focusin', this.onFocus);
    this.box.removeEventListener('scroll', this.onScroll, true);
  }

  /** Draws all buttons again: who is logged in has changed, or the language. */
  refresh(): void {
    for (const { actions } of this.box.list.views.values()) actions.refresh();
  }

  readHeld(): Promise<void> { return readHeld(this.box.reading); }

  /** Unfolds what hides a comment, scrolls to it and focuses it. False when it is not here. */
  async reveal(id: string): Promise<boolean> {
    const { list, reading } = this.box;
    const entry = reading.thread.entries.get(id);
    if (!entry) return false;
    for (let above = entry.parent; above; above = above.parent) list.opened.add(above.comment.id);
    this.box.requestUpdate();
    await this.box.updateComplete;
    const view = list.views.get(id);
    if (!view?.item.isConnected) return false;
    view.actions.draw(this.presses);
    view.actions.unfold();
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
    const anchor = direction === 'after' ? undefined : list.views.get(reading.thread.roots[0]?.comment.id ?? '')?.item;
    const top = anchor?.getBoundingClientRect().top ?? 0;
    const fresh = await readMore(reading, direction);
    await box.updateComplete;
    if (!fresh?.length) return;
    if (anchor) scrollBy({ top: anchor.getBoundingClientRect().top - top, behavior: 'instant' });
    box.said = box.language.say('added', { count: fresh.length });
    const first = direction === 'before' ? fresh.findLast(({ parent }) => !parent) : fresh[0];
    if (first && direction !== 'all') list.views.get(first.comment.id)?.target.focus({ preventScroll: true });
  }

  // Others' comments

  async onLive(event: LiveEvent): Promise<void> {
    const { box } = this;
    await prepareTexts([event.comment]);
    const { thread } = box.reading;
    const { id } = event.comment;
    const others = box.waiting.filter(({ comment }) => comment.id !== id);
    if (event.type === 'deleted') {
      box.waiting = others;
      // A stone in its place, so that nothing moves.
      removeComment(thread, id, true);
    } else if (thread.entries.has(id)) {
      putComment(thread, event.comment, false);
    } else if (event.type === 'created') {
      box.waiting = [...others, event];
    }
    box.requestUpdate();
  }

  /** Shows those that waited, and goes to the first. */
  async showWaiting(): Promise<void> {
    const { box } = this;
    await prepareTexts(box.waiting.map(({ comment }) => comment));
    const shown = box.waiting.map(({ comment }) => putComment(box.reading.thread, comment, box.reading.order === 'newest'));
    box.waiting = [];
    await box.updateComplete;
    const first = shown.find(Boolean);
    if (first) await this.reveal(first.comment.id);
  }

  // The reader's own

  /** Shows what was sent; the reader goes along when the focus was in its form. */
  async onSent(comment: Comment, focused: boolean): Promise<void> {
    const { box } = this;
    await prepareTexts([comment]);
    const entry = putComment(box.reading.thread, { ...comment, own: true }, box.reading.order === 'newest');
    box.waiting = box.waiting.filter((waiting) => waiting.comment.id !== comment.id);
    box.said = box.language.say(comment.status === 'held' ? 'held' : 'sent');
    box.requestUpdate();
    await box.updateComplete;
    if (entry && focused) await this.reveal(entry.comment.id);
  }

  // Buttons where the reader is

  private readonly onShown = (view: CommentView): void => {
    const root = view.item.closest('blog-comments > * > li');
    if (!root || this.nearby.has(root)) view.actions.draw(this.presses);
    else if (root === view.item) this.near?.observe(root);
  };

  private readonly onFocus = (event: Event): void => {
    const focused = event.target as Element;
    const actions = focused.closest('article')?.querySelector('blog-comment-actions');
    actions?.draw(this.presses);
    if (focused.closest('.blog-comment-body')) actions?.unfold();
  };

  /** Find-in-page scrolls a folded text to what it found: open it. */
  private readonly onScroll = (event: Event): void => {
    const body = event.target instanceof Element && event.target.closest('.blog-comment-body');
    if (body && event.target === body && body.scrollTop > 0) body.closest('article')?.querySelector('blog-comment-actions')?.unfold();
  };
}
