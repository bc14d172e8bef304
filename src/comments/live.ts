/** Follows a thread while the page is in sight: by the store's own events, or by asking now and then. Loaded with `live`. */

import type { CommentStore, LiveEvent } from './stores/store.js';
import type { Thread } from './thread.js';

/** Between two questions to a store without events, in milliseconds; longer after each failure. */
const pause = 30_000;
const longest = 300_000;

/** Calls back for what others write, change and delete, until the returned function is called. */
export function followThread(store: CommentStore, key: string, thread: () => Thread, onEvent: (event: LiveEvent) => void): () => void {
  let stop: (() => void) | undefined;
  let away = false;
  const start = () => {
    stop = store.capabilities.live && store.live ? store.live(key, onEvent) : poll(store, key, thread, onEvent, pause);
    // What came in between is found by one question.
    if (away) void ask(store, key, thread, onEvent).catch(() => undefined);
    away = false;
  };
  const onVisibility = () => {
    if (document.hidden) { stop?.(); stop = undefined; away = true; } else if (!stop) start();
  };
  document.addEventListener('visibilitychange', onVisibility);
  if (!document.hidden) start();
  else away = true;
  return () => {
    document.removeEventListener('visibilitychange', onVisibility);
    stop?.();
  };
}

function poll(store: CommentStore, key: string, thread: () => Thread, onEvent: (event: LiveEvent) => void, wait: number): () => void {
  const abort = new AbortController();
  let timer: ReturnType<typeof setTimeout>;
  let next = wait;
  const round = async () => {
    try {
      await ask(store, key, thread, onEvent, abort.signal);
      next = wait;
    } catch {
      next = Math.min(longest, next * 2);
    }
    if (!abort.signal.aborted) timer = setTimeout(round, next);
  };
  timer = setTimeout(round, next);
  return () => { abort.abort(); clearTimeout(timer); };
}

/** The newest page tells what is new; replies to older comments show when their thread is read. */
async function ask(store: CommentStore, key: string, thread: () => Thread, onEvent: (event: LiveEvent) => void, signal?: AbortSignal): Promise<void> {
  const page = await store.page({ thread: key, order: 'newest', limit: 50, ...(signal && { signal }) });
  if (signal?.aborted) return;
  const { entries } = thread();
  // A comment without any of ours beside it may simply not have been read yet: only what is newer than all of ours is new.
  const newest = Math.max(0, ...[...entries.values()].map(({ comment }) => Date.parse(comment.dateCreated) || 0));
  for (const comment of [...page.comments].reverse()) {
    const known = entries.get(comment.id)?.comment;
    if (!known && Date.parse(comment.dateCreated) > newest) onEvent({ type: 'created', comment });
    else if (known && known.dateModified !== comment.dateModified) onEvent({ type: 'changed', comment });
  }
}
