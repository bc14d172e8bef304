/**
 * Comments of WordPress, by its REST API (wp/v2). It gives them as one flat list. A thread of up to a hundred is read in one
 * request and cut into pages here; of a longer one a page of roots is read, and their replies level by level.
 */

import type { Account, Comment, CommentPage } from '../../model.js';
import { fieldsOf, textIn } from '../../json.js';
import { StoreError, type Capabilities, type CommentStore, type CommentStoreFactory, type NewComment, type PageRequest } from '../store.js';
import { pageOf } from '../paging.js';
import { commentFields, firstQuery, most, postQuery, type Query } from './addresses.js';
import { WordPressSite } from './client.js';
import { commentOf, isAnswered, type Listed, type WordPressComments } from './comment.js';
import { longPage } from './long-thread.js';
import { createComment } from './post-comment.js';
import { HeldComments } from '../held-comments.js';

export class WordPressStore implements CommentStore, WordPressComments {
  /** WordPress does not expose comment permissions: who may write, it says only when it refuses. The limit is in bytes there: this many characters fit in any script. */
  capabilities: Capabilities = {
    write: true,
    authors: 'guest',
    accounts: false,
    guestEmail: 'required',
    edit: false,
    orders: ['oldest', 'newest'],
    maxLength: 16_000,
    maxNameLength: 245,
  };
  readonly site: WordPressSite;
  readonly heldComments: HeldComments;
  /** Short threads, as they were last read from their beginning. */
  private readonly whole = new Map<string, Comment[]>();
  private readonly totals = new Map<string, number>();
  /** Ids that pages of a long thread have given. */
  private readonly given = new Map<string, Set<string>>();

  constructor(src: string, nonce?: string) {
    this.site = new WordPressSite(src, nonce);
    this.heldComments = new HeldComments(this.site.base.replace(/\?.*/, ''));
  }

  get account(): Account | undefined {
    return this.site.account;
  }

  /** Comments belong to the number of a post, which an address does not tell. */
  defaultThread(): undefined {
    return undefined;
  }

  async page(request: PageRequest): Promise<CommentPage> {
    const { thread, signal } = request;
    const post = postOf(thread);
    const goesOn = request.after !== undefined || request.before !== undefined || request.parent !== undefined;
    if (!goesOn) {
      const [first, closed] = await Promise.all([this.list(firstQuery(post), signal), this.isClosed(post, signal), this.site.identify()]);
      if (first.total <= most) {
        this.whole.set(post, first.comments);
        return { ...pageOf(first.comments, request), ...(closed && { closed }) };
      }
      this.whole.delete(post);
      this.totals.set(post, first.total);
      this.given.set(post, new Set());
      return { ...(await longPage(this, post, request)), ...(closed && { closed }) };
    }
    const whole = this.whole.get(post);
    if (whole) return pageOf(whole, request);
    return longPage(this, post, request);
  }

  async counts(threads: string[], signal?: AbortSignal): Promise<Map<string, number>> {
    return countPosts(this, threads, signal);
  }

  async create(comment: NewComment): Promise<Comment> {
    try {
      return await createComment(this, postOf(comment.thread), comment);
    } catch (error) {
      if (error instanceof StoreError && error.code === 'unauthorized') this.capabilities = { ...this.capabilities, authors: 'account' };
      throw error;
    }
  }

  /** WordPress shows held comments to moderators only: this browser remembers its own. */
  async held(thread: string): Promise<Comment[]> {
    const post = postOf(thread);
    const kept = this.heldComments.of(post);
    const ids = kept.map(({ id }) => id).filter((id) => /^\d+$/.test(id));
    if (!ids.length) return [];
    const published = new Set((await this.list({ post, include: ids, per_page: 100, _fields: 'id' })).comments.map(({ id }) => id));
    this.heldComments.forget(published);
    return kept.filter(({ id }) => !published.has(id));
  }

  /** Comments that fit a query. Without the header that counts them, those that came are taken for all. */
  async list(query: Query, signal?: AbortSignal): Promise<Listed> {
    const { data, total } = await this.site.read('comments', { _fields: commentFields, ...query }, signal);
    if (!Array.isArray(data)) throw new StoreError('unavailable', 'not a list of comments');
    const comments = data.map((each) => commentOf(each, this.site.base)).filter((each) => each !== undefined);
    const answered = new Set(data.filter(isAnswered).map((each) => String(fieldsOf(each)['id'])));
    return { comments, answered, total: total ?? data.length };
  }

  /** How many comments a long thread has, and which of them have been given. */
  progress(post: string): { total: number; given: Set<string> } {
    let given = this.given.get(post);
    if (!given) this.given.set(post, (given = new Set()));
    return { total: this.totals.get(post) ?? 0, given };
  }

  /** A post says whether it takes comments; without its word the reader is told when one is refused. */
  private async isClosed(post: string, signal?: AbortSignal): Promise<boolean> {
    for (const route of ['posts', 'pages']) {
      try {
        const { data } = await this.site.read(`${route}/${post}`, postQuery, signal);
        return textIn(fieldsOf(data)['comment_status']) === 'closed';
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

/** How many comments posts of a WordPress have. It has no route for that: the comments of all are listed, a hundred at a time. */
async function countPosts({ site }: WordPressStore, threads: string[], signal?: AbortSignal): Promise<Map<string, number>> {
  const posts = threads.map(postOf);
  const list = async (page: number) => {
    const { data, total } = await site.read('comments', { post: posts, per_page: most, page, _fields: 'post' }, signal);
    if (!Array.isArray(data)) throw new StoreError('unavailable', 'not a list of comments');
    return { of: data.map((each) => String(fieldsOf(each)['post'])), total: total ?? data.length };
  };
  try {
    const first = await list(1);
    const pages = Math.ceil(first.total / most);
    // One question a post is dearer, unless the posts are few and the comments many.
    if (pages > posts.length) return await oneByOne(site, posts, signal);
    const rest = await inTurn(
      Array.from({ length: pages - 1 }, (_, index) => index + 2),
      list,
    );
    const counts = new Map(posts.map((post) => [post, 0]));
    for (const post of [first, ...rest].flatMap(({ of }) => of)) counts.set(post, (counts.get(post) ?? 0) + 1);
    return counts;
  } catch (error) {
    // One post that may not be read spoils the answer for all.
    if (error instanceof StoreError && error.code === 'forbidden' && posts.length > 1) return oneByOne(site, posts, signal);
    throw error;
  }
}

async function oneByOne(site: WordPressStore['site'], posts: string[], signal?: AbortSignal): Promise<Map<string, number>> {
  return new Map(
    await inTurn(posts, async (post): Promise<[string, number]> => {
      try {
        const { total } = await site.read('comments', { post, per_page: 1, _fields: 'id' }, signal);
        return [post, total ?? NaN];
      } catch (error) {
        // Nobody may know how many there are: that is another thing than none.
        if (error instanceof StoreError && !error.fateUnknown) return [post, NaN];
        throw error;
      }
    }),
  );
}

/** A few at a time: the site has other visitors. */
async function inTurn<Item, Result>(items: Item[], task: (item: Item) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  const left = items.entries();
  // One iterator for all four: each takes the next item that is left.
  const work = async (): Promise<void> => {
    for (const [index, item] of left) results[index] = await task(item);
  };
  await Promise.all([work(), work(), work(), work()]);
  return results;
}
