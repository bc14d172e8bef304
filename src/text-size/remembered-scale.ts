/** The scale that a reader has chosen: which ones there are, where it is kept, and that the text has it. */

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { readStored, writeStored } from '../base/storage.js';
import { warn } from '../base/warn.js';
import { scalingKey, shareScaling, type Scaling, type ScalingOptions } from './scale.js';
import { keepScrollPosition } from './scroll-position.js';

/** Which scales there are: from `min` to `max` by `step` from 1, or a list of `steps`. */
interface ScaleLimits {
  min: number;
  max: number;
  step: number;
  steps: string;
}

/** What this needs of its control. */
export interface TextSizeControl extends ReactiveControllerHost, HTMLElement, ScaleLimits, ScalingOptions {}

export class RememberedScale implements ReactiveController {
  private scaling?: Scaling;

  /** @param changeEvent told to the window when another scale is chosen, for the other controls of the page */
  constructor(
    private control: TextSizeControl,
    private changeEvent: string,
  ) {
    control.addController(this);
    control.requestUpdate();
  }

  hostConnected(): void {
    this.control.requestUpdate();
  }

  /** Gives the page its own size back. Not at once: a control that is moved is back before this runs. */
  hostDisconnected(): void {
    queueMicrotask(() => {
      const { scaling, control } = this;
      if (control.isConnected || !scaling) return;
      keepScrollPosition(() => scaling.release());
      this.scaling = undefined;
    });
  }

  get scale(): number {
    const stored = Number(readStored(this.control.storageKey));
    return clamp(stored > 0 ? stored : 1, this.control);
  }

  /** Where a press leads: to smaller text (-1), the page's own size (0) or larger text (1). At a limit, to the scale itself. */
  next(direction: number): number {
    return nextScale(this.scale, direction, this.control);
  }

  /** Remembers a scale, within the limits, and applies it. `held` is what must not move on the screen. */
  choose(wanted: number, held?: Element): void {
    const { control } = this;
    if (!(wanted > 0)) {
      warn(`scale: expected a positive number such as 1.25, got "${wanted}"`);
      return;
    }
    const scale = clamp(Number(wanted), control);
    writeStored(control.storageKey, scale === 1 ? null : String(scale));
    this.apply(held);
    dispatchEvent(new Event(this.changeEvent));
  }

  /** Makes the page's text as large as it should be now. `held` is what must not move on the screen. */
  apply(held?: Element): void {
    const { control, scaling, scale } = this;
    if (!control.isConnected || (!scaling && scale === 1 && !('blogTextSizeSheet' in window))) return;
    const options = { for: control.for ?? '', mode: control.mode, ignore: control.ignore ?? '', storageKey: control.storageKey };
    if (scaling?.key === scalingKey(options)) {
      scaling.apply(scale, held);
      return;
    }
    const next = (this.scaling = shareScaling(options));
    if (scaling)
      keepScrollPosition(() => {
        scaling.release();
        next.apply(scale);
      }, held);
    else next.apply(scale, held);
  }
}

function listSteps(steps: string): number[] {
  return steps
    .split(/[\s,]+/)
    .map(Number)
    .filter((scale) => scale > 0 && scale < Infinity)
    .sort((a, b) => a - b);
}

/** The scale, or the limit that it is beyond. */
function clamp(scale: number, { min, max, steps }: ScaleLimits): number {
  const list = listSteps(steps);
  const least = list[0] ?? (min > 0 ? min : 0.8);
  return Math.min(Math.max(scale, least), list.at(-1) ?? (max >= least ? max : Math.max(2, least)));
}

function nextScale(scale: number, direction: number, limits: ScaleLimits): number {
  const list = listSteps(limits.steps);
  const step = limits.step > 0 ? limits.step : 0.1;
  // A little more than 1, since 1.1 is not quite one step of 0.1 from 1.
  const next =
    direction && list.length
      ? ((direction > 0 ? list.find((each) => each > scale) : list.findLast((each) => each < scale)) ?? scale)
      : 1 + direction * step * Math.floor((direction * (scale - 1)) / step + 1.0001);
  return clamp(Math.round(next * 1e4) / 1e4, limits);
}
