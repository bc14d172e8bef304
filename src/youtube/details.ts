/** What a card says about its video: its title, and source, date and duration when the page gives them. */

import { formatDate } from '../base/format.js';
import type { Language } from '../base/language.js';
import { place, setAttribute, type Card } from './card.js';

interface Caption extends Details {
  /** What the video is called, for the button. */
  title: string;
  /** The card's own link, where the page gave none. */
  link?: { url: string; title: string | undefined } | undefined;
}

interface Details {
  source: string;
  date: string;
  timeZone: string;
  duration?: number | undefined;
}

/** The link, the line under it, and the same for the button. */
export function drawCaption({ button, caption, link, details }: Card, { title, link: own, ...facts }: Caption, language: Language): void {
  const { source, date, duration } = facts;
  const name = language.say('play', { title });
  setAttribute(button, 'aria-label', duration ? name + language.say('comma') + sayDuration(duration, language.locale) : name);
  setAttribute(button, 'data-length', duration && language.isReady ? showDuration(duration, language.locale) : undefined);
  place(caption, link, details, own !== undefined);
  if (own) {
    const words = language.say('watch');
    link.href = own.url;
    // Its height is there before its words.
    link.textContent = own.title || (language.isReady ? words : '\u00a0');
    setAttribute(link, 'aria-label', own.title || language.isReady ? undefined : words);
  }
  if (source || date || duration || details.firstChild) drawDetails(details, facts, language);
}

/** Writes a line such as *Euronews, October 16, 2024 (1:56)*; empty when none of it is known. */
function drawDetails(line: Element, { source, date, timeZone, duration }: Details, language: Language): void {
  const day = date && formatDate(date, language.locale, timeZone ? { timeZone } : {});
  const parts: (string | Node)[] = [];
  if (source) parts.push(createElement('bdi', source));
  if (source && day) parts.push(language.say('comma'));
  if (day) parts.push(createElement('time', day, { datetime: date }));
  if (duration) parts.push(` ${language.say('minutes', { time: showDuration(duration, language.locale) })}`);
  // Keeps its height until the words are there.
  line.replaceChildren(...(language.isReady ? parts : parts.length ? ['\u00a0'] : []));
}

/**
 * Seconds from an ISO 8601 duration (`PT1M56S`), from `1:56` or `1:02:03`, or from a number of seconds.
 *
 * @returns undefined for what cannot be read and for zero
 */
export function parseDuration(text: string | number | null): number | undefined {
  const found = /^(?:P(?:(\d+)D)?T?)?(?:(\d+)(?:H|:(?=\d+:)))?(?:(\d+)[M:])?(?:(\d+)(?:\.\d+)?S?)?$/i.exec(`${text}`.trim()) ?? [];
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = found.slice(1).map((part) => Number(part ?? 0));
  const total = ((days * 24 + hours) * 60 + minutes) * 60 + seconds;
  return (total < 1e7 && total) || undefined;
}

/** `1:56`, `1:02:03`, in digits of the locale. */
export function showDuration(seconds: number, locale: string): string {
  return splitDuration(seconds)
    .slice(seconds < 3600 ? 1 : 0)
    .map((part, index) => new Intl.NumberFormat(locale, { minimumIntegerDigits: index ? 2 : 1, useGrouping: false }).format(part))
    .join(':');
}

/** `1 minute 56 seconds`, for a screen reader. */
export function sayDuration(seconds: number, locale: string): string {
  const units = ['hour', 'minute', 'second'];
  return splitDuration(seconds)
    .map((amount, index) => amount && new Intl.NumberFormat(locale, { style: 'unit', unit: units[index], unitDisplay: 'long' }).format(amount))
    .filter(Boolean)
    .join(' ');
}

/** `PT1M56S`, as schema.org wants it. */
export function isoDuration(seconds: number): string {
  return `PT${splitDuration(seconds)
    .map((amount, index) => (amount ? `${amount}${'HMS'[index]}` : ''))
    .join('')}`;
}

/** Hours, minutes, seconds. */
function splitDuration(seconds: number): number[] {
  return [seconds / 3600, (seconds / 60) % 60, seconds % 60].map(Math.floor);
}

function createElement(tag: string, text: string, attributes: Record<string, string> = {}): Element {
  const element = document.createElement(tag);
  element.textContent = text;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}
