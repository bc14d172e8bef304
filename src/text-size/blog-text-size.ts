import { html, nothing, type ReactiveController } from 'lit';
import { BlogElement } from '../base/blog-element.js';
import { theme } from '../base/theme.js';
import styles from './blog-text-size.styles.js';
import { BlogTextSizeChangeEvent } from './events.js';
import type { Choice } from './remembered-scale.js';

/** How text is enlarged. `auto` measures the page and picks what really enlarges it. */
export type TextSizeMode = 'auto' | 'rem' | 'em' | 'zoom' | 'variable';

/** An event of a button, or what else is wished for. */
interface Wish { type: string; detail?: number; target?: EventTarget & { part?: DOMTokenList } | null }

/** What is heard on the window; the last is told by `Choice`. */
const news = ['storage', 'pageshow', 'blog-text-size'];

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
export class BlogTextSize extends BlogElement implements ReactiveController, EventListenerObject {
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

  /** @internal What was said last: that the size has changed, or could not be. */
  status = '';
  /** What chooses, keeps and enlarges, once there is anything to do. */
  private choice?: Choice;
  private wanted?: number;
  private work?: Promise<void>;

  constructor() {
    super('textSize');
    this.addController(this);
  }

  /** The scale now: 1 is the page's own size. What you set is kept within the limits and remembered; what is no number is passed over. */
  get scale(): number { return this.choice?.scale ?? this.wanted ?? (Number(this.kept) || 1); }
  set scale(scale: number) {
    if (scale > 0) this.wanted = scale;
    this.ask({ type: 'scale', detail: scale });
  }

  /** @internal */
  hostConnected(): void { for (const type of news) addEventListener(type, this); }
  /** @internal */
  hostDisconnected(): void { for (const type of news) removeEventListener(type, this); }
  /** @internal Another tab or control has chosen, or the reader came back through the history, where nothing is heard. */
  handleEvent(): void { this.requestUpdate(); }

  private get kept(): string | null {
    try { return localStorage.getItem(this.storageKey); } catch { return null; }
  }

  protected override updated(): void {
    if (this.choice || this.kept || this.min !== 0.8 || this.max !== 2 || this.steps) this.ask({ type: 'update' });
  }

  protected override async getUpdateComplete(): Promise<boolean> {
    await super.getUpdateComplete();
    await this.work;
    return super.getUpdateComplete();
  }

  /** Asks for something what does the work, loaded at the first wish, which may be a press that is only coming near. None is lost: they wait in their order. */
  private ask({ type, target, detail }: Wish): void {
    const part = String(target?.part);
    if (this.choice) { this.choice.hear(type, detail, part); return; }
    // The event goes along: what is loaded later imports nothing from here, since the address of a script may bear a version.
    this.work = import('./remembered-scale.js').then(({ Choice }) => (this.choice ??= new Choice(this, BlogTextSizeChangeEvent)).hear(type, detail, part), () => {
      this.status = this.language.say('failed');
      this.setState('error', true);
      this.requestUpdate();
    });
  }

  protected override render() {
    const { language } = this;
    return html`
      <div class="box" role="group" aria-label=${language.say('group')} lang=${language.wordsLang ?? nothing} dir=${language.dir}
          @pointerenter=${this.ask} @focusin=${this.ask}>
        ${['decrease', 'reset', 'increase'].map((part, index) => html`<button type="button" part=${part} aria-label=${language.say(part)} title=${language.say(part)}
          aria-disabled=${(this.choice?.isAt(part) ?? index === 1) || nothing} @click=${this.ask}></button>`)}
        <span role="status">${this.status}</span>
      </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap { 'blog-text-size': BlogTextSize }
}
