/** Text from outside without what nobody sees: the same for comments, names, titles and every other line. */

/** No lone surrogates, no control characters but line feed and tab, nothing that turns the text around it about, one Unicode form. */
export const cleanText = (text: string): string => text.toWellFormed().normalize('NFC').replace(/\r\n?|[\u2028\u2029]/g, '\n')
  .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/g, '');

/** Scripts in which a joiner inside a word shapes its letters. */
const joined = '[\\p{sc=Arabic}\\p{sc=Syriac}\\p{sc=Mongolian}\\p{sc=Nko}\\p{sc=Devanagari}\\p{sc=Bengali}\\p{sc=Gurmukhi}\\p{sc=Gujarati}\\p{sc=Oriya}\\p{sc=Tamil}\\p{sc=Telugu}'
  + '\\p{sc=Kannada}\\p{sc=Malayalam}\\p{sc=Sinhala}\\p{sc=Khmer}\\p{sc=Myanmar}\\p{sc=Tibetan}]';
const pictogram = '\\p{Extended_Pictographic}';

/** Where characters that are not seen are needed all the same. */
const needed = [
  // Joiners: between letters of such scripts, and between the pictograms of one.
  `(?<=${joined}\\p{M}*)[\\u200c\\u200d](?=${joined})`,
  `(?<=${pictogram}[\\ufe0f\\p{Emoji_Modifier}]?)\\u200d(?=${pictogram})`,
  // Variants: of a pictogram or key, of a Mongolian letter, of a Han character (as in Japanese names).
  `(?<=${pictogram})\\ufe0f`,
  '(?<=[0-9#*])\\ufe0f(?=\\u20e3)',
  '(?<=\\p{sc=Mongolian})[\\u180b-\\u180d\\u180f]',
  '(?<=\\p{sc=Han})[\\ufe00-\\ufe02\\u{e0100}-\\u{e01ef}]',
  // The flags of England, Scotland and Wales.
  '(?<=\\u{1f3f4})[\\u{e0061}-\\u{e007a}]{3,6}\\u{e007f}',
].join('|');
/** All others: ignorable ones, private ones, which are what a font makes of them, annotations, and an empty note. */
const unseen = new RegExp(`(${needed})|[\\p{Default_Ignorable_Code_Point}\\p{Co}\\ufff9-\\ufffc\\u{1d159}]`, 'gu');

/** Marks on one letter beyond these run over the lines around it (UTS #39 allows four). */
const heaps = /(\p{M}{4})\p{M}+/gu;

/** One line of what can be seen: a name must not pass for another, nor for none. */
export const cleanLine = (text: string): string => cleanText(text)
  .replace(unseen, '$1').replace(heaps, '$1').replace(/[\s\u2800]+/g, ' ').replace(/^[\s\p{M}]+|\s+$/gu, '');
