interface Card extends HTMLElement {
  requestUpdate(): void;
}

let observer: MutationObserver | undefined;
const cards = new WeakSet<Node>();

/** One observer tells all cards when the page changes what is inside them. */
export function watchContent(card: Card): void {
  cards.add(card);
  observer ??= new MutationObserver((records) => {
    for (const { target } of records) {
      let node: Node | null = target;
      while (node && !cards.has(node)) node = node.parentNode;
      (node as Card | null)?.requestUpdate();
    }
  });
  observer.observe(card, { childList: true, subtree: true, characterData: true, attributeFilter: ['href', 'slot'] });
}
