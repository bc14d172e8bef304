/**
 * The one reader of the page's own post: from its article, and from what the head says about it. Dates: the article's first `<time>`, then the
 * head's `article:published_time`. The article comes first because the head may describe another page: in single-page sites, and in lists.
 */

import { nearest } from '../base/language.js';
import { canonicalUrl, safeUrl } from '../base/links.js';
import type { Post } from './post.js';

/** Parts of an article that are not its text. */
export const notText =
  'script, style, template, noscript, nav, button, select, textarea, svg, [hidden], .blog-copy, blog-post, blog-comments, blog-related, blog-text-size';

/** Parts of an article that are about something else. */
const asides = 'blog-comments, blog-related, blog-youtube, aside';

/** True for what belongs to the text of this article, and not to something else inside it. */
export function isText(element: Element, article: Element, except = notText): boolean {
  const other = element.closest(except);
  return !other || other === article || !article.contains(other);
}

/** The words of an article, in reading order. */
export function readText(article: Element): string {
  const walker = document.createTreeWalker(article, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) => {
    if (!(node instanceof Element)) return NodeFilter.FILTER_ACCEPT;
    return node.matches(notText) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_SKIP;
  });
  let text = '';
  // With a space between: blocks may touch in the markup.
  while (walker.nextNode()) text += `${walker.currentNode.nodeValue ?? ''} `;
  return text;
}

/** The post that this article is, as data; without its text. */
export function readPagePost(article: Element): Post {
  const url = canonicalUrl();
  const find = <E extends Element>(selector: string) => [...article.querySelectorAll<E>(selector)].find((element) => isText(element, article, asides));
  const author = find('[rel~="author"], .author, .byline, address');
  const name = clean(author?.textContent) ?? meta('author');
  const authorUrl = safeUrl(author instanceof HTMLAnchorElement ? author.href : undefined);
  const image = find<HTMLImageElement>('img[src]');
  const imageUrl = safeUrl(image?.currentSrc || image?.src) ?? safeUrl(meta('og:image'));
  const datePublished = find('time[datetime]')?.getAttribute('datetime') ?? meta('article:published_time');
  const description = meta('description');
  const dateModified = meta('article:modified_time');
  const inLanguage = nearest(article, 'lang');
  return {
    id: url,
    url,
    headline: clean(find('h1')?.textContent) ?? clean(find('h2')?.textContent) ?? document.title,
    ...(description && { description }),
    ...(datePublished && { datePublished }),
    ...(dateModified && { dateModified }),
    author: name ? [{ name, ...(authorUrl && { url: authorUrl }) }] : [],
    ...(imageUrl && { image: { url: imageUrl, ...(image?.alt && { alt: image.alt }) } }),
    keywords: [...metas('keywords').flatMap((words) => words.split(',')), ...metas('article:tag')].flatMap((word) => clean(word) ?? []),
    ...(inLanguage && { inLanguage }),
  };
}

function meta(name: string): string | undefined {
  return metas(name)[0]?.trim() || undefined;
}

function metas(name: string): string[] {
  return [...document.querySelectorAll<HTMLMetaElement>(`meta[name="${name}"], meta[property="${name}"]`)].map(({ content }) => content);
}

function clean(text: string | null | undefined): string | undefined {
  return text?.replace(/\s+/g, ' ').trim() || undefined;
}
