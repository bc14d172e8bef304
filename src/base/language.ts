import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Message, Room, Words } from './words/translation.js';
import { hasWords, loadWords, onTranslation, wordsOf } from './words/register.js';

type Host = ReactiveControllerHost & HTMLElement;

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
  private words: Words;
  private stop?: () => void;

  constructor(private host: Host, private room: Room, private english: Words) {
    this.words = english;
    host.addController(this);
  }

  hostConnected(): void {
    this.stop = watchLanguage(this.host, () => { if (this.read()) this.host.requestUpdate(); });
    this.read();
  }

  hostDisconnected(): void {
    this.stop?.();
  }

  /** A sentence in the element's language, its `{places}` filled in. `count` picks the plural form. */
  say(key: string, values: Record<string, string | number> = {}): string {
    const message: Message = this.words[key] ?? this.english[key] ?? key;
    const text = typeof message === 'string'
      ? message
      : message[new Intl.PluralRules(this.locale).select(Number(values['count']))] ?? message.other;
    return text.replace(/\{(\w+)\}/g, (place, name: string) => {
      const value = values[name];
      return value === undefined ? place : typeof value === 'number' ? this.number(value) : value;
    });
  }

  number(value: number, options?: Intl.NumberFormatOptions): string {
    return new Intl.NumberFormat(this.locale, options).format(value);
  }

  /** Reads the nearest `lang` and `dir`; true when something changed. */
  private read(): boolean {
    const before = this.locale + this.dir;
    const wordsBefore = this.words;
    const lang = nearest(this.host, 'lang')?.toLowerCase() || 'en';
    const primary = lang.split('-')[0]!;
    const known = primary === 'en' || hasWords(primary);
    this.locale = known && isLocale(lang) ? lang : 'en';
    this.wordsLang = known ? undefined : 'en';
    this.dir = known ? this.readDirection(primary) : 'ltr';
    this.words = (known && wordsOf(primary, this.room)) || this.english;
    this.loading = primary === 'en' ? undefined : loadWords(primary)?.then(() => {
      this.loading = undefined;
      // A chunk that did not come leaves English words: say so in the markup too.
      if (!wordsOf(primary, this.room)) { this.locale = 'en'; this.wordsLang = 'en'; this.dir = 'ltr'; return; }
      this.read();
    });
    return before !== this.locale + this.dir || wordsBefore !== this.words || this.loading !== undefined;
  }

  private readDirection(primary: string): 'ltr' | 'rtl' {
    const dir = nearest(this.host, 'dir')?.toLowerCase();
    if (dir === 'rtl' || dir === 'ltr') return dir;
    if (dir === 'auto') return getComputedStyle(this.host).direction as 'ltr' | 'rtl';
    return /^(ar|fa|he|ur)$/.test(primary) ? 'rtl' : 'ltr';
  }
}

function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length > 0;
  } catch {
    return false;
  }
}

/** The value of an attribute on the nearest element that has it, out through shadow hosts. */
export function nearest(from: Element, attribute: string): string | undefined {
  for (let element: Element | null = from; element;) {
    const holder: Element | null = element.closest(`[${attribute}]`);
    if (holder) return holder.getAttribute(attribute)!;
    const root: Node = element.getRootNode();
    element = root instanceof ShadowRoot ? root.host : null;
  }
  return undefined;
}

/** One observer a root, however many elements listen to it. */
const watched = new WeakMap<Node, { listeners: Set<() => void>; observer: MutationObserver }>();

function watchLanguage(host: Element, listener: () => void): () => void {
  const stops = [onTranslation(listener)];
  for (let root: Node = host.getRootNode(); ;) {
    stops.push(watchRoot(root, listener));
    if (!(root instanceof ShadowRoot)) break;
    root = root.host.getRootNode();
  }
  return () => { for (const stop of stops) stop(); };
}

function watchRoot(root: Node, listener: () => void): () => void {
  let entry = watched.get(root);
  if (!entry) {
    const listeners = new Set<() => void>();
    const observer = new MutationObserver(() => { for (const each of listeners) each(); });
    observer.observe(root, { subtree: true, attributes: true, attributeFilter: ['lang', 'dir'] });
    watched.set(root, entry = { listeners, observer });
  }
  const { listeners, observer } = entry;
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) { observer.disconnect(); watched.delete(root); }
  };
}
