import { html, nothing } from 'lit';
import { BlogElement } from '../base/blog-element.js';
import { warn } from '../base/warn.js';
import english from '../base/words/en/comments.js';
import { threadOf } from './thread-key.js';

/**
 * @summary How many comments a thread has, for list pages: "1 comment", "12 comments", or "Comment" when there are none.
 * All that stand on a page are asked for in one request.
 * @tagname blog-comment-count
 *
 * @slot - Shown until the number is known, and when it cannot be had.
 * @csspart count - The words.
 * @cssState loading - The number is on its way.
 * @cssState error - The number could not be had; the fallback is shown.
 * @cssState empty - There are no comments.
 */
export class BlogCommentCount extends BlogElement {
  static override properties = {
    src: {},
    store: {},
    thread: {},
    count: { attribute: false },
  };

  /** Base URL of the back end, as on `<blog-comments>`. */
  src = '/comments';

  /** Which kind of back end: `rest`, `wordpress`, `local`, or one that the page registered. */
  store = 'rest';

  /** The thread's key. Default: that of the page. */
  thread?: string;

  /** The number, once known. */
  count?: number;

  private asked = '';

  constructor() { super('comments', english); }

  protected override updated(): void {
    const { store, src } = this;
    const thread = threadOf(this);
    const asked = JSON.stringify([store, src, thread]);
    if (asked === this.asked) return;
    this.asked = asked;
    if (thread === undefined) warn('<blog-comment-count>: this is a front page, or the store needs a key of its own; say which thread is meant by `thread="…"`.');
    else void this.read(store, src, thread, asked);
  }

  private async read(store: string, src: string, thread: string, asked: string): Promise<void> {
    // The number of another thread is worse than none.
    if (this.count !== undefined) this.count = undefined;
    this.setState('loading', true);
    // A number that cannot be had is no reason to disturb a reader: the fallback stays.
    const count = await import('./counting.js').then(({ countOf }) => countOf(store, src, thread)).catch(() => undefined);
    if (asked !== this.asked) return;
    this.count = count;
    this.setState('loading', false);
    this.setState('error', count === undefined);
    this.setState('empty', count === 0);
  }

  protected override render() {
    const { language, count } = this;
    return count === undefined ? html`<slot></slot>`
      : html`<span part="count" lang=${language.wordsLang ?? nothing} dir=${language.wordsLang ? language.dir : nothing}>${count ? language.say('count', { count }) : language.say('countNone')}</span>`;
  }
}

declare global {
  interface HTMLElementTagNameMap { 'blog-comment-count': BlogCommentCount }
}
