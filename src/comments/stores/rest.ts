/** The store of the `rest` contract (docs/rest.md). */

import { readStored, storageKeys, writeStored } from '../../base/storage.js';
import { defaultMaxLength, liveEventTypes, maxCountedThreads, type Account, type Comment, type CommentPage, type Session, type Site } from '../model.js';
import { fieldsOf, isInteger, isObject, listIn } from '../json.js';
import { HeldComments } from './held-comments.js';
import { isAccount, isSession, RestServer } from './rest-client.js';
import { StoreError, type Capabilities, type CommentStore, type LiveEvent, type NewComment, type PageRequest } from './store.js';

export class RestStore implements CommentStore {
  /** What a server usually can do; its first answer says it exactly. */
  capabilities: Capabilities = {
    write: true,
    authors: 'account',
    accounts: true,
    edit: true,
    orders: ['oldest', 'newest'],
    maxLength: defaultMaxLength,
  };
  readonly server: RestServer;
  private readonly heldComments: HeldComments;

  constructor(src: string) {
    this.server = new RestServer(src);
    this.heldComments = new HeldComments(this.server.base);
  }

  // Reading

  async page({ signal, ...query }: PageRequest): Promise<CommentPage> {
    // A reader who has just commented and reloads sees it: a page that was cached before does not count.
    const answer = await this.server.request('', { query, cache: 'no-cache', ...(signal && { signal }) });
    if (!isPage(answer)) throw new StoreError('unavailable', 'not a page of comments');
    if (answer.site) this.learn(answer.site);
    return answer;
  }

  async counts(threads: string[], signal?: AbortSignal): Promise<Map<string, number>> {
    const found = new Map<string, number>();
    for (let start = 0; start < threads.length; start += maxCountedThreads) {
      const { counts } = fieldsOf(
        await this.server.request('/counts', { query: { thread: threads.slice(start, start + maxCountedThreads) }, ...(signal && { signal }) }),
      );
      if (!isObject(counts)) throw new StoreError('unavailable', 'not an answer of counts');
      for (const [thread, count] of Object.entries(counts)) found.set(thread, isInteger(count) ? count : NaN);
    }
    return found;
  }

  async held(thread: string): Promise<Comment[]> {
    return (await Promise.all([this.heldOfAccount(thread), this.heldOfGuest(thread)])).flat();
  }

  /** `EventSource` reconnects by itself and resumes behind the last id it saw. `onLost`: the server refused, and is not asked again. */
  live(thread: string, onEvent: (event: LiveEvent) => void, onLost?: () => void, since?: number): () => void {
    const source = new EventSource(this.server.url('/live', { thread, since }));
    source.addEventListener('error', () => {
      if (source.readyState === EventSource.CLOSED) onLost?.();
    });
    for (const type of liveEventTypes) {
      source.addEventListener(type, (message: MessageEvent<string>) => {
        try {
          const version = Number(message.lastEventId || NaN);
          const comment: unknown = JSON.parse(message.data);
          if (isComment(comment)) onEvent({ type, comment, ...(isInteger(version) && { version }) });
        } catch {
          // A garbled event: the next page that is read brings what it said.
        }
      });
    }
    return () => source.close();
  }

  // Accounts

  get account(): Account | undefined {
    return this.server.token ? this.server.tokenAccount : this.server.session?.account;
  }

  get token(): string | undefined {
    return this.server.token;
  }

  set token(token: string | undefined) {
    delete this.server.tokenAccount;
    if (token) this.server.token = token;
    else delete this.server.token;
  }

  watchAccount(callback: () => void): () => void {
    return this.server.watchSession(callback);
  }

  async register(account: { name: string; email: string; password: string }): Promise<Session> {
    return this.enter(await this.server.request('/accounts', { method: 'POST', body: account }));
  }

  async logIn(credentials: { email: string; password: string }): Promise<Session> {
    const { server } = this;
    const key = storageKeys.device(server.base);
    const device = readStored(key);
    const session = this.enter(await server.request('/sessions', { method: 'POST', body: { ...credentials, ...(device && { device }) } }));
    if (typeof session.device === 'string') writeStored(key, session.device);
    return session;
  }

  private enter(session: unknown): Session {
    if (!isSession(session)) throw new StoreError('unavailable', 'the answer is not a session');
    return (this.server.session = session);
  }

