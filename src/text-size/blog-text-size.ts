import { html, nothing } from 'lit';
import { BlogElement } from '../base/blog-element.js';
import { loadOnce } from '../base/load-once.js';
import { readStored, storageKeys } from '../base/storage.js';
import { theme } from '../base/theme.js';
import styles from './blog-text-size.styles.js';
import { BlogTextSizeChangeEvent } from './events.js';
import type { TextSizeMode } from './measure.js';
import type { RememberedScale } from './remembered-scale.js';

export type { TextSizeMode } from './measure.js';

type Action = (remembered: RememberedScale) => void;

/** The buttons, and where each leads: to smaller text, to the page's own size, to larger text. */
const buttons = [
  { part: 'decrease', direction: -1 },
  { part: 'reset', direction: 0 },
  { part: 'increase', direction: 1 },
] as const;

/** Told to the window when another scale is chosen. */
const changeEvent = 'blog-text-size';

/** What makes it look again: another tab, the way back through the history, another control on the page. */
const changes = ['storage', 'pageshow', changeEvent];

/** What remembers the scale and enlarges the text. */
const loadScaling = loadOnce(() => import('./remembered-scale.js'));

/**
 * A− A A+: lets the reader choose a text size, which multiplies the size chosen in the browser and is remembered.
 *
 * @summary Three buttons that make the page's text smaller, normal or larger.
 * @tagname blog-text-size
 * @csspart decrease - the button A−
 * @csspart reset - the button A
 * @csspart increase - the button A+
 * @cssproperty --blog-gap - space between the buttons
 * @cssState error - the module that changes the text size could not be loaded
 * @fires {BlogTextSizeChangeEvent} blog-text-size-change - the reader chose another size: `scale`
 */
export class BlogTextSize extends BlogElement implements EventListenerObject {
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

  /** Ids of the elements whose text is scaled, separated by spaces. Default: the whole document. Unknown ids are ignored. */
  for = '';
  /** How the text is scaled: `auto`, `rem`, `em`, `zoom` or `variable`. Default, and for anything else: `auto`, which measures the page. */
  mode: TextSizeMode = 'auto';
  /** A CSS selector of what keeps its size, such as `nav, .menu`. An invalid selector is ignored. */
  ignore = '';
  /** The smallest scale. Default 0.8; an invalid one is ignored. */
  min = 0.8;
  /** The largest scale. Default 2, which is 200 %; an invalid one is ignored. */
  max = 2;
  /** How much one click adds or subtracts. Default 0.1; an invalid one is ignored. */
  step = 0.1;
  /** The scales to choose from, such as `0.9 1 1.25 1.5 2`, instead of `min`, `max` and `step`. Anything but a positive number is ignored. */
  steps = '';
  /** The key under which the choice is kept in this browser. Default `blog-text-size`. Controls with the same key stay in sync. */
  storageKey: string = storageKeys.textSize;

  protected override readonly needsWords = false;
  private remembered?: RememberedScale;
  /** What the page asked for before the module was there. */
  private requestedScale?: number;
  private pending?: Promise<void>;
  /** What screen readers hear: that the size has changed, or could not be. */
  private status = '';

  constructor() {
    super('textSize');
  }

  /** The current scale; 1 is the page's own size. A value you set is kept within the limits and remembered; anything but a number is ignored. */
  get scale(): number {
    return this.remembered?.scale ?? this.requestedScale ?? (Number(readStored(this.storageKey)) || 1);
  }
  set scale(scale: number) {
    if (scale > 0) this.requestedScale = scale;
    this.perform((remembered) => remembered.choose(scale));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    for (const type of changes) addEventListener(type, this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const type of changes) removeEventListener(type, this);
  }

  /** @internal */
  handleEvent(): void {
    this.requestUpdate();
  }

  protected override updated(): void {
    if (this.remembered || readStored(this.storageKey) || this.min !== 0.8 || this.max !== 2 || this.steps) this.perform((remembered) => remembered.apply());
  }

  protected override async getUpdateComplete(): Promise<boolean> {
    await super.getUpdateComplete();
    await this.pending;
    return super.getUpdateComplete();
  }

  /** Performs an action at once, or when the module has loaded, in the order in which they came. */
  private perform(action: Action): void {
    if (this.remembered) action(this.remembered);
    else
      this.pending = this.load().then((remembered) => {
        if (remembered) action(remembered);
      });
  }

  private async load(): Promise<RememberedScale | undefined> {
    try {
      const module = await loadScaling();
      return (this.remembered ??= this.start(new module.RememberedScale(this, changeEvent)));
    } catch {
      this.status = this.language.say('failed');
      this.setState('error', true);
      this.requestUpdate();
      return undefined;
    }
  }

  private start(remembered: RememberedScale): RememberedScale {
    this.status = '';
    this.setState('error', false);
    return remembered;
  }

  /** A press may follow: by then the module is there. */
  private onApproach = (): void => {
    this.perform(() => undefined);
  };

  private onPress(direction: number, isPointer: boolean): void {
    this.perform((remembered) => {
      const next = remembered.next(direction);
      if (next === remembered.scale) return;
      // A pointer is on the button, so the button stays where it is; with the keyboard, the line being read does.
      remembered.choose(next, isPointer ? this : undefined);
      const { scale } = remembered;
      this.status = this.language.say('now', { percent: this.language.number(scale, { style: 'percent' }) });
      this.requestUpdate();
      this.dispatchEvent(new BlogTextSizeChangeEvent(scale));
    });
  }

  /** True when a press leads nowhere. Before the module is there, that is so for the page's own size. */
  private isAtEnd(direction: number): boolean {
    return this.remembered ? this.remembered.next(direction) === this.remembered.scale : direction === 0;
  }

  protected override render() {
    const { language } = this;
    return html`
      <div class="box" role="group" aria-label=${language.say('group')} lang=${language.wordsLang ?? nothing} dir=${language.dir}
          @pointerenter=${this.onApproach} @focusin=${this.onApproach}>
        ${buttons.map(
          ({
            part,
            direction,
          }) => html`<button type="button" part=${part} aria-label=${language.say(part)} title=${language.isReady ? language.say(part) : nothing}
          aria-disabled=${this.isAtEnd(direction) || nothing} @click=${({ detail }: MouseEvent) => this.onPress(direction, detail > 0)}></button>`,
        )}
        <span role="status">${this.status}</span>
      </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'blog-text-size': BlogTextSize;
  }
}
