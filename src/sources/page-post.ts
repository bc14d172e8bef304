import { canonicalUrl, safeUrl } from '../base/links.js';
import { nearest } from '../base/language.js';
import type { Post } from './post.js';

/** Longer than this the page's viewer is not waited for, in milliseconds. */
const patience = 10_000;

/** The post on the page, as data: what the others are compared with. One that a viewer is about to show is waited for. */
export async function readCurrentPost(host: HTMLElement & { current?: string; for?: string }): Promise<Post> {
  const viewer = document.querySelector('blog-post:state(loading)');
  if (viewer) {
    await new Promise((resolve) => {
      for (const name of ['blog-post-load', 'blog-post-error']) viewer.addEventListener(name, resolve, { once: true });
      setTimeout(resolve, patience);
    });
  }
  const holder = (host.for && document.getElementById(host.for)) || host.closest('article') || document.querySelector('blog-post article, article, main') || document.body;
  const shown = holder.closest<HTMLElement & { post?: Post }>('blog-post')?.post;
  const content = (name: string): string[] => [...document.querySelectorAll<HTMLMetaElement>(`meta[name="${name}"], meta[property="${name}"]`)].map((meta) => meta.content);
  const inLanguage = nearest(holder, 'lang');
  const datePublished = content('article:published_time')[0] ?? [...holder.querySelectorAll('time[datetime]')].find((time) => !host.contains(time))?.getAttribute('datetime');
  return {
    id: '',
    description: content('description')[0] ?? '',
    author: [],
    ...(inLanguage && { inLanguage }),
    ...(datePublished && { datePublished }),
    ...shown,
    url: safeUrl(host.current, document.baseURI) ?? (shown?.url || canonicalUrl()),
    headline: holder.querySelector('h1, h2')?.textContent?.trim() || document.title,
    articleBody: [...holder.querySelectorAll('p, li, h2, h3, h4, figcaption, blockquote, td')].filter((element) => !host.contains(element)).map((element) => element.textContent).join('\n'),
    keywords: [...content('keywords').flatMap((words) => words.split(',')), ...content('article:tag'), ...shown?.keywords ?? []].map((word) => word.trim()).filter(Boolean),
  };
}
