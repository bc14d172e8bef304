/** Which thread is meant, and the normal form of an address that stands for one. */

import { canonicalUrl, tracking } from '../base/links.js';
import type { CommentStore } from './stores/store.js';

const frontPage = /^\/(index\.\w+)?$/;

/** The thread that the page names; else the one that the store means by default; else the page's own. Undefined where there is none. */
export function threadOf(store: CommentStore, named: string | undefined): string | undefined {
  if (named) return named;
  const ofPage = pageThread();
  return store.defaultThread ? store.defaultThread(ofPage) : ofPage;
}

/**
 * Path and query of the canonical link, or of the page without tracking parameters. Undefined for a front page: posts are
 * listed there by turns, and their comments would all land in one thread.
 */
export function pageThread(): string | undefined {
  return threadOfAddress(canonicalUrl()) ?? threadOfAddress(location.href);
}

function threadOfAddress(address: string): string | undefined {
  const url = new URL(address);
  for (const name of [...url.searchParams.keys()]) if (tracking.test(name)) url.searchParams.delete(name);
  return frontPage.test(url.pathname) && !url.search ? undefined : url.pathname + url.search;
}
