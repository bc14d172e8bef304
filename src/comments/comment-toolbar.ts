/**
 * The buttons of one comment. Drawn only when the comment comes near the screen or the keyboard reaches it, so that ten
 * thousand comments cost ten thousand empty elements and no more.
 */

import { adoptStyles, css, html, nothing, render } from 'lit';
import type { Language } from '../base/language.js';
import { register } from '../base/blog-element.js';
import { buttons, theme } from '../base/theme.js';
import type { CommentView } from './comment-item.js';
import type { Entry } from './thread.js';
import { nextTask } from './comment-list.js';

/** What the buttons ask the box, and tell it. */
export interface ActionsHost {
  language: Language;
  /** What this reader may do with a comment now. */
  can(action: 'reply' | 'edit' | 'vote' | 'report', entry: Entry): boolean;
  /** Replies that a press would show: folded ones, and those still at the store. */
  hiddenReplies(entry: Entry): number;
  voted(entry: Entry): boolean;
  /** Where one answers it, when that is elsewhere. */
  elsewhere(entry: Entry): { name: string; url: string } | undefined;
  act(action: CommentAction, entry: Entry, view: CommentView): void;
}

export type CommentAction = 'reply' | 'edit' | 'delete' | 'undo' | 'vote' | 'report' | 'replies';

const styles = css`
  .box { display: flex; flex-wrap: wrap; gap: 0 1rem; align-items: center; min-block-size: 2.75rem; font-size: calc(.875em * var(--blog-text-scale, 1)); }
  button[aria-pressed='true'] { font-weight: bold; }
  a { display: inline-flex; align-items: center; min-block-size: 2.75rem; color: inherit; }
  p { margin: 0; }
  @media print { .box { display: none; } }
`;

export class CommentActions extends HTMLElement {
  context?: ActionsHost;
  /** Set before the buttons are here, as `view` is: no initial value may undo that. */
  declare entry?: Entry;
  declare view?: CommentView;
  /** What has just been done, in words: "Reported", or that a press did not work. */
  note = '';
  /** Takes back a deletion of a moment ago. */
  takeBack?: (() => void) | undefined;
  private drawn = false;
  private folded = false;
  private hiddenHeight = 0;

  /** Draws the buttons: the comment is near. */
  draw(context = this.context): void {
    if (!context || !this.entry) return;
    this.context = context;
    if (!this.drawn) {
      adoptStyles(this.attachShadow({ mode: 'open' }), [theme, buttons, styles]);
      this.drawn = true;
      if (this.folded) this.view?.body.classList.add('blog-comment-folded');
      else if (this.hiddenHeight > 1) this.view?.body.classList.add('blog-comment-open');
    }
    render(this.template(context, this.entry, this.view!), this.shadowRoot!);
  }

  /** Draws again what was drawn. */
  refresh(): void {
    if (this.drawn) this.draw();
  }

  /** Says something here, to the ear too. */
  say(note: string): void {
    this.note = note;
    this.refresh();
  }

  /** What was pressed is gone or done; focus goes to the button of a name, or the first. */
  focusButton(action?: CommentAction): void {
    this.shadowRoot?.querySelector<HTMLElement>(action ? `[data-action=${action}]` : 'button')?.focus();
  }

  /** Unfolds a long comment. */
  unfold(): void {
    this.folded = false;
    this.view?.body.classList.remove('blog-comment-folded');
    this.view?.body.classList.add('blog-comment-open');
    this.refresh();
  }

  /**
   * Sees whether the text is folded; to be called before the buttons are drawn, for all that are drawn at once, so that
   * the page is laid out once. A text that only just does not fit is shown whole: a button for two lines helps nobody.
   */
  measure(): void {
    const body = this.view?.body;
    if (!body || this.drawn || body.classList.contains('blog-comment-open')) return;
    this.hiddenHeight = body.scrollHeight - body.clientHeight;
    this.folded = this.hiddenHeight > 48;
  }

