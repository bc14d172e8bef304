/**
 * Styles for what an element draws in light DOM. They live in `@layer blog-elements`, so that every unlayered rule of the
 * host page wins; a constructed sheet needs no `style-src`.
 */
import type { CSSResult } from 'lit';

export function adoptPageStyles(host: Element, styles: CSSResult): void {
  const root = host.getRootNode();
  if (!(root instanceof Document || root instanceof ShadowRoot)) return;
  const sheet = styles.styleSheet;
  if (sheet && !root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);
}
