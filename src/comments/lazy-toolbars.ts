/** Has the buttons of comments drawn when these come near the screen: some in each frame, so that scrolling never waits for them. */

import { yieldToMain } from '../base/scheduler.js';
import type { CommentToolbar } from './comment-toolbar.js';

/** How many comments get their buttons between two frames. */
const batchSize = 8;

export class LazyToolbars {
  /** Roots that have come near: of these, each comment is observed. */
  private readonly near = new WeakSet<Element>();
  private readonly observed = new WeakSet<Element>();
  private readonly queue = new Set<CommentToolbar>();
  private readonly observer: IntersectionObserver;
  private busy = false;

  /** @param draw draws the buttons of some comments, of which it measures all before it draws one */
  constructor(
    private readonly host: HTMLElement,
    private readonly draw: (some: CommentToolbar[]) => void,
  ) {
    // As wide as the widest margin within which browsers lay out what they otherwise skip.
    this.observer = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          if (isToolbar(target)) {
            if (isIntersecting) this.enqueue(target);
          } else if (isIntersecting) this.observeWithin(target);
          // One that is skipped tells by itself when it no longer is; thousands of observed ones would cost each frame of scrolling.
          else if (getComputedStyle(target).contentVisibility === 'auto') this.observer.unobserve(target);
        }
      },
      { rootMargin: '150% 0px' },
    );
    host.addEventListener('contentvisibilityautostatechange', this.onVisibility, true);
  }

  /** A comment is shown, or has changed. */
  watch(element: Element, toolbar: CommentToolbar): void {
    const root = element.closest('blog-comments > * > li');
    if (root && !this.near.has(root)) {
      if (root === element && !this.observed.has(root)) this.observer.observe(root);
      this.observed.add(root);
    } else {
      this.observer.observe(toolbar);
    }
  }

  stop(): void {
    this.host.removeEventListener('contentvisibilityautostatechange', this.onVisibility, true);
    this.observer.disconnect();
    this.queue.clear();
  }

  private readonly onVisibility = (event: Event): void => {
    const root = event.target;
    if (!(root instanceof Element) || !root.matches('blog-comments > * > li')) return;
    if ('skipped' in event && event.skipped) this.forgetWithin(root);
    else this.observeWithin(root);
  };

  private observeWithin(root: Element): void {
    this.observer.unobserve(root);
    this.near.add(root);
    for (const toolbar of toolbarsIn(root)) this.observer.observe(toolbar);
  }

  /** Scrolled past before its turn came. */
  private forgetWithin(root: Element): void {
    this.near.delete(root);
    for (const toolbar of toolbarsIn(root)) {
      this.observer.unobserve(toolbar);
      this.queue.delete(toolbar);
    }
  }

  private enqueue(toolbar: CommentToolbar): void {
    this.observer.unobserve(toolbar);
    this.queue.add(toolbar);
    if (!this.busy) this.drawQueue().catch(reportError);
  }

  /** Drawing that throws is reported, and the next ones are drawn. */
  private async drawQueue(): Promise<void> {
    this.busy = true;
    while (this.queue.size) {
      // Behind a frame everything is laid out: sizes cost nothing, and what is drawn then is laid out with the next one.
      await new Promise(requestAnimationFrame);
      await yieldToMain();
      const some = [...this.queue].slice(0, batchSize);
      for (const toolbar of some) this.queue.delete(toolbar);
      try {
        this.draw(some);
      } catch (error) {
        reportError(error);
      }
    }
    this.busy = false;
  }
}

function toolbarsIn(root: Element): Iterable<CommentToolbar> {
  return root.querySelectorAll('blog-comment-actions');
}

/** By its name, since a page may hold two copies of the library with a class each. */
function isToolbar(element: Element): element is CommentToolbar {
  return element.localName === 'blog-comment-actions';
}
