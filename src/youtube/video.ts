/** A film from whatever a page may say about it: any address, a playlist, where to start and to stop. */

import { parsePlaylist, parseTime, parseVideoUrl, watchUrl, type VideoUrl } from '../base/video-url.js';

export interface FilmWords { playlist: string; start: string; end: string; short: boolean }

/** @returns undefined when `address` is refused, or when there is neither a film nor a playlist */
export function readFilm(address: string, { playlist, start, end, short }: FilmWords): Film | undefined {
  const list = parsePlaylist(playlist);
  const found = address ? parseVideoUrl(address) : list ? { short: false } : undefined;
  if (!found) return undefined;
  const from = parseTime(start) ?? found.start;
  const to = parseTime(end) ?? found.end;
  const film = { ...found, ...(list && { list }), start: from, end: to && to > (from ?? 0) ? to : undefined, short: short || found.short };
  return { ...film, watch: watchUrl({ ...film, short: found.short }) };
}

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
