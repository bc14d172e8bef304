/**
 * The English of the form. It comes in parts, as the form does: what is only said later is added to the same object, which
 * every form already holds.
 */

import english from '../../base/words/en/writing.js';
import type account from '../../base/words/en/writing-account.js';
import type sending from '../../base/words/en/writing-sending.js';
import type { Words } from '../../base/words/translation.js';

export type Key = keyof typeof english | keyof typeof account | keyof typeof sending;

export const words: Words = { ...english };

export function addWords(more: Words): void {
  Object.assign(words, more);
}

/** As stores count: code points, not UTF-16 units. */
export function lengthOf(text: string): number {
  return [...text].length;
}
