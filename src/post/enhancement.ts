/** What a post can get. Each is a file of its own that loads when a page asks for it or a text needs it. */
import { once } from '../base/load-once.js';
import type { BlogPost } from './blog-post.js';

export interface EnhancementHost {
  /** Where the element draws: parts, dialogs. */
  readonly root: ShadowRoot;
  readonly element: BlogPost;
  say(key: string, values?: Record<string, string | number>): string;
}

export interface Enhancement {
  /** Makes the article ready; called again when it or the language changed. Does nothing twice. */
  update(article: Element): void;
  /** Takes back what can be taken back, and lets go of listeners. */
  stop(): void;
}

export type Start = (host: EnhancementHost) => Enhancement;

/** By property of the element, or by what the text holds. */
export const enhancements: Record<string, () => Promise<{ start: Start }>> = {
  films: once(() => import('./embeds.js')),
  tables: once(() => import('./tables.js')),
  readingTime: once(() => import('./time.js')),
  toc: once(() => import('./toc.js')),
  progress: once(() => import('./progress.js')),
  zoomImages: once(() => import('./zoom.js')),
  copyCode: once(() => import('./copy-code.js')),
  jsonLd: once(() => import('./structured-data.js')),
};

export function isWanted(name: string, article: Element, element: BlogPost): boolean {
  if (name === 'films') return /youtu/.test(article.textContent!) || article.querySelector('a[href*="youtu"], iframe, blog-youtube') !== null;
  if (name === 'tables') return article.querySelector('table') !== null;
  return Boolean(element[name as keyof BlogPost]);
}
