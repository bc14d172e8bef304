/** The store of the `rest` contract (docs/rest.md). Reading is here; writing and live events are loaded when needed. */

import type { Account, Comment, CommentPage, Session } from '../model.js';
import { RestServer } from './rest-request.js';
import type { Capabilities, CommentStore, LiveEvent, NewComment, PageRequest } from './store.js';
import { StoreError } from './store.js';

interface Site {
  guests?: 'off' | 'on' | 'held';
  guestEmail?: 'none' | 'optional' | 'required';
  accounts?: boolean;
  editWindow?: number;
  maxLength?: number;
  maxNameLength?: number;
  votes?: boolean;
  live?: boolean;
}

export class RestStore implements CommentStore {
  /** What a server can do as a rule; its first answer says it exactly. */
  capabilities: Capabilities = {
    write: true, authors: 'account', accounts: true, edit: true, orders: ['oldest', 'newest', 'top'], report: true, live: true, maxLength: 10_000,
  };
  readonly server: RestServer;

  constructor(src: string) {
    this.server = new RestServer(src);
  }

  async page({ signal, ...query }: PageRequest): Promise<CommentPage> {
    // A reader who has just commented and reloads sees it: a page that was cached before does not count.
    const answer = await this.server.request('', { query, cache: 'no-cache', ...(signal && { signal }) });
    if (!isPage(answer)) throw new StoreError('unavailable', 'the answer is not a page of comments');
    if (answer.site) this.learn(answer.site);
    return answer;
  }

  async counts(threads: string[], signal?: AbortSignal): Promise<Map<string, number>> {
    const found = new Map<string, number>();
    for (let start = 0; start < threads.length; start += 100) {
      const answer = await this.server.request('/counts', { query: { thread: threads.slice(start, start + 100) }, ...(signal && { signal }) }) as { counts?: Record<string, unknown> } | undefined;
      for (const [thread, count] of Object.entries(answer?.counts ?? {})) if (Number.isSafeInteger(count)) found.set(thread, count as number);
    }
    return found;
  }

  async held(thread: string): Promise<Comment[]> {
    if (!this.server.token && !this.server.session) return [];
    const answer = await this.server.request('/held', { query: { thread }, session: true }) as { comments?: Comment[] } | undefined;
    return Array.isArray(answer?.comments) ? answer.comments : [];
  }

  live(thread: string, onEvent: (event: LiveEvent) => void): () => void {
    let stop: (() => void) | undefined;
    let stopped = false;
    void import('./rest-live.js').then(({ listen }) => { if (!stopped) stop = listen(this.server.url('/live', { thread }), onEvent); }, () => undefined);
    return () => { stopped = true; stop?.(); };
  }

  // Accounts

  get account(): Account | undefined { return this.server.token ? this.server.tokenAccount : this.server.session?.account; }

  get token(): string | undefined { return this.server.token; }

  set token(token: string | undefined) {
    delete this.server.tokenAccount;
    if (token) this.server.token = token;
    else delete this.server.token;
  }

  /** Asks the server whose token it is. */
  async identify(): Promise<void> {
    const { token } = this.server;
    if (!token || this.server.tokenAccount) return;
    const account = await this.server.request('/accounts/me', { session: true }) as Account;
    if (this.server.token === token) this.server.tokenAccount = account;
  }

  watchAccount(callback: () => void): () => void { return this.server.watchSession(callback); }

  async register(account: { name: string; email: string; password: string }): Promise<Session> { return (await writing()).register(this.server, account); }
  async logIn(credentials: { email: string; password: string }): Promise<Session> { return (await writing()).logIn(this.server, credentials); }
  async logOut(everywhere?: boolean): Promise<void> { return (await writing()).logOut(this.server, everywhere); }
  async forgotPassword(email: string): Promise<void> { return (await writing()).forgotPassword(this.server, email); }

  // Writing

  async create(comment: NewComment): Promise<Comment> { return (await writing()).createComment(this.server, comment); }
  async edit(id: string, text: string, secret?: string): Promise<Comment> { return (await writing()).editComment(this.server, id, text, secret); }
  async delete(id: string, secret?: string): Promise<void> { return (await writing()).deleteComment(this.server, id, secret); }
  async vote(id: string, on: boolean): Promise<number> { return (await writing()).voteFor(this.server, id, on); }
  async report(id: string, reason?: string): Promise<void> { return (await writing()).reportComment(this.server, id, reason); }

  private learn(site: Site): void {
    const guests = site.guests === 'on' || site.guests === 'held';
    this.capabilities = {
      ...this.capabilities,
      write: guests || site.accounts !== false,
      authors: !guests ? 'account' : site.accounts === false ? 'guest' : 'both',
      accounts: site.accounts !== false,
      guestEmail: site.guestEmail ?? 'none',
      vote: site.votes === true,
      live: site.live === true,
      ...(Number(site.maxLength) >= 0 && { maxLength: Number(site.maxLength) }),
      ...(Number(site.maxNameLength) > 0 && { maxNameLength: Number(site.maxNameLength) }),
      ...(Number(site.editWindow) >= 0 && { editWindow: Number(site.editWindow) }),
    };
  }
}

const writing = () => import('./rest-writing.js').catch((cause: unknown) => {
  // The chunk did not come: for a writer that is the same as being offline.
  throw new StoreError('offline', 'a part of the script could not be loaded', { cause });
});

function isPage(answer: unknown): answer is CommentPage & { site?: Site } {
  const page = answer as CommentPage | undefined;
  return Array.isArray(page?.comments) && Number.isFinite(page.count);
}
