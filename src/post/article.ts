/** Reads the page's own article: its text, and what it says about itself. */

import { canonicalUrl, safeUrl } from '../base/links.js';
import type { Post } from '../sources/post.js';
import { isTakenId } from '../base/sanitize-rules.js';

/** The parts of an article that are not its text. */
export const notText = 'script, style, template, noscript, nav, button, select, textarea, svg, [hidden], .blog-copy, blog-post, blog-comments, blog-related, blog-text-size';

/** True for what belongs to the text of this article, and not to something else that stands in it. */
export function isText(element: Element, article: Element, except = notText): boolean {
  const other = element.closest(except);
  return !other || other === article || !article.contains(other);
}

/** The words of an article, as one reads it. */
export function readText(article: Element): string {
  const walker = document.createTreeWalker(article, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) => {
    if (node instanceof Text) return NodeFilter.FILTER_ACCEPT;
    return (node as Element).matches(notText) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_SKIP;
  });
  let text = '';
  // Blocks that touch in the markup are apart for the reader.
  while (walker.nextNode()) text += `${(walker.currentNode as Text).data} `;
  return text;
}

/** The post as data, from what is marked up in the article and the head of the page. */
export function readPost(article: Element): Post {
  const url = canonicalUrl();
  const find = (selector: string) => [...article.querySelectorAll(selector)].find((element) => isText(element, article, 'blog-comments, blog-related, blog-youtube, aside'));
  const meta = (name: string) => document.querySelector(`meta[name="${name}"], meta[property="${name}"]`)?.getAttribute('content')?.trim() || undefined;
  const author = find('[rel~="author"], .author, .byline, address');
  const name = clean(author?.textContent) ?? meta('author');
  const authorUrl = safeUrl((author as HTMLAnchorElement | undefined)?.href);
  const image = find('img[src]') as HTMLImageElement | undefined;
  const imageUrl = safeUrl(image?.currentSrc || image?.src) ?? safeUrl(meta('og:image'));
  const datePublished = find('time[datetime]')?.getAttribute('datetime') ?? meta('article:published_time');
  const description = meta('description');
  const dateModified = meta('article:modified_time');
  const inLanguage = article.closest('[lang]')?.getAttribute('lang');
  return {
    id: url,
    url,
    headline: clean(find('h1')?.textContent) ?? clean(find('h2')?.textContent) ?? document.title,
    ...(description && { description }),
    ...(datePublished && { datePublished }),
    ...(dateModified && { dateModified }),
    author: name ? [{ name, ...(authorUrl && { url: authorUrl }) }] : [],
    ...(imageUrl && { image: { url: imageUrl, ...(image?.alt && { alt: image.alt }) } }),
    keywords: (meta('keywords') ?? '').split(',').flatMap((word) => clean(word) ?? []),
    ...(inLanguage && { inLanguage }),
  };
}

function clean(text: string | null | undefined): string | undefined {
  return text?.replace(/\s+/g, ' ').trim() || undefined;
}

/** Someone who followed a link to a place within a post arrives there, though the post comes after the page. */

export function arriveAtHash(article: Element): void {
  let id = location.hash.slice(1);
  try { id = decodeURIComponent(id); } catch { /* as it stands */ }
  if (!id) return;
  const target = ['', 'post-'].map((prefix) => document.getElementById(prefix + id)).find((element) => element && article.contains(element));
  if (!target) return;
  openFolds(target);
  target.scrollIntoView();
}

export function openFolds(target: Element): void {
  for (let fold = target.closest('details'); fold; fold = fold.parentElement?.closest('details') ?? null) fold.open = true;
}

/** An id for a heading, of its own words in its own script; different from every id and name in the page. */
export function slug(text: string, isTaken: (id: string) => boolean = isTakenId): string {
  const words = text.slice(0, 999).normalize('NFC').toLowerCase().replace(/[^\p{L}\p{M}\p{N}]+/gu, '-').replace(/^-|-$/g, '').slice(0, 60) || 'section';
  const numbered = (count: number) => (count > 1 ? `${words}-${count}` : words);
  let free = 1;
  let taken = 1;
  // The first that is free, in few steps: a text may have thousands of the same headings.
  while (isTaken(numbered(free))) { taken = free; free *= 2; }
  while (free - taken > 1) {
    const middle = (free + taken) >> 1;
    if (isTaken(numbered(middle))) taken = middle;
    else free = middle;
  }
  return numbered(free);
}
