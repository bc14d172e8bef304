/** The preview's own chunk: the parser of the light markup, its view, and how it looks. */

import { css } from 'lit';
import { renderMarkup } from '../markup/render.js';
import { parseMarkup } from '../markup/parse.js';

export const previewStyles = css`
  .preview { padding: .25em .75em; border: 1px dashed var(--_border); border-radius: var(--_radius); overflow-wrap: anywhere; }
  .preview > * { margin-block: .5em; }
  .preview pre { white-space: pre-wrap; }
  .preview blockquote { margin-inline: 0; padding-inline-start: 1em; border-inline-start: 3px solid var(--_border); }
`;

export function drawPreview(text: string) {
  return renderMarkup(parseMarkup(text));
}
