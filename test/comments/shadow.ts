/** The shadow root of an element that has been drawn. */
export function shadowOf(element: Element | null | undefined): ShadowRoot {
  if (!element?.shadowRoot) throw new Error(`${element ? `<${element.localName}>` : 'what should be there'} has not been drawn`);
  return element.shadowRoot;
}
