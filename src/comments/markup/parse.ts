/**
 * The light markup of comments (docs/markup.md). Knows no DOM: the element and the server both use it.
 *
 * Every loop goes forward over the source, so that the time is linear in its length; nesting ends at `MAX_DEPTH`, so that
 * the recursion does too. What is not markup is text: nothing a reader typed disappears or is refused.
 */

import { readInline } from './parse-inline.js';
import { MAX_DEPTH, type Block, type Inline } from './tree.js';

export type { Block, ForeignBlock, Inline } from './tree.js';

const FENCE = /^ {0,3}(`{3,})[^`]*$/;
const QUOTE = /^ {0,3}> ?/;
const BULLET = /^( {0,3}[-*] +)\S/;
const FIRST_NUMBER = /^( {0,3}1[.)] +)\S/;
const NUMBER = /^( {0,3}\d{1,9}[.)] +)\S/;

/** Reads a source into a tree. Never throws; what is not markup is text. */
export function parseMarkup(source: string): Block[] {
  const lines = String(source ?? '')
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replaceAll('\t', '    ')
    .split('\n');
  return readBlocks(lines, 0);
}

/** The URLs of all links in a tree, in order. */
export function linksIn(blocks: Block[]): string[] {
  const urls: string[] = [];
  const visit = (nodes: (Block | Inline)[]): void => {
    for (const node of nodes) {
      if (node.type === 'link') urls.push(node.url);
      if ('children' in node) visit(node.children);
      if ('items' in node) node.items.forEach(visit);
    }
  };
  visit(blocks);
  return urls;
}

function readBlocks(lines: string[], depth: number): Block[] {
  const blocks: Block[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at]!;
    if (line.trim() === '') {
      at++;
      continue;
    }
    const fence = FENCE.exec(line);
    if (fence) {
      const start = ++at;
      while (at < lines.length && !closesFence(lines[at]!, fence[1]!.length)) at++;
      blocks.push({ type: 'code', text: lines.slice(start, at++).join('\n') });
    } else if (depth < MAX_DEPTH && QUOTE.test(line)) {
      const start = at;
      while (at < lines.length && QUOTE.test(lines[at]!)) at++;
      blocks.push({
        type: 'quote',
        children: readBlocks(
          lines.slice(start, at).map((each) => each.replace(QUOTE, '')),
          depth + 1,
        ),
      });
    } else if (depth < MAX_DEPTH && startsList(line)) {
      const list = readList(lines, at, depth);
      blocks.push(list.block);
      at = list.end;
    } else {
      const start = at++;
      while (at < lines.length && lines[at]!.trim() !== '' && !startsBlock(lines[at]!, depth)) at++;
      blocks.push({
        type: 'paragraph',
        children: readInline(
          lines
            .slice(start, at)
            .map((each) => each.trim())
            .join('\n'),
        ),
      });
    }
  }
  return blocks;
}

function startsBlock(line: string, depth: number): boolean {
  return FENCE.test(line) || (depth < MAX_DEPTH && (QUOTE.test(line) || startsList(line)));
}

/** A numbered list starts at 1, since "2024. A good year." is a sentence. */
function startsList(line: string): boolean {
  return BULLET.test(line) || FIRST_NUMBER.test(line);
}

function closesFence(line: string, length: number): boolean {
  const ticks = line.trim();
  return ticks.length >= length && /^`+$/.test(ticks);
}

function readList(lines: string[], start: number, depth: number): { block: Block; end: number } {
  const ordered = !BULLET.test(lines[start]!);
  const marker = ordered ? NUMBER : BULLET;
  const items: Block[][] = [];
  let item: string[] = [];
  let width = 0;
  let blank = 0;
  let at = start;
  const endItem = (): void => {
    if (item.length) items.push(readBlocks(item, depth + 1));
  };
  for (; at < lines.length; at++) {
    const line = lines[at]!;
    if (line.trim() === '') {
      blank++;
      continue;
    }
    const indent = line.length - line.trimStart().length;
    const begins = indent < 2 || !item.length ? marker.exec(line) : null;
    if (begins) {
      endItem();
      width = begins[1]!.length;
      item = [line.slice(width)];
    } else if (item.length && indent >= 2) {
      for (; blank > 0; blank--) item.push('');
      item.push(line.slice(Math.min(indent, width)));
    } else {
      break;
    }
    blank = 0;
  }
  endItem();
  return { block: { type: 'list', ordered, items }, end: at - blank };
}
