import { canonicalUrl, safeUrl } from '../base/links.js';
import { nearest } from '../base/language.js';
import type { Post } from '../sources/post.js';

/** The post on the page, as data: what the others are compared with. */
export function readCurrentPost(host: Element, { current, article }: { current?: string | undefined; article?: Element | null | undefined }): Post {
  const holder = article ?? host.closest('article') ?? document.querySelector('blog-post article, article, main') ?? document.body;
  const content = (name: string): string[] => [...document.querySelectorAll<HTMLMetaElement>(`meta[name="${name}"], meta[property="${name}"]`)].map((meta) => meta.content);
  const inLanguage = nearest(holder, 'lang');
  const datePublished = content('article:published_time')[0] ?? [...holder.querySelectorAll('time[datetime]')].find((time) => !host.contains(time))?.getAttribute('datetime');
  return {
    id: '',
    url: safeUrl(current, document.baseURI) ?? canonicalUrl(),
    headline: holder.querySelector('h1, h2')?.textContent?.trim() || document.title,
    description: content('description')[0] ?? '',
    articleBody: [...holder.querySelectorAll('p, li, h2, h3, h4, figcaption, blockquote, td')].filter((element) => !host.contains(element)).map((element) => element.textContent).join('\n'),
    keywords: [...content('keywords').flatMap((words) => words.split(',')), ...content('article:tag')].map((word) => word.trim()).filter(Boolean),
    author: [],
    ...(inLanguage && { inLanguage }),
    ...(datePublished && { datePublished }),
  };
}
