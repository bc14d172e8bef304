import { readLanguages } from '../language.js';
import { loadWords, translations } from './languages.js';
import type { PartialTranslation, Words } from './translation.js';

/**
 * Adds a language, or changes some words of one. Elements on the page take it over at once.
 *
 * @param lang a language tag: `it`, or `pt-br` for that region alone
 * @param translation words by element; what is left out stays English (or as it was, for a language that is built in)
 */
export async function registerTranslation(lang: string, translation: PartialTranslation): Promise<void> {
  const key = lang.toLowerCase();
  const primary = key.split('-')[0]!;
  if (!translations[primary]) await loadWords(primary);
  const merged: Record<string, Words> = { ...(translations[key] ?? translations[primary]) as Record<string, Words> | undefined };
  for (const [room, words] of Object.entries(translation)) merged[room] = { ...merged[room], ...(words as Words) };
  translations[key] = merged as PartialTranslation;
  readLanguages();
}
