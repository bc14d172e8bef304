/** Finds one post in a feed or a list. */
import { readPosts, type ReadOptions } from './open.js';
import type { Post } from './post.js';
import { SourceError } from './errors.js';

export async function fetchEntry(src: string, entry: string, options: ReadOptions): Promise<Post> {
  // A list may give its posts in pages.
  const posts = await readPosts(src, { ...options, more: (read) => !findEntry(read, entry) });
  const found = findEntry(posts, entry);
  if (!found) throw new SourceError(`${src}: expected the entry "${entry}", and it is not among the ${posts.length} that came`, 'errorMissing');
  return found;
}

function findEntry(posts: Post[], entry: string): Post | undefined {
  const name = entry.replace(/^\/|\/$/g, '');
  return posts.find(({ id, url }) => id === entry || sameAddress(url, entry)) ?? posts.find(({ url, slug }) => slug === name || slugOf(url) === name);
}

function sameAddress(url: string, entry: string): boolean {
  const plain = (address: string) => address.replace(/#.*$/, '').replace(/\/$/, '').replace(/^http:/, 'https:');
  try {
    return plain(url) === plain(new URL(entry, url).href);
  } catch {
    return false;
  }
}

/** The last part of an address, by which people call a post. */
function slugOf(url: string): string | undefined {
  return url.split(/[?#]/)[0]!.replace(/\/$/, '').split('/').pop()?.replace(/\.\w{2,5}$/, '');
}
