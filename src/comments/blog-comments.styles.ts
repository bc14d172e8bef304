import { css } from 'lit';

export const styles = css`
  /* The head stylesheet reserves the same. */
  :host { min-block-size: 22rem; }
  .top { display: flex; align-items: center; justify-content: space-between; gap: var(--_gap); min-block-size: 3.5rem; }
  .order { min-inline-size: 0; }
  .heading { font-size: 1.25em; font-weight: bold; margin: 0; }
  select { min-block-size: 2.75rem; background: var(--_surface); border: 1px solid var(--_border); border-radius: var(--_radius); padding-inline: .5em; max-inline-size: 100%; }
  option { color: CanvasText; background: Canvas; }
  textarea {
    display: block; inline-size: 100%; min-block-size: 6rem; margin-block-start: .25rem; padding: .5rem .75rem; resize: vertical;
    background: var(--_surface); border: 1px solid var(--_border); border-radius: var(--_radius);
  }
  .fresh { position: sticky; inset-block-start: .5rem; z-index: 1; display: block; margin-inline: auto; }
  .more { display: flex; flex-wrap: wrap; gap: .5rem; margin-block: .75rem; }
  .write { margin-block-start: var(--_gap); }
  .write a, .elsewhere { display: inline-flex; align-items: center; min-block-size: 2.75rem; }
  .notice { margin-block: .5rem; }
  p { margin-block: .5rem; }
  @media print { .write, .more, .fresh, .order { display: none; } }
`;
