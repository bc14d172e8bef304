/** The words of the moderation page, of emails, and of the pages behind the links in them. */

import type { Words } from './en.js';
import * as languages from './languages.js';

export type { Words };
export type Language = keyof typeof languages;

export const translations: Readonly<Record<Language, Words>> = languages;

/** Fills in the names in braces: `fill('{count} comments', { count: 3 })`. */
export const fill = (words: string, values: Record<string, string | number>): string =>
  words.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
