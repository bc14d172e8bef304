/** A store in memory whose answers a test sets up, holds back, or makes fail. */
import type { Comment, CommentPage } from '../../src/comments/model.js';
import { StoreError } from '../../src/comments/stores/store.js';
import type { Capabilities, CommentStore, LiveEvent, NewComment, PageRequest } from '../../src/comments/stores/store.js';

export function comment(id: string | number, more: Partial<Comment> = {}): Comment {
  return {
    id: String(id),
    author: { name: `Author ${id}` },
    text: `Text of ${id}`,
    dateCreated: new Date(Date.UTC(2024, 9, 31, 23, 6) + Number.parseInt(String(id), 10) * 60_000 || Date.UTC(2024, 9, 31, 23, 6)).toISOString(),
    status: 'published',
    ...more,
  };
}

export class FakeStore implements CommentStore {
  capabilities: Capabilities = {
    write: true,
    authors: 'both',
    accounts: true,
    edit: true,
    orders: ['oldest', 'newest', 'top'],
    maxLength: 1000,
    report: true,
    vote: true,
  };
  account?: { id: string; name: string };
  requests: PageRequest[] = [];
  /** Set to make the next answers fail. */
  failure?: unknown;
  /** Answers wait for this. */
  gate: Promise<unknown> = Promise.resolve();
  closed = false;
  heldComments: Comment[] = [];
  deleted: string[] = [];
  listeners = new Set<(event: LiveEvent) => void>();
  /** Ends the events that were listened to last. */
  lose = (): void => undefined;
  private accountWatchers = new Set<() => void>();

  constructor(public comments: Comment[] = []) {}

  async page(request: PageRequest): Promise<CommentPage> {
    this.requests.push(request);
    await this.gate;
    if (request.signal?.aborted) throw new DOMException('aborted', 'AbortError');
    if (this.failure) throw this.failure;
    const { parent, limit = 20, around } = request;
    let level = this.comments.filter((each) => each.parent === parent);
    if (!parent && request.order === 'newest') level = [...level].reverse();
    let start = request.after ? Number(request.after) : 0;
    let end = start + limit;
    if (request.before) {
      end = Number(request.before);
      start = Math.max(0, end - limit);
    }
    if (around) {
      let root = this.comments.find(({ id }) => id === around);
      if (!root) throw new StoreError('not-found', 'no such comment');
      while (root.parent) root = this.comments.find(({ id }) => id === root!.parent)!;
      start = Math.max(0, level.indexOf(root) - Math.floor(limit / 2));
      end = start + limit;
    }
    const shown = level.slice(start, end).flatMap((each) => [each, ...(parent ? [] : this.below(each.id))]);
    return {
      comments: shown,
      count: this.comments.filter(({ status }) => status === 'published').length,
      ...(end < level.length && { after: String(end) }),
      ...(start > 0 && { before: String(start) }),
      ...(this.closed && { closed: true }),
    };
  }

  async create(made: NewComment): Promise<Comment> {
    return comment('new', { text: made.text, ...(made.parent && { parent: made.parent }) });
  }
  async edit(id: string, text: string): Promise<Comment> {
    return comment(id, { text });
  }
  async delete(id: string): Promise<void> {
    if (this.failure) throw this.failure;
    this.deleted.push(id);
  }
  async vote(): Promise<number> {
    return 7;
  }
  async report(): Promise<void> {}
  async held(): Promise<Comment[]> {
    return this.heldComments;
  }
  async counts(threads: string[]): Promise<Map<string, number>> {
    return new Map(threads.map((thread) => [thread, this.comments.length]));
  }
  live(_thread: string, onEvent: (event: LiveEvent) => void, onLost?: () => void): () => void {
    this.listeners.add(onEvent);
    this.lose = () => {
      this.listeners.delete(onEvent);
      onLost?.();
    };
    return () => this.listeners.delete(onEvent);
  }
  emit(event: LiveEvent): void {
    for (const listener of this.listeners) listener(event);
  }
  watchAccount(callback: () => void): () => void {
    this.accountWatchers.add(callback);
    return () => this.accountWatchers.delete(callback);
  }
  logInAs(name: string | undefined): void {
    if (name) this.account = { id: '1', name };
    else delete this.account;
    for (const each of this.accountWatchers) each();
  }

  private below(id: string): Comment[] {
    return this.comments.filter(({ parent }) => parent === id).flatMap((each) => [each, ...this.below(each.id)]);
  }
}
