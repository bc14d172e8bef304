/** Which picture stands for a film, without the DOM. */

/** Films whose big picture YouTube lacks, so that a second card does not ask in vain. */
export const lacking = new Set<string>();

/** YouTube's big picture; the smaller one, which every film has, once the big one turned out to be missing. */
export function posterUrl(id: string): string {
  return `https://i.ytimg.com/vi${lacking.has(id) ? `/${id}/hqdefault.jpg` : `_webp/${id}/maxresdefault.webp`}`;
}
