/** Draws texts with markup, and trees that foreign stores have built. Loaded when there are some. */

import { html, nothing, render } from 'lit';
import type { Language } from '../base/language.js';
import english from '../base/words/en/comments.js';
import foreignEnglish from '../base/words/en/foreign.js';
import { cleanName } from './clean-text.js';
import { renderMarkup } from './markup/render.js';
import { parseMarkup } from './markup/parse.js';
import type { ForeignBlock } from './markup/parse.js';

export function drawMarked(text: string | ForeignBlock[], language: Language): Node[] {
  // The English of this part joins that of the box; other languages come whole.
  Object.assign(english, foreignEnglish);
  const holder = document.createElement('div');
  const blocks = typeof text === 'string' ? parseMarkup(text) : text;
  render(blocks.map((block) => {
    try {
      return drawBlock(block, language);
    } catch {
      // A tree that a store built wrongly: better what there is of it than a broken thread.
      return nothing;
    }
  }), holder);
  // Lit's markers are for updates; a text is drawn once.
  const markers = document.createNodeIterator(holder, NodeFilter.SHOW_COMMENT);
  for (let node = markers.nextNode(); node; node = markers.nextNode()) (node as globalThis.Comment).remove();
  return [...holder.childNodes];
}

function drawBlock(block: ForeignBlock, language: Language) {
  const { wordsLang, dir } = language;
  const lang = wordsLang ?? nothing;
  const direction = wordsLang ? dir : 'auto';
  if (block.type === 'unavailable') return html`<p class="blog-comment-mark" lang=${lang} dir=${direction}>${language.say('unavailable')}</p>`;
  if (block.type !== 'warning') return renderMarkup([block]);
  const warning = cleanName(block.text);
  return html`<details><summary lang=${lang} dir=${direction}>${warning ? language.say('warning', { text: warning }) : language.say('sensitive')}</summary>${renderMarkup(block.children)}</details>`;
}
