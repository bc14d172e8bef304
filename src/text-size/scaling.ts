/**
 * Finds what really enlarges the text of a page, and does it. All of it is one constructed style sheet: nothing in the
 * page's own markup is touched, and `style-src 'self'` has nothing to object to.
 */
import { readStored, writeStored } from '../base/storage.js';
import { keepReadingPlace } from './reading-place.js';
import { findTextElements, selectorOf, simpleSelector, textLength } from './text-elements.js';
import type { TextSizeMode } from './blog-text-size.js';

/** What a control scales, and how. Controls that agree in all of it share one scaling. */
export interface ScalingOptions {
  /** Ids with spaces between; empty for the whole document. */
  for: string;
  mode: TextSizeMode;
  ignore: string;
  storageKey: string;
}

interface Size { font: number; line: number }

/** The scale, as a variable that every rule of ours multiplies with. The one that is changed at each step. */
const factor = '--blog-text-size-factor';
/** While we measure and apply: a page's `transition: all` would show us sizes that are only on their way. */
const still = '*,::before,::after{transition:none!important}';
/** Sizes are compared at this scale. */
const probe = 2;

const inUse = new Map<string, Scaling>();

/** The scaling of controls with these options. Give it back with `release`. */
export function shareScaling(options: ScalingOptions): Scaling {
  const key = JSON.stringify([options.for, options.mode, options.ignore, options.storageKey]);
  const scaling = inUse.get(key) ?? new Scaling(options, () => inUse.delete(key));
  inUse.set(key, scaling);
  scaling.users++;
  return scaling;
}

export class Scaling {
  users = 0;
  private sheet: CSSStyleSheet;
  private scale = 1;
  private rules?: string;
  /** Kinds of text that the rules cover, by name and place. */
  private covered = new Set<string>();
  private observer = new MutationObserver((records) => this.onMutation(records));

  constructor(private options: ScalingOptions, private forget: () => void) {
    // What the head snippet restored is taken over.
    const page = globalThis as { blogTextSizeSheet?: CSSStyleSheet };
    this.sheet = page.blogTextSizeSheet ?? new CSSStyleSheet();
    delete page.blogTextSizeSheet;
    if (!document.adoptedStyleSheets.includes(this.sheet)) document.adoptedStyleSheets.push(this.sheet);
    addEventListener('resize', this.measureAgain);
    addEventListener('load', this.measureAgain);
  }

