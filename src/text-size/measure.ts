/** Finds what really enlarges the text of a page: by trying it and looking. */

import { findTextElements, isBlock, kindOf, selectorOf, textLength } from './text-blocks.js';

/** How text is enlarged. `auto` measures the page and picks what really enlarges it. */
export type TextSizeMode = 'auto' | 'rem' | 'em' | 'zoom' | 'variable';

/** What to enlarge: the elements with these ids, or the whole document; `roots` is the selector of either. */
export interface MeasureOptions {
  mode: TextSizeMode;
  ignore: string;
  ids: string[];
  roots: string;
}

interface Size {
  font: number;
  line: number;
}

/** An element with text, as it was before. One that `stays` keeps its size. */
interface Text {
  element: Element;
  size: Size;
  stays: boolean;
}

/** The scale, as a variable that every rule of ours multiplies with. */
export const factor = '--blog-text-size-factor';
/** While we measure and apply: a page's `transition: all` would show us sizes that are not final. */
export const noTransitions = '*,::before,::after{transition:none!important}';
/** Sizes are compared at this scale. */
const probe = 2;

export class Measurement {
  /** Rules for the page, the ones that enlarge most at one stroke first. */
  readonly plans: string[];
  /** Kinds of text that the rules cover, by name and place. */
  private covered: Set<string>;
  private texts: Text[];
  private excess: number;

  /** @param write makes these the rules of the page */
  constructor(
    private options: MeasureOptions,
    private write: (rules: string) => void,
  ) {
    this.write(noTransitions);
    const holders = findTextElements(this.roots());
    this.covered = new Set(holders.map(kindOf));
    // What stays, stays with the boxes around its text, which may be sized in em.
    const elements = [...new Set([...holders, ...this.roots().flatMap((root) => this.ignoredIn(root))])];
    const sizes = new Map(elements.map((element) => [element, sizeOf(element)]));
    this.excess = excessWidth();
    const kept = new Set(elements.filter((element) => this.isKept(element)));
    const others = elements.filter((element) => !kept.has(element));
    const zoomed = new Set(outermost(options.mode === 'zoom' ? this.zoomable(others) : this.unreachable(others)));
    this.texts = [...sizes].map(([element, size]) => ({ element, size, stays: kept.has(element) || isWithin(element, zoomed) }));
    const zoom = zoomed.size ? `${selectorOf(zoomed)}{zoom:var(${factor})!important}` : '';
    this.plans = this.bases()
      .map((base) => this.tryOut(base))
      .sort((a, b) => b.reach - a.reach)
      .map(({ rules }) => rules + zoom);
  }

  /** True when the page has become wider than its window, or more so than it was. */
  isWider(): boolean {
    return excessWidth() > this.excess + 1;
  }

  /** Text that arrives later is measured before it is painted, unless there was some of its kind already. */
  isOutdatedBy(records: MutationRecord[]): boolean {
    return records.some(({ type, addedNodes, target }) => {
      if (type === 'attributes') return true;
      // Selectors that count siblings no longer fit.
      if (this.plans.some((plan) => plan.includes(':nth-child('))) return true;
      return [...addedNodes].some((node) => {
        const root = node instanceof Element ? node : target;
        return root instanceof Element && root.isConnected && findTextElements([root]).some((element) => !this.covered.has(kindOf(element)));
      });
    });
  }

  /** The elements to scale; one inside another grows with it. */
  private roots(): Element[] {
    return outermost([...document.querySelectorAll(this.options.ids.length ? this.options.roots : 'body')]);
  }

  private ignoredIn(root: Element): Element[] {
    try {
      return this.options.ignore ? [...root.querySelectorAll(this.options.ignore)] : [];
    } catch {
      return [];
    }
  }

  /** The control itself stays, so that its buttons stay under the pointer. */
  private isKept(element: Element): boolean {
    if (element.localName === 'blog-text-size') return true;
    try {
      return Boolean(this.options.ignore && element.closest(this.options.ignore));
    } catch {
      return false;
    }
  }

  /** Rules that enlarge much at one stroke, by inheritance: of the root, of the body or of the targets. */
  private bases(): string[] {
    const { mode, ignore, ids } = this.options;
    if (mode === 'zoom') return [''];
    const bases: string[] = [];
    // With the root, every box sized in rem grows: not what the page wants where something is to stay as it is.
    if (!ids.length && (mode === 'rem' || (mode !== 'em' && !ignore))) bases.push(this.grow(document.documentElement, 'html'));
    if (mode !== 'rem' || ids.length) {
      bases.push(
        this.roots()
          .map((element) => this.grow(element, ids.length ? `#${CSS.escape(element.id)}` : 'body'))
          .join(''),
      );
    }
    // And each text for itself, which changes the least beside it.
    if (!this.isForced) bases.push('');
    return bases;
  }

