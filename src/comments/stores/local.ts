/**
 * Comments that never leave this browser: for demos, for trying out a theme, and for previews in an editor. Everyone who uses
 * the browser is a guest, and all comments are their own. What is written lives in `localStorage`, in memory where that is blocked.
 */

/* eslint-disable @typescript-eslint/require-await -- a store is asynchronous: what is thrown here has to be a rejection */

import { readStored, storageKeys, watchStored, writeStored } from '../../base/storage.js';
import type { Comment, CommentPage } from '../model.js';
import { fieldsOf, listIn, parseJson } from '../json.js';
import { pageOf } from './paging.js';
import { StoreError, type Capabilities, type CommentStore, type CommentStoreFactory, type LiveEvent, type NewComment, type PageRequest } from './store.js';

interface Kept extends Comment {
  thread: string;
  key: string;
  text: string;
  voted?: boolean;
}

export class LocalStore implements CommentStore {
  readonly capabilities: Capabilities = {
    write: true,
    authors: 'guest',
    accounts: false,
    guestEmail: 'none',
    edit: true,
    orders: ['oldest', 'newest', 'top'],
    vote: true,
    report: false,
    live: true,
    maxLength: 10_000,
    maxNameLength: 60,
  };
  private readonly storageKey: string;

  /** @param src a name for the collection: two elements with the same one show the same comments */
  constructor(src = '') {
    this.storageKey = storageKeys.localComments(src);
  }

  async page(request: PageRequest): Promise<CommentPage> {
    return pageOf(
      this.read()
        .filter(({ thread }) => thread === request.thread)
        .map(given),
      request,
    );
  }

  async counts(threads: string[]): Promise<Map<string, number>> {
    const all = this.read();
    return new Map(threads.map((thread) => [thread, all.filter((each) => each.thread === thread && each.status === 'published').length]));
  }

  async create({ thread, parent, text, key, author }: NewComment): Promise<Comment> {
    const all = this.read();
    const there = all.find((comment) => comment.key === key);
    if (there) return given(there);
    if (parent !== undefined && !all.some(({ id, status }) => id === parent && status !== 'deleted'))
      throw new StoreError('not-found', 'the comment that is answered is gone');
    const comment: Kept = {
      id: key.slice(0, 16),
      thread,
      key,
      text,
      author: { name: author?.name ?? '' },
      dateCreated: new Date().toISOString(),
      status: 'published',
      votes: 0,
      ...(parent !== undefined && { parent }),
    };
    this.write([...all, comment]);
    return given(comment);
  }

  async edit(id: string, text: string): Promise<Comment> {
    return this.change(id, (comment) => ({ ...comment, text, dateModified: new Date().toISOString() }));
  }

  /** One that was answered leaves its place behind. */
  async delete(id: string): Promise<void> {
    const all = this.read();
    if (!all.some((comment) => comment.id === id)) throw new StoreError('not-found', `no comment "${id}"`);
    if (all.some(({ parent }) => parent === id)) await this.change(id, (comment) => ({ ...comment, text: '', author: { name: '' }, status: 'deleted' }));
    else this.write(all.filter((comment) => comment.id !== id));
  }

  async vote(id: string, on: boolean): Promise<number> {
    const comment = await this.change(id, (each) => ({ ...each, voted: on, votes: on ? 1 : 0 }));
    return comment.votes ?? 0;
  }

  /** Other tabs of this browser are the others. */
  live(thread: string, onEvent: (event: LiveEvent) => void): () => void {
    let known = this.byId(thread);
    return watchStored(this.storageKey, () => {
      const now = this.byId(thread);
      for (const [id, comment] of now) {
        const before = known.get(id);
        if (!before) onEvent({ type: 'created', comment: given(comment) });
        else if (JSON.stringify(before) !== JSON.stringify(comment))
          onEvent({ type: comment.status === 'deleted' ? 'deleted' : 'changed', comment: given(comment) });
      }
      for (const [id, comment] of known) {
        if (!now.has(id)) onEvent({ type: 'deleted', comment: { ...given(comment), status: 'deleted', text: '', author: { name: '' } } });
      }
      known = now;
    });
  }

  private byId(thread: string): Map<string, Kept> {
    return new Map(
      this.read()
        .filter((comment) => comment.thread === thread)
        .map((comment) => [comment.id, comment]),
    );
  }

  private async change(id: string, how: (comment: Kept) => Kept): Promise<Comment> {
    const all = this.read();
    const before = all.find((comment) => comment.id === id);
    if (!before) throw new StoreError('not-found', `no comment "${id}"`);
    const changed = how(before);
    this.write(all.map((comment) => (comment === before ? changed : comment)));
    return given(changed);
  }

  private read(): Kept[] {
    return listIn(parseJson(readStored(this.storageKey))).filter(isKept);
  }

  private write(all: Kept[]): void {
    writeStored(this.storageKey, JSON.stringify(all));
  }
}

/** Only this file writes them: id and text say enough. What is shown of them goes through `cleanComment`. */
function isKept(value: unknown): value is Kept {
  const { id, text } = fieldsOf(value);
  return typeof id === 'string' && typeof text === 'string';
}

function given({ thread: _thread, key: _key, voted: _voted, ...comment }: Kept): Comment {
  return { ...comment, own: comment.status !== 'deleted' };
}

export const open: CommentStoreFactory = (src) => new LocalStore(src);