  /** The browser forgets the session whatever the server says; only "everywhere" needs its word. */
  async logOut(everywhere = false): Promise<void> {
    const { server } = this;
    try {
      await server.request(everywhere ? '/sessions' : '/sessions/current', { method: 'DELETE', session: true });
    } catch (error) {
      if (everywhere) throw error;
    }
    server.session = undefined;
    delete server.token;
    delete server.tokenAccount;
  }

  async forgotPassword(email: string): Promise<void> {
    await this.server.request('/accounts/password', { method: 'POST', body: { email } });
  }

  /** Asks the server whose token it is. */
  async identify(): Promise<void> {
    const { server } = this;
    const { token } = server;
    if (!token || server.tokenAccount) return;
    const account = await server.request('/accounts/me', { session: true });
    if (server.token === token && isAccount(account)) server.tokenAccount = account;
  }

  // Writing

  async create({ extra, signal, ...comment }: NewComment): Promise<Comment> {
    // Fields that the page added travel beside ours and never in their place.
    const body = { ...extra, ...comment };
    const created = await this.server.request('', { method: 'POST', body, session: !comment.author, ...(signal && { signal }) });
    if (!isComment(created)) throw new StoreError('unavailable', 'the answer is not a comment');
    if (comment.author && created.status === 'held') this.heldComments.remember(comment.thread, created);
    return created;
  }

  async edit(id: string, text: string, secret?: string): Promise<Comment> {
    const changed = await this.server.request(pathOf(id), { method: 'PATCH', body: { text, ...(secret && { secret }) }, session: !secret });
    if (!isComment(changed)) throw new StoreError('unavailable', 'the answer is not a comment');
    if (secret) this.heldComments.change(changed);
    return changed;
  }

  async delete(id: string, secret?: string): Promise<void> {
    await this.server.request(pathOf(id), { method: 'DELETE', keepalive: true, session: !secret, ...(secret && { headers: { 'Edit-Secret': secret } }) });
    if (secret) this.heldComments.forget([id]);
  }

  async vote(id: string, on: boolean): Promise<number> {
    return Number(fieldsOf(await this.server.request(`${pathOf(id)}/vote`, { method: on ? 'PUT' : 'DELETE', session: true }))['votes']) || 0;
  }

  async report(id: string, reason?: string): Promise<void> {
    await this.server.request(`${pathOf(id)}/report`, { method: 'POST', body: reason ? { reason } : {}, session: true });
  }

  private async heldOfAccount(thread: string): Promise<Comment[]> {
    if (!this.server.token && !this.server.session) return [];
    const answer = await this.server.request('/held', { query: { thread }, session: true }).catch(() => undefined);
    return listIn(fieldsOf(answer)['comments']).filter(isComment);
  }

  /** What a guest wrote in this browser and nobody else sees yet. What cannot be found out now is left out. */
  private async heldOfGuest(thread: string): Promise<Comment[]> {
    const waiting = await Promise.all(
      this.heldComments.of(thread).map(async (comment) => {
        try {
          const { status } = fieldsOf(await this.server.request(pathOf(comment.id), { cache: 'no-cache' }));
          if (status === 'published') this.heldComments.forget([comment.id]);
          return undefined;
        } catch (error) {
          return error instanceof StoreError && error.code === 'not-found' ? comment : undefined;
        }
      }),
    );
    return waiting.filter((comment) => comment !== undefined);
  }

  /** Where there are neither guests nor accounts, the host's readers write, by single sign-on. */
  private learn({ guests = 'off', accounts = true, votes = false, reports = false, passwordReset = false, live = false, ...given }: Partial<Site>): void {
    const open = guests !== 'off';
    // Limits are numbers, whatever the server says.
    const limits = Object.fromEntries(Object.entries(given).filter(([name, value]) => name === 'guestEmail' || Number.isFinite(value)));
    this.capabilities = {
      ...this.capabilities,
      ...limits,
      authors: !open ? 'account' : accounts ? 'both' : 'guest',
      accounts,
      orders: votes ? ['oldest', 'newest', 'top'] : ['oldest', 'newest'],
      vote: votes,
      report: reports,
      passwordReset,
      live,
    };
  }
}

function isPage(value: unknown): value is CommentPage & { site?: Partial<Site> } {
  const { comments, count } = fieldsOf(value);
  return Array.isArray(comments) && Number.isFinite(count);
}

/** The id says enough (some servers count their comments): what is shown of a comment goes through `cleanComment`. */
function isComment(value: unknown): value is Comment {
  return /^(string|number)$/.test(typeof fieldsOf(value)['id']);
}

const pathOf = (id: string): string => `/${encodeURIComponent(id)}`;
