/** A post as data → an `<article>` for the page. Everything in it is untrusted: text goes in as text, HTML through the sanitizer. */

import { formatDate } from '../base/format.js';
import { safeUrl } from '../base/links.js';
import { isTakenId } from '../base/ids.js';
import { safeSourceSet } from '../base/sanitize-rules.js';
import { sanitizeInSlices } from '../base/sanitize.js';
import { createPause } from '../base/scheduler.js';
import { normalizePost, type Post, type PostImage } from '../sources/post.js';
import { slug } from './anchors.js';

export interface RenderOptions {
  /** Level of the headline. */
  level: number;
  /** The element that the article goes into. */
  into: Element;
  /** The language and the side of our own words. */
  locale: string;
  dir: string;
  say: (key: string, values?: Record<string, string | number>) => string;
}

export interface Rendered {
  article: HTMLElement;
  post: Post;
}

/** @returns the article, and the post as it was understood */
export async function renderPost(given: Post, options: RenderOptions): Promise<Rendered> {
  const early = await draw(given, options);
  const size = await sizeFirstImage(early.article);
  // Another post may have been shown meanwhile, with the same ids.
  const isLate = [...early.article.querySelectorAll('[id]')].some(({ id }) => isTakenId(id, options.into));
  const rendered = isLate ? await draw(given, options) : early;
  Object.assign(rendered.article.querySelector('img') ?? {}, size);
  return rendered;
}

async function draw(given: Post, options: RenderOptions): Promise<Rendered> {
  const pause = createPause();
  const post = normalizePost(given, document.baseURI);
  const level = Math.min(6, Math.max(1, Math.round(options.level) || 2));
  const article = document.createElement('article');
  article.className = 'blog-post-article';
  article.dir = 'auto';
  if (post.inLanguage && isLanguage(post.inLanguage)) article.lang = post.inLanguage;

  const base = post.base ?? post.url;
  const body = await sanitizeInSlices(post.articleBody ?? '', { ...(base && { base }), into: options.into }, pause);
  await pause();
  dropRepeatedHeadline(body, post.headline);
  levelHeadings(body, level + 1, options.into);
  foldRest(body, ours(element('summary', options.say('readOn')), options));
  if (!post.articleBody && post.description) body.append(element('p', post.description));
  if (post.conditionsOfAccess) body.append(makeNote(post, ours(document.createElement('p'), options), options.say));

  article.append(...renderHead(post, level, options));
  if (post.image && !holdsImage(body, post.image.url)) article.append(renderImage(post.image));
  article.append(body);
  loadFirstImageNow(article);
  return { article, post };
}

function renderHead(post: Post, level: number, options: RenderOptions): Node[] {
  const { locale, say } = options;
  const head: Node[] = [];
  if (post.headline) head.push(Object.assign(element(`h${level}`, post.headline), { dir: 'auto' }));
  const byline = ours(document.createElement('p'), options);
  byline.className = 'blog-post-byline';
  if (post.author.length) {
    // The sentence is ours, the names are theirs, each with its own direction.
    const [before = '', after = ''] = say('by', { names: '\0' }).split('\0');
    byline.append(before);
    post.author.forEach(({ name, url }, index) => {
      const safe = safeUrl(url);
      const named = safe ? link(safe, name) : element('span', name);
      named.dir = 'auto';
      if (safe) named.setAttribute('rel', 'author');
      byline.append(index ? ', ' : '', named);
    });
    byline.append(after);
  }
  const date = post.datePublished && formatDate(post.datePublished, locale);
  if (date) {
    const time = document.createElement('time');
    time.dateTime = post.datePublished ?? '';
    time.append(date);
    byline.append(byline.firstChild ? ', ' : '', time);
  }
  if (byline.firstChild) head.push(byline);
  return head;
}

function renderImage({ url, width, height, alt, caption, srcset }: PostImage): Element {
  const figure = document.createElement('figure');
  const image = document.createElement('img');
  image.alt = alt ?? '';
  if (width && height) Object.assign(image, { width, height });
  image.decoding = 'async';
  const sizes = srcset && safeSourceSet(srcset, url);
  if (sizes) {
    image.sizes = '(max-width: 50rem) 100vw, 50rem';
    image.srcset = sizes;
  }
  image.src = url;
  figure.append(image);
  if (caption) figure.append(element('figcaption', caption));
  return figure;
}

