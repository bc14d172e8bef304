/** Which picture stands for a film, without the DOM. */

import type { BlogYoutube } from './blog-youtube.js';

/** Films whose big picture YouTube lacks, so that a second card does not ask in vain. */
export const lacking = new Set<string>();

/** YouTube's big picture; the smaller one, which every film has, once the big one turned out to be missing. */
export function posterUrl(id: string): string {
  return `https://i.ytimg.com/vi${lacking.has(id) ? `/${id}/hqdefault.jpg` : `_webp/${id}/maxresdefault.webp`}`;
}

/** What follows when a picture has come, or has not. */


/** A picture that YouTube lacks gives way to its smaller one, and that, or one of the page's, to none. */
export function judgePoster(card: BlogYoutube, poster: HTMLImageElement, type: string, lacking: Set<string>): void {
  poster.closest('.still')?.classList.remove('still');
  const id = card.film?.id;
  const src = poster.getAttribute('src')!;
  const isYoutubes = id && !card.poster && !card.posterTemplate && src.includes(id);
  // YouTube's picture for "no such picture" is 120 px wide.
  if (type === 'load' && !(isYoutubes && poster.naturalWidth === 120)) return;
  if (isYoutubes && !lacking.has(id)) lacking.add(id);
  else card.lostPoster = src;
  card.requestUpdate();
}
