/** Asks for the counts of many threads at once: all that are wanted within a moment go in one request. */

import { openStore } from './stores/open.js';
import { StoreError } from './stores/store.js';

interface Batch {
  threads: Set<string>;
  counts: Promise<Map<string, number>>;
}

/** How long a number is good, in milliseconds. */
const fresh = 60_000;

const batches = new Map<string, Batch>();
const known = new Map<string, { count: number; at: number }>();

/** Published comments of a thread. */
export async function countOf(storeName: string, src: string, thread: string): Promise<number> {
  const backEnd = `${storeName} ${src}`;
  const key = `${backEnd} ${thread}`;
  const before = known.get(key);
  if (before && Date.now() - before.at < fresh) return before.count;
  let batch = batches.get(backEnd);
  if (!batch) {
    const threads = new Set<string>();
    batch = { threads, counts: ask(backEnd, storeName, src, threads) };
    batches.set(backEnd, batch);
  }
  batch.threads.add(thread);
  const count = (await batch.counts).get(thread) ?? 0;
  known.set(key, { count, at: Date.now() });
  return count;
}

async function ask(backEnd: string, storeName: string, src: string, threads: Set<string>): Promise<Map<string, number>> {
  const close = () => { if (batches.get(backEnd)?.threads === threads) batches.delete(backEnd); };
  try {
    const store = await openStore(storeName, src);
    // A task later all elements of the page have asked; elements that are added together stay together too.
    await new Promise((resolve) => { setTimeout(resolve); });
    close();
    if (!store.counts) throw new StoreError('not-found', `store: "${storeName}" cannot count`);
    return await store.counts([...threads]);
  } finally {
    close();
  }
}
