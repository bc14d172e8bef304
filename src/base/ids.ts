/**
 * True for an id that the page has already, or that would hide a property of `document`, `window` or a form from the page's
 * scripts (DOM clobbering). What is in `leaving` does not count: it is about to be replaced.
 */
export function isTakenId(id: string, leaving?: Element): boolean {
  if (id in Document.prototype || id in HTMLFormElement.prototype || Object.hasOwn(document, id) || Object.hasOwn(window, id)) return true;
  const holder = document.getElementById(id) ?? document.getElementsByName(id)[0];
  return Boolean(holder && !leaving?.contains(holder));
}
