import { css } from 'lit';

/**
 * All sizes are in `em` of the host, whose own font size is held still while the page's text grows: the buttons stay
 * under the pointer at every step. The head stylesheet reserves the same height. A left-to-right mark keeps the signs in their order.
 */
export default css`
  .box { display: flex; flex-wrap: wrap; gap: var(--blog-gap, .375em); min-block-size: max(44px, 2.75em); font-size: 1em; }
  button { min-inline-size: max(44px, 2.75em); border: 1px solid var(--_border); border-radius: var(--_radius); background: var(--blog-surface, #0000); }
  [aria-disabled] { opacity: .55; }
  button::before { content: 'A'; }
  [part='decrease'] { font-size: .875em; }
  [part='increase'] { font-size: 1.25em; }
  [part='decrease']::before { content: 'A−\\200e'; }
  [part='increase']::before { content: 'A+\\200e'; }
  :host(:not(:state(error))) span { position: absolute; inline-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  @media print { :host { display: none; } }
`;
