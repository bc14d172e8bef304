/** Finds what really enlarges the text of a page: by trying it and looking. */

import type { ScalingOptions } from './scaling.js';
import { findTextElements, isBlock, kindOf, selectorOf, textLength } from './text-elements.js';

interface Target extends ScalingOptions { ids: string[]; roots: string }
interface Size { font: number; line: number }

/** The scale, as a variable that every rule of ours multiplies with. */
export const factor = '--blog-text-size-factor';
/** While we measure and apply: a page's `transition: all` would show us sizes that are only on their way. */
export const still = '*,::before,::after{transition:none!important}';
/** Sizes are compared at this scale. */
const probe = 2;

export class Measurement {
  /** Rules for the page, the ones that enlarge most at one stroke first. */
  readonly plans: string[];
  /** Kinds of text that the rules cover, by name and place. */
  private covered: Set<string>;
  private texts: Element[];
  private before: Size[];
  private stays: boolean[];
  private excess: number;

  /** @param write makes these the rules of the page */
  constructor(private target: Target, private write: (css: string) => void) {
    this.write(still);
    this.texts = findTextElements(this.roots());
    this.covered = new Set(this.texts.map(kindOf));
    this.before = this.texts.map(sizeOf);
    this.stays = this.texts.map((element) => this.staysAsIs(element));
    this.excess = excessWidth();
    const bases = target.mode === 'zoom' ? [this.zoomBase()] : this.bases();
    const tried = bases.map((base) => this.tryOut(base));
    this.plans = tried.sort((a, b) => b.reach - a.reach).map(({ rules }) => rules);
  }

  /** True when the page has become wider than its window, or more so than it was. */
  isWider(): boolean {
    return excessWidth() > this.excess + 1;
  }

  /** Text that arrives later is measured before it is painted, unless there was some of its kind already. */
  isOutdatedBy(records: MutationRecord[]): boolean {
    return records.some(({ type, addedNodes, target }) => {
      if (type === 'attributes') return true;
      // Places that are counted have moved.
      if (this.plans.some((plan) => plan.includes(':nth-child('))) return true;
      return [...addedNodes].some((node) => {
        const root = node instanceof Element ? node : target as Element;
        return root.isConnected && findTextElements([root]).some((element) => !this.covered.has(kindOf(element)));
      });
    });
  }

  /** The elements to scale; one inside another grows with it. */
  private roots(): Element[] {
    const roots = [...document.querySelectorAll(this.target.ids.length ? this.target.roots : 'body')];
    return roots.filter((root) => !roots.some((other) => other !== root && other.contains(root)));
  }

  /** The control itself stays, so that its buttons do not run from the pointer. */
  private staysAsIs(element: Element): boolean {
    if (element.localName === 'blog-text-size') return true;
    try {
      return Boolean(this.target.ignore && element.closest(this.target.ignore));
    } catch {
      return false;
    }
  }

  /** Rules that enlarge much at one stroke, by inheritance: of the root, of the body or of the targets. */
  private bases(): string[] {
    const { mode, ignore, ids } = this.target;
    const bases: string[] = [];
    // With the root, every box sized in rem grows: not what someone wants who asks that something stay as it is.
    if (!ids.length && (mode === 'rem' || (mode !== 'em' && !ignore))) bases.push(this.grow(document.documentElement, 'html'));
    if (mode !== 'rem' || ids.length) {
      bases.push(this.roots().map((element) => this.grow(element, ids.length ? `#${CSS.escape(element.id)}` : 'body')).join(''));
    }
    // And each text for itself, which changes the least beside it.
    if (!this.isForced) bases.push('');
    return bases;
  }

  private get isForced(): boolean {
    return /^(rem|em)$/.test(this.target.mode);
  }

  /** Relative to the parent, and at the root to the reader's own setting, which it thereby multiplies. */
  private grow(element: Element, selector: string): string {
    this.write(still);
    const own = sizeOf(element).font;
    if (!element.parentElement) this.write(`html{font:medium serif!important}${still}`);
    const parent = sizeOf(element.parentElement ?? element).font;
    return `${selector}{font-size:calc(${round(own / parent)}em*var(${factor}))!important}`;
  }

  /**
   * Zooms blocks that hold nothing but lines, as far as that does not make them wider: columns and what has a width of its own
   * would break. Other text gets a larger font.
   */
  private zoomBase(): string {
    const blocks = this.texts.filter((element) => isBlock(element) && !/^(html|body)$/.test(element.localName));
    let leaves = blocks.filter((block, _, all) => !all.some((other) => other !== block && block.contains(other)))
      .filter((block) => !this.stays[this.texts.indexOf(block)]);
    const widths = leaves.map((block) => block.getBoundingClientRect().width);
    this.write(`${zoomRule(leaves, probe)}${still}`);
    leaves = leaves.filter((block, index) => block.getBoundingClientRect().width <= widths[index]! + 1);
    const zoomed = new Set(leaves);
    this.texts.forEach((element, index) => {
      for (let each: Element | null = element; each; each = each.parentElement) if (zoomed.has(each)) this.stays[index] = true;
    });
    const others = new Map<string, Set<Element>>();
    this.texts.forEach((element, index) => { if (!this.stays[index]) add(others, `font-size:${enlarged(this.before[index]!)}!important`, element); });
    return ruleSets(others) + zoomRule(leaves, `var(${factor})`);
  }

  /** Applies the base, looks at what every text has become, and gives the rest sizes of its own. */
  private tryOut(base: string): { rules: string; reach: number } {
    this.write(`${this.target.roots}{${factor}:${probe}}${base}${still}`);
    const after = this.texts.map(sizeOf);
    const groups = new Map<string, Set<Element>>();
    let reach = 0;
    this.texts.forEach((element, index) => {
      const before = this.before[index]!;
      const stays = this.stays[index]!;
      if (!stays && isTimes(after[index]!.font, before.font, probe)) reach += textLength(element);
      const rule = declarations(before, after[index]!, stays, this.isForced);
      if (rule) add(groups, rule, element);
    });
    return { rules: base + ruleSets(groups), reach };
  }
}

function zoomRule(blocks: Element[], value: string | number): string {
  return blocks.length ? `${selectorOf(new Set(blocks))}{zoom:${value}!important}` : '';
}

function add(groups: Map<string, Set<Element>>, rule: string, element: Element): void {
  groups.set(rule, (groups.get(rule) ?? new Set()).add(element));
}

function ruleSets(groups: Map<string, Set<Element>>): string {
  return [...groups].map(([rule, elements]) => `${selectorOf(elements)}{${rule}}`).join('');
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

const enlarged = ({ font }: Size) => `calc(${round(font)}px*var(${factor}))`;

/**
 * What text still needs that did not become what it should; where one way is forced, only that what stays does. Lines grow with
 * their text, else those set in px would overlap.
 */
function declarations(before: Size, after: Size, stays: boolean, forced: boolean): string {
  const rules: string[] = [];
  let times = after.font / before.font;
  if (!isTimes(times, 1, stays ? 1 : probe) && (stays || !forced)) {
    times = stays ? 1 : probe;
    rules.push(`font-size:${stays ? `${round(before.font)}px` : enlarged(before)}!important`);
  }
  if (before.line && (rules.length || !isTimes(after.line, before.line, times))) {
    rules.push(`line-height:${round(before.line / before.font)}!important`);
  }
  return rules.join(';');
}

function round(number: number): number {
  return Math.round(number * 1e4) / 1e4;
}
