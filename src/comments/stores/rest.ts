/** The store of the `rest` contract (docs/rest.md). Reading is here; writing and live events are loaded when needed. */

import type { Account, CommentPage } from '../model.js';
import { RestServer } from './rest-client.js';
import type { Capabilities, CommentStore, LiveEvent, PageRequest } from './store.js';
import { StoreError } from './store.js';

interface Site {
  guests?: 'off' | 'on' | 'held';
  guestEmail?: 'none' | 'optional' | 'required';
  accounts?: boolean;
  editWindow?: number;
  maxLength?: number;
  maxNameLength?: number;
  votes?: boolean;
  reports?: boolean;
  passwordReset?: boolean;
  live?: boolean;
}

const loadWriting = once(() => import('./rest-writing.js'));
const loadBesides = once(() => import('./rest-besides.js'));

/** What is there already is there at once: a page that is being closed waits for nothing. */
function once<Module>(load: () => Promise<Module>): () => Module | Promise<Module> {
  let loaded: Module | undefined;
  return () => loaded ?? load().then((module) => loaded = module);
}

/** A function of the server, with that server given. */
type OnServer<Call> = Call extends (server: RestServer, ...given: infer Given) => infer Result ? (...given: Given) => Result : never;

export class RestStore implements CommentStore {
  /** What a server can do as a rule; its first answer says it exactly. */
  capabilities: Capabilities = {
    write: true, authors: 'account', accounts: true, edit: true, orders: ['oldest', 'newest'], maxLength: 10_000,
  };
  readonly server: RestServer;

  constructor(src: string) {
    this.server = new RestServer(src);
  }

  async page({ signal, ...query }: PageRequest): Promise<CommentPage> {
    // A reader who has just commented and reloads sees it: a page that was cached before does not count.
    const answer = await this.server.request('', { query, cache: 'no-cache', ...(signal && { signal }) });
    if (!isPage(answer)) throw new StoreError('unavailable', 'not a page of comments');
    if (answer.site) this.learn(answer.site);
    return answer;
  }

  live(thread: string, onEvent: (event: LiveEvent) => void, onLost?: () => void, since?: number): () => void {
    let stop: (() => void) | undefined;
    let stopped = false;
    void import('./rest-live.js').then(({ listen }) => { if (!stopped) stop = listen(this.server.url('/live', { thread, since }), onEvent, onLost); }, onLost);
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

  watchAccount(callback: () => void): () => void { return this.server.watchSession(callback); }

  register = this.when(loadWriting, 'register');
  logIn = this.when(loadWriting, 'logIn');
  logOut = this.when(loadWriting, 'logOut');
  forgotPassword = this.when(loadWriting, 'forgotPassword');
  identify = this.when(loadBesides, 'identify');

  // Writing, and what there is beside the page

  prepare(): void { void Promise.resolve(loadWriting()).catch(() => undefined); }

  create = this.when(loadWriting, 'createComment');
  edit = this.when(loadWriting, 'editComment');
  delete = this.when(loadWriting, 'deleteComment');
  vote = this.when(loadWriting, 'voteFor');
  report = this.when(loadWriting, 'reportComment');
  counts = this.when(loadBesides, 'counts');
  held = this.when(loadBesides, 'held');

  /** A call of a module that is loaded when it is made. */
  private when<Module, Name extends keyof Module>(load: () => Module | Promise<Module>, name: Name): OnServer<Module[Name]> {
    return (async (...given: unknown[]) => {
      const loading = load();
      const module = !(loading instanceof Promise) ? loading : await loading.catch((cause: unknown) => {
        // The chunk did not come: for a writer that is the same as being offline.
        throw new StoreError('offline', 'a part of the script did not load', { cause });
      });
      return (module[name] as (...all: unknown[]) => unknown)(this.server, ...given);
    }) as OnServer<Module[Name]>;
  }

  /** Where there are neither guests nor accounts, the host's readers write, by single sign-on. */
  private learn({ guests = 'off', accounts = true, votes = false, reports = false, passwordReset = false, live = false, ...given }: Site): void {
    const open = guests !== 'off';
    // Limits are numbers, whatever the server says.
    const limits = Object.fromEntries(Object.entries(given).filter(([name, value]) => name === 'guestEmail' || Number.isFinite(value)));
    this.capabilities = {
      ...this.capabilities, ...limits, authors: !open ? 'account' : accounts ? 'both' : 'guest', accounts,
      orders: votes ? ['oldest', 'newest', 'top'] : ['oldest', 'newest'], vote: votes, report: reports, passwordReset, live,
    };
  }
}

function isPage(answer: unknown): answer is CommentPage & { site?: Site } {
  const page = answer as CommentPage | undefined;
  return Array.isArray(page?.comments) && Number.isFinite(page.count);
}
