/** Keeps the line being read where it is on the screen while the text around it changes size. */

import { isBlock } from './text-blocks.js';

/** Runs a change of layout and scrolls so that `held`, or else the topmost line that is wholly in view, does not move. */
export function keepScrollPosition(change: () => void, held?: Element): void {
  const place = held && !pinnedAround(held) ? held : findLine();
  if (!place) {
    change();
    return;
  }
  const scroller = scrollerOf(elementAt(place));
  const before = boxOf(place).top;
  change();
  const moved = boxOf(place).top - before;
  // A page with `scroll-behavior: smooth` would otherwise glide there.
  if (moved) scroller.scrollBy({ top: moved, behavior: 'instant' });
}

/** The first character of the topmost line wholly in view, in the middle of the window or beside it. What is fixed or sticky does not count. */
function findLine(): Range | undefined {
  for (const part of [0.5, 0.3, 0.7]) {
    const line = findLineAt(innerWidth * part);
    if (line) return line;
  }
  return undefined;
}

function findLineAt(x: number): Range | undefined {
  let covered = 0;
  for (let y = 0; y < innerHeight; y += 6) {
    const hit = document.elementFromPoint(x, y);
    if (!hit) continue;
    const pinned = pinnedAround(hit);
    if (pinned) {
      covered = Math.max(covered, pinned.getBoundingClientRect().bottom);
      continue;
    }
    const caret = caretAt(x, y);
    if (!caret || !(caret.node instanceof Text) || !hit.contains(caret.node)) continue;
    const line = lineStart(caret.node, caret.offset);
    const { top, bottom, height } = boxOf(line);
    if (height && top >= covered && top <= y + height && bottom >= y - height && isOver(x, elementAt(line))) return line;
  }
  return undefined;
}

/** Where something is on the screen. WebKit without standard zoom gives the boxes of what is zoomed in their own measure. */
function boxOf(place: Element | Range): { top: number; bottom: number; height: number } {
  const { top, bottom, height } = place.getBoundingClientRect();
  let zoom = 1;
  if (!('currentCSSZoom' in Element.prototype)) {
    for (let each: Element | null = elementAt(place); each; each = each.parentElement) zoom *= Number(getComputedStyle(each).zoom) || 1;
  }
  return { top: top * zoom, bottom: bottom * zoom, height: height * zoom };
}

/** The element itself, or the one that holds the beginning of a range. */
function elementAt(place: Element | Range): Element {
  return place instanceof Element ? place : (place.startContainer.parentElement ?? document.documentElement);
}

/** Beside a column the browser finds a caret in the column all the same. */
function isOver(x: number, holder: Element): boolean {
  let block = holder;
  while (block.parentElement && !isBlock(block)) block = block.parentElement;
  const { left, right } = block.getBoundingClientRect();
  return left <= x && x <= right;
}

function caretAt(x: number, y: number): { node: Node; offset: number } | undefined {
  const position = document.caretPositionFromPoint?.(x, y);
  if (position) return { node: position.offsetNode, offset: position.offset };
  const range = document.caretRangeFromPoint?.(x, y);
  return range ? { node: range.startContainer, offset: range.startOffset } : undefined;
}

/** The first character of the line in its text node. */
function lineStart(text: Text, offset: number): Range {
  const range = document.createRange();
  const topOf = (index: number) => {
    range.setStart(text, index);
    range.setEnd(text, index + 1);
    return range.getBoundingClientRect().top;
  };
  let index = Math.min(offset, text.length - 1);
  const top = topOf(index);
  while (index > 0 && Math.abs(topOf(index - 1) - top) < 1) index--;
  topOf(index);
  return range;
}

/** What does not move with the page. */
function pinnedAround(element: Element): Element | undefined {
  for (let each: Element | null = element; each; each = each.parentElement) {
    if (/fixed|sticky/.test(getComputedStyle(each).position)) return each;
  }
  return undefined;
}

function scrollerOf(element: Element): Element {
  for (let each: Element | null = element; each && each !== document.body; each = each.parentElement) {
    if (each.scrollHeight > each.clientHeight && /auto|scroll/.test(getComputedStyle(each).overflowY)) return each;
  }
  return document.scrollingElement ?? document.documentElement;
}