  private get isForced(): boolean {
    return /^(rem|em)$/.test(this.options.mode);
  }

  /** Relative to the parent, and at the root to the reader's own setting, which it thereby multiplies. */
  private grow(element: Element, selector: string): string {
    this.write(noTransitions);
    const own = sizeOf(element).font;
    if (!element.parentElement) this.write(`html{font:medium serif!important}${noTransitions}`);
    const parent = sizeOf(element.parentElement ?? element).font;
    return `${selector}{font-size:calc(${round(own / parent)}em*var(${factor}))!important}`;
  }

  /**
   * Blocks that hold nothing but lines, as far as zooming does not make them wider: columns, and what has a width of its own,
   * would break. The text of others gets a larger font.
   */
  private zoomable(texts: Element[]): Element[] {
    const blocks = texts.filter((element) => isBlock(element) && !/^(html|body)$/.test(element.localName));
    const around = new Set<Element>();
    for (const block of blocks) for (let each = block.parentElement; each && !around.has(each); each = each.parentElement) around.add(each);
    const leaves = blocks.filter((block) => !around.has(block));
    if (!leaves.length) return [];
    const width = (block: Element) => block.getBoundingClientRect().width;
    const widths = new Map(leaves.map((block) => [block, width(block)]));
    this.write(`${selectorOf(new Set(leaves))}{zoom:${probe}!important}${noTransitions}`);
    // WebKit without standard zoom gives the boxes of what is zoomed in their own measure.
    const times = 'currentCSSZoom' in Element.prototype ? 1 : probe;
    return leaves.filter((block) => width(block) * times <= (widths.get(block) ?? 0) + 1);
  }

  /** Text that no rule of ours can reach: `!important` in its own markup, or in a layer before ours. It can still be zoomed. */
  private unreachable(texts: Element[]): Element[] {
    this.write(`*{font-size:7px!important}${noTransitions}`);
    return this.isForced ? [] : texts.filter((element) => sizeOf(element).font !== 7);
  }

  /** Applies the base, looks at how large every text has become, and gives the rest sizes of its own. */
  private tryOut(base: string): { rules: string; reach: number } {
    this.write(`${this.options.roots}{${factor}:${probe}}${base}${noTransitions}`);
    const groups = new Map<string, Set<Element>>();
    let reach = 0;
    for (const { element, size, stays } of this.texts) {
      const after = sizeOf(element);
      if (!stays && isTimes(after.font, size.font, probe)) reach += textLength(element);
      const rule = declarations(size, after, stays, this.isForced);
      if (rule) groups.set(rule, (groups.get(rule) ?? new Set()).add(element));
    }
    return { rules: base + [...groups].map(([rule, elements]) => `${selectorOf(elements)}{${rule}}`).join(''), reach };
  }
}

/** Those that are in no other of them. */
function outermost(elements: Element[]): Element[] {
  const all = new Set(elements);
  return elements.filter((element) => !isWithin(element.parentElement, all));
}

function isWithin(element: Element | null, places: Set<Element>): boolean {
  for (let each = element; each; each = each.parentElement) if (places.has(each)) return true;
  return false;
}

/** By how much the page is wider than its window. */
function excessWidth(): number {
  const { scrollWidth, clientWidth } = document.documentElement;
  return scrollWidth - clientWidth;
}

function sizeOf(element: Element): Size {
  const { fontSize, lineHeight } = getComputedStyle(element);
  return { font: parseFloat(fontSize), line: parseFloat(lineHeight) };
}

function isTimes(after: number, before: number, times: number): boolean {
  return Math.abs(after / before - times) < 0.01 * times;
}

/**
 * What text still needs that did not become what it should; where one way is forced, only that what stays does. Lines grow with
 * their text, else those set in px would overlap. What stays is held, whatever happens to what it inherits from.
 */
function declarations(before: Size, after: Size, stays: boolean, forced: boolean): string {
  const rules: string[] = [];
  let times = after.font / before.font;
  if (stays) {
    rules.push(`font-size:${round(before.font)}px!important`);
  } else if (!forced && !isTimes(times, 1, probe)) {
    times = probe;
    rules.push(`font-size:calc(${round(before.font)}px*var(${factor}))!important`);
  }
  if (before.line && (rules.length || !isTimes(after.line, before.line, times))) {
    rules.push(`line-height:${round(before.line / before.font)}!important`);
  }
  return rules.join(';');
}

function round(number: number): number {
  return Math.round(number * 1e4) / 1e4;
}
