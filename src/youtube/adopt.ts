import type { CSSResult } from 'lit';

/** Adds a sheet to a shadow root, once. */
export function adopt({ adoptedStyleSheets }: ShadowRoot, { styleSheet }: CSSResult): void {
  if (!adoptedStyleSheets.includes(styleSheet!)) adoptedStyleSheets.push(styleSheet!);
}
