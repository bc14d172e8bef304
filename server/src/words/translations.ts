/** The words of the moderation page, of emails, and of the pages behind the links in them: one file a language. */

import { ar } from './ar.js';
import { de } from './de.js';
import { en } from './en.js';
import { es } from './es.js';
import { fr } from './fr.js';
import { nl } from './nl.js';
import { ru } from './ru.js';

export type Words = typeof en;

export const translations = { en, nl, de, fr, es, ru, ar } as const satisfies Record<string, Words>;
export type Language = keyof typeof translations;

/** Fills in what stands in braces: `fill('{count} comments', { count: 3 })`. */
export const fill = (words: string, given: Record<string, string | number>): string => words.replace(/\{(\w+)\}/g, (whole, name: string) => String(given[name] ?? whole));
