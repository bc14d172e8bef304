/** The line that says how long a post takes. Speeds are those of adults reading silently: Brysbaert 2019 for words, Trauzettel-Klosinski 2012 for characters. */

import { readText } from '../sources/page-post.js';
import type { Start } from './enhancement.js';

const wordsPerMinute = 238;
const charactersPerMinute = 260;

// Chinese and Japanese have no spaces, nor have the scripts of South-East Asia, where a word has about four letters.
const ideographs = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu;
const unspaced = /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/gu;
const words = /[\p{L}\p{N}][\p{L}\p{M}\p{N}'’.-]*/gu;

export const start: Start = ({ root, say }) => {
  const line = root.querySelector('.reading-time');
  return {
    update(article) {
      const count = minutesToRead(readText(article));
      const text = count ? say('readingTime', { count }) : '';
      if (line && line.textContent !== text) line.textContent = text;
    },
    stop: () => undefined,
  };
};

/** Words in the sense of schema.org's `wordCount`: two ideographs count as one. */
export function countWords(text: string): number {
  const { spaced, characters } = measure(text);
  return spaced + Math.round(characters / 2);
}

/** Whole minutes, at least one; none for a text without words. */
export function minutesToRead(text: string): number {
  const { spaced, characters } = measure(text);
  if (spaced + characters === 0) return 0;
  return Math.max(1, Math.round(spaced / wordsPerMinute + characters / charactersPerMinute));
}

function measure(text: string): { spaced: number; characters: number } {
  let characters = 0;
  let letters = 0;
  const rest = text
    .replace(ideographs, () => {
      characters++;
      return ' ';
    })
    .replace(unspaced, () => {
      letters++;
      return ' ';
    });
  return { spaced: (rest.match(words)?.length ?? 0) + Math.round(letters / 4), characters };
}
