/** The links that the page's author chose, and the list that ranked ones join. */

/** Addresses of the links that stand in the element by the author's hand. */
export function pickedAddresses(host: Element): string[] {
  return [...host.querySelectorAll<HTMLAnchorElement>('a[href]')].filter((link) => !link.closest(`[${mark}]`)).map(({ href }) => href);
}

/** Marks what we added to the page's own list. */
export const mark = 'data-blog-related';

/** The author's list, or a new one of ours at the end. */
export function findList(host: Element): Element {
  const own = host.querySelector('ul, ol');
  if (own) return own;
  const list = document.createElement('ul');
  list.setAttribute(mark, 'list');
  host.append(list);
  return list;
}

export function removeAdded(host: Element): void {
  for (const added of host.querySelectorAll(`[${mark}]`)) added.remove();
}
