import { css } from 'lit';

export const accountStyles = css`
  dialog {
    inline-size: min(26rem, 100% - 2rem); max-block-size: calc(100% - 2rem); padding: 1.25rem; overflow: auto;
    border: 1px solid var(--_border); border-radius: var(--_radius); background: Canvas; color: var(--blog-text, CanvasText);
  }
  dialog::backdrop { background: rgb(0 0 0 / .5); }
  h2 { margin: 0; font-size: 1.25em; }
  .title { justify-content: space-between; flex-wrap: nowrap; }
`;
