/** What elements leave behind: listeners on the window and the document, observers that still observe, timers that still run. */

import { expect } from '@open-wc/testing';

type Counts = Record<'listeners' | 'observers' | 'timers', number>;

interface Watch {
  counts(): Counts;
  /** Waits until the counts are these again, and gives what they were last. */
  settle(wanted: Counts): Promise<Counts>;
  stop(): void;
}

/** Does something once to have everything loaded and then ten times more, and expects that no more is left behind than after the first time. */
export async function expectNothingLeft(once: () => Promise<void>): Promise<void> {
  const watch = watchLeaks();
  try {
    await once();
    const before = await watch.settle({ listeners: 0, observers: 1, timers: 0 });
    expect(before.timers).to.equal(0);
    for (let time = 0; time < 10; time++) await once();
    expect(await watch.settle(before)).to.deep.equal(before);
  } finally {
    watch.stop();
  }
}

/** Counts from now on. */
function watchLeaks(): Watch {
  const listeners = new Set<string>();
  const observers = new Set<unknown>();
  const timers = new Set<unknown>();
  const undo: (() => void)[] = [];
  const replace = <T extends object, K extends keyof T>(owner: T, name: K, value: T[K]) => {
    const original = owner[name];
    owner[name] = value;
    undo.push(() => {
      owner[name] = original;
    });
  };

  const numbers = new WeakMap<object, number>();
  let last = 0;
  const numberOf = (listener: object) => numbers.get(listener) ?? (numbers.set(listener, ++last), last);
  for (const target of [window, document]) {
    const { addEventListener: add, removeEventListener: remove } = EventTarget.prototype;
    const keyOf = (type: string, listener: object, options: unknown) =>
      `${target === window ? 'window' : 'document'} ${type} ${numberOf(listener)} ${typeof options === 'object' ? Boolean((options as AddEventListenerOptions | null)?.capture) : Boolean(options)}`;
    replace(target as EventTarget, 'addEventListener', (type, listener, options) => {
      add.call(target, type, listener, options);
      if (!listener) return;
      const key = keyOf(type, listener, options);
      listeners.add(key);
      if (typeof options !== 'object') return;
      if (options.once)
        add.call(
          target,
          type,
          () => {
            listeners.delete(key);
          },
          { once: true },
        );
      options.signal?.addEventListener('abort', () => {
        listeners.delete(key);
      });
    });
    replace(target as EventTarget, 'removeEventListener', (type, listener, options) => {
      remove.call(target, type, listener, options);
      if (listener) listeners.delete(keyOf(type, listener, options));
    });
  }

  for (const { prototype } of [MutationObserver, ResizeObserver, IntersectionObserver] as {
    prototype: { observe(...args: unknown[]): void; disconnect(): void };
  }[]) {
    const { observe, disconnect } = prototype;
    replace(prototype, 'observe', function observed(this: unknown, ...args) {
      observers.add(this);
      observe.apply(this, args);
    });
    replace(prototype, 'disconnect', function disconnected(this: unknown) {
      observers.delete(this);
      disconnect.call(this);
    });
  }

  const {
    setTimeout: start,
    clearTimeout: clear,
    setInterval: repeat,
    clearInterval: end,
    requestAnimationFrame: request,
    cancelAnimationFrame: cancel,
  } = window as unknown as Record<string, (...args: unknown[]) => unknown>;
  const counted = (kind: string, begin: typeof start, repeats = false) =>
    ((callback: () => void, ...rest: unknown[]) => {
      const id = begin!.call(
        window,
        (...args: []) => {
          if (!repeats) timers.delete(`${kind} ${String(id)}`);
          callback(...args);
        },
        ...rest,
      );
      timers.add(`${kind} ${String(id)}`);
      return id;
    }) as never;
  const uncounted = (kind: string, cease: typeof clear) =>
    ((id: unknown) => {
      timers.delete(`${kind} ${String(id)}`);
      cease!.call(window, id);
    }) as never;
  replace(window, 'setTimeout', counted('timeout', start));
  replace(window, 'clearTimeout', uncounted('timeout', clear));
  replace(window, 'setInterval', counted('interval', repeat, true));
  replace(window, 'clearInterval', uncounted('interval', end));
  replace(window, 'requestAnimationFrame', counted('frame', request));
  replace(window, 'cancelAnimationFrame', uncounted('frame', cancel));

  const counts = () => ({ listeners: listeners.size, observers: observers.size, timers: timers.size });
  return {
    counts,
    async settle(wanted) {
      for (let tries = 0; tries < 100 && JSON.stringify(counts()) !== JSON.stringify(wanted); tries++)
        await new Promise((resolve) => {
          start!.call(window, resolve, 20);
        });
      return counts();
    },
    stop() {
      for (const each of undo.reverse()) each();
    },
  };
}
