/** Has the buttons of comments drawn when these come near the screen: some in each frame, so that scrolling never waits for them. */

import type { CommentActions } from './comment-toolbar.js';
import { nextTask } from './comment-list.js';

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
