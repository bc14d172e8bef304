/** Text from outside without invisible characters: the same for comments, names, titles and every other line. */

import { removeControlCharacters } from '../../../src/comments/model.js';

/** No lone surrogates, no control characters but line feed and tab, nothing that reverses the text around it, one Unicode form. */
export const cleanText = (text: string): string =>
  removeControlCharacters(
    text
      .toWellFormed()
      .normalize('NFC')
      .replace(/\r\n?|[\u2028\u2029]/g, '\n'),
  ).replace(/[\ufffe\uffff]/g, '');

/** Scripts in which a joiner inside a word shapes its letters. */
const joiningScripts =
  '[\\p{sc=Arabic}\\p{sc=Syriac}\\p{sc=Mongolian}\\p{sc=Nko}\\p{sc=Devanagari}\\p{sc=Bengali}\\p{sc=Gurmukhi}\\p{sc=Gujarati}\\p{sc=Oriya}\\p{sc=Tamil}\\p{sc=Telugu}' +
  '\\p{sc=Kannada}\\p{sc=Malayalam}\\p{sc=Sinhala}\\p{sc=Khmer}\\p{sc=Myanmar}\\p{sc=Tibetan}]';
const pictogram = '\\p{Extended_Pictographic}';

/** Where an invisible character has a use. */
const useful = [
  // Joiners: between letters of such scripts, and between the pictograms of one.
  `(?<=${joiningScripts}\\p{M}*)[\\u200c\\u200d](?=${joiningScripts})`,
  `(?<=${pictogram}[\\ufe0f\\p{Emoji_Modifier}]?)\\u200d(?=${pictogram})`,
  // Variants: of a pictogram or key, of a Mongolian letter, of a Han character (as in Japanese names).
  `(?<=${pictogram})\\ufe0f`,
  '(?<=[0-9#*])\\ufe0f(?=\\u20e3)',
  '(?<=\\p{sc=Mongolian})[\\u180b-\\u180d\\u180f]',
  '(?<=\\p{sc=Han})[\\ufe00-\\ufe02\\u{e0100}-\\u{e01ef}]',
  // The flags of England, Scotland and Wales.
  '(?<=\\u{1f3f4})[\\u{e0061}-\\u{e007a}]{3,6}\\u{e007f}',
].join('|');
/** All other invisible characters: ignorable ones, private ones, whose look depends on the font, annotations, and the null notehead. */
const invisible = new RegExp(`(${useful})|[\\p{Default_Ignorable_Code_Point}\\p{Co}\\ufff9-\\ufffc\\u{1d159}]`, 'gu');

/** More than four combining marks on one letter would cover the lines around it (UTS #39). */
const stackedMarks = /(\p{M}{4})\p{M}+/gu;

/** One line of visible characters, so that a name can neither look like another nor like none. */
export const cleanLine = (text: string): string =>
  cleanText(text)
    .replace(invisible, '$1')
    .replace(stackedMarks, '$1')
    .replace(/[\s\u2800]+/g, ' ')
    .replace(/^[\s\p{M}]+|\s+$/gu, '');
