/** The comments of a box in its light DOM, kept in step with the thread a slice at a time. */

import { css } from 'lit';
import { adoptPageStyles } from '../base/page-styles.js';
import { CommentView, makeList, readItem } from './comment.js';
import type { CommentContext } from './comment.js';
import type { Comment } from './model.js';
import type { Entry, Thread } from './thread.js';

/** Longest stretch of work between two frames, in milliseconds. */
const slice = 12;

const pageStyles = css`@layer blog-elements {
  :where(.blog-comments-list) { list-style: none; margin: 0; padding: 0; }
  :where(.blog-comments-list .blog-comments-list) { padding-inline-start: clamp(.5rem, 3vw, 1.75rem); border-inline-start: 1px solid var(--blog-border, color-mix(in srgb, currentColor 25%, transparent)); }
  :where(.blog-comments-flat) { padding-inline-start: .5rem; }
  /* Comments far from the screen are not laid out. The padding leaves room for focus rings, which containment would clip. */
  :where(blog-comments > .blog-comments-list > li) { content-visibility: auto; contain-intrinsic-block-size: auto 9rem; margin-inline: -.375rem; padding-inline: .375rem; padding-block: .375rem; }
  :where(.blog-comment) { padding-block-start: .5rem; overflow-wrap: break-word; scroll-margin-block-start: 1rem; }
  :where(.blog-comment:target, .blog-comment:focus) { background: var(--blog-surface, color-mix(in srgb, currentColor 5%, transparent)); border-radius: var(--blog-radius, .375rem); outline-offset: 2px; }
  :where(.blog-comment-header) { display: flex; flex-wrap: wrap; gap: 0 .75rem; align-items: baseline; }
  :where(.blog-comment-author) { font-weight: bold; unicode-bidi: isolate; }
  :where(.blog-comment-link, .blog-comment-mark) { color: var(--blog-muted, color-mix(in srgb, currentColor 75%, transparent)); font-size: .875em; }
  :where(.blog-comment-mark) { font-style: italic; }
  :where(.blog-comment-body > :first-child) { margin-block-start: .375em; }
  :where(.blog-comment-body > :last-child) { margin-block-end: .375em; }
  :where(.blog-comment-body pre) { overflow-x: auto; }
  :where(.blog-comment-body:not(.blog-comment-open)) { max-block-size: var(--_comment-height, none); overflow: hidden; }
  :where(blog-comment-actions) { display: block; min-block-size: 2.75rem; }
  @media print {
    :where(.blog-comment-body:not(.blog-comment-open)) { max-block-size: none; }
    :where(blog-comment-actions) { display: none; }
  }
}`;

export class CommentList {
  private root?: HTMLElement;
  private readonly views = new Map<string, CommentView>();
  private readonly opened = new Set<string>();
  private work = 0;
  private near?: IntersectionObserver;
  maxDepth = 4;

  constructor(private readonly host: HTMLElement, private readonly context: CommentContext) {}

