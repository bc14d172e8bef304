/** Which names look alike to people, whatever their letters are. Knows no database. */

import { translations } from '../words/translations.js';
import { confusables } from './confusables-data.js';

const prototypes = new Map<string, string>();
for (const entry of confusables.trim().split(/;\n?/)) {
  const [target, sources] = entry.split('=');
  if (!target || !sources) continue;
  const prototype = fromHex(target);
  for (const source of sources.split(' ')) prototypes.set(fromHex(source), prototype);
}

// Small capitals, which the table leaves apart.
for (const [small, letter] of [
  'ᴀa',
  'ʙb',
  'ᴄc',
  'ᴅd',
  'ᴇe',
  'ꜰf',
  'ɢg',
  'ʜh',
  'ɪi',
  'ᴊj',
  'ᴋk',
  'ĸk',
  'ʟl',
  'ᴍm',
  'ɴn',
  'ᴏo',
  'ᴘp',
  'ʀr',
  'ꜱs',
  'ᴛt',
  'ᴜu',
  'ᴠv',
  'ᴡw',
  'ʏy',
  'ᴢz',
].map((pair) => [...pair])) {
  prototypes.set(small!, prototypes.get(letter!) ?? letter!);
}

function fromHex(codes: string): string {
  return String.fromCodePoint(...codes.split(' ').map((code) => Number.parseInt(code, 16)));
}

const toPrototypes = (text: string): string =>
  [...text.normalize('NFKD')]
    .map((letter) => prototypes.get(letter) ?? letter)
    .join('')
    .normalize('NFKD');

/** Accents and vowel points. Vowel signs of Indic scripts and the marks of kana make other letters: they stay. */
const accents = /(?![\u3099\u309a])[\p{sc=Inherited}\p{sc=Hebrew}\p{sc=Arabic}]/u;

/** The letters alone: without case, accents, spaces, marks and what is not seen. In small letters i, l, I, 1 and | are one. */
const lettersOf = (text: string): string =>
  [...toPrototypes(toPrototypes(text).toLowerCase())]
    .filter(
      (letter) => /[\p{L}\p{N}\p{M}]/u.test(letter) && !(/\p{M}/u.test(letter) && accents.test(letter)) && !/\p{Default_Ignorable_Code_Point}/u.test(letter),
    )
    .join('')
    .replaceAll('i', 'l');

/** The skeleton of a name (UTS #39 section 4), the same for all names that look alike; empty for a name without letters. */
export const skeletonOf = (name: string): string => lettersOf(name.normalize('NFKD').toLowerCase());

/**
 * The skeletons of a name in small letters and in capitals, since other letters look alike in each: a Greek capital epsilon is an
 * E, the small one is no e; an Armenian small vo is an n, the capital one is no N.
 */
export const skeletonsOf = (name: string): string[] => [...new Set([skeletonOf(name), lettersOf(name.normalize('NFKD').toUpperCase())])].filter(Boolean);

/** True for two names that a reader may take for each other. */
export function looksLike(name: string, other: string): boolean {
  const skeletons = skeletonsOf(other);
  return skeletonsOf(name).some((skeleton) => skeletons.includes(skeleton));
}

/** True for two names that are the same letters, whatever their case, accents and width: two people may be called Anna. */
export function isSameName(name: string, other: string): boolean {
  const plain = (text: string): string =>
    text
      .normalize('NFKD')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]/gu, '');
  return plain(name) === plain(other);
}

/** Scripts whose letters look like those of others: no word needs two of them. */
const scripts = ['Latin', 'Cyrillic', 'Greek', 'Coptic', 'Armenian', 'Georgian', 'Cherokee', 'Lisu', 'Deseret', 'Osage', 'Warang_Citi'].map(
  (script) => new RegExp(`\\p{sc=${script}}`, 'u'),
);

/** True where letters of two scripts that look alike stand in one word. */
export const mixesScripts = (name: string): boolean => name.split(/[^\p{L}\p{M}]+/u).some((word) => scripts.filter((script) => script.test(word)).length > 1);

/** What those who run a site are called, in every language that the server has. */
const titles = new Set(
  Object.values(translations)
    .flatMap((words) => words.staffTitles)
    .flatMap(skeletonsOf),
);

const isTitle = (text: string): boolean => skeletonsOf(text).some((skeleton) => titles.has(skeleton));

/** Whether a name is such a title as a whole ("Moderator", "Moderator 2"), or has one among its words ("Anna, moderator"). */
export function claimsTitle(name: string): 'whole' | 'part' | undefined {
  const words = name.split(/[^\p{L}\p{M}\p{N}]+/u).filter((word) => /[^\p{N}]/u.test(word));
  if (isTitle(name) || (words.length > 0 && words.every(isTitle))) return 'whole';
  return words.some(isTitle) ? 'part' : undefined;
}
