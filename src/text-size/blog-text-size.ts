import { html, nothing, type PropertyValues } from 'lit';
import { BlogElement } from '../base/blog-element.js';
import { readStored, watchStored, writeStored } from '../base/storage.js';
import { theme } from '../base/theme.js';
import { warn } from '../base/warn.js';
import english from '../base/words/en/text-size.js';
import styles from './blog-text-size.styles.js';
import { BlogTextSizeChangeEvent } from './events.js';
import type { Scaling } from './scaling.js';

type Part = 'decrease' | 'reset' | 'increase';

/** How text is enlarged. `auto` measures the page and picks what really enlarges it. */
export type TextSizeMode = 'auto' | 'rem' | 'em' | 'zoom' | 'variable';

/**
 * A− A A+: lets the reader choose a text size, which multiplies the size chosen in the browser and is remembered.
 *
 * @summary Three buttons that make the page's text smaller, normal or larger.
 * @tagname blog-text-size
 * @csspart decrease - the button A−
 * @csspart reset - the button A
 * @csspart increase - the button A+
 * @cssproperty --blog-gap - space between the buttons
 * @cssState error - the part that enlarges could not be loaded
 * @fires {BlogTextSizeChangeEvent} blog-text-size-change - the reader chose another size: `scale`
 */
export class BlogTextSize extends BlogElement {
  static override styles = [theme, styles];
  static override properties = {
    for: {},
    mode: {},
    ignore: {},
    min: { type: Number },
    max: { type: Number },
    step: { type: Number },
    steps: {},
    storageKey: { attribute: 'storage-key' },
  };

  /** Ids of the elements whose text it scales, with spaces between. Default: the whole document. Unknown ids are passed over. */
  for = '';
  /** How: `auto`, `rem`, `em`, `zoom` or `variable`. Default and fallback: `auto`, which measures. */
  mode: TextSizeMode = 'auto';
  /** A CSS selector of what stays as it is, such as `nav, .menu`. One that cannot be read is passed over. */
  ignore = '';
  /** The smallest scale. Default 0.8; a bad one is passed over. */
  min = 0.8;
  /** The largest scale. Default 2, which is 200 %; a bad one is passed over. */
  max = 2;
  /** How much one press adds or takes. Default 0.1; a bad one is passed over. */
  step = 0.1;
  /** The scales to choose from, such as `0.9 1 1.25 1.5 2`, instead of `min`, `max` and `step`. What is no positive number is left out. */
  steps = '';
  /** Under which name the choice is kept in this browser. Default `blog-text-size`. Controls with the same key agree. */
  storageKey = 'blog-text-size';

  private status = '';
  private scaling?: Scaling;
  private applying?: Promise<void>;
  /** What must not move on the screen at the next change. */
  private held?: Element;
  private stopWatching?: () => void;

