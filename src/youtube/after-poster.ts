/** What follows when a picture has come, or has not. */

import type { BlogYoutube } from './blog-youtube.js';

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
