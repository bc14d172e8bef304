/** Finds the store that a name and a URL stand for. One store a back end: all elements of a page share its session. */

import { loadOnce, type Loader } from '../../base/load-once.js';
import { sendEarly } from './early-request.js';
import { RestStore } from './rest.js';
import { StoreError } from './store.js';
import type { CommentStore, CommentStoreFactory } from './store.js';
import { firstAddresses } from './wordpress/addresses.js';

interface Line {
  load: Loader<{ open: CommentStoreFactory }> | (() => { open: CommentStoreFactory });
  /** Of a store whose code is not here yet: what it asks for first, to be asked at once. */
  firstAddresses?: (src: string, thread: string) => string[];
}

interface OpenOptions {
  restNonce?: string | undefined;
  /** The thread that will be read first. */
  thread?: string | undefined;
}

const stores = new Map<string, Line>([
  ['rest', { load: () => ({ open: (src) => new RestStore(src) }) }],
  ['wordpress', { load: loadOnce(() => import('./wordpress/store.js')), firstAddresses }],
  ['bluesky', { load: loadOnce(() => import('./bluesky.js')) }],
  ['mastodon', { load: loadOnce(() => import('./mastodon.js')) }],
  ['local', { load: loadOnce(() => import('./local.js')) }],
]);

const opened = new Map<string, Promise<CommentStore>>();

/**
 * Makes a back end known under a name, for `<blog-comments store="name">`.
 *
 * @param name lower-case letters, digits and `-`; one of ours may be replaced
 * @param factory makes the store for the `src` of an element; called once for each `src`
 */
export function registerCommentStore(name: string, factory: CommentStoreFactory): void {
  stores.set(name, { load: () => ({ open: factory }) });
  for (const key of opened.keys()) if (key.startsWith(`${name} `)) opened.delete(key);
}

/** The store for a name and a base URL. Rejects with a `StoreError` when the name is unknown or the URL is of no use. */
export function openStore(name: string, src: string, options: OpenOptions = {}): Promise<CommentStore> {
  const key = `${name} ${src} ${options.restNonce ?? ''}`;
  let store = opened.get(key);
  if (!store) {
    store = make(name, src, options);
    opened.set(key, store);
    // A part that did not load may load the next time.
    store.catch(() => {
      if (opened.get(key) === store) opened.delete(key);
    });
  }
  return store;
}

async function make(name: string, src: string, { restNonce, thread }: OpenOptions): Promise<CommentStore> {
  const line = stores.get(name);
  if (!line) throw new StoreError('not-found', `store: "${name}" is not registered`);
  // With a nonce the request needs a header, which the store knows.
  if (thread !== undefined && !restNonce) line.firstAddresses?.(src, thread).forEach(sendEarly);
  return (await line.load()).open(src, restNonce ? { restNonce } : {});
}
