import { css } from 'lit';

export const styles = css`
  /* The head stylesheet reserves the same. */
  :host { min-block-size: 22rem; }
  .top { display: flex; align-items: center; justify-content: space-between; gap: var(--_gap); min-block-size: 3.5rem; }
  .heading { font-size: 1.25em; font-weight: bold; }
  p { margin-block: .5rem; }
`;
