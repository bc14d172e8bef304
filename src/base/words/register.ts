/** Which languages there are, and how they are loaded. English is built in; each other language is one chunk. */

import type { PartialTranslation, Room, Words } from './translation.js';

const loaders: Record<string, () => Promise<{ default: PartialTranslation }>> = {
  nl: () => import('./nl.js'),
  de: () => import('./de.js'),
  fr: () => import('./fr.js'),
  es: () => import('./es.js'),
  ru: () => import('./ru.js'),
  ar: () => import('./ar.js'),
};

const loaded = new Map<string, PartialTranslation>();
const loading = new Map<string, Promise<void>>();
const listeners = new Set<() => void>();

/**
 * Adds a language, or changes some words of one. Elements on the page take it over at once.
 *
 * @param lang a primary language subtag, such as `it`
 * @param translation words by element; what is left out stays English (or as it was, for a language that is built in)
 */
export async function registerTranslation(lang: string, translation: PartialTranslation): Promise<void> {
  const key = lang.toLowerCase();
  await loadWords(key);
  const merged: Record<string, Words> = { ...(loaded.get(key) as Record<string, Words> | undefined) };
  for (const [room, words] of Object.entries(translation)) merged[room] = { ...merged[room], ...(words as Words) };
  loaded.set(key, merged as PartialTranslation);
  for (const listener of listeners) listener();
}

/** True when there are words for this primary subtag, loaded or not. */
export function hasWords(lang: string): boolean {
  return loaded.has(lang) || lang in loaders;
}

/** The words of a language that is here already. */
export function wordsOf(lang: string, room: Room): Words | undefined {
  return loaded.get(lang)?.[room] as Words | undefined;
}

/** Loads a language once. Never rejects: without the chunk the page stays English, and the next element tries again. */
export function loadWords(lang: string): Promise<void> | undefined {
  const load = loaders[lang];
  if (!load || loaded.has(lang)) return undefined;
  let promise = loading.get(lang);
  if (!promise) {
    promise = load().then(
      (module) => { if (!loaded.has(lang)) loaded.set(lang, module.default); },
      () => undefined,
    ).finally(() => loading.delete(lang));
    loading.set(lang, promise);
  }
  return promise;
}

export function onTranslation(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
