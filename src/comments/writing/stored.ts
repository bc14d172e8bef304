/**
 * Where this browser keeps what its reader wrote. Small, because every page with comments loads it: the rest of writing/
 * comes when the reader writes, or when something here waits to be sent.
 */

import { readStored } from '../../base/storage.js';

/** The beginning of every key of a thread's drafts. Parts are encoded, so that none can pass for two. */
export function draftPrefix(site: string, thread: string): string {
  return `blog-elements:draft:${encodeURIComponent(site)}:${encodeURIComponent(thread)}:`;
}

/** True when this browser holds a draft or an unsent comment for the thread. */
export function hasPendingOrDraft(site: string, thread: string): boolean {
  const prefix = draftPrefix(site, thread);
  try {
    return Object.keys(localStorage).some((key) => key.startsWith(prefix));
  } catch {
    // Storage is blocked: nothing can have been kept.
    return false;
  }
}

/** What a guest needs to edit a comment of theirs: made here with it, known to nobody else. */
export function secretOf(site: string, id: string): string | undefined {
  return readStored(secretKey(site, id)) ?? undefined;
}

export function secretKey(site: string, id: string): string {
  return `blog-elements:secret:${encodeURIComponent(site)}:${id}`;
}
