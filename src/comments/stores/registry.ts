/** Finds the store that a name and a URL stand for. One store a back end: all elements of a page share its session. */

import { RestStore } from './rest.js';
import { StoreError } from './store.js';
import type { CommentStore, CommentStoreFactory } from './store.js';

type Module = { open: CommentStoreFactory };

const stores = new Map<string, () => Module | Promise<Module>>([
  ['rest', () => ({ open: (src) => new RestStore(src) })],
  ['wordpress', () => import('./wordpress/store.js')],
  ['bluesky', () => import('./bluesky.js')],
  ['mastodon', () => import('./mastodon.js')],
  ['local', () => import('./local.js')],
]);

const opened = new Map<string, Promise<CommentStore>>();

/**
 * Makes a back end known under a name, for `<blog-comments store="name">`.
 *
 * @param name lower-case letters, digits and `-`; one of ours may be replaced
 * @param factory makes the store for the `src` of an element; called once for each `src`
 */
export function registerCommentStore(name: string, factory: CommentStoreFactory): void {
  stores.set(name, () => ({ open: factory }));
  for (const key of opened.keys()) if (key.startsWith(`${name} `)) opened.delete(key);
}

/** The store for a name and a base URL. Rejects with a `StoreError` when the name is unknown or the URL is of no use. */
export function openStore(name: string, src: string, options: { restNonce?: string } = {}): Promise<CommentStore> {
  const key = `${name} ${src} ${options.restNonce ?? ''}`;
  let store = opened.get(key);
  if (!store) {
    store = make(name, src, options);
    opened.set(key, store);
    // A part that did not load may load the next time.
    store.catch(() => { if (opened.get(key) === store) opened.delete(key); });
  }
  return store;
}

async function make(name: string, src: string, options: { restNonce?: string }): Promise<CommentStore> {
  const load = stores.get(name);
  if (!load) throw new StoreError('not-found', `store: "${name}" is not registered`);
  return (await load()).open(src, options);
}
