/** Finds one post in a feed or a list. */

import type { Post } from './post.js';

/** @param entry the post's id, URL or slug */
export function findEntry(posts: Post[], entry: string): Post | undefined {
  const name = entry.replace(/^\/|\/$/g, '');
  return posts.find(({ id, url }) => id === entry || sameAddress(url, entry)) ?? posts.find(({ url, slug }) => slug === name || slugOf(url) === name);
}

function sameAddress(url: string, entry: string): boolean {
  const plain = (address: string) =>
    address
      .replace(/#.*$/, '')
      .replace(/\/$/, '')
      .replace(/^http:/, 'https:');
  try {
    return plain(url) === plain(new URL(entry, url).href);
  } catch {
    return false;
  }
}

/** The last part of an address, by which people call a post. */
function slugOf(url: string): string | undefined {
  return url
    .replace(/[?#].*$/s, '')
    .replace(/\/$/, '')
    .split('/')
    .pop()
    ?.replace(/\.\w{2,5}$/, '');
}
