/** The reader chose another text size. Not sent when the page sets `scale`, nor for a choice made in another tab. */
export class BlogTextSizeChangeEvent extends Event {
  /** @param scale the new scale: 1 is the page's own size, 2 is 200 % */
  constructor(readonly scale: number) {
    super('blog-text-size-change', { bubbles: true, composed: true });
  }
}

declare global {
  interface HTMLElementEventMap {
    'blog-text-size-change': BlogTextSizeChangeEvent;
  }
}