function holdsImage(body: DocumentFragment, url: string): boolean {
  // The same picture in another size is the same picture: WordPress and Ghost put the size into the name or the path.
  const name = (address: string) =>
    address
      .replace(/[?#].*$/s, '')
      .replace(/-\d+x\d+(?=\.\w+$)/, '')
      .replace(/\/size\/w\d+/, '');
  return [...body.querySelectorAll('img')].slice(0, 2).some((image) => name(image.src) === name(url));
}

/** The first picture is in the first screen; the others load lazily. */
function loadFirstImageNow(article: Element): void {
  const first = article.querySelector('img');
  if (!first) return;
  first.loading = 'eager';
  first.setAttribute('fetchpriority', 'high');
}

/** A text waits no longer than this for the size of its first picture, in milliseconds. */
const patience = 500;

/** A picture at the top without a size would push the text down when it loads: its size is read first. */
async function sizeFirstImage(article: Element): Promise<object> {
  const first = article.querySelector('img');
  const isAtTop = [...article.children].slice(0, 5).some((block) => block.contains(first));
  if (!first || first.hasAttribute('height') || !isAtTop) return {};
  const { srcset, sizes, src } = first;
  const image = Object.assign(new Image(), { sizes, srcset, src });
  await Promise.race([
    image.decode().catch(() => undefined),
    new Promise((resolve) => {
      setTimeout(resolve, patience);
    }),
  ]);
  const { naturalWidth: width, naturalHeight: height } = image;
  return width && height ? { width, height } : {};
}

/** Many texts begin with their own title. */
function dropRepeatedHeadline(body: DocumentFragment, headline: string): void {
  const first = body.firstElementChild;
  const same = (text: string | null) => text?.replace(/\s+/g, ' ').trim().toLowerCase();
  if (first && /^H[12]$/.test(first.nodeName) && same(first.textContent) === same(headline)) first.remove();
}

/** Puts the highest heading on the wanted level, the others below it, and gives each an anchor. */
function levelHeadings(body: DocumentFragment, top: number, into: Element): void {
  const headings = [...body.querySelectorAll('h1, h2, h3, h4, h5, h6')];
  const highest = Math.min(...headings.map(({ localName }) => Number(localName[1])));
  const used = new Set([...body.querySelectorAll('[id]')].map(({ id }) => id));
  for (const heading of headings) {
    const level = Math.min(6, Number(heading.localName[1]) - highest + top);
    const levelled = document.createElement(`h${level}`);
    for (const { name, value } of heading.attributes) levelled.setAttribute(name, value);
    levelled.append(...heading.childNodes);
    levelled.id ||= slug(levelled.textContent ?? '', (id) => used.has(id) || isTakenId(id, into));
    used.add(levelled.id);
    heading.replaceWith(levelled);
  }
}

function element(name: string, text: string): HTMLElement {
  const made = document.createElement(name);
  made.append(text);
  return made;
}

/** Words of ours within a text that may be in another language. */
function ours(words: HTMLElement, { locale, dir }: RenderOptions): HTMLElement {
  return Object.assign(words, { lang: locale, dir });
}

function link(href: string, text: string): HTMLElement {
  return Object.assign(document.createElement('a'), { href, textContent: text });
}

function isLanguage(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}

/** Says that a post is not for everybody, with a link to it. */
function makeNote({ conditionsOfAccess, url }: Post, note: HTMLElement, say: (key: string) => string): HTMLElement {
  note.className = 'blog-post-note';
  note.append(say(conditionsOfAccess === 'members' ? 'membersOnly' : 'protected'));
  if (url) note.append(' ', Object.assign(document.createElement('a'), { href: url, textContent: say('original') }));
  return note;
}

/** Puts what comes after `<!--more-->` behind "Read on". */
function foldRest(body: DocumentFragment, summary: Element): void {
  for (const mark of body.querySelectorAll('[data-blog-more]')) {
    const start = mark.parentNode === body ? mark : mark.parentElement;
    // Deeper inside something else it is not the end of an introduction; without text before or after it means nothing.
    if (start?.parentNode === body && start.nextSibling && start.previousSibling && !body.querySelector('.blog-post-more')) {
      const rest = document.createElement('details');
      rest.className = 'blog-post-more';
      rest.append(summary);
      while (start.nextSibling) rest.append(start.nextSibling);
      body.append(rest);
    }
    mark.remove();
  }
}
