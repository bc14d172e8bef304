/**
 * Makes the text of a page larger or smaller. All of it is one constructed stylesheet: nothing in the page's own markup is
 * touched, and `style-src 'self'` has nothing to object to.
 */

import { readStored, storageKeys, writeStored } from '../base/storage.js';
import { factor, Measurement, noTransitions, type TextSizeMode } from './measure.js';
import { keepScrollPosition } from './scroll-position.js';
import { selectorOf } from './text-blocks.js';

/** What a control scales, and how. Controls that agree in all of it share one scaling. */
export interface ScalingOptions {
  /** Ids with spaces between; empty for the whole document. */
  for: string;
  mode: TextSizeMode;
  ignore: string;
  storageKey: string;
}

const inUse = new Map<string, Scaling>();

/** The same for controls that share a scaling. */
export function scalingKey(options: ScalingOptions): string {
  return JSON.stringify([options.for, options.mode, options.ignore, options.storageKey]);
}

/** The scaling of controls with these options. Give it back with `release`. */
export function shareScaling(options: ScalingOptions): Scaling {
  const key = scalingKey(options);
  const scaling = inUse.get(key) ?? new Scaling(options);
  inUse.set(key, scaling);
  scaling.users++;
  return scaling;
}

/** Tried in this order when larger text makes the page wider than the window: as it is, then with words broken. */
const remedies = ['', 'break-word', 'anywhere'];

export class Scaling {
  /** How many controls share it. */
  users = 0;
  readonly key: string;
  private sheet: CSSStyleSheet;
  private scale = 1;
  private measurement?: Measurement;
  /** Empty until this has written something itself, whatever the head snippet has. */
  private css = '';
  private width = 0;
  private observer = new MutationObserver((records) => {
    if (this.measurement?.isOutdatedBy(records)) this.measureAgain();
  });

  constructor(private options: ScalingOptions) {
    this.key = scalingKey(options);
    // The stylesheet that the head snippet restored.
    const page = window as { blogTextSizeSheet?: CSSStyleSheet };
    this.sheet = page.blogTextSizeSheet ?? new CSSStyleSheet();
    delete page.blogTextSizeSheet;
    if (!document.adoptedStyleSheets.includes(this.sheet)) document.adoptedStyleSheets.push(this.sheet);
    addEventListener('resize', this.onResize);
    addEventListener('load', this.measureAgain);
    // The load of a stylesheet does not bubble, and does not reach the window.
    document.addEventListener('load', this.onLoad, true);
  }

  release(): void {
    if (--this.users > 0) return;
    inUse.delete(this.key);
    this.observer.disconnect();
    removeEventListener('resize', this.onResize);
    removeEventListener('load', this.measureAgain);
    document.removeEventListener('load', this.onLoad, true);
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== this.sheet);
  }

  /** Scales the text. `held` is what must not move on the screen; without it that is the line being read. */
  apply(scale: number, held?: Element): void {
    if (scale === this.scale && (scale === 1 ? !this.sheet.cssRules.length : this.css)) return;
    this.scale = scale;
    this.show(held);
  }

  private measureAgain = (): void => {
    this.measurement = undefined;
    if (this.scale !== 1) this.show();
  };

  private onResize = (): void => {
    // The bars of a phone's browser come and go with the height alone.
    if (innerWidth !== this.width) this.measureAgain();
  };

  private onLoad = ({ target }: Event): void => {
    if (target instanceof HTMLLinkElement || target instanceof HTMLStyleElement) this.measureAgain();
  };

  private show(held?: Element): void {
    this.width = innerWidth;
    keepScrollPosition(() => {
      this.css = this.scale === 1 ? '' : this.choose();
      this.write(this.css + noTransitions);
    }, held);
    // Forces the layout: only now may transitions come back, with nothing left to animate.
    void getComputedStyle(document.documentElement).fontSize;
    this.write(this.css);
    this.remember();
    this.observer.disconnect();
    if (this.scale === 1) return;
    this.observer.observe(document, { subtree: true, childList: true });
    for (const element of [document.documentElement, document.body]) {
      this.observer.observe(element, { attributes: true, attributeFilter: ['class', 'style'] });
    }
  }

  /** The rules that enlarge most; but a page that fitted its window is to fit it still. */
  private choose(): string {
    const { mode } = this.options;
    if (mode === 'variable') return this.ruleSet(variableRules(this.roots, this.scale, this.options.ignore, (css) => this.write(css)));
    this.measurement ??= new Measurement({ ...this.options, ids: this.ids, roots: this.roots }, (rules) => this.write(this.ruleSet(rules)));
    let css = '';
    for (const remedy of remedies) {
      for (const rules of this.measurement.plans) {
        css = this.ruleSet(`${this.roots}{${factor}:${this.scale}${remedy && `;overflow-wrap:${remedy}!important`}}${rules}`);
        this.write(css + noTransitions);
        if (!this.measurement.isWider()) return css;
      }
    }
    // Nothing helped: what enlarges most.
    return this.ruleSet(`${this.roots}{${factor}:${this.scale}}${this.measurement.plans[0]}`);
  }

  /** In a layer, since there `!important` also beats a page's `!important`. Paper shows the page's own size. */
  private ruleSet(rules: string): string {
    return `@layer blog-elements{@media not print{${rules}}}`;
  }

  private get ids(): string[] {
    return this.options.for.split(/\s+/).filter(Boolean);
  }

  private get roots(): string {
    return this.ids.map((id) => `#${CSS.escape(id)}`).join() || ':root';
  }

  private write(css: string): void {
    this.sheet.replaceSync(css);
  }

  /** For the head snippet. Controls of one choice may scale several parts of the page. */
  private remember(): void {
    const key = storageKeys.textSizeRules(this.options.storageKey);
    const css = [...inUse.values()]
      .filter(({ options }) => options.storageKey === this.options.storageKey)
      .map((scaling) => scaling.css)
      .join('');
    if ((readStored(key) ?? '') !== css) writeStored(key, css || null);
  }
}

/**
 * `mode="variable"`: the page's own stylesheets do the work, with `--blog-text-scale`. Our elements multiply the size they inherit by the
 * variable. Where the page has multiplied it already they must not, but what the page styles inside them may.
 *
 * @param write makes these the rules of the page
 */
function variableRules(roots: string, scale: number, ignore: string, write: (css: string) => void): string {
  const set = (value: number) => `{--blog-text-scale:${value}!important}`;
  write(noTransitions);
  const ours = [...document.querySelectorAll('*')].filter(({ localName, shadowRoot }) => shadowRoot && localName.startsWith('blog-'));
  const before = new Map(ours.map((element) => [element, fontSize(element)]));
  const rules = `${roots}${set(scale)}${ignore && `:is(${ignore})${set(1)}`}`;
  write(rules + noTransitions);
  const grown = new Set(ours.filter((element) => Math.abs(fontSize(element) - (before.get(element) ?? 0)) > 0.1));
  const selector = grown.size ? selectorOf(grown) : '';
  const control = document.querySelector('blog-text-size');
  return (
    rules +
    (selector && `:is(${selector})${set(1)}:is(${selector})>*${set(scale)}`) +
    // The buttons stay under the pointer.
    (control && grown.has(control) ? `blog-text-size{font-size:${before.get(control)}px!important}` : '')
  );
}

function fontSize(element: Element): number {
  return parseFloat(getComputedStyle(element).fontSize);
}
