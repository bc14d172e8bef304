/** Counts what elements hold on to: listeners on the window and the document, observed elements, intervals. Import it before they do anything. */

interface Held { listeners: number; observed: number; intervals: number }

const listeners = new Set<string>();
const observed = new Map<unknown, Set<unknown>>();
const intervals = new Set<unknown>();
const numbers = new Map<unknown, number>();

/** Calls `before` with the target and the arguments of each call of a method, and `after` with its result. */
function spy<T extends object>(object: T, name: keyof T & string, before: (target: unknown, args: unknown[]) => void, after?: (result: unknown) => void): void {
  const original = object[name] as (...args: unknown[]) => unknown;
  object[name] = function spied(this: unknown, ...args: unknown[]) {
    before(this, args);
    const result: unknown = original.apply(this, args);
    after?.(result);
    return result;
  } as never;
}

/** A listener that is added again is one listener, as in the browser. Undefined for what does not outlive its element. */
function keyOf(target: unknown, [type, listener, options]: unknown[]): string | undefined {
  if (target !== undefined && target !== window && target !== document) return undefined;
  if (typeof options === 'object' && options !== null && 'once' in options) return undefined;
  if (!numbers.has(listener)) numbers.set(listener, numbers.size);
  return [target === document ? 'document' : 'window', type, numbers.get(listener), options === true].join();
}

spy(EventTarget.prototype, 'addEventListener', (target, args) => { const key = keyOf(target, args); if (key) listeners.add(key); });
spy(EventTarget.prototype, 'removeEventListener', (target, args) => { const key = keyOf(target, args); if (key) listeners.delete(key); });
for (const Observer of [IntersectionObserver, ResizeObserver]) {
  spy(Observer.prototype as IntersectionObserver, 'observe', (observer, [element]) => { observed.set(observer, (observed.get(observer) ?? new Set()).add(element)); });
  spy(Observer.prototype as IntersectionObserver, 'unobserve', (observer, [element]) => { observed.get(observer)?.delete(element); });
  spy(Observer.prototype as IntersectionObserver, 'disconnect', (observer) => { observed.delete(observer); });
}
spy(window, 'setInterval', () => undefined, (timer) => intervals.add(timer));
spy(window, 'clearInterval', (_, [timer]) => { intervals.delete(timer); });

function held(): Held {
  return { listeners: listeners.size, observed: [...observed.values()].reduce((sum, { size }) => sum + size, 0), intervals: intervals.size };
}

/** By how much more is held after `use` than before. A `MutationObserver` cannot let go of one node, and keeps none alive: it does not count. */
export async function countHeld(use: () => Promise<void>): Promise<Held> {
  const before = held();
  await use();
  const after = held();
  return { listeners: after.listeners - before.listeners, observed: after.observed - before.observed, intervals: after.intervals - before.intervals };
}

export const nothingHeld: Held = { listeners: 0, observed: 0, intervals: 0 };
