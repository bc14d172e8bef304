/** The comments of a box in its light DOM, kept in step with the thread a slice at a time. */

import { css } from 'lit';
import { yieldToMain } from '../base/scheduler.js';
import { adoptPageStyles } from '../base/theme.js';
import { CommentItem, makeList, type DisplayOptions } from './comment-item.js';
import { descendants, type Entry, type Thread } from './thread.js';

/** Longest stretch of work between two frames, in milliseconds. */
const slice = 12;

const pageStyles = css`@layer blog-elements {
  /* What gives comments their place is in the head stylesheet too, for those that a server rendered. */
  :where(.blog-comments-list) { list-style: none; margin: 0; padding: 0; }
  :where(.blog-comments-list .blog-comments-list) { padding-inline-start: clamp(.5rem, 3vw, 1.75rem); border-inline-start: 1px solid; border-color: var(--blog-border, color-mix(in srgb, currentColor 25%, transparent)); }
  :where(.blog-comments-list .blog-comments-flat) { padding-inline-start: .5rem; }
  :where(.blog-comment) { padding-block-start: .5rem; overflow-wrap: break-word; }
  :where(.blog-comment-header) { display: flex; flex-wrap: wrap; gap: 0 .75rem; align-items: baseline; }
  /* Far from the screen they are not laid out, but for those that a server rendered, which would vanish for a frame. The padding leaves room
     for focus rings, which containment would clip; above and below only where browsers know the other way. */
  :where(blog-comments > * > .blog-comment-item) { content-visibility: auto; contain-intrinsic-block-size: auto 9rem; margin-inline: -.375rem; padding-inline: .375rem; overflow-clip-margin: .375rem; }
  :where(.blog-comment-author) { font-weight: bold; }
  :where(.blog-comment-link, .blog-comment-mark) { color: var(--blog-muted, color-mix(in srgb, currentColor 75%, transparent)); font-size: .875em; }
  :where(.blog-comment-mark) { font-style: italic; }
  :where(.blog-comment-role) { padding-inline: .4em; border: 1px solid; border-radius: var(--blog-radius, .375rem); font-size: .8125em; }
  .blog-comment-header .blog-comment-mark { font-weight: normal; }
  :where(.blog-comment-body pre) { white-space: pre-wrap; }
  :where(.blog-comment-body:not(.blog-comment-open)) { max-block-size: var(--_comment-height, none); overflow: hidden; }
  :where(blog-comment-actions) { display: block; min-block-size: 2.75rem; }
}`;

export class CommentList {
  root?: HTMLElement;
  readonly items = new Map<string, CommentItem>();
  /** Comments whose deep replies are shown. */
  readonly opened = new Set<string>();
  maxDepth = 4;
  /** Called for each comment that is shown or changed. */
  onShown?: (item: CommentItem) => void;
  private work = 0;

  constructor(private readonly host: HTMLElement) {}

  /** Gives the page the styles of comments. */
  adoptStyles(): void {
    adoptPageStyles(this.host, pageStyles);
  }

  /** Takes everything out. */
  clear(): void {
    this.work++;
    this.root?.remove();
    delete this.root;
    this.items.clear();
    this.opened.clear();
  }

  /** True when the replies of a comment have their place in the page. */
  isOpen({ depth, comment }: Entry): boolean {
    return depth < this.maxDepth || (depth === this.maxDepth && this.opened.has(comment.id));
  }

  /**
   * Makes the page show the thread. The first slice is done at once; when there is more, the rest follows between frames.
   *
   * @returns when all is shown; false when a later call took over
   */
  async show(thread: Thread, display: DisplayOptions): Promise<boolean> {
    const own = ++this.work;
    this.adoptStyles();
    if (!this.root) this.host.append((this.root = makeList()));
    const steps = this.place(thread.roots, this.root, display);
    let end = performance.now() + slice;
    for (let step = steps.next(); !step.done; step = steps.next()) {
      if (performance.now() < end) continue;
      await yieldToMain();
      if (own !== this.work) return false;
      end = performance.now() + slice;
    }
    for (const [id, { element }] of this.items)
      if (!thread.entries.has(id)) {
        element.remove();
        this.items.delete(id);
      }
    return true;
  }

  showAges(date: (iso: string) => string): void {
    for (const item of this.items.values()) item.showAge(date);
  }

  /** Puts the items of one list in order, those of their replies within them. */
  private *place(entries: Entry[], list: HTMLElement, display: DisplayOptions): Generator<void> {
    let next = list.firstElementChild;
    for (const entry of entries) {
      const item = this.itemOf(entry);
      item.show(entry, display);
      if (item.element === next) next = next.nextElementSibling;
      else list.insertBefore(item.element, next);
      this.onShown?.(item);
      yield;
      if (!entry.replies.length || !this.isOpen(entry)) continue;
      const deep = entry.depth >= this.maxDepth;
      const replies = item.repliesList();
      replies.classList.toggle('blog-comments-flat', deep);
      yield* this.place(deep ? descendants(entry) : entry.replies, replies, display);
    }
  }

  private itemOf({ comment: { id } }: Entry): CommentItem {
    let item = this.items.get(id);
    if (!item) this.items.set(id, (item = CommentItem.make(id)));
    return item;
  }
}