  release(): void {
    if (--this.users > 0) return;
    this.forget();
    this.observer.disconnect();
    removeEventListener('resize', this.measureAgain);
    removeEventListener('load', this.measureAgain);
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== this.sheet);
  }

  /** Scales the text. `held` is what must not move on the screen; without it that is the line being read. */
  apply(scale: number, held?: Element): void {
    if (scale === this.scale && this.rules !== undefined) return;
    this.scale = scale;
    this.show(held);
  }

  private measureAgain = (): void => {
    if (this.scale === 1) { this.rules = undefined; return; }
    this.rules = undefined;
    this.show();
  };

  private show(held?: Element): void {
    keepReadingPlace(() => {
      if (this.scale !== 1) this.rules ??= this.measure();
      this.write(this.css(this.scale, this.rules) + still);
    }, held);
    // Flushed by the reading place or here: only now may transitions come back, with nothing left to animate.
    void getComputedStyle(document.documentElement).fontSize;
    const css = this.css(this.scale, this.rules);
    this.write(css);
    this.remember(css);
    this.observe();
  }

  private remember(css: string): void {
    const key = `${this.options.storageKey}-css`;
    if ((readStored(key) ?? '') !== css) writeStored(key, css || null);
  }

  private write(css: string): void {
    this.sheet.replaceSync(css);
  }

  /** In a layer, since there `!important` also beats a page's `!important`. Paper shows the page's own size. */
  private css(scale: number, rules = ''): string {
    return scale === 1 ? '' : `@layer blog-elements{@media not print{${this.roots}{${factor}:${scale}}${rules}}}`;
  }

  private get ids(): string[] {
    return this.options.for.split(/\s+/).filter(Boolean);
  }

  private get roots(): string {
    return this.ids.map((id) => `#${CSS.escape(id)}`).join() || ':root';
  }

  private measure(): string {
    const { mode } = this.options;
    const texts = findTextElements(document.querySelectorAll(this.ids.length ? this.roots : 'body'));
    this.covered = new Set(texts.map(kindOf));
    this.write(still);
    const before = texts.map(sizeOf);
    const stays = texts.map((element) => this.stays(element));
    let best = '';
    let after = before;
    let reached = 0;
    for (const base of this.bases()) {
      this.write(`${this.roots}{${factor}:${probe}}${base}${still}`);
      const sizes = texts.map(sizeOf);
      let reach = 0;
      texts.forEach((element, index) => {
        if (!stays[index] && isTimes(sizes[index]!.font, before[index]!.font, probe)) reach += textLength(element);
      });
      if (reach > reached || /^(rem|em)$/.test(mode)) { best = base; after = sizes; reached = reach; }
    }
    const groups = new Map<string, Set<Element>>();
    texts.forEach((element, index) => {
      const rule = declarations(before[index]!, after[index]!, stays[index]!);
      if (rule) groups.set(rule, (groups.get(rule) ?? new Set()).add(element));
    });
    return best + [...groups].map(([rule, elements]) => `${selectorOf(elements)}{${rule}}`).join('');
  }

  /** The control itself stays, so that its buttons do not run from the pointer. */
  private stays(element: Element): boolean {
    if (element.localName === 'blog-text-size') return true;
    try {
      return Boolean(this.options.ignore && element.closest(this.options.ignore));
    } catch {
      return false;
    }
  }

  /** Rules that enlarge much at one stroke, by inheritance: of the root, of the body or of the targets. */
  private *bases(): Generator<string> {
    const { mode, ignore } = this.options;
    const whole = !this.ids.length;
    // With the root, every box sized in rem grows: not what someone wants who asks that something stay as it is.
    if (whole && (mode === 'rem' || (mode === 'auto' && !ignore))) yield this.grow(document.documentElement, 'html');
    if (mode === 'em' || mode === 'auto') {
      yield [...document.querySelectorAll(whole ? 'body' : this.roots)]
        .map((element) => this.grow(element, whole ? 'body' : `#${CSS.escape(element.id)}`)).join('');
    }
  }

  /** Relative to the parent, and at the root to the reader's own setting, which it thereby multiplies. */
  private grow(element: Element, selector: string): string {
    this.write(still);
    const own = sizeOf(element).font;
    if (!element.parentElement) this.write(`html{font:medium serif!important}${still}`);
    const parent = sizeOf(element.parentElement ?? element).font;
    return `${selector}{font-size:calc(${round(own / parent)}em*var(${factor}))!important}`;
  }

  private observe(): void {
    this.observer.disconnect();
    if (this.scale === 1) return;
    this.observer.observe(document, { subtree: true, childList: true });
    for (const element of [document.documentElement, document.body]) {
      this.observer.observe(element, { attributes: true, attributeFilter: ['class', 'style'] });
    }
  }

  /** Text that arrives later is measured before it is painted, unless there was some of its kind already. */
  private onMutation(records: MutationRecord[]): void {
    const isNew = records.some(({ type, addedNodes, target }) => type === 'attributes' || [...addedNodes].some((node) => {
      const root = node instanceof Element ? node : target as Element;
      return root.isConnected && findTextElements([root]).some((element) => !this.covered.has(kindOf(element)));
    }));
    if (isNew) this.measureAgain();
  }
}

function sizeOf(element: Element): Size {
  const { fontSize, lineHeight } = getComputedStyle(element);
  return { font: parseFloat(fontSize), line: parseFloat(lineHeight) };
}

function isTimes(after: number, before: number, times: number): boolean {
  return Math.abs(after / before - times) < 0.01 * times;
}

/** What text still needs that did not become what it should. Lines grow with it, else those set in px would overlap. */
function declarations(before: Size, after: Size, stays: boolean): string {
  const wanted = stays ? 1 : probe;
  const rules: string[] = [];
  if (!isTimes(after.font, before.font, wanted)) {
    rules.push(`font-size:${stays ? `${round(before.font)}px` : `calc(${round(before.font)}px*var(${factor}))`}!important`);
  }
  if (before.line && (rules.length || !isTimes(after.line, before.line, wanted))) {
    rules.push(`line-height:${round(before.line / before.font)}!important`);
  }
  return rules.join(';');
}

function round(number: number): number {
  return Math.round(number * 1e4) / 1e4;
}

/** Text of one kind, in one kind of place, is taken to have one size. */
function kindOf(element: Element): string {
  let kind = '';
  for (let each: Element | null = element, depth = 0; each && depth < 3; each = each.parentElement, depth++) kind += `<${simpleSelector(each)}`;
  return kind;
}
