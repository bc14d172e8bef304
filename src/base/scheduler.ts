/** Long work in slices, so that the page stays alive. */

/** Longer than this, in milliseconds, scrolling and typing do not wait. */
const slice = 25;

/** Lets the browser handle input and paint first. Unlike a timer, a message is not slowed down after a few. */
export function yieldToMain(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

/** Between two pieces of work: a promise when the page should have its turn first, else nothing to wait for. */
export type Pause = () => Promise<void> | undefined;

/**
 * @param signal makes the next pause throw once it is aborted
 * @param length the longest piece of work, in milliseconds
 */
export function createPause(signal?: AbortSignal, length = slice): Pause {
  let start = performance.now();
  return () => {
    signal?.throwIfAborted();
    if (performance.now() - start <= length) return undefined;
    return yieldToMain().then(() => {
      start = performance.now();
    });
  };
}

/** Maps items one after another, and yields to the page whenever a slice of time is used up. */
export async function mapInSlices<Item, Result>(items: Iterable<Item>, map: (item: Item) => Result): Promise<Result[]> {
  const results: Result[] = [];
  const pause = createPause();
  for (const item of items) {
    results.push(map(item));
    await pause();
  }
  return results;
}
