/** What a card says of its film when the page gives it: source, date and length. */

import { css } from 'lit';
import { formatDate } from '../base/format.js';
import type { Language } from '../base/language.js';
import { adopt } from './adopt.js';
import type { Drawing } from './blog-youtube.js';

interface Card extends HTMLElement { source: string; date: string; timeZone: string }

const styles = css`
  .play[data-length]::after {
    content: attr(data-length); position: absolute; inset-block-end: .5em; inset-inline-end: .5em; padding-inline: .3em;
    border-radius: 3px; background: rgb(0 0 0 / .8); font-size: .875em;
  }
  [part=meta] { display: block; color: var(--blog-muted, color-mix(in srgb, currentColor 75%, transparent)); }
`;

/** A line as in *Euronews, 16 oktober 2024 (1:56 min.)*, empty when none of it is known; the length on the button and in its name. */
export function drawDetails(card: Card, { button, meta }: Drawing, length: string | number | null, language: Language): void {
  const { source, date, timeZone } = card;
  const { locale } = language;
  const comma = language.say('comma');
  const parts: (string | Node)[] = [];
  const add = (tag: string, text: string) => {
    if (parts.length) parts.push(comma);
    const part = document.createElement(tag);
    part.textContent = text;
    parts.push(part);
    return part;
  };
  if (source) add('bdi', source);
  const day = date && formatDate(date, locale, timeZone ? { timeZone } : {});
  if (day) add('time', day).setAttribute('datetime', date);
  const seconds = parseDuration(length);
  const badge = seconds && showDuration(seconds, locale);
  if (badge) {
    parts.push(` ${language.say('minutes', { time: badge })}`);
    button.setAttribute('aria-label', button.getAttribute('aria-label') + comma + sayDuration(seconds, locale));
  }
  if (badge) button.dataset['length'] = badge;
  else delete button.dataset['length'];
  meta.replaceChildren(...parts);
  if (parts.length) adopt(card.shadowRoot!, styles);
}

/**
 * Seconds from an ISO 8601 duration (`PT1M56S`), from `1:56` or `1:02:03`, or from a number of seconds.
 *
 * @returns undefined for what cannot be read and for zero
 */
export function parseDuration(text: string | number | null): number | undefined {
  const [, days, hours, minutes, seconds] = /^(?:P(?:(\d+)D)?T?)?(?:(\d+)(?:H|:(?=\d+:)))?(?:(\d+)[M:])?(?:(\d+)(?:\.\d+)?S?)?$/i.exec(`${text}`.trim()) ?? [];
  const total = [days, hours, minutes, seconds].reduce((sum, part, index) => sum * [1, 24, 60, 60][index]! + +(part ?? 0), 0);
  return total < 1e7 && total || undefined;
}

/** `1:56`, `1:02:03`: digits of the locale. */
export function showDuration(seconds: number, locale: string): string {
  return split(seconds).slice(seconds < 3600 ? 1 : 0)
    .map((part, index) => new Intl.NumberFormat(locale, { minimumIntegerDigits: index ? 2 : 1, useGrouping: false }).format(part)).join(':');
}

/** `1 minute 56 seconds`, for a screen reader. */
export function sayDuration(seconds: number, locale: string): string {
  return split(seconds).map((amount, index) => amount && new Intl.NumberFormat(locale, { style: 'unit', unit: ['hour', 'minute', 'second'][index]!, unitDisplay: 'long' }).format(amount))
    .filter(Boolean).join(' ');
}

/** Hours, minutes, seconds. */
export function split(seconds: number): number[] {
  return [seconds / 3600, seconds / 60 % 60, seconds % 60].map(Math.floor);
}
