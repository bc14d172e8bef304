import { css } from 'lit';

export const styles = css`
  :host(:state(empty)) { display: none; }
  .heading { font-weight: bold; font-size: 1.25em; margin-block: 0 .5em; }
  .error { margin-block: .5em 0; color: var(--_muted); }
`;

/** For what is added to the page's own list; any rule of the page wins. */
export const pageStyles = css`
  @layer blog-elements {
    :where(.blog-related-reason, .blog-related-date) { color: var(--blog-muted, color-mix(in srgb, currentColor 75%, transparent)); font-size: .875em; }
    :where(.blog-related-cards) {
      display: grid; grid-template-columns: repeat(auto-fill, minmax(min(14rem, 100%), 1fr)); gap: var(--blog-gap, 1rem); padding: 0; list-style: none;
    }
    :where(.blog-related-cards img) { display: block; inline-size: 100%; block-size: auto; aspect-ratio: 16 / 9; object-fit: cover; border-radius: var(--blog-radius, .375rem); margin-block-end: .5rem; }
    :where(.blog-related-date) { white-space: nowrap; }
    :where(.blog-related-reason) { display: block; }
  }
`;
