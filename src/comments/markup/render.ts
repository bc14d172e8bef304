/** Draws the text of a comment. Each text becomes a text node; no string ever becomes markup. */

import { html, nothing, render, type TemplateResult } from 'lit';
import { safeUrl } from '../../base/links.js';
import { cleanName, cleanText } from '../sanitize-comment.js';
import { parseMarkup, type Block, type ForeignBlock, type Inline } from './parse.js';
import type { Language } from '../../base/language.js';

/** Our parser stops at 8; a tree from elsewhere may be as deep as it likes, and is flattened from here on. */
const MAX_DEPTH = 24;

type Drawn = TemplateResult | string | typeof nothing | Drawn[];

export function renderMarkup(blocks: Block[]): Drawn {
  return blocks.map((block) => drawBlock(block, 0, true));
}

/** A `dir="auto"` skips inner elements that have a `dir` of their own: so a quote's paragraphs take the quote's direction. */
function drawBlock(block: Block, depth: number, directed: boolean): Drawn {
  const dir = directed ? 'auto' : nothing;
  if (depth > MAX_DEPTH) return html`<p dir=${dir}>${cleanText(plainText([block]))}</p>`;
  switch (block.type) {
    case 'paragraph':
      return html`<p dir=${dir}>${drawInlines(block.children, depth)}</p>`;
    case 'code':
      return html`<pre dir="ltr"><code>${cleanText(block.text)}</code></pre>`;
    case 'quote':
      return html`<blockquote dir="auto">${block.children.map((child) => drawBlock(child, depth + 1, false))}</blockquote>`;
    case 'list': {
      const items = block.items.map((item) => html`<li>${item.map((child, index) => drawItemBlock(child, index, depth + 1))}</li>`);
      return block.ordered ? html`<ol dir="auto">${items}</ol>` : html`<ul dir="auto">${items}</ul>`;
    }
    default:
      return nothing;
  }
}

/** The first paragraph of an item needs no element of its own. */
function drawItemBlock(block: Block, index: number, depth: number): Drawn {
  return block.type === 'paragraph' && index === 0 ? drawInlines(block.children, depth) : drawBlock(block, depth, false);
}

function drawInlines(nodes: Inline[], depth: number): Drawn {
  return nodes.map((node) => drawInline(node, depth + 1));
}

function drawInline(node: Inline, depth: number): Drawn {
  if (depth > MAX_DEPTH) return cleanText(plainText([node]));
  switch (node.type) {
    case 'text':
      return cleanText(node.text);
    case 'break':
      return html`<br>`;
    case 'emphasis':
      return html`<em>${drawInlines(node.children, depth)}</em>`;
    case 'strong':
      return html`<strong>${drawInlines(node.children, depth)}</strong>`;
    case 'code':
      return html`<code>${cleanText(node.text)}</code>`;
    case 'link':
      return drawLink(node.url, node.children, depth);
    default:
      return nothing;
  }
}

/** A link says where it leads: by its text when that is the address, else by the host behind it. */
function drawLink(address: string, children: Inline[], depth: number): Drawn {
  const url = safeUrl(address);
  const shown = drawInlines(children, depth);
  if (!url) return shown;
  const { host } = new URL(url);
  const text = cleanText(plainText(children))
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '');
  const says = text === host || /^[/?#]/.test(text.startsWith(host) ? text.slice(host.length) : '');
  return html`<a href=${url} rel="ugc nofollow noopener">${shown}</a>${says ? nothing : [' ', html`<small><bdi dir="ltr">(${host})</bdi></small>`]}`;
}

/** All the text of a tree, without recursion: it may be deeper than the stack. */
export function plainText(nodes: (ForeignBlock | Inline)[]): string {
  const left: (ForeignBlock | Inline)[] = [...nodes].reverse();
  let text = '';
  for (let node = left.pop(); node; node = left.pop()) {
    if (node.type === 'break') text += '\n';
    if ('text' in node) text += node.text;
    const inner = 'children' in node ? node.children : 'items' in node ? node.items.flat() : [];
    for (let at = inner.length - 1; at >= 0; at--) left.push(inner[at]!);
  }
  return text;
}

/** All that docs/markup.md gives a meaning. */
const special = /[\\`*[\]\t]|https?:\/\/|^ {0,3}(?:>|- |1[.)] )/im;

/** Longer ones, which no server of ours takes, are shown as they were typed: the parser would hold the page up. */
const longest = 100_000;

/** Draws the text of a comment: plain paragraphs at once, markup and the trees of foreign stores by way of blocks. */
export function drawText(text: string | ForeignBlock[], language: Language): Node[] {
  if (typeof text === 'string' && (text.length > longest || !special.test(text))) return drawPlain(text);
  return drawBlocks(typeof text === 'string' ? parseMarkup(text) : text, language);
}

/** Paragraphs and line breaks, as the parser would read them. */
function drawPlain(text: string): Node[] {
  const lines = text.split(/\r\n?|[\n\u2028\u2029]/).map((line) => line.trim());
  const paragraphs: HTMLElement[] = [];
  let open: HTMLElement | undefined;
  for (const line of lines) {
    if (line === '') {
      open = undefined;
      continue;
    }
    if (open) open.append(document.createElement('br'));
    else {
      open = document.createElement('p');
      open.dir = 'auto';
      paragraphs.push(open);
    }
    open.append(cleanText(line));
  }
  return paragraphs;
}

function drawBlocks(blocks: ForeignBlock[], language: Language): Node[] {
  const holder = document.createElement('div');
  render(
    blocks.map((block) => {
      try {
        return drawForeignBlock(block, language);
      } catch {
        // A tree that a store built wrongly: better what there is of it than a broken thread.
        return nothing;
      }
    }),
    holder,
  );
  // Lit's markers are for updates; a text is drawn once.
  const markers = document.createNodeIterator(holder, NodeFilter.SHOW_COMMENT);
  for (let node = markers.nextNode(); node; node = markers.nextNode()) (node as globalThis.Comment).remove();
  return [...holder.childNodes];
}

function drawForeignBlock(block: ForeignBlock, language: Language) {
  const { wordsLang, dir } = language;
  const lang = wordsLang ?? nothing;
  const direction = wordsLang ? dir : 'auto';
  if (block.type === 'unavailable') return html`<p class="blog-comment-mark" lang=${lang} dir=${direction}>${language.say('unavailable')}</p>`;
  if (block.type !== 'warning') return renderMarkup([block]);
  const warning = cleanName(block.text);
  return html`<details><summary lang=${lang} dir=${direction}>${warning ? language.say('warning', { text: warning }) : language.say('sensitive')}</summary>${renderMarkup(block.children)}</details>`;
}
