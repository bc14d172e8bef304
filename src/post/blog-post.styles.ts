import { css } from 'lit';

export const styles = css`
  /* A post under way keeps a window's height, so that what follows it moves out of sight. */
  :host(:state(loading)) { min-block-size: 100vh; }
  .reading-time { margin: 0; padding-block-end: .5rem; color: var(--_muted); }
  .contents { min-block-size: 2.75rem; padding-block-end: .5rem; }
  .contents[hidden] { display: none; }
  summary { min-block-size: 2.75rem; display: flex; align-items: center; gap: .5em; cursor: pointer; inline-size: fit-content; }
  summary::before { content: ''; border: .3em solid transparent; border-inline-start-color: currentColor; border-inline-end: 0; }
  details[open] > summary::before { border: .3em solid transparent; border-block-start-color: currentColor; border-block-end: 0; }
  ol { margin: 0; padding: 0; list-style: none; }
  li a { display: block; padding: .35em .5em; border-inline-start: 3px solid transparent; border-radius: 2px; text-decoration-thickness: 1px; }
  a[aria-current] { border-inline-start-color: var(--_accent); font-weight: 600; }
  .level-1 { padding-inline-start: 1em; }
  .level-2 { padding-inline-start: 2em; }
  .level-3 { padding-inline-start: 3em; }
  .error { padding: 1rem; border: 1px solid var(--_border); border-radius: var(--_radius); margin-block-end: 1rem; }
  .error p { margin: 0 0 .75rem; }
  .ways { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; }
  .status { margin: 0; color: var(--_muted); }
  .progress {
    position: fixed; z-index: 10; inset-block-start: 0; inset-inline-start: 0; block-size: 4px;
    inline-size: calc(var(--_read, 0) * 100%); background: var(--_accent); pointer-events: none;
  }
  .zoom {
    max-inline-size: 100%; max-block-size: 100%; inline-size: 100%; block-size: 100%; padding: .5rem; border: 0;
    background: rgb(0 0 0 / 90%); color: #fff; cursor: zoom-out;
  }
  .zoom[open] { display: flex; flex-direction: column; align-items: center; justify-content: center; gap: .5rem; }
  .zoom img { max-inline-size: 100%; min-block-size: 0; object-fit: contain; }
  .zoom p { margin: 0; max-inline-size: 60ch; }
  .zoom button { position: absolute; inset-block-start: .5rem; inset-inline-end: .5rem; background: #000; color: #fff; border-color: #fff; }
  @media (forced-colors: active) { .progress { background: Highlight; } }
  @media print { .progress, .contents, .zoom, .reading-time { display: none; } :host { min-block-size: 0; } }
`;

/** For what the element adds to or draws in the page itself. Every unlayered rule of the page wins. */
export const pageStyles = css`
  @layer blog-elements {
    :where(.blog-scroller) { overflow-x: auto; max-inline-size: 100%; }
    :where(.blog-zoom) { cursor: zoom-in; }
    :where(.blog-zoom:focus-visible, .blog-scroller:focus-visible) { outline: 3px solid; outline-offset: 2px; }
    :where(article.blog-post-article) { overflow-wrap: break-word; }
    :where(.blog-post-article :is(img, video)) { max-inline-size: 100%; block-size: auto; }
    :where(.blog-post-article figure) { margin-inline: 0; }
    :where(.blog-post-article pre) { overflow-x: auto; }
    :where(.blog-post-article :is(h1, h2, h3, h4, h5, h6, [id])) { scroll-margin-block-start: 1rem; }
    :where(.blog-post-byline) { opacity: .8; }
    @media print { :where(.blog-scroller) { overflow: visible; } }
  }
`;
