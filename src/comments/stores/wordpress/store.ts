/**
 * Comments of WordPress, by its REST API (wp/v2). It gives them as one flat list. A thread of up to a hundred is read in one
 * request and cut into pages here; of a longer one a page of roots is read, and their replies level by level.
 */

import type { Account, Comment, CommentPage } from '../../model.js';
import { record, text } from '../json-client.js';
import { StoreError } from '../store.js';
import type { Capabilities, CommentStore, CommentStoreFactory, NewComment, PageRequest } from '../store.js';
import { pageOf } from '../paging.js';
import { commentFields, commentOf, isAnswered } from '../wordpress-data.js';
import { WordPressSite } from './client.js';
import type { Query } from './client.js';

/** The most that WordPress gives at a time. */
const most = 100;

export interface Listed {
  comments: Comment[];
  /** Ids of those that were answered. */
  answered: Set<string>;
  /** How many there are at WordPress. */
  total: number;
}

export class WordPressStore implements CommentStore {
  /** Who may write, WordPress says only when it refuses. The limit is in bytes there: this many characters fit in any script. */
  capabilities: Capabilities = {
    write: true, authors: 'guest', accounts: false, guestEmail: 'required', edit: false, orders: ['oldest', 'newest'], maxLength: 16_000, maxNameLength: 245,
  };
  readonly site: WordPressSite;
  /** Short threads, as they were last read from their beginning. */
  private readonly whole = new Map<string, Comment[]>();
  private readonly totals = new Map<string, number>();
  /** Ids that pages of a long thread have given. */
  private readonly given = new Map<string, Set<string>>();

  constructor(src: string, nonce?: string) {
    this.site = new WordPressSite(src, nonce);
  }

  get account(): Account | undefined { return this.site.account; }

  async page(request: PageRequest): Promise<CommentPage> {
    const { thread, signal } = request;
    const post = postOf(thread);
    const goesOn = request.after !== undefined || request.before !== undefined || request.parent !== undefined;
    if (!goesOn) {
      const [first, closed] = await Promise.all([this.list({ post, per_page: most, order: 'asc', orderby: 'date_gmt' }, signal), this.isClosed(post, signal), this.site.identify()]);
      if (first.total <= most) {
        this.whole.set(post, first.comments);
        return { ...pageOf(first.comments, request), ...(closed && { closed }) };
      }
      this.whole.delete(post);
      this.totals.set(post, first.total);
      this.given.set(post, new Set());
      const { longPage } = await import('./long-thread.js');
      return { ...await longPage(this, post, request), ...(closed && { closed }) };
    }
    const whole = this.whole.get(post);
    if (whole) return pageOf(whole, request);
    const { longPage } = await import('./long-thread.js');
    return longPage(this, post, request);
  }

  async counts(threads: string[], signal?: AbortSignal): Promise<Map<string, number>> {
    const { countPosts } = await import('../wordpress-counts.js');
    return countPosts(this, threads, signal);
  }

  async create(comment: NewComment): Promise<Comment> {
    const { createComment } = await import('./post-comment.js').catch((cause: unknown) => {
      throw new StoreError('offline', 'a part of the script did not load', { cause });
    });
    try {
      return await createComment(this, postOf(comment.thread), comment);
    } catch (error) {
      if (error instanceof StoreError && error.code === 'unauthorized') this.capabilities = { ...this.capabilities, authors: 'account' };
      throw error;
    }
  }

  /** WordPress shows them to moderators only: this browser remembers its own. */
  async held(thread: string): Promise<Comment[]> {
    const { stillHeld } = await import('../wordpress-held.js');
    return stillHeld(this, postOf(thread));
  }

  /** Comments that fit a query. Without the header that counts them, those that came are taken for all. */
  async list(query: Query, signal?: AbortSignal): Promise<Listed> {
    const { data, total } = await this.site.read('comments', { _fields: commentFields, ...query }, signal);
    if (!Array.isArray(data)) throw new StoreError('unavailable', 'not a list of comments');
    const comments = data.map((each) => commentOf(each, this.site.base)).filter((each) => each !== undefined);
    const answered = new Set(data.filter(isAnswered).map((each) => String(record(each)['id'])));
    return { comments, answered, total: total ?? data.length };
  }

  /** How many comments a long thread has, and which of them have been given. */
  progress(post: string): { total: number; given: Set<string> } {
    let given = this.given.get(post);
    if (!given) this.given.set(post, given = new Set());
    return { total: this.totals.get(post) ?? 0, given };
  }

  /** A post says whether it takes comments; without its word the reader is told when one is refused. */
  private async isClosed(post: string, signal?: AbortSignal): Promise<boolean> {
    for (const route of ['posts', 'pages']) {
      try {
        const { data } = await this.site.read(`${route}/${post}`, { _fields: 'comment_status' }, signal);
        return text(record(data)['comment_status']) === 'closed';
      } catch (error) {
        if (!(error instanceof StoreError) || error.code !== 'not-found') return false;
      }
    }
    return false;
  }
}

/** @throws StoreError for what is not a post's number */
export function postOf(thread: string): string {
  if (!/^[1-9]\d{0,15}$/.test(thread)) throw new StoreError('not-found', `thread: "${thread}" is not the number of a post in WordPress`);
  return thread;
}

export const open: CommentStoreFactory = (src, { restNonce } = {}) => new WordPressStore(src, restNonce);