  private template(context: ActionsHost, entry: Entry, view: CommentView) {
    const { language } = context;
    const { comment } = entry;
    const button = (action: CommentAction, words: string, pressed?: boolean) => html`<button type="button" class="link" data-action=${action}
      aria-pressed=${pressed === undefined ? nothing : pressed ? 'true' : 'false'} @click=${() => context.act(action, entry, view)}>${words}</button>`;
    const hidden = context.hiddenReplies(entry);
    const elsewhere = context.elsewhere(entry);
    return html`<div class="box" lang=${language.wordsLang ?? nothing} dir=${language.dir}>
      ${this.folded ? html`<button type="button" class="link" @click=${this.openText}>${language.say('readMore')}</button>` : nothing}
      ${this.takeBack ? html`<p>${language.say('deletedNow')}</p>${button('undo', language.say('undo'))}` : [
        context.can('reply', entry) ? button('reply', language.say('reply')) : nothing,
        elsewhere ? html`<a class="link" href=${elsewhere.url} rel="noopener">${language.say('replyElsewhere', { name: elsewhere.name })}</a>` : nothing,
        context.can('vote', entry) ? button('vote', language.say('vote'), context.voted(entry)) : nothing,
        comment.votes ? html`<span>${language.say('votes', { count: comment.votes })}</span>` : nothing,
        context.can('edit', entry) ? [button('edit', language.say('edit')), button('delete', language.say('delete'))] : nothing,
        context.can('report', entry) ? button('report', language.say('report')) : nothing,
      ]}
      ${hidden ? button('replies', language.say('showReplies', { count: hidden })) : nothing}
      <p role="status">${this.note}</p>
    </div>`;
  }

  /** The text is read on from where it was cut; the button is gone, so focus goes to the comment. */
  private readonly openText = (): void => {
    this.unfold();
    this.view?.article.focus({ preventScroll: true });
  };
}

/** A function, so that bundlers which keep only what is used keep this too. */
export function defineActions(): void {
  register('blog-comment-actions', CommentActions);
}

declare global {
  interface HTMLElementTagNameMap { 'blog-comment-actions': CommentActions }
}

/** Has the buttons of comments drawn when these come near the screen: some in each frame, so that scrolling never waits for them. */


/** Comments whose buttons are drawn between two frames. */
const handful = 8;

export class DrawingNear {
  /** Roots that have come near: of these, each comment is watched. */
  private readonly near = new WeakSet<Element>();
  private readonly watched = new WeakSet<Element>();
  private readonly waiting = new Set<CommentActions>();
  private readonly observer: IntersectionObserver;
  private busy = false;

  /** @param draw draws the buttons of some comments, of which it measures all before it draws one */
  constructor(private readonly box: HTMLElement, private readonly draw: (some: CommentActions[]) => void) {
    // As wide as the widest margin within which browsers lay out what they else leave out.
    this.observer = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        if (target.localName === 'blog-comment-actions') { if (isIntersecting) this.come(target as CommentActions); }
        else if (isIntersecting) this.arrive(target);
        // One that is left out tells by itself when it no longer is; thousands of observed ones would cost each frame of scrolling.
        else if (getComputedStyle(target).contentVisibility === 'auto') this.observer.unobserve(target);
      }
    }, { rootMargin: '150% 0px' });
    box.addEventListener('contentvisibilityautostatechange', this.onRelevance, true);
  }

  /** A comment is shown, or has changed. */
  watch(item: Element, actions: CommentActions): void {
    const root = item.closest('blog-comments > * > li');
    if (root && !this.near.has(root)) {
      if (root === item && !this.watched.has(root)) this.observer.observe(root);
      this.watched.add(root);
    } else {
      this.observer.observe(actions);
    }
  }

  stop(): void {
    this.box.removeEventListener('contentvisibilityautostatechange', this.onRelevance, true);
    this.observer.disconnect();
    this.waiting.clear();
  }

  private readonly onRelevance = (event: Event): void => {
    const root = event.target as Element;
    if (!root.matches('blog-comments > * > li')) return;
    if ((event as ContentVisibilityAutoStateChangeEvent).skipped) this.leave(root);
    else this.arrive(root);
  };

  private arrive(root: Element): void {
    this.observer.unobserve(root);
    this.near.add(root);
    for (const actions of actionsIn(root)) this.observer.observe(actions);
  }

  private come(actions: CommentActions): void {
    this.observer.unobserve(actions);
    this.waiting.add(actions);
    void this.work();
  }

  /** Gone by before its turn came. */
  private leave(root: Element): void {
    this.near.delete(root);
    for (const actions of actionsIn(root)) {
      this.observer.unobserve(actions);
      this.waiting.delete(actions);
    }
  }

  private async work(): Promise<void> {
    if (this.busy || !this.waiting.size) return;
    this.busy = true;
    while (this.waiting.size) {
      // Behind a frame everything is laid out: sizes cost nothing, and what is drawn then is laid out with the next one.
      await new Promise(requestAnimationFrame);
      await nextTask();
      const some = [...this.waiting].slice(0, handful);
      for (const actions of some) this.waiting.delete(actions);
      this.draw(some);
    }
    this.busy = false;
  }
}

function actionsIn(root: Element): Iterable<CommentActions> {
  return root.querySelectorAll('blog-comment-actions');
}
