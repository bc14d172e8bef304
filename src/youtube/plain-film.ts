import type { VideoUrl } from '../base/video-url.js';

/** A film, and the page where YouTube shows it. */
export interface Film extends VideoUrl { watch: string }

/**
 * A film from its id or from the few addresses that nearly all links have, which are all that is in them. Every other form is for
 * film.ts, which comes when one is met; the two never disagree.
 */
export function readPlainFilm(text: string): Film | undefined {
  const [, short, id] = /^(?:https:\/\/(?:www\.)?(?:youtu\.be\/|youtube\.com\/(?:watch\?v=|(shorts\/))))?(?!videoseries|live_stream)([\w-]{11})(?:\?si=\w+)?$/.exec(text) ?? [];
  return id ? { id, short: !!short, watch: `https://www.youtube.com/${short ?? 'watch?v='}${id}` } : undefined;
}
