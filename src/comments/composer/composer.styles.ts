import { css } from 'lit';

export const composerStyles = css`
  .box { margin-block: var(--_gap); }
  form { display: grid; grid-template-columns: minmax(0, 1fr); gap: .75em; }
  p { margin: 0; }
  label { display: block; font-weight: 600; margin-block-end: .25em; }
  .check { display: flex; gap: .5em; align-items: center; min-block-size: 2.75rem; font-weight: normal; margin: 0; }
  .check input { inline-size: 1.25rem; block-size: 1.25rem; margin: 0; flex: none; }
  .text, textarea {
    display: block; inline-size: 100%; min-block-size: 2.75rem; padding: .5em .75em;
    border: 1px solid var(--_border); border-radius: var(--_radius); background: transparent; line-height: 1.5;
  }
  textarea { min-block-size: 6.5em; max-block-size: 70vh; field-sizing: content; resize: vertical; }
  [aria-invalid='true'] { border-color: var(--_error); }
  [aria-invalid='true']:not(:focus-visible) { outline: 1px solid var(--_error); }
  [readonly] { opacity: .75; }
  .box { --_error: light-dark(#b3261e, #ffb4ab); }
  .hint, .left { color: var(--_muted); font-weight: normal; font-size: .875em; }
  .left { text-align: end; }
  .error, .over { color: var(--_error); font-weight: 600; }
  .error, .left { margin-block-start: .25em; }
  .error:not(:empty)::before { content: '⚠ ' / ''; }
  .row { display: flex; flex-wrap: wrap; gap: .25em 1em; align-items: center; }
  [role='status'] + .row { margin-block-start: .5em; }
  .fields { display: grid; gap: .75em; grid-template-columns: repeat(auto-fit, minmax(min(100%, 14rem), 1fr)); }
  @media (forced-colors: active) {
    [aria-invalid='true']:not(:focus-visible) { outline: 2px solid; }
    .primary { border-width: 2px; }
  }
  @media print { .box { display: none; } }
  .preview { padding: .25em .75em; border: 1px dashed var(--_border); border-radius: var(--_radius); overflow-wrap: anywhere; }
  .preview > * { margin-block: .5em; }
  .preview pre { white-space: pre-wrap; }
  .preview blockquote { margin-inline: 0; padding-inline-start: 1em; border-inline-start: 3px solid var(--_border); }
`;

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
