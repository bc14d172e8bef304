import { css } from 'lit';

export const styles = css`
  /* A post under way keeps a window's height, so that what follows it moves out of sight. */
  :host(:state(loading)) { min-block-size: 100vh; }
  .reading-time { margin: 0; padding-block-end: .5rem; color: var(--_muted); }
  /* The line keeps its height until its words are there. */
  .reading-time::before { content: '\\200b'; }
  .contents { min-block-size: 3.25rem; padding-block-end: .5rem; }
  .contents[hidden], :host(:state(error)) .contents:empty { display: none; }
  .error { padding: 1rem; border: 1px solid var(--_border); border-radius: var(--_radius); margin-block-end: 1rem; }
  .error p { margin: 0 0 .75rem; }
  .ways { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; }
  .status { margin: 0; color: var(--_muted); }
  @media print { .contents, .reading-time { display: none; } :host { min-block-size: 0; } }
`;

/** For what the element adds to or draws in the page itself. Every unlayered rule of the page wins. */
export const pageStyles = css`
  @layer blog-elements {
    :where(.blog-scroller) { overflow-x: auto; max-inline-size: 100%; }
    :where(.blog-zoom) { cursor: zoom-in; }
    :where(.blog-zoom:focus-visible, .blog-scroller:focus-visible) { outline: 3px solid; outline-offset: 2px; }
    /* Its own margins stay inside: where they reached out, all would move when it comes. */
    :where(article.blog-post-article) { display: flow-root; overflow-wrap: break-word; }
    :where(.blog-post-article :is(img, video)) { max-inline-size: 100%; block-size: auto; }
    :where(.blog-post-article figure) { margin-inline: 0; }
    :where(.blog-post-article pre) { overflow-x: auto; }
    :where(.blog-post-article :is(h1, h2, h3, h4, h5, h6, [id])) { scroll-margin-block-start: 1rem; }
    :where(.blog-post-more > summary) { cursor: pointer; padding-block: .75em; font-weight: 600; }
    :where(.blog-post-more[open] > summary) { display: none; }
    :where(.blog-post-note) { font-style: italic; }
    :where(.blog-post-byline, .blog-post-note) { text-align: match-parent; }
    :where(.blog-post-byline) { opacity: .8; }
    @media print {
      :where(.blog-scroller) { overflow: visible; }
      .blog-post-more::details-content { content-visibility: visible; block-size: auto; }
      .blog-post-more > summary { display: none; }
    }
  }
`;
