import { css } from 'lit';

/**
 * The look that all shadow roots share; buttons.ts has what only some need. The host page's fonts and colours are inherited; `--blog-*` variables change the
 * rest. Private variables (`--_…`) sit on the inner `.box`, where a page cannot set them by accident.
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
