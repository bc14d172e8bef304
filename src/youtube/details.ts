/** What a card says of its film when the page gives it: source, date and length. */

import { css } from 'lit';
import { formatDate } from '../base/format.js';
import type { Language } from '../base/language.js';
import english from '../base/words/en/youtube-details.js';
import { adopt } from './adopt.js';
import type { Drawing } from './drawing.js';
import { parseDuration, sayDuration, showDuration } from './duration.js';

export { parseDuration };

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
  // The English of this part; other languages come whole.
  Object.assign(language.english, english);
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
