/** What an enhancement of a post is: a table of contents, a copy button, cards for videos. */

import type { Post } from '../sources/post.js';

/** What enhancements know of `<blog-post>`. */
export interface EnhancedElement extends HTMLElement {
  readonly post: Post | undefined;
  readonly keepEmbeds: boolean;
}

export interface EnhancementHost {
  /** Where the element draws: parts, dialogs. */
  readonly root: ShadowRoot;
  readonly element: EnhancedElement;
  say(key: string, values?: Record<string, string | number>): string;
  /** The post holds a video card: its element is needed. */
  loadVideoCard(): void;
}

export interface Enhancement {
  /** Makes the article ready; called again when it or the language changed. Does nothing twice. */
  update(article: Element): void;
  /** Takes back what can be taken back, and lets go of listeners. */
  stop(): void;
}

export type Start = (host: EnhancementHost) => Enhancement;
