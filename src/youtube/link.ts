/** One observer tells all cards when the page changes what is inside them. */

let observer: MutationObserver | undefined;
type Listener<Card> = (card: Card) => void;
const listeners = new WeakMap<Node, Listener<never>>();

/** Calls back when a card's children, their text or their links change; for as long as the card lives. */
export function watchLink<Card extends Element>(card: Card, listener: Listener<Card>): void {
  observer ??= new MutationObserver((records) => {
    const changed = new Set<Node>();
    for (const { target } of records) {
      for (let node: Node | null = target; node; node = node.parentNode) {
        if (listeners.has(node)) { changed.add(node); break; }
      }
    }
    for (const each of changed) listeners.get(each)!(each as never);
  });
  listeners.set(card, listener);
  observer.observe(card, { childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: ['href', 'slot'] });
}
