/** Which thread a page's comments belong to, when the page does not say. */

import { canonicalUrl, tracking } from '../base/links.js';

const frontPage = /^\/(index\.\w+)?$/;

/** The thread that an element means. Some stores have keys of their own: WordPress the number of a post, others a post's address. */
export function threadOf({ thread, store, src }: { thread?: string; store: string; src: string }): string | undefined {
  return thread || (store === 'wordpress' ? undefined : /^(bluesky|mastodon)$/.test(store) ? src : defaultThread());
}

/**
 * Path and query of the canonical link, or of the page without tracking parameters. Undefined for a front page: posts are
 * listed there by turns, and their comments would all land in one thread.
 */
function defaultThread(): string | undefined {
  return keyOf(canonicalUrl()) ?? keyOf(location.href);
}

function keyOf(address: string): string | undefined {
  const url = new URL(address);
  for (const name of [...url.searchParams.keys()]) if (tracking.test(name)) url.searchParams.delete(name);
  return frontPage.test(url.pathname) && !url.search ? undefined : url.pathname + url.search;
}
