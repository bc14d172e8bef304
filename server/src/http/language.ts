/** The language that the browser asks for. */

import type { Context } from 'hono';
import { accepts } from 'hono/accepts';
import { translations, type Language } from '../words/translations.js';

/** The one of our languages that the browser likes best, `pt-BR` counting as `pt`; English otherwise. */
export function languageOf(context: Context): Language {
  return accepts(context, {
    header: 'Accept-Language',
    supports: Object.keys(translations),
    default: 'en',
    match: (accepted, { supports, default: fallback }) =>
      accepted
        .filter(({ q }) => q > 0)
        .sort((a, b) => b.q - a.q)
        .map(({ type }) => type.toLowerCase().split('-')[0]!)
        .find((language) => supports.includes(language)) ?? fallback,
  }) as Language;
}

/** By the language's script, since not every Node has `Intl.Locale.prototype.getTextInfo()`. */
export const directionOf = (language: Language): 'ltr' | 'rtl' =>
  /^(Arab|Hebr|Syrc|Thaa|Nkoo)$/.test(new Intl.Locale(language).maximize().script ?? '') ? 'rtl' : 'ltr';
