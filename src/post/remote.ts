/** Gets one post from anywhere. */
import { safeUrl } from '../base/links.js';
import type { Post } from '../sources/post.js';

export interface FetchOptions { entry?: string | undefined; format: string; signal: AbortSignal }

export async function fetchPost(src: string, { signal }: FetchOptions): Promise<Post> {
  const url = safeUrl(src, document.baseURI);
  if (!url) throw new TypeError(`src: "${src}" is not an http(s) address`);
  signal.throwIfAborted();
  throw new Error('not yet');
}
