import { isTakenId } from '../base/ids.js';

/** An id for a heading, of its own words in its own script; different from every id and name in the page. */
export function slug(text: string, isTaken: (id: string) => boolean = isTakenId): string {
  const words = text.normalize('NFC').toLowerCase().replace(/[^\p{L}\p{M}\p{N}]+/gu, '-').replace(/^-|-$/g, '').slice(0, 60) || 'section';
  let id = words;
  for (let count = 2; isTaken(id); count++) id = `${words}-${count}`;
  return id;
}
