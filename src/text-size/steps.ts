/** Which scales a control offers: from `min` to `max` by `step` from 1, or a list. Knows no DOM. */

export interface Steps { min: number; max: number; step: number; steps: string }

const listOf = (steps: string): number[] => steps.split(/[\s,]+/).map(Number).filter((scale) => scale > 0 && scale < Infinity).sort((a, b) => a - b);

/** The scale, or the limit that it is beyond. */
export function within(scale: number, { min, max, steps }: Steps): number {
  const list = listOf(steps);
  const least = list[0] ?? (min > 0 ? min : 0.8);
  return Math.min(Math.max(scale, least), list.at(-1) ?? (max >= least ? max : Math.max(2, least)));
}

/** The scale that a press leads to: smaller (-1), the page's own (0) or larger (1). At a limit it is the scale itself. */
export function nextScale(scale: number, direction: number, limits: Steps): number {
  const list = listOf(limits.steps);
  const step = limits.step > 0 ? limits.step : 0.1;
  // A little more than 1, since 1.1 is not quite one step of 0.1 from 1.
  const next = direction && list.length
    ? (direction > 0 ? list.find((each) => each > scale) : list.findLast((each) => each < scale)) ?? scale
    : 1 + direction * step * Math.floor(direction * (scale - 1) / step + 1.0001);
  return within(Math.round(next * 1e4) / 1e4, limits);
}
