/** When two posts are one. Knows no DOM. */
import { tracking } from '../base/links.js';
import type { Post } from '../sources/post.js';

/** One key for the ways in which one address is written. */
export function addressKey(address: string): string {
  if (!URL.canParse(address)) return address;
  const { hostname, port, pathname, searchParams } = new URL(address);
  const told = new URLSearchParams([...searchParams].filter(([name]) => !tracking.test(name) && !/^(ref|amp|replytocom|share)$/.test(name)));
  told.sort();
  // WordPress has a page of comments for its post, and may say that it is the canonical one; some have one for telephones.
  const path = pathname.replace(/\/(comment-page-\d+|amp|(index|default)\.(html?|php|aspx?))?\/{0,9}$/i, '');
  return `${hostname.replace(/^www\./, '')}:${port}${decodePath(path)}?${told}`;
}

function decodePath(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}

/** The same without the host: a copy of a site, such as a preview, has another one than its feed says. */
export function pathOf(key: string): string {
  return key.slice(key.indexOf(':'));
}

/** What a post is known by: its address, and its title with its day, since many a post lives at two addresses. */
export function keysOf({ url, headline, datePublished }: Post): string[] {
  return [addressKey(url), ...(datePublished ? [`${headline.trim().toLowerCase()} ${datePublished.slice(0, 10)}`] : [])];
}
