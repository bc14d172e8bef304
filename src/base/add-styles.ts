import type { CSSResult } from 'lit';

/** Styles of a part that came later, into the shadow root, once. */
export function addStyles(root: ShadowRoot, { styleSheet }: CSSResult): void {
  if (styleSheet && !root.adoptedStyleSheets.includes(styleSheet)) root.adoptedStyleSheets.push(styleSheet);
}
