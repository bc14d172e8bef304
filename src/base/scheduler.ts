/** Long work in slices, so that the page stays alive. */

/** Longer than this, in milliseconds, scrolling and typing do not wait. */
const slice = 25;

/** Lets the browser handle input and paint first. Unlike a timer, a message is not slowed down after a few. */
export function yieldToMain(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => { port1.close(); resolve(); };
    port2.postMessage(null);
  });
}

/** Maps items one after another, and yields to the page whenever a slice of time is used up. */
export async function mapInSlices<Item, Result>(items: Iterable<Item>, map: (item: Item) => Result): Promise<Result[]> {
  const results: Result[] = [];
  let start = performance.now();
  for (const item of items) {
    results.push(map(item));
    if (performance.now() - start > slice) {
      await yieldToMain();
      start = performance.now();
    }
  }
  return results;
}
