import type { Post } from '../sources/post.js';

/** The post is ready: fetched, given as data, or found in the page. */
export class BlogPostLoadEvent extends Event {
  /** The post as data. */
  readonly post: Post;

  constructor(post: Post) {
    super('blog-post-load', { bubbles: true, composed: true });
    this.post = post;
  }
}

/** The post could not be loaded. Cancel the event to show a message of your own; what was in the page stays in any case. */
export class BlogPostErrorEvent extends Event {
  /** What went wrong, in a sentence for developers; its `cause` is the underlying error, where there is one. */
  readonly error: Error;
  /** Where the post should have come from, absolute; empty when it was given as data. */
  readonly src: string;

  constructor(error: Error, src: string) {
    super('blog-post-error', { bubbles: true, composed: true, cancelable: true });
    this.error = error;
    this.src = src;
  }
}
