import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { en } from './words/en.js';
import type { PartialTranslation, Room, Words } from './words/translation.js';

type Host = ReactiveControllerHost & HTMLElement;

const connected = new Set<Language>();
let observer: MutationObserver | undefined;

/** Every element looks again which language it is in. */
export function readLanguages(): void {
  for (const language of connected) language.read();
}

/**
 * The language of an element: that of the nearest `lang`, shadow hosts included, followed when it changes. Where there
 * are no words for it, English, and the element marks its own text `lang="en" dir="ltr"`.
 */
export class Language implements ReactiveController {
  /** A BCP 47 tag for `Intl`, in the language of the words. */
  locale = 'en';
  /** Set when the words are not in the page's language: put it on what the element says itself. */
  wordsLang?: 'en';
  /** The side that the words start from. */
  dir: 'ltr' | 'rtl' = 'ltr';
  /** Pending while the words are under way; the first render waits for it. */
  loading?: Promise<void>;
  private words?: Words;

  constructor(private host: Host, private room: Room) {
    host.addController(this);
  }

  hostConnected(): void {
    connected.add(this);
    observer ??= new MutationObserver(readLanguages);
    // A root that is observed already stays observed once.
    for (let root: Node | undefined = this.host; (root = root?.getRootNode()); root = (root as ShadowRoot).host) {
      observer.observe(root, { subtree: true, attributeFilter: ['lang', 'dir'] });
    }
    this.read();
  }

  hostDisconnected(): void {
    connected.delete(this);
  }

  /** A sentence in the element's language, its `{places}` filled in. `count` picks the plural form. */
  say(key: string, values: Record<string, string | number> = {}): string {
    const message = this.words?.[key] ?? (translations['en']?.[this.room] as Words | undefined)?.[key] ?? key;
    return (typeof message === 'string' ? message : message[new Intl.PluralRules(this.locale).select(+values['count']!)] ?? message.other)
      .replace(/\{(\w+)\}/g, (place, name: string) => {
        const value = values[name] ?? place;
        return typeof value === 'number' ? this.number(value) : value;
      });
  }

  number(value: number, options?: Intl.NumberFormatOptions): string {
    return new Intl.NumberFormat(this.locale, options).format(value);
  }

  /** Reads the nearest `lang` and `dir`. `tried` is a language whose words are not asked for again. */
  read(tried?: string): void {
    const { host, locale, dir, wordsLang, words } = this;
    // Some systems write "nl_NL".
    const lang = (nearest(host, 'lang') || 'en').toLowerCase().replace('_', '-');
    const primary = lang.split('-')[0]!;
    const translation = translations[lang] ?? translations[primary];
    this.loading = translation || tried === primary ? undefined : loadWords(primary)?.then(() => this.read(primary));
    if (!this.loading) {
      this.words = translation?.[this.room];
      this.wordsLang = translation ? undefined : 'en';
      this.locale = 'en';
      this.dir = 'ltr';
      if (translation) {
        try { this.locale = Intl.getCanonicalLocales(lang)[0]!; } catch { /* No language tag: numbers as in English. */ }
        let told = nearest(host, 'dir')?.toLowerCase();
        if (told === 'auto') told = getComputedStyle(host).direction;
        if (told === 'rtl' || (told !== 'ltr' && /^(ar|fa|he|ur)$/.test(primary))) this.dir = 'rtl';
      }
      if (words === this.words && wordsLang === this.wordsLang && locale === this.locale && dir === this.dir) return;
    }
    host.requestUpdate();
  }
}

/** The value of an attribute on the nearest element that has it, out through shadow hosts. */
export function nearest(from: Element, attribute: string): string | undefined {
  for (let element: Element | undefined = from; element; element = (element.getRootNode() as ShadowRoot).host) {
    const holder = element.closest(`[${attribute}]`);
    if (holder) return holder.getAttribute(attribute)!;
  }
  return undefined;
}

/** Which languages there are, and their words as far as they have come. English is built in; each other language is one chunk. */


export const loaders: Record<string, (() => Promise<{ default: PartialTranslation }>) | undefined> = {
  nl: () => import('./words/nl.js'),
  de: () => import('./words/de.js'),
  fr: () => import('./words/fr.js'),
  es: () => import('./words/es.js'),
  ru: () => import('./words/ru.js'),
  ar: () => import('./words/ar.js'),
};

/** Words by language tag in lower case. */
export const translations: Record<string, PartialTranslation | undefined> = { en };

/** Loads a language that is built in. Never rejects: without the chunk the page stays English, and the next element tries again. */
export function loadWords(lang: string): Promise<void> | undefined {
  return loaders[lang]?.().then((module) => { translations[lang] ??= module.default; }, () => undefined);
}

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
