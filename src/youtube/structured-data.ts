/** schema.org's `VideoObject`, so that search engines find the film: once for each film on the page. */

import { putJsonLd } from '../base/json-ld.js';
import { embedUrl, watchUrl } from '../base/video-url.js';
import { split } from './duration.js';

export interface Described { id: string; title: string; date: string; duration: number | undefined; poster: string }

const described = new Map<string, object>();

/** @returns what takes it out again; it does nothing where the film is described already */
export function describeVideo(card: object, { id, title, date, duration, poster }: Described): () => void {
  const isHere = [...document.querySelectorAll('script[type="application/ld+json"]')]
    .some(({ textContent }) => textContent?.includes('VideoObject') && textContent.includes(id));
  if (isHere || (described.has(id) && described.get(id) !== card)) return () => undefined;
  described.set(id, card);
  const film = { id, short: false };
  const remove = putJsonLd({
    '@type': 'VideoObject', name: title, ...(URL.canParse(poster, document.baseURI) && { thumbnailUrl: new URL(poster, document.baseURI).href }), embedUrl: embedUrl(film), url: watchUrl(film),
    ...(date && { uploadDate: date }), ...(duration && { duration: isoDuration(duration) }),
  });
  return () => { described.delete(id); remove(); };
}

/** `PT1M56S`, as schema.org wants it. */
export function isoDuration(seconds: number): string {
  return `PT${split(seconds).map((amount, index) => (amount ? `${amount}${'HMS'[index]}` : '')).join('')}`;
}
