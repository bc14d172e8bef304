/** A film from whatever a page may say about it: any address, a playlist, where to start and to stop. */

import { parsePlaylist, parseTime, parseVideoUrl, watchUrl } from '../base/video-url.js';
import type { Film } from './plain-film.js';

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
