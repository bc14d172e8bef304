/** The words of a text, as far as they say what it is about. Knows no DOM. */

import { languageRules } from './stop-words.js';

/** Scripts written without spaces between words. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** The terms of one language, which are numbered as they come up. */
export interface Terms {
  /** How many there are so far, and 1: no term has the number 0. */
  readonly size: number;
  /** The numbers of the terms in a text, in order: the stems of its words, without those that say nothing. */
  read(text: string): number[];
  /** The number of a word as it stands. */
  numberOf(word: string): number;
}

/** @param lang a BCP 47 tag */
export function createTerms(lang: string): Terms {
  const name = primary(lang);
  const { stop, endings } = (Object.hasOwn(languageRules, name) && languageRules[name]) || { stop: '', endings: /$/ };
  // Scripts without spaces are cut by dictionaries of their own, whatever the locale. They take some 20 ms to load.
  let segmenter: Intl.Segmenter | undefined;
  const numbers = new Map<string, number>();
  // Most words repeat: each is stemmed once.
  const words = new Map<string, number>(stop.split(' ').map((word) => [word, 0]));

  const numberOf = (term: string): number => {
    let number = numbers.get(term);
    if (number === undefined) numbers.set(term, (number = numbers.size + 1));
    return number;
  };
  return {
    get size() {
      return numbers.size + 1;
    },
    numberOf,
    read(text) {
      const plain = foldAccents(text.toLowerCase());
      const found = unspaced.test(plain)
        ? Array.from((segmenter ??= new Intl.Segmenter('en', { granularity: 'word' })).segment(plain), ({ isWordLike, segment }) => (isWordLike ? segment : ''))
        : (plain.match(isAscii(plain) ? /[a-z\d]+/g : /[\p{L}\p{N}\p{M}]+/gu) ?? []);
      const terms: number[] = [];
      for (const word of found) {
        let number = words.get(word);
        if (number === undefined) words.set(word, (number = word.length < 2 && !unspaced.test(word) ? 0 : numberOf(stemOf(word, endings))));
        if (number) terms.push(number);
      }
      return terms;
    },
  };
}

/** `nl` of "nl-BE", and of "nl_NL" as some systems write it. */
export function primary(lang = ''): string {
  return lang.toLowerCase().replace(/[-_].*$/s, '');
}

function stemOf(word: string, endings: RegExp): string {
  const stem = word.length < 5 ? word : word.replace(endings, '');
  // A stem must keep enough of the word to mean it. Doubled and voiced letters come from inflection (bakken, bak; huizen, huis).
  return stem.length < 3
    ? word
    : stem
        .replace(/([^aeiou])\1$/, '$1')
        .replace(/([aeou])\1(?=[^aeiou]$)/, '$1')
        .replace(/z$/, 's')
        .replace(/v$/, 'f');
}

/** Accents are often left out, or written in two ways. Normalizing thousands of them on one letter would take hours. */
export function foldAccents(text: string): string {
  return isAscii(text)
    ? text
    : text
        .replace(/(\p{M}{9})\p{M}+/gu, '$1')
        .normalize('NFKD')
        .replace(/[\u0300-\u036f]/g, '')
        .normalize('NFC');
}

function isAscii(text: string): boolean {
  return !/[^\x00-\x7f]/.test(text);
}

/** The words of untrusted HTML. They are counted, and never go to the page. */
export function textOf(html: string): string {
  return html
    .split(/<(?=(?:script|style)\b)/i)
    .map((part, at) => (at ? part.replace(/^[^]*?<\/(?:script|style)[^<>]*>/i, ' ') : part))
    .join('')
    .replace(/<[^<>]*>/g, ' ')
    .replace(/&#(\d{1,6});/g, (_, code) => String.fromCharCode(Number(code)))
    .replace(/&([a-z])(?:acute|grave|circ|uml|cedil|tilde|ring|caron);/gi, '$1')
    .replace(/&#?\w+;/g, ' ');
}