  constructor() { super('textSize', english); }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('pageshow', this.onPageShow);
    this.watch();
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('pageshow', this.onPageShow);
    this.stopWatching?.();
    // Not at once: an element that is moved is back before this runs.
    queueMicrotask(() => { if (!this.isConnected) this.letGo(); });
  }

  /** The scale now: 1 is the page's own size. What you set is kept within the limits and remembered; what is no number is passed over. */
  get scale(): number {
    return this.within(Number(readStored(this.storageKey)) || 1);
  }

  set scale(scale: number) {
    if (Number(scale) > 0) {
      const kept = this.within(Number(scale));
      writeStored(this.storageKey, kept === 1 ? null : String(kept));
    } else warn(`scale: expected a positive number such as 1.25, but "${scale}" came`);
  }

  /** The scales that presses go through: `steps`, or those that `step` makes from 1 to both limits. */
  private get choices(): number[] {
    const listed = this.steps.split(/[\s,]+/).map(Number).filter((scale) => scale > 0);
    if (listed.length) return listed.sort((a, b) => a - b);
    const step = this.step > 0 ? this.step : 0.1;
    const min = this.min > 0 ? this.min : 0.8;
    const max = this.max >= min ? this.max : Math.max(2, min);
    const made = [min];
    for (let n = Math.ceil((min - 1) / step); 1 + n * step < max; n++) made.push(Math.round((1 + n * step) * 1000) / 1000);
    return [...new Set(made), max].filter((scale, index, all) => scale >= min && all.indexOf(scale) === index);
  }

  private within(scale: number): number {
    const { choices } = this;
    return Math.min(Math.max(scale, choices[0]!), choices.at(-1)!);
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('storageKey')) this.watch();
    if (['for', 'mode', 'ignore', 'storageKey'].some((name) => changed.has(name))) this.letGo();
    this.applying = this.apply();
  }

  protected override async getUpdateComplete(): Promise<boolean> {
    const done = await super.getUpdateComplete();
    await this.applying;
    return done;
  }

  private watch(): void {
    this.stopWatching?.();
    this.stopWatching = watchStored(this.storageKey, () => this.requestUpdate());
  }

  /** Loads what enlarges as soon as it is needed: for another size than the page's own, or after the head snippet. */
  private async apply(): Promise<void> {
    if (!this.scaling && this.scale === 1 && !('blogTextSizeSheet' in globalThis)) return;
    try {
      const { shareScaling } = await import('./scaling.js');
      if (!this.isConnected) return;
      const { for: ids, mode, ignore, storageKey } = this;
      this.scaling ??= shareScaling({ for: ids, mode, ignore, storageKey });
      this.scaling.apply(this.scale, this.held);
      this.setState('error', false);
    } catch (cause) {
      warn(`the part that enlarges text could not be loaded: ${cause}`);
      this.setState('error', true);
    }
    this.held = undefined;
  }

  private letGo(): void {
    this.scaling?.release();
    this.scaling = undefined;
  }

  /** Comes back from the back/forward cache, in which no change in another tab is heard. */
  private onPageShow = (): void => this.requestUpdate();

  /** On its way to a button: the part that enlarges can come meanwhile. */
  private onApproach(): void {
    import('./scaling.js').catch(() => undefined);
  }

  /** Where a press leads from here; undefined at a limit. */
  private next(part: Part): number | undefined {
    const { scale, choices } = this;
    if (part === 'decrease') return choices.findLast((choice) => choice < scale);
    if (part === 'increase') return choices.find((choice) => choice > scale);
    const normal = this.within(1);
    return scale === normal ? undefined : normal;
  }

  private onPress(event: MouseEvent, part: Part): void {
    const scale = this.next(part);
    if (scale === undefined) return;
    // A pointer rests on the button, so the button stays; with the keyboard the line being read does.
    if (event.detail) this.held = this;
    this.scale = scale;
    this.status = this.language.say('now', { percent: this.language.number(this.scale, { style: 'percent' }) });
    /** @internal */
    this.dispatchEvent(new BlogTextSizeChangeEvent(this.scale));
  }

  protected override render() {
    return html`
      <div class="box" role="group" aria-label=${this.language.say('group')} lang=${this.language.wordsLang ?? nothing} dir=${this.language.dir}
          @pointerenter=${this.onApproach} @focusin=${this.onApproach}>
        ${this.renderButton('decrease')}${this.renderButton('reset')}${this.renderButton('increase')}
        <span class="visually-hidden" role="status">${this.status}</span>
      </div>`;
  }

  /** At a limit a button keeps the focus, and says that it does nothing. Its sign is drawn by CSS: a picture, whose words are the name. */
  private renderButton(part: Part) {
    const name = this.language.say(part);
    return html`<button type="button" part=${part} aria-label=${name} title=${name} aria-disabled=${this.next(part) === undefined ? 'true' : nothing}
      @click=${(event: MouseEvent) => this.onPress(event, part)}></button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap { 'blog-text-size': BlogTextSize }
}
