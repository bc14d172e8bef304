/** The preview's own chunk: the parser of the light markup and its view. */

import { renderMarkup } from '../markup-view.js';
import { parseMarkup } from '../markup.js';

export function drawPreview(text: string) {
  return renderMarkup(parseMarkup(text));
}
