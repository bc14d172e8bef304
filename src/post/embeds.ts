/** YouTube frames and bare links become `<blog-youtube>` cards, in place; the link inside works without the card's script. */

import { parseVideoUrl, watchUrl } from '../base/video-url.js';
import type { Start } from './enhancement.js';

export const start: Start = ({ element, say, loadVideoCard }) => ({
  update(article) {
    if (element.keepEmbeds) removeCards(article);
    else placeCards(article, say('video'));
    if (article.querySelector('blog-youtube')) loadVideoCard();
  },
  // Cards stay when the element goes: they work by themselves.
  stop: () => undefined,
});

const blocks = 'p, div, figure, article, section, main, center, blockquote, header, blog-post';
const elsewhere = 'a, pre, code, script, style, template, textarea, nav, blog-youtube, blog-related, blog-comments';

/** Elements that begin a new line. */
const lines = /^(BR|P|DIV|FIGURE|FIGCAPTION|H[1-6]|[UOD]L|BLOCKQUOTE|PRE|TABLE|HR|SECTION|ASIDE|HEADER|FOOTER|DETAILS|IFRAME|BLOG-YOUTUBE)$/;

/** What YouTube's own embed code calls every video. */
const noTitle = /^(YouTube video player)?$/i;

/** What a card has replaced, to put back. */
const originals = new WeakMap<Element, ChildNode>();

function placeCards(article: Element, unnamed: string): void {
  for (const frame of article.querySelectorAll('iframe')) {
    if (frame.closest(elsewhere)) continue;
    const card = makeCard(frame.dataset['src'] || frame.src, frame.title, unnamed);
    if (card) replace(wrapperOf(frame, article), card);
  }
  for (const link of article.querySelectorAll<HTMLAnchorElement>('a[href*="youtu"]')) {
    if (link.closest('nav, blog-youtube, blog-related, blog-comments') || link.firstElementChild || !link.textContent.trim()) continue;
    if (!parseVideoUrl(link.href) || !isAlone(link)) continue;
    const card = document.createElement('blog-youtube');
    link.replaceWith(card);
    card.append(link);
    if (noTitle.test(link.textContent.trim())) link.textContent = unnamed;
    originals.set(card, link);
  }
  for (const text of bareAddresses(article)) {
    const card = makeCard(text.data.trim(), '', unnamed);
    // WordPress shapes the box of a video by padding, also when it could not find the video.
    if (card) replace(text.parentElement?.closest('.wp-block-embed__wrapper') ?? text, card);
  }
}

/** Puts back the author's own frames and links. */
function removeCards(article: Element): void {
  for (const card of article.querySelectorAll('blog-youtube')) {
    const original = originals.get(card);
    if (original) card.replaceWith(original);
  }
}

/** A card for a YouTube URL in any of its forms, titled `unnamed` when it has no title; undefined for any other URL. */
function makeCard(url: string, title: string, unnamed: string): Element | undefined {
  const video = /^(https?:)?\/\//.test(url) ? parseVideoUrl(url) : undefined;
  if (!video) return undefined;
  const link = document.createElement('a');
  link.href = watchUrl(video);
  link.append(noTitle.test(title.trim()) ? unnamed : title.trim());
  const card = document.createElement('blog-youtube');
  if (video.end) card.setAttribute('end', String(video.end));
  card.append(link);
  return card;
}

function replace(original: ChildNode, card: Element): void {
  original.replaceWith(card);
  originals.set(card, original);
}

/** Boxes around a frame alone are there to give it a shape, by padding that a card has no use for. */
function wrapperOf(frame: Element, article: Element): Element {
  let outer = frame;
  for (let parent = frame.parentElement; parent && parent !== article; parent = parent.parentElement) {
    if (!parent.matches('div, p, span, center') || parent.id || neighbor(outer, 'previousSibling') || neighbor(outer, 'nextSibling')) break;
    outer = parent;
  }
  return outer;
}

function bareAddresses(article: Element): Text[] {
  const found: Text[] = [];
  const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode;
    if (text instanceof Text && /^\s*https?:\/\/(?=\S*youtu)\S*\s*$/.test(text.data) && !text.parentElement?.closest(elsewhere) && isAlone(text))
      found.push(text);
  }
  return found;
}

/** True for what has a line to itself. */
function isAlone(node: Node): boolean {
  const isEdge = (sibling: Node | null) => !sibling || lines.test(sibling.nodeName);
  return Boolean(node.parentElement?.matches(blocks)) && isEdge(neighbor(node, 'previousSibling')) && isEdge(neighbor(node, 'nextSibling'));
}

/** The next node that shows: not white space, not a comment. */
function neighbor(node: Node, side: 'previousSibling' | 'nextSibling'): Node | null {
  let sibling = node[side];
  while (sibling && (sibling instanceof Comment || (sibling instanceof Text && !sibling.data.trim()))) sibling = sibling[side];
  return sibling;
}
