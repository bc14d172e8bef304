import { css } from 'lit';

/**
 * All sizes are in `em` of the host, whose own font size is held still while the page's text grows: the buttons stay
 * under the pointer at every step.
 */
export default css`
  .box { display: flex; flex-wrap: wrap; align-items: stretch; gap: .375em; min-block-size: max(44px, 2.75em); font-size: 1em; }
  button {
    min-inline-size: max(44px, 2.75em); padding: 0 .5em; line-height: 1; cursor: pointer;
    border: 1px solid var(--_border); border-radius: var(--_radius); background: var(--_surface);
  }
  button:hover { border-color: currentColor; }
  [aria-disabled='true'] { opacity: .55; }
  button::before { content: 'A'; direction: ltr; unicode-bidi: isolate; }
  [part='decrease'] { font-size: .875em; }
  [part='increase'] { font-size: 1.25em; }
  [part='decrease']::before { content: 'A−'; }
  [part='increase']::before { content: 'A+'; }
  @media (forced-colors: active) { [aria-disabled='true'] { opacity: 1; border-color: GrayText; color: GrayText; } }
  @media print { :host { display: none; } }
`;
