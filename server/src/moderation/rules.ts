/** Words and links that a moderator does not want to see unread: what they match waits, or is spam. */

import { linksIn, parseMarkup } from '../../../src/comments/markup/parse.js';

export interface Rule {
  kind: 'word' | 'link';
  pattern: string;
  verdict: 'hold' | 'spam';
}

/** Small letters without accents and width: as one reads, not as one types. */
export const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}|[\u00ad\u200b-\u200f\u2060]/gu, '')
    .toLowerCase();

/** The sternest word on a comment; undefined when no rule has one. */
export function verdictOf(
  rules: Rule[],
  { text, name = '', url }: { text: string; name?: string | undefined; url?: string | undefined },
): Rule['verdict'] | undefined {
  if (rules.length === 0) return undefined;
  const words = fold(`${name}\n${text}`);
  const hosts = [...linksIn(parseMarkup(text)), ...(url ? [url] : [])].map(hostOf);
  const found = rules.filter(({ kind, pattern }) =>
    kind === 'word' ? hasWord(words, fold(pattern)) : hosts.some((host) => host === pattern || host.endsWith(`.${pattern}`)),
  );
  return found.some(({ verdict }) => verdict === 'spam') ? 'spam' : found[0]?.verdict;
}

/** A whole word or phrase: "cat" is not in "concatenate". Scripts without spaces are matched anywhere. */
function hasWord(text: string, word: string): boolean {
  const isLetter = (sign: string | undefined): boolean =>
    sign !== undefined && /[\p{L}\p{N}]/u.test(sign) && !/[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]/u.test(sign);
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!(isLetter(text[at - 1]) && isLetter(word[0])) && !(isLetter(text[at + word.length]) && isLetter(word.at(-1)))) return true;
  }
  return false;
}

export function hostOf(url: string): string {
  try {
    return new URL(url).hostname.toLowerCase().replace(/\.$/, '');
  } catch {
    return '';
  }
}
