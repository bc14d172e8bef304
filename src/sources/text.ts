import { parseInert } from '../base/trusted-html.js';

/**
 * The words of a piece of HTML, such as a title with entities in it. Escaped twice, as many feeds have it, it is read twice.
 * The result is text: it must go to the page as text. What is no string has no words.
 */
export function plainText(html: unknown): string {
  let text = typeof html === 'string' ? html : '';
  for (let pass = 0; pass < 2 && /[<&]/.test(text); pass++) {
    if (pass > 0 && !/&(#\d+|#x[\da-f]+|[a-z]\w{1,8});/i.test(text)) break;
    text = wordsOf(text);
  }
  return text.replace(/\s+/g, ' ').trim();
}

function wordsOf(html: string): string {
  // By a walker, since a name in the markup can hide `body` of the document it is in.
  const walker = document.createTreeWalker(parseInert(html), NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) => (
    node instanceof Text ? NodeFilter.FILTER_ACCEPT
      : /^(script|style|template|svg|math)$/i.test(node.nodeName) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_SKIP));
  let text = '';
  while (walker.nextNode()) text += (walker.currentNode as Text).data;
  return text;
}
