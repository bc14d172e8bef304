/**
 * Where this browser keeps what its reader wrote. Small, because every page with comments loads it: the rest of writing/
 * comes when the reader writes, or when something here waits to be sent.
 */

import { readStored } from '../../base/storage.js';

/** The beginning of every key of a thread's drafts; with `place`, of one form's: '' for a new root, `reply-ID`, `edit-ID`. */
export function draftPrefix(site: string, thread: string, place?: string): string {
  return `blog-elements:draft:${JSON.stringify([site, thread, place ?? '']).slice(0, place === undefined ? -3 : undefined)}`;
}

/** True when this browser holds a draft or an unsent comment for the thread. */
export function hasPendingOrDraft(site: string, thread: string): boolean {
  return storedKeys(draftPrefix(site, thread)).length > 0;
}

/** The keys in this browser's storage that begin so; none where storage is blocked, since nothing can have been kept. */
export function storedKeys(prefix: string): string[] {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  } catch {
    return [];
  }
}

const returnKey = 'blog-elements:return';

/** The reader leaves for a page to log in on, and comes back to this form. */
export function leaveFrom(site: string, thread: string, place: string): void {
  try {
    sessionStorage.setItem(returnKey, JSON.stringify([site, thread, place]));
  } catch {
    // Then they come back to the page.
  }
}

/** The form of this thread that the reader left to log in, once. */
export function takeReturn(site: string, thread: string): string | undefined {
  try {
    const [from, left, place] = JSON.parse(sessionStorage.getItem(returnKey) ?? '[]') as string[];
    if (from !== site || left !== thread) return undefined;
    sessionStorage.removeItem(returnKey);
    return place;
  } catch {
    return undefined;
  }
}

/** What a guest needs to edit a comment of theirs: made here with it, known to nobody else. */
export function secretOf(site: string, id: string): string | undefined {
  return readStored(secretKey(site, id)) ?? undefined;
}

export function secretKey(site: string, id: string): string {
  return `blog-elements:secret:${JSON.stringify([site, id])}`;
}
