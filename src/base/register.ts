/** Defines an element unless the page already has one of that name: a second copy of the library does no harm. */
export function register(tag: string, element: CustomElementConstructor): void {
  if (!customElements.get(tag)) customElements.define(tag, element);
}
