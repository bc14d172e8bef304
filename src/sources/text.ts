/** Bytes → text, and HTML → text. */

import { parseInert } from '../base/trusted-html.js';

/**
 * The words of a piece of HTML, such as a title with entities in it. Many feeds escape theirs twice: such are read twice.
 * The result is text, and must go to the page as text. Anything but a string has no words.
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
  const walker = document.createTreeWalker(parseInert(html), NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) =>
    node instanceof Text
      ? NodeFilter.FILTER_ACCEPT
      : /^(script|style|template|svg|math)$/i.test(node.nodeName)
        ? NodeFilter.FILTER_REJECT
        : NodeFilter.FILTER_SKIP,
  );
  let text = '';
  while (walker.nextNode()) text += walker.currentNode.nodeValue ?? '';
  return text;
}

/** Text by byte order mark, the server's charset, the document's own (XML prolog, HTML meta), in that order; else UTF-8, or Windows-1252 where it is no UTF-8. */
export function decode(bytes: Uint8Array, contentType = ''): string {
  for (const label of [byMark(bytes), /charset\s*=\s*["']?([\w.:-]+)/i.exec(contentType)?.[1], /json/.test(contentType) ? '' : byContent(bytes)]) {
    try {
      if (label) return new TextDecoder(label).decode(bytes);
    } catch {
      /* a charset that browsers do not know */
    }
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** A byte order mark, or the zeros beside the first "<" of an XML document without one. */
function byMark([first, second, third]: Uint8Array): string | undefined {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if ((first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c)) return 'utf-16be';
  if ((first === 0xff && second === 0xfe) || (first === 0x3c && second === 0)) return 'utf-16le';
  return undefined;
}

function byContent(bytes: Uint8Array): string | undefined {
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, 1024));
  const label = /^\s*<\?xml[^>]*\sencoding\s*=\s*["']([\w.:-]+)/i.exec(start)?.[1] ?? /<meta[^>]+charset\s*=\s*["']?([\w-]+)/i.exec(start)?.[1];
  // A declaration that can be read byte by byte is not in UTF-16, whatever it says.
  return label && /^utf-?16/i.test(label) ? 'utf-8' : label;
}
