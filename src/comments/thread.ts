/** A thread as a tree of comments, read page by page: twice the same, or with their parents missing, they find their place. Knows no DOM. */

import { cleanComment } from './sanitize-comment.js';
import type { Comment, CommentPage } from './model.js';

/** A comment at its place. */
export interface Entry {
  comment: Comment;
  parent?: Entry;
  /** 1 for a root. */
  depth: number;
  /** Replies that are here, oldest first. */
  replies: Entry[];
  /** The cursor behind the last of them; null when the store has no more, undefined when it was not asked. */
  after?: string | null;
  /** Shown at the thread's end until a page brings it at its own place. */
  loose?: boolean;
}

export class Thread {
  readonly entries = new Map<string, Entry>();
  roots: Entry[] = [];
  /** Published comments, those not loaded included. */
  count = 0;
  /** Cursors behind the last root here and before the first. */
  after: string | undefined;
  before: string | undefined;
  closed = false;
  /** The store does not give all there is. */
  incomplete?: boolean | undefined;
  /** The version of the thread that the first page was. */
  version?: number;

  /** Takes a page of roots in and returns the comments that are new here. */
  addPage(page: CommentPage, where: 'first' | 'after' | 'before'): Entry[] {
    if (where === 'first' && page.version !== undefined && Number.isSafeInteger(page.version)) this.version = page.version;
    if (where !== 'before') this.after = page.after;
    if (where !== 'after') this.before = page.before;
    this.count = page.count;
    this.closed = page.closed === true;
    this.incomplete = page.incomplete;
    const roots: Entry[] = [];
    const fresh = this.addComments(page.comments, roots);
    const moved = new Set(roots);
    const rest = this.roots.filter((root) => !moved.has(root));
    const loose = rest.filter((root) => root.loose);
    const known = rest.filter((root) => !root.loose);
    this.roots = where === 'after' ? [...known, ...roots, ...loose] : [...roots, ...known, ...loose];
    return fresh;
  }

  /** Takes comments in, parents before their children. One whose parent is nowhere (held, or lost) stands among the roots. */
  addComments(comments: unknown[], roots = this.roots): Entry[] {
    const fresh: Entry[] = [];
    for (const data of comments) {
      const comment = cleanComment(data);
      if (!comment) continue;
      const known = this.entries.get(comment.id);
      if (known) {
        this.update(known, comment);
        delete known.loose;
        if (!known.parent && roots !== this.roots && !roots.includes(known)) roots.push(known);
      } else {
        fresh.push(this.place(comment, roots));
      }
    }
    return fresh;
  }

  /** Puts one comment in, or a new version of it. Undefined when it is none, or the one it answers is not here. */
  put(data: Comment, newestFirst: boolean): Entry | undefined {
    const comment = cleanComment(data);
    if (!comment) return undefined;
    const known = this.entries.get(comment.id);
    if (known) return this.update(known, comment);
    if (comment.parent && !this.entries.has(comment.parent)) return undefined;
    const entry = this.place(comment, []);
    const { parent } = entry;
    if (parent) {
      parent.comment = {
        ...parent.comment,
        ...(comment.status === 'published' && { replyCount: (parent.comment.replyCount ?? publishedReplies(parent) - 1) + 1 }),
      };
    } else if (newestFirst) {
      this.roots.unshift(entry);
    } else {
      // Its own page may be far on: it stands at the end until that is read.
      entry.loose = this.after !== undefined;
      this.roots.push(entry);
    }
    if (comment.status === 'published') this.count++;
    return entry;
  }

  /** Removes a comment. Where it has replies, or `keepPlace` is set, "deleted" stays in its place. */
  remove(id: string, keepPlace = false): void {
    const entry = this.entries.get(id);
    if (!entry) return;
    const { comment, parent } = entry;
    if (comment.status === 'published') this.count = Math.max(0, this.count - 1);
    if (keepPlace || entry.replies.length || missingReplies(entry) > 0) {
      entry.comment = {
        id,
        ...(comment.parent && { parent: comment.parent }),
        author: { name: '' },
        text: '',
        dateCreated: comment.dateCreated,
        status: 'deleted',
      };
      return;
    }
    this.entries.delete(id);
    const siblings = parent?.replies ?? this.roots;
    siblings.splice(siblings.indexOf(entry), 1);
    if (parent?.comment.replyCount && comment.status === 'published') parent.comment = { ...parent.comment, replyCount: parent.comment.replyCount - 1 };
  }

  private place(comment: Comment, roots: Entry[]): Entry {
    const parent = comment.parent ? this.entries.get(comment.parent) : undefined;
    const entry: Entry = { comment, depth: (parent?.depth ?? 0) + 1, replies: [], ...(parent && { parent }) };
    (parent?.replies ?? roots).push(entry);
    this.entries.set(comment.id, entry);
    return entry;
  }

  /** A public read does not say whose a comment is: what is known stays known. */
  private update(entry: Entry, comment: Comment): Entry {
    const { own, replyCount, votes } = entry.comment;
    entry.comment = {
      ...(own && comment.status !== 'deleted' && { own }),
      ...(replyCount !== undefined && { replyCount }),
      ...(votes !== undefined && { votes }),
      ...comment,
    };
    return entry;
  }
}

/** Direct replies at the store that are not here. */
export function missingReplies(entry: Entry): number {
  return entry.after === null ? 0 : Math.max(0, (entry.comment.replyCount ?? 0) - publishedReplies(entry));
}

/** All replies under a comment, and theirs, in thread order. Without recursion: a thread may be deeper than the stack. */
export function descendants(entry: Entry): Entry[] {
  const found: Entry[] = [];
  const left = entry.replies.toReversed();
  for (let next = left.pop(); next; next = left.pop()) {
    found.push(next);
    for (const reply of next.replies.toReversed()) left.push(reply);
  }
  return found;
}

function publishedReplies(entry: Entry): number {
  return entry.replies.filter(({ comment }) => comment.status !== 'held').length;
}
