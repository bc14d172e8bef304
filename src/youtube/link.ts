/** One observer tells all cards when the page changes what is inside them. */

let observer: MutationObserver | undefined;
const listeners = new WeakMap<Node, () => void>();

/** Calls back when a card's children, their text or their links change; for as long as the card lives. */
export function watchLink(card: Element, listener: () => void): void {
  observer ??= new MutationObserver((records) => {
    const changed = new Set<() => void>();
    for (const { target } of records) {
      for (let node: Node | null = target; node; node = node.parentNode) {
        const listen = listeners.get(node);
        if (listen) { changed.add(listen); break; }
      }
    }
    for (const listen of changed) listen();
  });
  listeners.set(card, listener);
  observer.observe(card, { childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: ['href', 'slot'] });
}
