/** Reads posts from anywhere. The request starts at once; the code that reads the answer loads beside it. */

import { safeUrl } from '../base/links.js';
import { loadOnce } from '../base/load-once.js';
import { loadMarkdown, preloadReader } from './formats.js';
import type { Post } from './post.js';
import type { ReadOptions } from './read-answer.js';

const loadReaders = loadOnce(() => import('./read-answer.js'));

/**
 * @param src an http(s) address, relative to the page
 * @returns the posts in the order of the source, at least one
 * @throws SourceError with a sentence that says what was expected, what came and what to do; the signal's reason when it was aborted
 */
export async function readPosts(src: string, options: ReadOptions = {}): Promise<Post[]> {
  const url = safeUrl(src, document.baseURI);
  // No header of our own and no other mode: it must be the request that `<link rel="preload" as="fetch" crossorigin>` makes, so that its answer is used.
  const request = url ? fetch(url, { signal: options.signal ?? null }) : undefined;
  // Its failure is for the reader to explain, which may come later.
  request?.catch(() => undefined);
  if (url) preloadReader(url, options.format ?? 'auto');
  const { readAnswer } = await loadReaders();
  return readAnswer(src, request, options);
}

/** Posts that the page gives as data: addresses may be relative to the page, and fields may be missing. */
export async function readGivenPosts(posts: readonly unknown[]): Promise<Post[]> {
  const { readJson } = await loadReaders();
  return readJson(posts, document.baseURI);
}

/** A post that is written in the page as Markdown. */
export async function readWrittenPost(markdown: string): Promise<Post> {
  loadMarkdown().catch(() => undefined);
  const { readWritten } = await loadReaders();
  return readWritten(markdown);
}
