/** Comments that come and go one by one. */

import { cleanComment } from './sanitize-comment.js';
import type { Comment } from './model.js';
import type { Entry, Thread } from './thread.js';

/** Puts a comment in, or a new version of it. Undefined when it is none, or the one it answers is not here. */
export function putComment(thread: Thread, data: Comment, newestFirst: boolean): Entry | undefined {
  const comment = cleanComment(data);
  if (!comment) return undefined;
  const known = thread.entries.get(comment.id);
  if (known) return thread.renew(known, comment);
  if (comment.parent && !thread.entries.has(comment.parent)) return undefined;
  const roots: Entry[] = [];
  const entry = thread.place(comment, roots);
  const { parent } = entry;
  if (parent) {
    parent.comment = { ...parent.comment, ...(comment.status === 'published' && { replyCount: (parent.comment.replyCount ?? publishedReplies(parent) - 1) + 1 }) };
  } else if (newestFirst) {
    thread.roots.unshift(entry);
  } else {
    // Its own page may be far on: it stands at the end until that is read.
    entry.loose = thread.after !== undefined;
    thread.roots.push(entry);
  }
  if (comment.status === 'published') thread.count++;
  return entry;
}

/** A comment that is gone leaves a stone where it stood; with nothing under it, nothing, unless a stone is asked for. */
export function removeComment(thread: Thread, id: string, keepStone = false): void {
  const entry = thread.entries.get(id);
  if (!entry) return;
  const { comment, parent } = entry;
  if (comment.status === 'published') thread.count = Math.max(0, thread.count - 1);
  if (keepStone || entry.replies.length || missingReplies(entry) > 0) {
    entry.comment = { id, ...(comment.parent && { parent: comment.parent }), author: { name: '' }, text: '', dateCreated: comment.dateCreated, status: 'deleted' };
    return;
  }
  thread.entries.delete(id);
  const siblings = parent?.replies ?? thread.roots;
  siblings.splice(siblings.indexOf(entry), 1);
  if (parent?.comment.replyCount && comment.status === 'published') parent.comment = { ...parent.comment, replyCount: parent.comment.replyCount - 1 };
}

/** Direct replies at the store that are not here. */
export function missingReplies(entry: Entry): number {
  return entry.after === null ? 0 : Math.max(0, (entry.comment.replyCount ?? 0) - publishedReplies(entry));
}

function publishedReplies(entry: Entry): number {
  return entry.replies.filter(({ comment }) => comment.status !== 'held').length;
}
