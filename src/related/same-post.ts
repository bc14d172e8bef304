/** When two posts are one. Knows no DOM. */
import type { Post } from '../sources/post.js';

/** One key for the ways in which one address is written. */
export function addressKey(address: string): string {
  if (!URL.canParse(address)) return address;
  const { hostname, port, pathname, searchParams } = new URL(address);
  for (const name of [...searchParams.keys()]) if (/^(utm_.*|fbclid|gclid|msclkid|mc_[ce]id|ref)$/i.test(name)) searchParams.delete(name);
  searchParams.sort();
  // WordPress has a page of comments for its post, and may say that it is the canonical one.
  const path = pathname.replace(/\/comment-page-\d+\/?$/, '').replace(/\/(index|default)\.(html?|php|aspx?)$/i, '/').replace(/\/+$/, '');
  return `${hostname.replace(/^www\./, '')}:${port}${decodePath(path)}?${searchParams}`;
}

function decodePath(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}

/** What a post is known by: its address, and its title with its day, since many a post lives at two addresses. */
export function keysOf({ url, headline, datePublished }: Post): string[] {
  return [addressKey(url), ...(datePublished ? [`${headline.trim().toLowerCase()} ${datePublished.slice(0, 10)}`] : [])];
}
