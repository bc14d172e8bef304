/** When two posts are one and the same. Knows no DOM. */

import { tracking } from '../base/links.js';
import type { Post } from '../sources/post.js';

/** One key for all spellings of an address. */
export function addressKey(address: string): string {
  if (!URL.canParse(address)) return address;
  const { hostname, port, pathname, searchParams } = new URL(address);
  const query = new URLSearchParams([...searchParams].filter(([name]) => !tracking.test(name) && !/^(ref|amp|replytocom|share)$/.test(name)));
  query.sort();
  // WordPress has a page of comments for its post, and may call it the canonical one; some sites have an AMP page.
  const path = pathname.replace(/\/(comment-page-\d+|amp|(index|default)\.(html?|php|aspx?))?\/{0,9}$/i, '');
  return `${hostname.replace(/^www\./, '')}:${port}${decodePath(path)}?${query}`;
}

function decodePath(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}

/** The key without the host: a copy of a site, such as a preview, has another host than its feed says. */
export function pathOf(key: string): string {
  return key.slice(key.indexOf(':'));
}

/** The keys of a post: its address, and its title with its day, since many posts live at two addresses. */
export function keysOf({ url, headline, datePublished }: Post): [address: string, ...others: string[]] {
  return [addressKey(url), ...(datePublished ? [`${headline.trim().toLowerCase()} ${datePublished.slice(0, 10)}`] : [])];
}
