import { css } from 'lit';

/** The box's own buttons and field: order, earlier, more, all, new comments, the place to write. */
export const controlStyles = css`
  .top { flex-wrap: wrap; row-gap: .25rem; }
  .order { min-inline-size: 0; max-inline-size: 100%; }
  select { min-block-size: 2.75rem; background: var(--_surface); border: 1px solid var(--_border); border-radius: var(--_radius); padding-inline: .5em; max-inline-size: 100%; }
  option { color: CanvasText; background: Canvas; }
  textarea {
    display: block; inline-size: 100%; min-block-size: 6rem; margin-block-start: .25rem; padding: .5rem .75rem; resize: vertical;
    background: var(--_surface); border: 1px solid var(--_border); border-radius: var(--_radius);
  }
  /* Takes no room: what is being read stays where it is. */
  .fresh { position: sticky; inset-block-start: .5rem; z-index: 1; block-size: 0; text-align: center; }
  .fresh button { box-shadow: 0 .125rem .5rem rgb(0 0 0 / .3); }
  .more { display: flex; flex-wrap: wrap; gap: .5rem; margin-block: .75rem; }
  .write { margin-block-start: var(--_gap); }
  .write > a { display: inline-flex; align-items: center; min-block-size: 2.75rem; }
  @media print { .write, .more, .fresh, .order { display: none; } }
`;

/** What the comments in the page need beside their first look. */
export const pageStyles = css`@layer blog-elements {
  :where(.blog-comment) { scroll-margin-block-start: 1rem; }
  :where(.blog-comment:target, .blog-comment:focus) { background: var(--blog-surface, color-mix(in srgb, currentColor 5%, transparent)); border-radius: var(--blog-radius, .375rem); outline-offset: 2px; }
  :where(.blog-comment-folded) { mask-image: linear-gradient(#000 calc(100% - 2lh), transparent); }
  :where(.blog-comment-body summary) { min-block-size: 2.75rem; align-content: center; cursor: pointer; }
  :where(blog-comments .reply) { min-block-size: 2.75rem; }
  @media print {
    :where(.blog-comment-body:not(.blog-comment-open)) { max-block-size: none; mask-image: none; }
    :where(blog-comment-actions) { display: none; }
  }
}`;
