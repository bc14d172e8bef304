/** Which languages there are, and their words as far as they have come. English is built in; each other language is one chunk. */

import type { PartialTranslation } from './translation.js';

export const loaders: Record<string, (() => Promise<{ default: PartialTranslation }>) | undefined> = {
  nl: () => import('./nl.js'),
  de: () => import('./de.js'),
  fr: () => import('./fr.js'),
  es: () => import('./es.js'),
  ru: () => import('./ru.js'),
  ar: () => import('./ar.js'),
};

/** Words by language tag in lower case. */
export const translations: Record<string, PartialTranslation | undefined> = { en: {} };

/** Loads a language that is built in. Never rejects: without the chunk the page stays English, and the next element tries again. */
export function loadWords(lang: string): Promise<void> | undefined {
  return loaders[lang]?.().then((module) => { translations[lang] ??= module.default; }, () => undefined);
}
