/** Comments that wait for a moderator, as this browser remembers them. */

import { readStored, writeStored } from '../../base/storage.js';
import type { Comment } from '../model.js';
import type { WordPressStore } from './wordpress.js';

/** What was neither approved nor seen again by then will not be, in milliseconds. */
const longest = 30 * 24 * 3600_000;

interface Kept { post: string; at: number; comment: Comment }

const keyOf = ({ site }: WordPressStore): string => `blog-elements:held:${site.base.replace(/\?.*/, '')}`;

function readKept(store: WordPressStore): Kept[] {
  try {
    const kept: unknown = JSON.parse(readStored(keyOf(store)) ?? '[]');
    return Array.isArray(kept) ? kept.filter((each: Kept | null) => typeof each?.post === 'string' && typeof each.comment?.id === 'string' && Date.now() - each.at < longest) : [];
  } catch {
    return [];
  }
}

function writeKept(store: WordPressStore, kept: Kept[]): void {
  writeStored(keyOf(store), kept.length ? JSON.stringify(kept) : null);
}

export function rememberHeld(store: WordPressStore, post: string, comment: Comment): void {
  writeKept(store, [...readKept(store).filter((each) => each.comment.id !== comment.id), { post, at: Date.now(), comment }].slice(-50));
}

/** Those that are not published by now. */
export async function stillHeld(store: WordPressStore, post: string): Promise<Comment[]> {
  const kept = readKept(store);
  const ids = kept.filter((each) => each.post === post).map(({ comment }) => comment.id).filter((id) => /^\d+$/.test(id));
  if (!ids.length) return [];
  const published = new Set((await store.list({ post, include: ids, per_page: 100, _fields: 'id' })).comments.map(({ id }) => id));
  const left = kept.filter(({ comment }) => !published.has(comment.id));
  if (left.length < kept.length) writeKept(store, left);
  return left.filter((each) => each.post === post).map(({ comment }) => comment);
}
