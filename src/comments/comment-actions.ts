/**
 * The buttons of one comment. Drawn only when the comment comes near the screen or the keyboard reaches it, so that ten
 * thousand comments cost ten thousand empty elements and no more.
 */

import { adoptStyles, css, html, nothing, render } from 'lit';
import type { Language } from '../base/language.js';
import { register } from '../base/register.js';
import { buttons, theme } from '../base/theme.js';
import type { CommentView } from './comment.js';
import type { Entry } from './thread.js';

/** What the buttons ask the box, and tell it. */
export interface ActionsHost {
  language: Language;
  /** What this reader may do with a comment now. */
  can(action: 'reply' | 'edit' | 'vote' | 'report', entry: Entry): boolean;
  /** Replies that a press would show: folded ones, and those still at the store. */
  hiddenReplies(entry: Entry): number;
  repliesFailed(entry: Entry): boolean;
  voted(entry: Entry): boolean;
  act(action: CommentAction, entry: Entry, button: HTMLElement): void;
}

export type CommentAction = 'reply' | 'edit' | 'delete' | 'undo' | 'vote' | 'report' | 'replies';

const styles = css`
  .box { display: flex; flex-wrap: wrap; gap: 0 1rem; align-items: center; min-block-size: 2.75rem; font-size: calc(.875em * var(--blog-text-scale, 1)); }
  button[aria-pressed='true'] { font-weight: bold; }
  p { margin: 0; }
  @media print { .box { display: none; } }
`;

export class CommentActions extends HTMLElement {
  context?: ActionsHost;
  entry?: Entry;
  view?: CommentView;
  /** What has just been done, in words: "Reported", or that a press did not work. */
  note = '';
  /** Deleted a moment ago, and can be had back. */
  undoable = false;
  takeBack?: () => void;
  private drawn = false;
  private folded = false;

  /** Draws the buttons: the comment is near. */
  draw(): void {
    if (!this.context || !this.entry) return;
    if (!this.drawn) {
      adoptStyles(this.attachShadow({ mode: 'open' }), [theme, buttons, styles]);
      this.drawn = true;
      this.measure();
    }
    render(this.template(this.context, this.entry), this.shadowRoot!);
  }

  /** Draws again what was drawn. */
  refresh(): void {
    if (this.drawn) this.draw();
  }

  /** What was pressed is gone; focus goes to what stands there now. */
  focusButton(): void {
    this.shadowRoot?.querySelector('button')?.focus();
  }

  /** Unfolds a long comment. */
  unfold(): void {
    this.folded = false;
    this.view?.body.classList.add('blog-comment-open');
    this.refresh();
  }

  /** A text that only just does not fit is shown whole: a button for two lines helps nobody. */
  private measure(): void {
    const body = this.view?.body;
    if (!body || body.classList.contains('blog-comment-open')) return;
    const hidden = body.scrollHeight - body.clientHeight;
    this.folded = hidden > 48;
    if (hidden > 1 && !this.folded) body.classList.add('blog-comment-open');
  }

  private template(context: ActionsHost, entry: Entry) {
    const { language } = context;
    const { comment } = entry;
    const press = (action: CommentAction) => (event: Event) => context.act(action, entry, event.currentTarget as HTMLElement);
    const button = (action: CommentAction, words: string) => html`<button type="button" class="link" @click=${press(action)}>${words}</button>`;
    const hidden = context.hiddenReplies(entry);
    return html`<div class="box" lang=${language.wordsLang ?? nothing} dir=${language.dir}>
      ${this.folded ? html`<button type="button" class="link" @click=${() => this.openText()}>${language.say('readMore')}</button>` : nothing}
      ${this.undoable ? html`<p>${language.say('deletedNow')}</p>${button('undo', language.say('undo'))}` : html`
        ${context.can('reply', entry) ? button('reply', language.say('reply')) : nothing}
        ${context.can('vote', entry) ? html`<button type="button" class="link" aria-pressed=${String(context.voted(entry))} @click=${press('vote')}>${language.say('vote')}</button>` : nothing}
        ${comment.votes ? html`<span>${language.say('votes', { count: comment.votes })}</span>` : nothing}
        ${context.can('edit', entry) ? html`${button('edit', language.say('edit'))}${button('delete', language.say('delete'))}` : nothing}
        ${context.can('report', entry) ? button('report', language.say('report')) : nothing}`}
      ${hidden ? button('replies', language.say('showReplies', { count: hidden })) : nothing}
      <p role="status">${this.note || (context.repliesFailed(entry) ? language.say('errorMore') : '')}</p>
    </div>`;
  }

  /** The text is read on from where it was cut; the button is gone, so focus goes to the comment. */
  private openText(): void {
    this.unfold();
    this.view?.article.focus({ preventScroll: true });
  }
}

register('blog-comment-actions', CommentActions);
