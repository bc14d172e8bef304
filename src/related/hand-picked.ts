/** The links that the page's author chose, and the list that ranked ones join. */

/** Addresses of the links that stand in the element by the author's hand. */
export function pickedAddresses(host: Element): string[] {
  return [...host.querySelectorAll<HTMLAnchorElement>('a[href]')].filter((link) => !link.closest(`[${mark}]`)).map(({ href }) => href);
}

/** Marks what we added to the page's own list. */
export const mark = 'data-blog-related';

export function removeAdded(host: Element): void {
  for (const added of host.querySelectorAll(`[${mark}]`)) added.remove();
}
