/** Reads what a thread has besides its first page. */

import { prepareTexts } from './draw-text.js';
import type { Reading } from './thread-loader.js';
import { putComment } from './thread-changes.js';
import type { Entry } from './thread.js';

export type Direction = 'after' | 'before' | 'all';

/** Reads on, or all there is. Returns the comments that came, in order; undefined when it failed. */
export async function readMore(reading: Reading, direction: Direction): Promise<Entry[] | undefined> {
  const { store, wish, abort, thread } = reading;
  if (!store || !wish || !abort || reading.busy) return [];
  const { signal } = abort;
  reading.busy = direction;
  reading.failed = undefined;
  reading.changed();
  const fresh: Entry[] = [];
  try {
    for (;;) {
      const side = direction !== 'all' ? direction : thread.before !== undefined ? 'before' : 'after';
      const cursor = thread[side];
      if (cursor === undefined) break;
      const page = await store.page({ thread: wish.thread, order: reading.order, limit: direction === 'all' ? 100 : wish.pageSize, [side]: cursor, signal });
      await prepareTexts(page.comments);
      if (signal.aborted) return [];
      // A store that repeats its cursor would keep us here for ever.
      if (page[side] === cursor) delete page[side];
      fresh.push(...thread.addPage(page, side));
      if (direction === 'all') reading.changed();
      // Some pages hold only what the page's own HTML had already.
      else if (fresh.length) break;
    }
  } catch {
    if (signal.aborted) return [];
    reading.failed = direction;
    return undefined;
  } finally {
    if (!signal.aborted) { reading.busy = undefined; reading.changed(); }
  }
  return fresh;
}

/** Reads replies of a comment that are not here yet. */
export async function readReplies(reading: Reading, parent: Entry): Promise<void> {
  const { store, wish, abort, thread } = reading;
  if (!store || !wish || !abort) return;
  const { signal } = abort;
  reading.failedReplies.delete(parent);
  try {
    const page = await store.page({ thread: wish.thread, parent: parent.comment.id, limit: 100, signal, ...(parent.after && { after: parent.after }) });
    await prepareTexts(page.comments);
    if (signal.aborted) return;
    parent.after = page.after ?? null;
    thread.take(page.comments);
  } catch {
    if (!signal.aborted) reading.failedReplies.add(parent);
  }
}

/** Reads the reader's own comments that wait for a moderator. Without them the thread is still whole. */
export async function readHeld(reading: Reading): Promise<void> {
  const { store, wish, abort } = reading;
  const held = await store?.held?.(wish!.thread).catch(() => []) ?? [];
  if (abort?.signal.aborted || held.length === 0) return;
  await prepareTexts(held);
  for (const comment of held) putComment(reading.thread, { ...comment, status: 'held', own: true }, reading.order === 'newest');
  reading.changed();
}
