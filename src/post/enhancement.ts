/** What an enhancement of a post is: a table of contents, a copy button, cards for videos. */

import type { Post } from '../sources/post.js';

/** In the order in which they join a post: by the property that asks for them, or by what the text holds (`videos`, `tables`). */
export const enhancementNames = ['videos', 'tables', 'readingTime', 'toc', 'progress', 'zoomImages', 'copyCode', 'jsonLd'] as const;

export type EnhancementName = (typeof enhancementNames)[number];

/** What enhancements know of `<blog-post>`. */
export interface EnhancedElement extends HTMLElement, Readonly<Record<Exclude<EnhancementName, 'videos' | 'tables'>, boolean>> {
  readonly post: Post | undefined;
  readonly keepEmbeds: boolean;
}

export interface EnhancementHost {
  /** Where the element draws: parts, dialogs. */
  readonly root: ShadowRoot;
  readonly element: EnhancedElement;
  readonly say: (key: string, values?: Record<string, string | number>) => string;
  /** The post holds a video card: its element is needed. */
  readonly loadVideoCard: () => void;
}

export interface Enhancement {
  /** Makes the article ready; called again when it or the language changed. Does nothing twice. */
  update(article: Element): void;
  /** Takes back what can be taken back, and removes listeners. */
  stop(): void;
}

export type Start = (host: EnhancementHost) => Enhancement;
