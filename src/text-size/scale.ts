/**
 * Makes the text of a page larger or smaller. All of it is one constructed style sheet: nothing in the page's own markup is
 * touched, and `style-src 'self'` has nothing to object to.
 */
import { readStored, writeStored } from '../base/storage.js';
import type { TextSizeMode } from './blog-text-size.js';
import { factor, Measurement, still } from './measure.js';
import { keepReadingPlace } from './scroll-position.js';
import { variableRules } from './variable.js';

/** What a control scales, and how. Controls that agree in all of it share one scaling. */
export interface ScalingOptions {
  /** Ids with spaces between; empty for the whole document. */
  for: string;
  mode: TextSizeMode;
  ignore: string;
  storageKey: string;
}

const inUse = new Map<string, Scaling>();

/** The scaling of controls with these options. Give it back with `release`. */
export function shareScaling(options: ScalingOptions): Scaling {
  const key = JSON.stringify([options.for, options.mode, options.ignore, options.storageKey]);
  const scaling = inUse.get(key) ?? new Scaling(options, () => inUse.delete(key));
  inUse.set(key, scaling);
  scaling.users++;
  return scaling;
}

/** Tried in this order when larger text makes the page wider than the window: as it is, then with words broken. */
const remedies = ['', 'break-word', 'anywhere'];

export class Scaling {
  users = 0;
  private sheet: CSSStyleSheet;
  private scale = 1;
  private measurement?: Measurement;
  /** Empty until this has written something itself, whatever the head snippet has. */
  private css = '';
  private width = 0;
  private observer = new MutationObserver((records) => {
    if (this.measurement?.isOutdatedBy(records)) this.measureAgain();
  });

  constructor(private options: ScalingOptions, private forget: () => void) {
    // What the head snippet restored is taken over.
    const page = window as { blogTextSizeSheet?: CSSStyleSheet };
    this.sheet = page.blogTextSizeSheet ?? new CSSStyleSheet();
    delete page.blogTextSizeSheet;
    if (!document.adoptedStyleSheets.includes(this.sheet)) document.adoptedStyleSheets.push(this.sheet);
    addEventListener('resize', this.onResize);
    addEventListener('load', this.measureAgain);
    // Style sheets that arrive late are heard on their way down only, and not as far as the window.
    document.addEventListener('load', this.onLoad, true);
  }

  release(): void {
    if (--this.users > 0) return;
    this.forget();
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
    keepReadingPlace(() => {
      this.css = this.scale === 1 ? '' : this.choose();
      this.write(this.css + still);
    }, held);
    // Flushed by the reading place or here: only now may transitions come back, with nothing left to animate.
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
        this.write(css + still);
        if (!this.measurement.isWider()) return css;
      }
    }
    // Nothing helped: what enlarges most, without more ado.
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
    const key = `${this.options.storageKey}-css`;
    const css = [...inUse.values()].filter(({ options }) => options.storageKey === this.options.storageKey).map((scaling) => scaling.css).join('');
    if ((readStored(key) ?? '') !== css) writeStored(key, css || null);
  }
}
