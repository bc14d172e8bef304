/** The language of an element: which one it is, and its words. */

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { directionOf, findTranslation, setTranslation } from './languages.js';
import type { Message, PartialTranslation, Section, Words } from './words/translation.js';

type Host = ReactiveControllerHost & HTMLElement;

const connected = new Set<Language>();
let observer: MutationObserver | undefined;

/**
 * The language of an element: that of the nearest `lang`, shadow hosts included, followed when it changes. Where there
 * are no words for it, English, and the element marks its own text `lang="en" dir="ltr"`.
 */
export class Language implements ReactiveController {
  /** A BCP 47 tag for `Intl`, in the language of the words. */
  locale = 'en';
  /** Set when the words are not in the page's language: put it on what the element says itself. */
  wordsLang?: 'en';
  /** The direction of the words, known before they have loaded. */
  dir: 'ltr' | 'rtl' = 'ltr';
  /** Pending while words load. */
  loading?: Promise<void>;
  /** False until the first words are there. Until then `say` answers in English: for screen readers, not to be seen. */
  isReady = false;
  private words?: Words;

  constructor(
    private host: Host,
    private section: Section,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    connected.add(this);
    observer ??= new MutationObserver(updateLanguages);
    // Observing a root again changes nothing.
    for (const root of rootsAround(this.host)) observer.observe(root, { subtree: true, attributeFilter: ['lang', 'dir'] });
    this.read();
  }

  hostDisconnected(): void {
    connected.delete(this);
  }

  /** A sentence in the element's language, its `{places}` filled in. `count` picks the plural form. */
  say(key: string, values: Record<string, string | number> = {}): string {
    return this.pick(this.words?.[key] ?? this.english?.[key] ?? key, Number(values['count'])).replace(/\{(\w+)\}/g, (place, name: string) => {
      const value = values[name] ?? place;
      return typeof value === 'number' ? this.number(value) : value;
    });
  }

  number(value: number, options?: Intl.NumberFormatOptions): string {
    return new Intl.NumberFormat(this.locale, options).format(value);
  }

  /** Reads the nearest `lang` and `dir`, and loads the words. `failed` are the files that could not be loaded. */
  read(failed?: ReadonlySet<string>): void {
    const { host, words, wordsLang, locale, dir, isReady } = this;
    // Some systems write "nl_NL".
    const tag = (nearest(host, 'lang') || 'en').toLowerCase().replaceAll('_', '-');
    const { translation, loading } = findTranslation(tag, failed);
    const isKnown = Boolean(translation ?? loading);
    this.dir = isKnown ? this.readDirection(tag) : 'ltr';
    this.loading = loading?.then((failedNow) => this.read(failedNow));
    if (!loading) {
      this.isReady = true;
      this.words = translation?.[this.section];
      this.wordsLang = isKnown ? undefined : 'en';
      this.locale = (isKnown && canonicalTag(tag)) || 'en';
      if (isReady && words === this.words && wordsLang === this.wordsLang && locale === this.locale && dir === this.dir) return;
    }
    host.requestUpdate();
  }

  private readDirection(tag: string): 'ltr' | 'rtl' {
    let direction = nearest(this.host, 'dir')?.toLowerCase();
    if (direction === 'auto') ({ direction } = getComputedStyle(this.host));
    return direction === 'rtl' || direction === 'ltr' ? direction : directionOf(tag);
  }

  private get english(): Words | undefined {
    return findTranslation('en').translation?.[this.section];
  }

  private pick(message: Message, count: number): string {
    return typeof message === 'string' ? message : (message[new Intl.PluralRules(this.locale).select(count)] ?? message.other);
  }
}

/**
 * Adds a language, or changes some words of one. Elements on the page use it at once.
 *
 * @param lang a language tag: `it`, or `pt-br` for that region alone
 * @param translation words by element; what is left out stays English (or as it was, for a language that is built in)
 */
export async function registerTranslation(lang: string, translation: PartialTranslation): Promise<void> {
  const tag = lang.toLowerCase();
  let found = findTranslation(tag);
  while (found.loading) found = findTranslation(tag, await found.loading);
  const merged: Record<string, Words> = { ...found.translation };
  for (const [section, words] of Object.entries(translation)) merged[section] = { ...merged[section], ...words };
  setTranslation(tag, merged);
  updateLanguages();
}

/** The value of an attribute on the nearest element that has it, out through shadow hosts. */
export function nearest(from: Element, attribute: string): string | undefined {
  for (let element: Element | undefined = from; element; element = hostOf(element)) {
    const holder = element.closest(`[${attribute}]`);
    if (holder) return holder.getAttribute(attribute) ?? undefined;
  }
  return undefined;
}

function updateLanguages(): void {
  for (const language of connected) language.read();
}

/** The document or shadow root that an element is in, and those around it. */
function rootsAround(element: Element): Node[] {
  const host = hostOf(element);
  return [element.getRootNode(), ...(host ? rootsAround(host) : [])];
}

function hostOf(element: Element): Element | undefined {
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? root.host : undefined;
}

function canonicalTag(tag: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch {
    // Not a language tag: numbers as in English.
    return undefined;
  }
}
