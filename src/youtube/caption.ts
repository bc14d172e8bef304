/** The lines under the picture that the page's own link does not give. */

import { formatDate } from '../base/format.js';
import type { Language } from '../base/language.js';
import { parseDuration, showDuration } from './duration.js';

/** As in *Euronews, 16 oktober 2024 (1:56 min.)*; empty when none of it is known. */
export function drawMeta(
  line: Element, { source, date, timeZone }: { source: string; date: string; timeZone: string }, length: string | number | null, language: Language,
): void {
  const { locale } = language;
  const parts: (string | Node)[] = [];
  const add = (tag: string, text: string) => {
    if (parts.length) parts.push(language.say('comma'));
    const part = document.createElement(tag);
    part.textContent = text;
    parts.push(part);
    return part;
  };
  if (source) add('bdi', source);
  const day = date && formatDate(date, locale, timeZone ? { timeZone } : {});
  if (day) add('time', day).setAttribute('datetime', date);
  const seconds = parseDuration(length);
  if (seconds) parts.push(` ${language.say('minutes', { time: showDuration(seconds, locale) })}`);
  line.replaceChildren(...parts);
}
