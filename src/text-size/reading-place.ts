/** Keeps the line that is being read where it is on the screen while the text around it changes size. */

/**
 * Runs a change of layout and scrolls so that `held`, or else the topmost line that is wholly in view, does not move.
 */
export function keepReadingPlace(change: () => void, held?: Element): void {
  const place = held && !isPinned(held) ? held : findLine();
  const scroller = place && scrollerOf(place instanceof Element ? place : place.startContainer.parentElement!);
  const before = place?.getBoundingClientRect().top;
  change();
  if (before === undefined) return;
  const moved = place!.getBoundingClientRect().top - before;
  // A page with `scroll-behavior: smooth` would otherwise glide there.
  if (moved) scroller!.scrollBy({ top: moved, behavior: 'instant' });
}

/** The first character of the topmost line in the middle of the window, fixed and sticky parts passed over. */
function findLine(): Range | undefined {
  const x = innerWidth / 2;
  for (let y = 0; y < innerHeight; y += 6) {
    const hit = document.elementFromPoint(x, y);
    if (!hit || isPinned(hit)) continue;
    const caret = caretAt(x, y);
    if (caret?.node.nodeType !== Node.TEXT_NODE || isPinned(caret.node.parentElement!)) continue;
    const line = lineStart(caret.node as Text, caret.offset);
    const { top, bottom, height } = line.getBoundingClientRect();
    if (height && top >= 0 && top <= y + height && bottom >= y - height) return line;
  }
  return undefined;
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

/** True for what does not move with the page. */
function isPinned(element: Element): boolean {
  for (let each: Element | null = element; each; each = each.parentElement) {
    if (/fixed|sticky/.test(getComputedStyle(each).position)) return true;
  }
  return false;
}

function scrollerOf(element: Element): Element {
  for (let each: Element | null = element; each && each !== document.body; each = each.parentElement) {
    if (each.scrollHeight > each.clientHeight && /auto|scroll/.test(getComputedStyle(each).overflowY)) return each;
  }
  return document.scrollingElement ?? document.documentElement;
}
