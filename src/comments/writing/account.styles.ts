import { css } from 'lit';

export const accountStyles = css`
  dialog {
    inline-size: min(26rem, 100% - 1rem); max-inline-size: none; max-block-size: calc(100% - 1rem); padding: min(1.25rem, 4vw); overflow: auto;
    border: 1px solid var(--_border); border-radius: var(--_radius); background: Canvas; color: var(--blog-text, CanvasText);
  }
  dialog::backdrop { background: rgb(0 0 0 / .5); }
  h2 { margin: 0; font-size: 1.25em; min-inline-size: 0; overflow-wrap: anywhere; }
  h2 + button { flex: none; }
  .title { justify-content: space-between; flex-wrap: nowrap; }
`;
