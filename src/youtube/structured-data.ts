/** schema.org's `VideoObject`, so that search engines find the film: once for each film on the page. */

import { putJsonLd } from '../base/json-ld.js';
import { embedUrl, watchUrl } from '../base/video-url.js';
import { split } from './details.js';

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

/** The title of a film, asked of YouTube itself (oEmbed), and only for pages that want that. */

const asked = new Map<string, Promise<string>>();

/** @returns the title, or an empty string when it cannot be had; asks once for each film */
export function fetchTitle(watchUrl: string): Promise<string> {
  let title = asked.get(watchUrl);
  if (!title) asked.set(watchUrl, title = ask(watchUrl));
  return title;
}

async function ask(watchUrl: string): Promise<string> {
  try {
    const response = await fetch(`https://www.youtube.com/oembed?format=json&url=${encodeURIComponent(watchUrl)}`, {
      credentials: 'omit', referrerPolicy: 'strict-origin-when-cross-origin', signal: AbortSignal.timeout(10_000),
    });
    if (!response.ok) return '';
    const { title } = await response.json() as { title?: unknown };
    return typeof title === 'string' ? title.trim().slice(0, 300) : '';
  } catch {
    // Another card, or a later visit, may try again.
    asked.delete(watchUrl);
    return '';
  }
}
