/** Places within a post: their ids, and how links reach them. */

import { isTakenId } from '../base/ids.js';

/** Goes to the place that the page's address names, where it is in this article: the post may come later than the page. */
export function scrollToHash(article: Element): void {
  let id = location.hash.slice(1);
  try {
    id = decodeURIComponent(id);
  } catch {
    /* as it stands */
  }
  if (!id) return;
  const target = ['', 'post-'].map((prefix) => document.getElementById(prefix + id)).find((element) => element && article.contains(element));
  if (!target) return;
  openFolds(target);
  target.scrollIntoView();
}

/** Opens every `<details>` around an element. */
export function openFolds(target: Element): void {
  for (let fold = target.closest('details'); fold; fold = fold.parentElement?.closest('details') ?? null) fold.open = true;
}

/** An id for a heading, made of its own words in its own script; different from every id and name in the page. */
export function slug(text: string, isTaken: (id: string) => boolean = isTakenId): string {
  const words =
    text
      .slice(0, 999)
      .normalize('NFC')
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
      .replace(/^-|-$/g, '')
      .slice(0, 60) || 'section';
  const numbered = (count: number) => (count > 1 ? `${words}-${count}` : words);
  let free = 1;
  let taken = 1;
  // The first free number in few steps: a text may have thousands of the same headings.
  while (isTaken(numbered(free))) {
    taken = free;
    free *= 2;
  }
  while (free - taken > 1) {
    const middle = (free + taken) >> 1;
    if (isTaken(numbered(middle))) taken = middle;
    else free = middle;
  }
  return numbered(free);
}
