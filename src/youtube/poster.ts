/** The picture of a video before it plays. */

/** Videos without YouTube's big picture, so that a second card does not ask for it in vain. */
const withoutBigPicture = new Set<string>();

/** The width of what YouTube sends when it has no such picture, in pixels. */
const placeholderWidth = 120;

/** YouTube's big picture; the smaller one, which every video has, once the big one turned out to be missing. */
export function posterUrl(id: string): string {
  return `https://i.ytimg.com/vi${withoutBigPicture.has(id) ? `/${id}/hqdefault.jpg` : `_webp/${id}/maxresdefault.webp`}`;
}

/** True for a picture on the page's own host, which may be shown before the reader agrees to anything. */
export function isOwnPicture(url: string): boolean {
  return URL.canParse(url, document.baseURI) && new URL(url, document.baseURI).origin === location.origin;
}

/**
 * Looks at a picture that has loaded or failed.
 *
 * @param id the video, for a picture of YouTube's; undefined for one of the page's own
 * @returns `smaller` when `posterUrl` now has another one to try, `none` when there is no picture to be had
 */
export function checkPoster(poster: HTMLImageElement, hasLoaded: boolean, id: string | undefined): 'good' | 'smaller' | 'none' {
  if (hasLoaded && !(id && poster.naturalWidth === placeholderWidth)) return 'good';
  if (!id || withoutBigPicture.has(id)) return 'none';
  withoutBigPicture.add(id);
  return 'smaller';
}
