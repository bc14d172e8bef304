import type { Account, Comment, Session } from '../../../src/comments/model.js';
import { StoreError } from '../../../src/comments/stores/store.js';
import type { Capabilities, CommentStore, NewComment } from '../../../src/comments/stores/store.js';

/** A store whose every answer the test decides. What arrives is kept by key, as a server would. */
export class FakeStore implements CommentStore {
  capabilities: Capabilities = {
    write: true,
    authors: 'guest',
    accounts: false,
    edit: true,
    orders: ['oldest'],
    maxLength: 1000,
    maxNameLength: 40,
  };
  account?: Account;
  token?: string;
  /** Each create that was tried, in order. */
  tried: NewComment[] = [];
  edited: { id: string; text: string; secret?: string }[] = [];
  /** What arrived. */
  stored = new Map<string, Comment>();
  /** Answers in order; when used up, the last one goes on. */
  answers: ((comment: NewComment) => Promise<Comment> | Comment)[] = [(comment) => this.keep(comment)];
  status: Comment['status'] = 'published';
  loggedOut = 0;
  private watchers = new Set<() => void>();

  keep(comment: NewComment): Comment {
    let found = this.stored.get(comment.key);
    if (!found) {
      found = {
        id: `c${this.stored.size + 1}`,
        author: { name: comment.author?.name ?? this.account?.name ?? '' },
        text: comment.text,
        dateCreated: '2026-11-24T12:00:00Z',
        status: this.status,
        own: true,
        ...(comment.parent && { parent: comment.parent }),
      };
      this.stored.set(comment.key, found);
    }
    return found;
  }

  async create(comment: NewComment): Promise<Comment> {
    this.tried.push(structuredClone({ ...comment, signal: undefined }));
    const answer = this.answers.length > 1 ? this.answers.shift()! : this.answers[0]!;
    return answer(comment);
  }

  async edit(id: string, text: string, secret?: string): Promise<Comment> {
    this.edited.push({ id, text, ...(secret && { secret }) });
    return { id, author: { name: 'Anna' }, text, dateCreated: '2026-11-24T12:00:00Z', dateModified: '2026-11-24T12:05:00Z', status: 'published' };
  }

  page = async () => ({ comments: [], count: 0 });

  async logIn({ email, password }: { email: string; password: string }): Promise<Session> {
    if (password !== 'right') throw new StoreError('unauthorized', 'no', { fields: { password: 'wrong' } });
    return this.enter(email.split('@')[0]!);
  }

  async register({ name }: { name: string }): Promise<Session> {
    if (name === 'Taken') throw new StoreError('conflict', 'taken', { fields: { name: 'taken' } });
    return this.enter(name);
  }

  async forgotPassword(): Promise<void> {
    /* always well */
  }

  async logOut(): Promise<void> {
    this.loggedOut++;
    delete this.account;
    this.tell();
  }

  watchAccount(callback: () => void): () => void {
    this.watchers.add(callback);
    return () => this.watchers.delete(callback);
  }

  private enter(name: string): Session {
    this.account = { id: name, name };
    this.tell();
    return { token: 't', account: this.account };
  }

  private tell(): void {
    for (const each of this.watchers) each();
  }
}

export function fails(code: ConstructorParameters<typeof StoreError>[0], options = {}): () => Promise<never> {
  return () => Promise.reject(new StoreError(code, code, options));
}

/** A promise that the test settles. */
export function later<Value>() {
  let resolve!: (value: Value) => void;
  let reject!: (error: unknown) => void;
  const promise = new Promise<Value>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
