import { isTakenId } from '../base/ids.js';

/** An id for a heading, of its own words in its own script; different from every id and name in the page. */
export function slug(text: string, isTaken: (id: string) => boolean = isTakenId): string {
  const words = text.slice(0, 999).normalize('NFC').toLowerCase().replace(/[^\p{L}\p{M}\p{N}]+/gu, '-').replace(/^-|-$/g, '').slice(0, 60) || 'section';
  const numbered = (count: number) => (count > 1 ? `${words}-${count}` : words);
  let free = 1;
  let taken = 1;
  // The first that is free, in few steps: a text may have thousands of the same headings.
  while (isTaken(numbered(free))) { taken = free; free *= 2; }
  while (free - taken > 1) {
    const middle = (free + taken) >> 1;
    if (isTaken(numbered(middle))) taken = middle;
    else free = middle;
  }
  return numbered(free);
}
