/** What a control does once there is anything to do: chooses, keeps what was chosen, and has the text enlarged. */

import type { ReactiveController } from 'lit';
import { readStored, writeStored } from '../base/storage.js';
import { warn } from '../base/warn.js';
import type { BlogTextSize } from './blog-text-size.js';
import type { BlogTextSizeChangeEvent } from './events.js';
import { keepReadingPlace } from './scroll-position.js';
import { shareScaling, type Scaling } from './scale.js';
import { nextScale, within } from './scale.js';

export class Choice implements ReactiveController {
  private scaling?: Scaling;

  constructor(private control: BlogTextSize, private ChangeEvent: typeof BlogTextSizeChangeEvent) {
    control.addController(this);
    control['setState']('error', false);
    control.status = '';
    control.requestUpdate();
  }

  hostConnected(): void { this.control.requestUpdate(); }

  /** Gives the page its own size back. Not at once: a control that is moved is back before this runs. */
  hostDisconnected(): void {
    queueMicrotask(() => {
      if (this.control.isConnected || !this.scaling) return;
      keepReadingPlace(() => this.scaling!.release());
      this.scaling = undefined;
    });
  }

  get scale(): number {
    const kept = Number(readStored(this.control.storageKey));
    return within(kept > 0 ? kept : 1, this.control);
  }

  /**
   * @param type of an event: the click of a button, or `scale` and `update`; what else comes only heralds a click
   * @param detail the scale, or how often a pointer has clicked: 0 for a key
   * @param part the name of the button
   */
  hear(type: string, detail: number | undefined, part: string): void {
    if (type === 'click') this.press(part, detail);
    if (type === 'scale') this.choose(detail!);
    if (type === 'update') this.apply();
  }

  /** True when a press on this button leads nowhere. */
  isAt(part: string): boolean {
    return this.next(part) === this.scale;
  }

  private next(part: string): number {
    return nextScale(this.scale, ['decrease', 'reset', 'increase'].indexOf(part) - 1, this.control);
  }

  private press(part: string, clicks?: number): void {
    const { control } = this;
    if (this.isAt(part)) return;
    // A pointer rests on the button, so the button stays; with the keyboard the line being read does.
    this.choose(this.next(part), clicks ? control : undefined);
    const { scale } = this;
    control.status = control['language'].say('now', { percent: control['language'].number(scale, { style: 'percent' }) });
    control.requestUpdate();
    /** @internal */
    control.dispatchEvent(new this.ChangeEvent(scale));
  }

  private choose(wanted: number, held?: Element): void {
    if (!(wanted > 0)) {
      warn(`scale: expected a positive number such as 1.25, but "${wanted}" came`);
      return;
    }
    const scale = within(Number(wanted), this.control);
    writeStored(this.control.storageKey, scale === 1 ? null : String(scale));
    this.apply(held);
    // Every control on the page looks again.
    dispatchEvent(new Event('blog-text-size'));
  }

  /** Makes the page's text as large as it should be now. `held` is what must not move on the screen. */
  apply(held?: Element): void {
    const { control, scaling, scale } = this;
    if (!control.isConnected || (!scaling && scale === 1 && !('blogTextSizeSheet' in window))) return;
    const { for: ids, mode, ignore, storageKey } = control;
    const next = shareScaling({ for: ids ?? '', mode, ignore: ignore ?? '', storageKey });
    if (next === scaling) next.users--;
    this.scaling = next;
    if (next === scaling || !scaling) next.apply(scale, held);
    else keepReadingPlace(() => { scaling.release(); next.apply(scale); }, held);
  }
}
