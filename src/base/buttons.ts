import { css } from 'lit';

/** Beside the theme, for elements with more than a button or two: buttons that look alike, at least 44 px high, plain or filled (\`.primary\`); fields; words that are only heard. */
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
