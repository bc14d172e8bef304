/** Draws texts with markup, and trees that foreign stores have built. Loaded when there are some. */

import { render } from 'lit';
import { renderMarkup } from './markup-view.js';
import { parseMarkup } from './markup.js';
import type { Block } from './markup.js';

export function drawMarked(text: string | Block[]): Node[] {
  const holder = document.createElement('div');
  try {
    render(renderMarkup(typeof text === 'string' ? parseMarkup(text) : text), holder);
  } catch {
    // A tree that a store built wrongly: better what there is of it than a broken thread.
  }
  // Lit's markers are for updates; a text is drawn once.
  const markers = document.createNodeIterator(holder, NodeFilter.SHOW_COMMENT);
  for (let node = markers.nextNode(); node; node = markers.nextNode()) (node as globalThis.Comment).remove();
  return [...holder.childNodes];
}
