/** Which elements hold text, and a selector that matches exactly them. */

const notText = 'script, style, noscript, template, svg *, math *, option';

/**
 * The elements below these that hold text themselves, and the blocks whose lines that text is on. A custom element
 * counts, whose text in its shadow root inherits from it, and so do fields, whose text is their value.
 */
export function findTextElements(roots: Iterable<Element>): Element[] {
  const found = new Set<Element>();
  for (const root of roots) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT);
    for (let node: Node | null = root; node; node = walker.nextNode()) {
      if (!(node instanceof Element) || !holdsText(node) || node.matches(notText)) continue;
      let block = node;
      for (; block !== root && block.parentElement && !isBlock(block); block = block.parentElement) found.add(block);
      found.add(block);
    }
  }
  return [...found];
}

/** False for what is in a line, which belongs to a block. */
export function isBlock(element: Element): boolean {
  return !/^(inline|contents)$/.test(getComputedStyle(element).display);
}

/** Text in a shadow root inherits from its host; that of a field is its value. */
function holdsItsOwn(element: Element): boolean {
  return Boolean(element.shadowRoot) || /^(input|select|textarea)$/.test(element.localName);
}

function holdsText(element: Element): boolean {
  if (holdsItsOwn(element)) return true;
  for (let node = element.firstChild; node; node = node.nextSibling) {
    if (node instanceof Text && node.data.trim()) return true;
  }
  return false;
}

/** How much text an element holds itself, in characters. */
export function textLength(element: Element): number {
  let length = 0;
  for (const node of element.childNodes) if (node instanceof Text) length += node.data.trim().length;
  return length;
}

/**
 * A selector list that matches all of the elements and no other that holds anything. It is made of names and classes as
 * far as that goes, so that it also fits text that arrives later, and another page of the same site.
 */
export function selectorOf(elements: Set<Element>): string {
  const list: string[] = [];
  for (const element of elements) {
    if (list.length && element.matches(list.join())) continue;
    list.push(selectorFor(element, elements));
  }
  return list.join();
}

function selectorFor(element: Element, wanted: Set<Element>): string {
  let selector = simpleSelector(element);
  for (let ancestor = element.parentElement; ancestor; ancestor = ancestor.parentElement) {
    if (fits(selector, wanted)) return selector;
    selector = `${simpleSelector(ancestor)}>${selector}`;
  }
  return fits(selector, wanted) ? selector : exactSelector(element);
}

function fits(selector: string, wanted: Set<Element>): boolean {
  return [...document.querySelectorAll(selector)].every((match) => wanted.has(match) || !(match.firstChild || holdsItsOwn(match)));
}

/** Name, id and classes. Those with digits are left out: `post-412` is on one page only. */
function simpleSelector(element: Element): string {
  const stable = (name: string) => name && !/\d/.test(name);
  return (
    CSS.escape(element.localName) +
    (stable(element.id) ? `#${CSS.escape(element.id)}` : '') +
    [...element.classList]
      .filter(stable)
      .map((name) => `.${CSS.escape(name)}`)
      .join('')
  );
}

function exactSelector(element: Element): string {
  const parent = element.parentElement;
  return parent ? `${exactSelector(parent)}>:nth-child(${[...parent.children].indexOf(element) + 1})` : ':root';
}

/** Text of one kind, in one kind of place, is assumed to have one size. */
export function kindOf(element: Element): string {
  let kind = '';
  for (let each: Element | null = element, depth = 0; each && depth < 3; each = each.parentElement, depth++) kind += `<${simpleSelector(each)}`;
  return kind;
}
