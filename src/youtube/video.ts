/** The video of a card, from what the page says about it. */

import { parsePlaylist, parseTime, parseVideoUrl, watchUrl, type VideoUrl } from '../base/video-url.js';

/** A video or a playlist, and the page where YouTube shows it. */
export interface Video extends VideoUrl { watchUrl: string }

/** The attributes of the card, as the page wrote them. */
export interface VideoAttributes { playlist: string; start: string; end: string; short: boolean }

/**
 * @param url any YouTube URL, or an id; empty when the page gives none
 * @returns undefined when `url` is refused, or when there is neither a video nor a playlist
 */
export function readVideo(url: string, { playlist, start, end, short }: VideoAttributes): Video | undefined {
  const list = parsePlaylist(playlist);
  const found = url ? parseVideoUrl(url) : list ? { short: false } : undefined;
  if (!found) return undefined;
  const from = parseTime(start) ?? found.start;
  const to = parseTime(end) ?? found.end;
  const video = { ...found, ...(list && { list }), start: from, end: to && to > (from ?? 0) ? to : undefined };
  return { ...video, short: short || found.short, watchUrl: watchUrl(video) };
}
