/**
 * Draws the text of a comment. Most comments are plain paragraphs, which need no parser: the one for markup is loaded when a
 * text has some.
 */

import type { Language } from '../base/language.js';
import { cleanText } from './clean-text.js';
import type { ForeignBlock } from './markup/parse.js';
import type { Comment } from './model.js';

/** All that docs/markup.md gives a meaning. */
const special = /[\\`*[\]\t]|https?:\/\/|^ {0,3}(?:>|- |1[.)] )/im;

/** Longer ones, which no server of ours takes, are shown as they were typed: the parser would hold the page up. */
const longest = 100_000;

const isMarked = (text: string | ForeignBlock[]): boolean => typeof text !== 'string' || (text.length <= longest && special.test(text));

let drawMarked: ((text: string | ForeignBlock[], language: Language) => Node[]) | undefined;

/** Loads what these texts need. Without it they are shown as they were typed. */
export async function prepareTexts(comments: Iterable<Comment>): Promise<void> {
  if (drawMarked) return;
  for (const { text } of comments) {
    if (!isMarked(text)) continue;
    await import('./marked-text.js').then((module) => { drawMarked = module.drawMarked; }, () => undefined);
    return;
  }
}

export function drawText(text: string | ForeignBlock[], language: Language): Node[] {
  if (drawMarked && (typeof text !== 'string' || special.test(text))) return drawMarked(text, language);
  return typeof text === 'string' ? drawPlain(text) : [];
}

/** Paragraphs and line breaks, as the parser would read them. */
function drawPlain(text: string): Node[] {
  const lines = text.split(/\r\n?|[\n\u2028\u2029]/).map((line) => line.trim());
  const paragraphs: HTMLElement[] = [];
  let open: HTMLElement | undefined;
  for (const line of lines) {
    if (line === '') { open = undefined; continue; }
    if (open) open.append(document.createElement('br'));
    else {
      open = document.createElement('p');
      open.dir = 'auto';
      paragraphs.push(open);
    }
    open.append(cleanText(line));
  }
  return paragraphs;
}
