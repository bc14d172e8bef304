/** Addresses in WordPress's REST API (wp/v2). Loaded before the rest, so that the first request need not wait for it. */

import { safeUrl } from '../../../base/links.js';

export type Query = Record<string, string | number | string[]>;

/** What is asked for of each comment: a third of the bytes of all. */
export const commentFields = 'id,post,parent,author_name,author_url,date_gmt,content,status,_links.children';

/** The most that WordPress gives at a time. */
export const most = 100;

/** Asks for all comments of a post, if they are no more than one page. */
export const firstQuery = (post: string): Query => ({ _fields: commentFields, post, per_page: most, order: 'asc', orderby: 'date_gmt' });

/** @param root of the REST API, `?rest_route=/` for a site without pretty permalinks; its other parameters go along with every request */
export function addressOf(root: string | URL, route: string, query: Query): string {
  const url = new URL(root);
  url.hash = '';
  const inQuery = url.searchParams.get('rest_route');
  const path = (inQuery ?? url.pathname).replace(/(\/wp\/v2(\/comments)?)?\/*$/, '');
  if (inQuery === null) url.pathname = `${path}/wp/v2/${route}`;
  else url.searchParams.set('rest_route', `${path}/wp/v2/${route}`);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
  return url.href.replaceAll('%2C', ',').replaceAll('%2F', '/');
}

/** What a post says of itself: whether it takes comments. */
export const postQuery: Query = { _fields: 'comment_status' };

/** What the store asks for first of a thread: nothing where it would refuse. */
export function firstAddresses(src: string, thread: string): string[] {
  const root = safeUrl(src, document.baseURI);
  if (!root || !/^[1-9]\d{0,15}$/.test(thread)) return [];
  return [addressOf(root, 'comments', firstQuery(thread)), addressOf(root, `posts/${thread}`, postQuery)];
}
