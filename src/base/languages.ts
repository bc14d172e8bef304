/** The languages that are built in, and the words that have loaded so far. English is always there; each other language is one file. */

import { en } from './words/en.js';
import type { PartialTranslation } from './words/translation.js';

/** One line a language, by tag in lower case. A region, such as `pt-br`, can stand beside its language. */
export const languageFiles = new Map<string, () => Promise<{ default: PartialTranslation }>>([
  ['nl', () => import('./words/nl.js')],
  ['de', () => import('./words/de.js')],
  ['fr', () => import('./words/fr.js')],
  ['es', () => import('./words/es.js')],
  ['ru', () => import('./words/ru.js')],
  ['ar', () => import('./words/ar.js')],
]);

/** The scripts that are written from right to left (ISO 15924). */
const rightToLeft = /^(Adlm|Arab|Hebr|Mand|Mend|Nkoo|Rohg|Samr|Syrc|Thaa)$/;

const translations = new Map<string, PartialTranslation>([['en', en]]);
const directions = new Map<string, 'ltr' | 'rtl'>();

/** What there is for a language tag: the words, or a promise of the file that holds them. Neither means that there are none. */
export interface FoundTranslation {
  translation?: PartialTranslation;
  /** Resolves when it is worth looking again, with the files that failed. It never rejects. */
  loading?: Promise<ReadonlySet<string> | undefined>;
}

/**
 * Finds the words for a tag in lower case: for `pt-br` those of the region, else those of `pt` (RFC 4647, section 3.4).
 *
 * @param failed files that could not be loaded and are not tried again
 */
export function findTranslation(tag: string, failed?: ReadonlySet<string>): FoundTranslation {
  for (let key = tag; key; key = key.slice(0, Math.max(key.lastIndexOf('-'), 0))) {
    const translation = translations.get(key);
    if (translation) return { translation };
    const load = languageFiles.get(key);
    if (load && !failed?.has(key))
      return {
        loading: load().then(
          (file) => keep(key, file.default),
          () => new Set([...(failed ?? []), key]),
        ),
      };
  }
  return {};
}

/** Adds words, or replaces those that are there. */
export function setTranslation(tag: string, translation: PartialTranslation): void {
  translations.set(tag, translation);
}

/** The direction in which a language is written, decided by the script that it is usually written in. */
export function directionOf(tag: string): 'ltr' | 'rtl' {
  let direction = directions.get(tag);
  if (!direction) directions.set(tag, (direction = isBuiltIn(tag) ? (tag.startsWith('ar') ? 'rtl' : 'ltr') : rightToLeft.test(scriptOf(tag)) ? 'rtl' : 'ltr'));
  return direction;
}

/** One of our languages, in the script that it is usually written in. The browser's tables for all others take some 25 ms to load. */
function isBuiltIn(tag: string): boolean {
  const [, language = ''] = /^([a-z]{2})(-[a-z]{2})?$/.exec(tag) ?? [];
  return language === 'en' || languageFiles.has(language);
}

/** `Intl.Locale` knows the direction too (`getTextInfo`), but not in every browser. */
function scriptOf(tag: string): string {
  try {
    return new Intl.Locale(tag).maximize().script ?? '';
  } catch {
    return '';
  }
}

/** A page may have registered words of its own in the meantime: those stay. */
function keep(key: string, translation: PartialTranslation): undefined {
  if (!translations.has(key)) translations.set(key, translation);
}
