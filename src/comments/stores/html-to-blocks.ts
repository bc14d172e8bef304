/**
 * Foreign HTML as a tree of the light markup. It goes through the one sanitizer first; of what that lets pass, a comment keeps
 * paragraphs, quotes, lists, code, emphasis and links. Pictures become their descriptions: nothing is loaded from elsewhere.
 */

import { sanitize } from '../../base/sanitize.js';
import type { Block, Inline } from '../markup/parse.js';

/** The text of a comment, as a tree. */
export function treeOf(html: string, base: string): Block[] {
  return blocksOf(sanitize(html, { base }));
}

/** Plain text of something that may hold entities and tags: a name, a message. */
export function textOf(html: string): string {
  return /[&<]/.test(html) ? (sanitize(html).textContent ?? '').trim() : html;
}

const headings = /^H[1-6]$/;
const inlines = /^(A|ABBR|B|BDI|BDO|BIG|BR|CITE|CODE|DEL|DFN|EM|I|IMG|INS|KBD|MARK|Q|S|SAMP|SMALL|SPAN|STRIKE|STRONG|SUB|SUP|TIME|TT|U|VAR|WBR)$/;

/** What stands loose between blocks is a paragraph. */
function blocksOf(parent: Node): Block[] {
  const blocks: Block[] = [];
  let loose: Inline[] = [];
  const close = (): void => {
    const children = trim(loose);
    if (children.length) blocks.push({ type: 'paragraph', children });
    loose = [];
  };
  for (const node of parent.childNodes) {
    if (node instanceof Text || (node instanceof Element && inlines.test(node.tagName))) {
      loose.push(...inlinesOf(node));
      continue;
    }
    if (!(node instanceof Element)) continue;
    close();
    blocks.push(...blockOf(node));
  }
  close();
  return blocks;
}

function blockOf(element: Element): Block[] {
  const { tagName } = element;
  if (tagName === 'PRE') return [{ type: 'code', text: (element.textContent ?? '').replace(/^\n|\n$/g, '') }];
  if (tagName === 'BLOCKQUOTE') return [{ type: 'quote', children: blocksOf(element) }];
  if (tagName === 'UL' || tagName === 'OL') {
    const items = [...element.children].map(blocksOf).filter((item) => item.length);
    return items.length ? [{ type: 'list', ordered: tagName === 'OL', items }] : [];
  }
  const blocks = blocksOf(element);
  if (!headings.test(tagName)) return blocks;
  return blocks.map((block) => (block.type === 'paragraph' ? { ...block, children: [{ type: 'strong', children: block.children }] } : block));
}

function inlinesOf(node: Node): Inline[] {
  // Line ends in HTML are spaces.
  if (node instanceof Text) return node.data ? [{ type: 'text', text: node.data.replace(/\s+/g, ' ') }] : [];
  if (!(node instanceof Element)) return [];
  switch (node.tagName) {
    case 'BR':
      return [{ type: 'break' }];
    case 'IMG':
      return described(node.getAttribute('alt') ?? '');
    case 'CODE':
    case 'KBD':
    case 'SAMP':
    case 'TT':
      return node.querySelector('br') ? inside(node) : [{ type: 'code', text: node.textContent ?? '' }];
    case 'EM':
    case 'I':
    case 'CITE':
    case 'DFN':
    case 'VAR':
      return wrap('emphasis', inside(node));
    case 'STRONG':
    case 'B':
    case 'MARK':
      return wrap('strong', inside(node));
    case 'A': {
      const url = node.getAttribute('href');
      const children = inside(node);
      return url && /^https?:/i.test(url) && children.length ? [{ type: 'link', url, children }] : children;
    }
    default:
      return inside(node);
  }
}

/** Also of blocks that stand in a paragraph's element, which editors do write. */
function inside(element: Element): Inline[] {
  return [...element.childNodes].flatMap(inlinesOf);
}

function wrap(type: 'emphasis' | 'strong', children: Inline[]): Inline[] {
  return children.length ? [{ type, children }] : [];
}

function described(text: string): Inline[] {
  return text ? [{ type: 'text', text }] : [];
}

/** Without the spaces and breaks at both ends, and those around a break. */
function trim(nodes: Inline[]): Inline[] {
  const kept = nodes.map((node) => ({ ...node }));
  kept.forEach((node, index) => {
    if (node.type !== 'text') return;
    if ((kept[index - 1]?.type ?? 'break') === 'break') node.text = node.text.trimStart();
    if ((kept[index + 1]?.type ?? 'break') === 'break') node.text = node.text.trimEnd();
  });
  const empty = (node: Inline | undefined): boolean => node !== undefined && (node.type === 'break' || (node.type === 'text' && !node.text));
  while (empty(kept[0])) kept.shift();
  while (empty(kept.at(-1))) kept.pop();
  return kept.filter((node) => node.type !== 'text' || node.text);
}
