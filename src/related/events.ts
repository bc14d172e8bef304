import type { RelatedItem } from './similarity.js';

/** The list is shown, or known to be empty. */
export class BlogRelatedLoadEvent extends Event {
  constructor(
    /** What is shown beside the hand-picked links. */
    readonly items: readonly RelatedItem[],
  ) {
    super('blog-related-load', { bubbles: true, composed: true });
  }
}

/** Posts could not be loaded. Canceled: the page shows its own message, and the element none. */
export class BlogRelatedErrorEvent extends Event {
  constructor(
    readonly error: unknown,
    readonly src: string | undefined,
  ) {
    super('blog-related-error', { bubbles: true, composed: true, cancelable: true });
  }
}

declare global {
  interface HTMLElementEventMap {
    'blog-related-load': BlogRelatedLoadEvent;
    'blog-related-error': BlogRelatedErrorEvent;
  }
}
