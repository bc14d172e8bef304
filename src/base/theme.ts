/** The look that the elements share, and how styles get into a shadow root or the page. */

import { css, type CSSResult } from 'lit';

/**
 * For every shadow root. The fonts and colors of the page are inherited; `--blog-*` variables change the rest. Private
 * variables (`--_…`) are on the inner `.box`, where a page cannot set them by accident.
 */
export const theme = css`
  :host { display: block; }
  :host([hidden]) { display: none; }
  *, ::before, ::after { box-sizing: border-box; }
  .box {
    --_accent: var(--blog-accent, light-dark(#0b5cad, #8fbdff));
    --_border: var(--blog-border, color-mix(in srgb, currentColor 50%, transparent));
    --_radius: var(--blog-radius, .375rem);
    color: var(--blog-text, inherit);
    font-family: var(--blog-font, inherit);
    font-size: calc(1em * var(--blog-text-scale, 1));
    overflow-wrap: break-word;
  }
  button { font: inherit; color: inherit; letter-spacing: inherit; word-spacing: inherit; }
  a { color: var(--_accent); }
  :focus-visible { outline: 3px solid var(--blog-focus, var(--_accent)); outline-offset: 2px; }
`;

/** Beside the theme, for elements with more than a button or two: buttons of at least 44 px, plain or filled (`.primary`), fields, and text for screen readers only. */
export const buttons = css`
  .box {
    --_accent-text: var(--blog-accent-text, light-dark(#fff, #0a1a2e));
    --_muted: var(--blog-muted, color-mix(in srgb, currentColor 75%, transparent));
    --_surface: var(--blog-surface, color-mix(in srgb, currentColor 5%, transparent));
    --_gap: var(--blog-gap, 1rem);
  }
  input, textarea, select { font: inherit; color: inherit; letter-spacing: inherit; word-spacing: inherit; }
  button {
    min-block-size: 2.75rem; min-inline-size: 2.75rem; padding: .375em .875em; cursor: pointer;
    border: 1px solid var(--_border); border-radius: var(--_radius); background: var(--_surface);
  }
  button:hover { border-color: currentColor; }
  button.primary { border-color: var(--_accent); background: var(--_accent); color: var(--_accent-text); }
  button[aria-disabled='true'] { opacity: .55; cursor: default; }
  button.link { border: 0; padding-inline: 0; background: none; color: var(--_accent); text-decoration: underline; }
  .visually-hidden {
    position: absolute; inline-size: 1px; block-size: 1px;
    overflow: hidden; clip-path: inset(50%); white-space: nowrap;
  }
`;

/**
 * Adds styles for what an element draws in light DOM, to the document or shadow root it is in. They are in `@layer blog-elements`, so that every
 * unlayered rule of the page wins; a constructed stylesheet needs no `style-src`.
 */
export function adoptPageStyles(element: Element, styles: CSSResult): void {
  const root = element.getRootNode();
  if (root instanceof Document || root instanceof ShadowRoot) addStyles(root, styles);
}

/** Adds styles to a document or shadow root, once. */
export function addStyles(root: DocumentOrShadowRoot, { styleSheet }: CSSResult): void {
  if (styleSheet && !root.adoptedStyleSheets.includes(styleSheet)) root.adoptedStyleSheets.push(styleSheet);
}
