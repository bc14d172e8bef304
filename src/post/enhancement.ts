/** What a post can get on request. Each is a file of its own that loads when a page asks for it. */

export interface EnhancementHost {
  /** Where the element draws: parts, dialogs. */
  readonly root: ShadowRoot;
  /** The element, for what it is called and where it stands. */
  readonly element: HTMLElement;
  say(key: string, values?: Record<string, string | number>): string;
}

export interface Enhancement {
  /** Makes the article ready; called again when it or the language changed. Does nothing twice. */
  update(article: Element): void;
  /** Takes back what can be taken back, and lets go of listeners. */
  stop(): void;
}

export type Start = (host: EnhancementHost) => Enhancement;

/** By attribute. Tables need no attribute: a post that has one gets it. */
export const enhancements: Record<string, () => Promise<{ start: Start }>> = {
  toc: () => import('./contents.js'),
  progress: () => import('./progress.js'),
  zoomImages: () => import('./zoom.js'),
  copyCode: () => import('./copy-code.js'),
  jsonLd: () => import('./structured-data.js'),
  tables: () => import('./tables.js'),
};
