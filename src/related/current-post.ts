/** The post on the page, with its text: what the others are compared with. */

import { safeUrl } from '../base/links.js';
import { readPagePost, readText } from '../sources/page-post.js';
import type { Post } from '../sources/post.js';

/** Longer than this a `<blog-post>` on the page is not waited for, in milliseconds. */
const patience = 10_000;

/** What is asked of the element that wants to know. */
interface Host extends HTMLElement {
  /** The post's URL, where the page's own is not it. */
  readonly current?: string | undefined;
  /** The id of the post's article. */
  readonly for?: string | undefined;
}

/** A post that a `<blog-post>` is loading is waited for. */
export async function readCurrentPost(host: Host, signal: AbortSignal): Promise<Post> {
  const loading = document.querySelector('blog-post:state(loading)');
  if (loading) await settled(loading, signal);
  const article =
    (host.for && document.getElementById(host.for)) || host.closest('article') || document.querySelector('blog-post article, article, main') || document.body;
  const found = readPagePost(article);
  const shown = article.closest<HTMLElement & { post?: Post }>('blog-post')?.post;
  return {
    ...found,
    ...shown,
    id: shown?.id ?? '',
    url: safeUrl(host.current, document.baseURI) ?? (shown?.url || found.url),
    headline: found.headline,
    articleBody: readText(article),
    keywords: [...found.keywords, ...(shown?.keywords ?? [])],
  };
}

function settled(viewer: Element, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      for (const name of events) viewer.removeEventListener(name, done);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const events = ['blog-post-load', 'blog-post-error'];
    const timer = setTimeout(done, patience);
    for (const name of events) viewer.addEventListener(name, done);
    signal.addEventListener('abort', done);
  });
}
