/** Gets one post from anywhere. */
import { readPosts, readText } from '../sources/open.js';
import type { Post } from '../sources/post.js';
import { SourceError } from '../sources/source-error.js';

export interface FetchOptions { entry?: string | undefined; format: string; signal: AbortSignal }

export async function fetchPost(src: string, { entry, format, signal }: FetchOptions): Promise<Post> {
  if (!entry) return (await readPosts(src, { format, signal }))[0]!;
  // A list may give its posts in pages.
  const posts = await readPosts(src, { format, signal, more: (read) => !findEntry(read, entry) });
  const found = findEntry(posts, entry);
  if (!found) throw new SourceError(`${src}: expected the entry "${entry}", and it is not among the ${posts.length} that came`, 'errorMissing');
  return found;
}

function findEntry(posts: Post[], entry: string): Post | undefined {
  const name = entry.replace(/^\/|\/$/g, '');
  return posts.find(({ id, url }) => id === entry || sameAddress(url, entry)) ?? posts.find(({ url, slug }) => slug === name || slugOf(url) === name);
}

/** Markdown that stands in the page, in a script element that does not run. */
export async function readWritten(text: string): Promise<Post> {
  const [post] = await readText(dedent(text), { url: document.baseURI, format: 'markdown' });
  return post!;
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

/** Markdown written inside HTML is indented with it; four spaces would make code of it. */
function dedent(text: string): string {
  const indents = text.split('\n').filter((line) => line.trim()).map((line) => /^[ \t]*/.exec(line)![0]);
  const [shortest = ''] = indents.sort((a, b) => a.length - b.length);
  return shortest ? text.replace(new RegExp(`^${shortest}`, 'gm'), '') : text;
}
