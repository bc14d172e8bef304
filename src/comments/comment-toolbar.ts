/**
 * The buttons of one comment. Drawn only when the comment comes near the screen or the keyboard reaches it, so that ten
 * thousand comments cost ten thousand empty elements and no more.
 */

import { adoptStyles, css, html, nothing, render } from 'lit';
import { register } from '../base/blog-element.js';
import type { Language } from '../base/language.js';
import { buttons, theme } from '../base/theme.js';
import type { CommentItem } from './comment-item.js';
import type { Entry } from './thread.js';

export type CommentAction = 'reply' | 'edit' | 'delete' | 'undo' | 'vote' | 'report' | 'replies';

/** What the buttons ask, and whom they tell what was pressed (comment-actions.ts). */
export interface ToolbarContext {
  language: Language;
  /** What this reader may do with a comment now. */
  can(action: 'reply' | 'edit' | 'vote' | 'report', entry: Entry): boolean;
  /** How many replies "Show replies" would show: folded ones, and those still at the store. */
  hiddenReplies(entry: Entry): number;
  voted(entry: Entry): boolean;
  /** Where it is replied to, when that is elsewhere. */
  elsewhere(entry: Entry): { name: string; url: string } | undefined;
  run(action: CommentAction, entry: Entry, item: CommentItem): void;
}

const styles = css`
  .box { display: flex; flex-wrap: wrap; gap: 0 1rem; align-items: center; min-block-size: 2.75rem; font-size: calc(.875em * var(--blog-text-scale, 1)); }
  button[aria-pressed='true'] { font-weight: bold; }
  a { display: inline-flex; align-items: center; min-block-size: 2.75rem; color: inherit; }
  p { margin: 0; }
  @media print { .box { display: none; } }
`;

export class CommentToolbar extends HTMLElement {
  context?: ToolbarContext;
  /** Set before this class is defined, as `item` is: no initial value may undo that. */
  declare entry?: Entry;
  declare item?: CommentItem;
  /** What has just been done, in words: "Reported", or that an action failed. */
  note = '';
  /** Takes back a deletion of a moment ago. */
  takeBack?: (() => void) | undefined;
  private drawn = false;
  private folded = false;
  private hiddenHeight = 0;

  /** Draws the buttons: the comment is near. */
  draw(context = this.context): void {
    if (!context || !this.entry || !this.item) return;
    this.context = context;
    const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
    if (!this.drawn) {
      adoptStyles(root, [theme, buttons, styles]);
      this.drawn = true;
      if (this.folded) this.item.body.classList.add('blog-comment-folded');
      else if (this.hiddenHeight > 1) this.item.body.classList.add('blog-comment-open');
    }
    render(this.template(context, this.entry, this.item), root);
  }

  /** Draws again what was drawn. */
  refresh(): void {
    if (this.drawn) this.draw();
  }

  /** Says something here, to screen readers too. */
  say(note: string): void {
    this.note = note;
    this.refresh();
  }

  /** Focuses the button of an action, or the first. */
  focusButton(action?: CommentAction): void {
    this.shadowRoot?.querySelector<HTMLElement>(action ? `[data-action=${action}]` : 'button')?.focus();
  }

  /** Unfolds a long comment. */
  unfold(): void {
    this.folded = false;
    this.item?.body.classList.remove('blog-comment-folded');
    this.item?.body.classList.add('blog-comment-open');
    this.refresh();
  }

  /**
   * Measures whether the text has to be folded; to be called before the buttons are drawn, for all that are drawn at once, so that
   * the page is laid out once. A text that only just does not fit is shown whole: a button for two lines helps nobody.
   */
  measure(): void {
    const body = this.item?.body;
    if (!body || this.drawn || body.classList.contains('blog-comment-open')) return;
    this.hiddenHeight = body.scrollHeight - body.clientHeight;
    this.folded = this.hiddenHeight > 48;
  }

  private template(context: ToolbarContext, entry: Entry, item: CommentItem) {
    const { language } = context;
    const { comment } = entry;
    const button = (action: CommentAction, words: string, pressed?: boolean) => html`<button type="button" class="link" data-action=${action}
      aria-pressed=${pressed === undefined ? nothing : pressed ? 'true' : 'false'} @click=${() => context.run(action, entry, item)}>${words}</button>`;
    const hidden = context.hiddenReplies(entry);
    const elsewhere = context.elsewhere(entry);
    return html`<div class="box" lang=${language.wordsLang ?? nothing} dir=${language.dir}>
      ${this.folded ? html`<button type="button" class="link" @click=${this.openText}>${language.say('readMore')}</button>` : nothing}
      ${
        this.takeBack
          ? html`<p>${language.say('deletedNow')}</p>${button('undo', language.say('undo'))}`
          : [
              context.can('reply', entry) ? button('reply', language.say('reply')) : nothing,
              elsewhere ? html`<a class="link" href=${elsewhere.url} rel="noopener">${language.say('replyElsewhere', { name: elsewhere.name })}</a>` : nothing,
              context.can('vote', entry) ? button('vote', language.say('vote'), context.voted(entry)) : nothing,
              comment.votes ? html`<span>${language.say('votes', { count: comment.votes })}</span>` : nothing,
              context.can('edit', entry) ? [button('edit', language.say('edit')), button('delete', language.say('delete'))] : nothing,
              context.can('report', entry) ? button('report', language.say('report')) : nothing,
            ]
      }
      ${hidden ? button('replies', language.say('showReplies', { count: hidden })) : nothing}
      <p role="status">${this.note}</p>
    </div>`;
  }

  /** The text is read on from where it was cut; the button is gone, so focus goes to the comment. */
  private readonly openText = (): void => {
    this.unfold();
    this.item?.article.focus({ preventScroll: true });
  };
}

/** A function, so that bundlers which keep only what is used keep this too. */
export function defineCommentToolbar(): void {
  register('blog-comment-actions', CommentToolbar);
}

declare global {
  interface HTMLElementTagNameMap {
    'blog-comment-actions': CommentToolbar;
  }
}
