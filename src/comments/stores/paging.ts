/** Pages of a thread that is here as a whole: for stores whose back end gives, or keeps, all of it at once. */

import type { Comment, CommentOrder, CommentPage } from '../model.js';
import { StoreError, type PageRequest } from './store.js';

type Compare = (one: Comment, other: Comment) => number;

const at = ({ dateCreated }: Comment): number => (typeof dateCreated === 'string' && Date.parse(dateCreated)) || 0;
const byDate: Compare = (one, other) => at(one) - at(other);
const orders: Record<CommentOrder, Compare> = {
  oldest: byDate,
  newest: (one, other) => at(other) - at(one),
  top: (one, other) => (other.votes ?? 0) - (one.votes ?? 0) || byDate(one, other),
};

/**
 * The page that was asked for. Cursors are ids, so that comments that come in between move nothing. One whose parent is not
 * among them (it is held, or gone) stands among the roots.
 */
export function pageOf(given: Comment[], { order = 'oldest', limit = 20, after, before, parent, around }: PageRequest): CommentPage {
  const known = new Map(given.map((comment) => [comment.id, comment]));
  // What is told twice counts once, and a circle of parents has no beginning.
  const all = [...known.values()];
  const repliesOf = new Map<string | undefined, Comment[]>();
  for (const comment of all) {
    const above = comment.parent !== undefined && comment.parent !== comment.id && known.has(comment.parent) ? comment.parent : undefined;
    const siblings = repliesOf.get(above);
    if (siblings) siblings.push(comment);
    else repliesOf.set(above, [comment]);
  }
  for (const siblings of repliesOf.values()) siblings.sort(byDate);
  const level = [...(repliesOf.get(parent) ?? [])].sort(parent === undefined ? orders[order] : byDate);
  const size = limit === Infinity ? all.length : Math.min(100, Math.max(1, Math.floor(limit) || 1));
  const placeOf = (id: string): number => level.findIndex((comment) => comment.id === id);
  let start = 0;
  let end = size;
  if (around !== undefined) {
    start = Math.floor(placeOf(rootOf(around, known)) / size) * size;
    end = start + size;
  } else if (after !== undefined) {
    start = placeOf(after) + 1;
    end = start + size;
  } else if (before !== undefined) {
    end = Math.max(0, placeOf(before));
    start = Math.max(0, end - size);
  }
  const shown = level.slice(start, end);
  const [first, last] = [shown[0], shown.at(-1)];
  return {
    comments: withReplies(shown, repliesOf),
    count: all.filter(({ status }) => status === 'published').length,
    ...(end < level.length && last && { after: last.id }),
    ...(start > 0 && first && { before: first.id }),
  };
}

/** Each with all that was said under it, parents first. Without recursion: a thread may be deeper than the stack. */
function withReplies(roots: Comment[], repliesOf: Map<string | undefined, Comment[]>): Comment[] {
  const found: Comment[] = [];
  const left = roots.toReversed();
  for (let next = left.pop(); next; next = left.pop()) {
    const replies = repliesOf.get(next.id) ?? [];
    const published = replies.filter(({ status }) => status !== 'held').length;
    found.push(published && next.replyCount === undefined ? { ...next, replyCount: published } : next);
    for (const reply of replies.toReversed()) left.push(reply);
  }
  return found;
}

function rootOf(id: string, known: Map<string, Comment>): string {
  let root = known.get(id);
  if (!root) throw new StoreError('not-found', `no comment "${id}" in this thread`);
  // A store's data may go round in a circle.
  for (let steps = known.size; steps > 0; steps--) {
    const above: Comment | undefined = known.get(root.parent ?? '');
    if (!above) break;
    root = above;
  }
  return root.id;
}