  connect(): void {
    adoptPageStyles(this.host, pageStyles);
    this.near = new IntersectionObserver((entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        this.near?.unobserve(target);
        for (const actions of target.querySelectorAll('blog-comment-actions')) actions.draw();
        (target as HTMLElement & { near?: boolean }).near = true;
      }
    }, { rootMargin: '75% 0px' });
    for (const item of this.root?.children ?? []) this.near.observe(item);
    this.host.addEventListener('focusin', this.onFocus);
    this.host.addEventListener('scroll', this.onScroll, true);
  }

  disconnect(): void {
    this.work++;
    this.near?.disconnect();
    this.host.removeEventListener('focusin', this.onFocus);
    this.host.removeEventListener('scroll', this.onScroll, true);
  }

  /** What a server rendered here, as data; the nodes stay. */
  adopt(): Comment[] {
    const root = this.host.querySelector<HTMLElement>(':scope > ol:not([slot]), :scope > ul:not([slot])');
    if (!root || this.root) return [];
    const found: Comment[] = [];
    const walk = (list: Element, parent?: string): void => {
      for (const item of list.children) {
        const read = readItem(item, parent);
        if (!read) continue;
        this.views.set(read.comment.id, read.view);
        found.push(read.comment);
        // What the reader is looking at is not folded: it would shift.
        const box = item.getBoundingClientRect();
        if (box.bottom > 0 && box.top < innerHeight) read.view.body.classList.add('blog-comment-open');
        if (read.view.replies) walk(read.view.replies, read.comment.id);
      }
    };
    walk(root);
    if (found.length === 0) return [];
    this.root = root;
    for (const item of root.children) this.near?.observe(item);
    return found;
  }

  /** Takes everything out. */
  clear(): void {
    this.work++;
    this.root?.remove();
    delete this.root;
    this.views.clear();
    this.opened.clear();
  }

  owns(node: Node): boolean { return node === this.root; }

  view(id: string): CommentView | undefined { return this.views.get(id); }

  isOpen(entry: Entry): boolean { return entry.depth < this.maxDepth || this.opened.has(entry.comment.id); }

  open(entry: Entry): void { this.opened.add(entry.comment.id); }

  /**
   * Makes the page show the thread. The first slice is done at once; when there is more, the rest follows between frames.
   *
   * @returns when all is shown; false when a later call took over
   */
  async show(thread: Thread): Promise<boolean> {
    const mine = ++this.work;
    if (!this.root) {
      this.root = makeList();
      this.host.append(this.root);
    }
    const steps = this.place(thread.roots, this.root);
    let end = performance.now() + slice;
    for (let step = steps.next(); !step.done; step = steps.next()) {
      if (performance.now() < end) continue;
      await nextTask();
      if (mine !== this.work) return false;
      end = performance.now() + slice;
    }
    for (const [id, view] of this.views) if (!thread.entries.has(id)) { view.item.remove(); this.views.delete(id); }
    return true;
  }

  showAges(): void {
    for (const view of this.views.values()) view.showAge(this.context);
  }

  /** Puts the items of one list in order, those of their replies within them. */
  private *place(entries: Entry[], list: HTMLElement): Generator<void> {
    let next = list.firstElementChild;
    for (const entry of entries) {
      const view = this.viewOf(entry);
      view.show(entry, this.context);
      if (view.item === next) next = next.nextElementSibling;
      else { list.insertBefore(view.item, next); if (list === this.root) this.near?.observe(view.item); }
      yield;
      if (entry.replies.length && entry.depth <= this.maxDepth && this.isOpen(entry)) {
        const replies = view.repliesList();
        const deep = entry.depth >= this.maxDepth;
        replies.classList.toggle('blog-comments-flat', deep);
        yield* this.place(deep ? descendants(entry) : entry.replies, replies);
      }
      this.drawNear(view);
    }
  }

  private viewOf(entry: Entry): CommentView {
    const { id } = entry.comment;
    let view = this.views.get(id);
    if (!view) this.views.set(id, view = CommentView.make(id));
    return view;
  }

  /** A reply that joins a comment on the screen needs its buttons too. */
  private drawNear(view: CommentView): void {
    const root = view.item.closest<HTMLElement & { near?: boolean }>('blog-comments > ol > li, blog-comments > ul > li');
    if (root?.near) view.actions.draw();
  }

  private readonly onFocus = (event: Event): void => {
    const article = (event.target as Element).closest('article');
    article?.querySelector('blog-comment-actions')?.draw();
    if ((event.target as Element).closest('.blog-comment-body')) article?.querySelector('blog-comment-actions')?.unfold();
  };

  /** Find-in-page scrolls a folded text to what it found: open it. */
  private readonly onScroll = (event: Event): void => {
    const body = (event.target as Element).closest?.('.blog-comment-body:not(.blog-comment-open)');
    if (!body || body.scrollTop === 0) return;
    body.closest('article')?.querySelector('blog-comment-actions')?.unfold();
  };
}

/** All that was said under a comment, in thread order. */
export function descendants(entry: Entry): Entry[] {
  const found: Entry[] = [];
  const left = [...entry.replies].reverse();
  for (let next = left.pop(); next; next = left.pop()) {
    found.push(next);
    for (let at = next.replies.length - 1; at >= 0; at--) left.push(next.replies[at]!);
  }
  return found;
}

/** Lets the browser draw and answer first; unlike a timer it is not slowed down after a while. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => { port1.close(); resolve(); };
    port2.postMessage(null);
  });
}

declare global {
  interface HTMLElementTagNameMap { 'blog-comment-actions': import('./comment-actions.js').CommentActions }
}
