/** A thread as a tree of comments, however they come in: by page, one by one, twice, or with their parent missing. */

import { cleanComment } from './comment-data.js';
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
  /** Sent from here, and shown at the thread's end until a page brings it at its own place. */
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

  /** Takes a page of roots in and returns the comments that are new here. */
  addPage(page: CommentPage, where: 'first' | 'after' | 'before'): Entry[] {
    if (where !== 'before') this.after = page.after;
    if (where !== 'after') this.before = page.before;
    this.count = page.count;
    this.closed = page.closed === true;
    const roots: Entry[] = [];
    const fresh = this.take(page.comments, roots);
    const moved = new Set(roots);
    const rest = this.roots.filter((root) => !moved.has(root));
    const loose = rest.filter((root) => root.loose);
    const known = rest.filter((root) => !root.loose);
    this.roots = where === 'after' ? [...known, ...roots, ...loose] : [...roots, ...known, ...loose];
    return fresh;
  }

  /** Takes a page of replies in. */
  addReplies(parent: Entry, page: CommentPage): Entry[] {
    parent.after = page.after ?? null;
    return this.take(page.comments, this.roots);
  }

  /** Takes in comments of which the order is known to be right: those that the page's HTML held. */
  adopt(comments: Comment[]): void {
    this.take(comments, this.roots);
  }

  /** Puts one comment in, or a new version of it. Undefined when its parent is not here. */
  put(data: Comment, newestFirst: boolean): Entry | undefined {
    const comment = cleanComment(data);
    if (!comment) return undefined;
    const known = this.entries.get(comment.id);
    if (known) return this.renew(known, comment);
    if (comment.parent && !this.entries.has(comment.parent)) return undefined;
    const roots: Entry[] = [];
    const entry = this.place(comment, roots);
    if (roots.length && newestFirst) this.roots.unshift(entry);
    else if (roots.length) { entry.loose = this.after !== undefined; this.roots.push(entry); }
    if (entry.parent) entry.parent.comment = { ...entry.parent.comment, replyCount: Math.max(this.publishedReplies(entry.parent), (entry.parent.comment.replyCount ?? 0) + 1) };
    if (comment.status === 'published') this.count++;
    return entry;
  }

  /** A comment that is gone leaves a stone where it stood; with nothing under it, nothing. */
  remove(id: string, keepStone: boolean): Entry | undefined {
    const entry = this.entries.get(id);
    if (!entry) return undefined;
    if (entry.comment.status === 'published') this.count = Math.max(0, this.count - 1);
    if (entry.replies.length || keepStone || (entry.comment.replyCount ?? 0) > 0) {
      const { author: _author, own: _own, votes: _votes, ...comment } = entry.comment;
      entry.comment = { ...comment, author: { name: '' }, text: '', status: 'deleted' };
    } else {
      this.drop(entry);
    }
    return entry;
  }

  /** Takes out what a whole thread, read afresh, no longer holds. */
  keepOnly(ids: Set<string>): void {
    for (const entry of [...this.entries.values()].reverse()) {
      if (!ids.has(entry.comment.id) && entry.comment.status !== 'held' && !entry.loose && entry.replies.length === 0) this.drop(entry);
    }
  }

  /** Direct replies at the store that are not here. */
  missingReplies(entry: Entry): number {
    if (entry.after === null) return 0;
    return Math.max(0, (entry.comment.replyCount ?? 0) - this.publishedReplies(entry));
  }

  private publishedReplies(entry: Entry): number {
    return entry.replies.filter(({ comment }) => comment.status !== 'held').length;
  }

  /** Parents come before their children. A comment whose parent is nowhere (held, or lost) stands among the roots. */
  private take(comments: unknown[], roots: Entry[]): Entry[] {
    const fresh: Entry[] = [];
    for (const data of comments) {
      const comment = cleanComment(data);
      if (!comment) continue;
      const known = this.entries.get(comment.id);
      if (known) {
        this.renew(known, comment);
        delete known.loose;
        if (!known.parent && roots !== this.roots && !roots.includes(known)) roots.push(known);
      } else {
        fresh.push(this.place(comment, roots));
      }
    }
    return fresh;
  }

  private place(comment: Comment, roots: Entry[]): Entry {
    const parent = comment.parent ? this.entries.get(comment.parent) : undefined;
    const entry: Entry = { comment, depth: (parent?.depth ?? 0) + 1, replies: [], ...(parent && { parent }) };
    (parent?.replies ?? roots).push(entry);
    this.entries.set(comment.id, entry);
    return entry;
  }

  /** A public read does not say whose a comment is: what is known stays known. */
  private renew(entry: Entry, comment: Comment): Entry {
    const { own, replyCount, votes } = entry.comment;
    entry.comment = {
      ...(own && comment.status !== 'deleted' && { own }), ...(replyCount !== undefined && { replyCount }), ...(votes !== undefined && { votes }), ...comment,
    };
    return entry;
  }

  private drop(entry: Entry): void {
    this.entries.delete(entry.comment.id);
    const siblings = entry.parent?.replies ?? this.roots;
    const place = siblings.indexOf(entry);
    if (place >= 0) siblings.splice(place, 1);
  }
}
