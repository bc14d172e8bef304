/** The video of a card, from what the page says about it. */

import { parsePlaylist, parseTime, parseVideoUrl, type VideoUrl } from '../base/video-url.js';

/** The attributes of the card, as the page wrote them. */
export interface VideoAttributes {
  playlist: string;
  start: string;
  end: string;
}

/**
 * @param url any YouTube URL, or an id; empty when the page gives none
 * @returns undefined when `url` is refused, or when there is neither a video nor a playlist
 */
export function readVideo(url: string, { playlist, start, end }: VideoAttributes): VideoUrl | undefined {
  const video = url ? parseVideoUrl(url) : parsePlaylist(playlist) && { short: false };
  if (!video) return undefined;
  if (playlist) video.list = parsePlaylist(playlist) ?? video.list;
  if (start) video.start = parseTime(start) ?? video.start;
  if (end) video.end = parseTime(end) ?? video.end;
  if (video.end && video.end <= (video.start ?? 0)) delete video.end;
  return video;
}

/** The text of the link that the page gave, unless that is a URL. */
export function titleOf(link: Element | null): string {
  const text = link?.textContent?.trim() ?? '';
  return /^\S+[.:]\S*\/\S*$/.test(text) ? '' : text;
}
