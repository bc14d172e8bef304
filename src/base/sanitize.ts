/**
 * The one sanitizer. Foreign HTML is read into an inert document and rebuilt, node by node, from an allow-list. What is built
 * is never written out and read again, so nothing can change its meaning on the way (mutation XSS).
 */
import { isTakenId } from './ids.js';
import {
  allowedAttributes,
  allowedElements,
  droppedElements,
  isTrackingPixel,
  keptClasses,
  keptRoles,
  mathElements,
  safeImage,
  safeLink,
  safeSourceSet,
  safeWebUrl,
} from './sanitize-rules.js';
import type { Pause } from './scheduler.js';
import { parseInert } from './trusted-html.js';

export interface SanitizeOptions {
  /** What relative URLs are relative to: the URL of the post. Default: the page. */
  base?: string;
  /** The element the result will go into. Ids it holds now are about to leave and collide with nothing. */
  into?: Element;
  /** Put before an id that collides with one in the page, or with a property of `document`, `window` or a form. */
  prefix?: string;
}

/** Parsers need time by the square of the depth: deeper tags are taken out before. */
const deep = 1000;
/** Deeper elements are unwrapped: their text stays, and no layout engine runs out of stack. */
const deepest = 150;
const html = 'http://www.w3.org/1999/xhtml';
const mathml = 'http://www.w3.org/1998/Math/MathML';
const references = ['aria-labelledby', 'aria-describedby', 'aria-details', 'headers'];

/** Foreign HTML as nodes that may go into the page. A `<!--more-->` becomes an empty `<span data-blog-more>`. */
export function sanitize(source: string, options: SanitizeOptions = {}): DocumentFragment {
  const steps = new Rebuilder(options).rebuild(parse(source));
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** The same for a long text, with the page's turn in between. */
export async function sanitizeInSlices(source: string, options: SanitizeOptions, pause: Pause): Promise<DocumentFragment> {
  const steps = new Rebuilder(options).rebuild(parse(source));
  for (;;) {
    await pause();
    const { done, value } = steps.next();
    if (done) return value;
  }
}

function parse(source: string): Document {
  return parseInert(source.split('<', deep + 2).length > deep + 1 ? flatten(source) : source);
}

/** The new nodes belong to an inert document until they are put in the page: no picture loads before that. */
let workshop: Document | undefined;

class Rebuilder {
  private inert = (workshop ??= document.implementation.createHTMLDocument(''));
  private base: string;
  private ids = new Map<string, string>();
  private linked: Element[] = [];
  private pictures = new Set<string>();

  constructor(private options: SanitizeOptions) {
    this.base = options.base ?? document.baseURI;
  }

  /** Walks without recursion: 10,000 levels are no deeper than one. A step is a node. */
  *rebuild(root: Node): Generator<void, DocumentFragment, void> {
    const result = this.inert.createDocumentFragment();
    // A walker cannot be misled as `node.parentNode` can, by a form with a field of that name (DOM clobbering).
    const walker = document.createTreeWalker(root);
    let target: { node: Node; depth: number } = { node: result, depth: 0 };
    const above: (typeof target)[] = [];
    let more = walker.firstChild();
    while (more) {
      yield;
      const node = walker.currentNode;
      let made = this.make(node, target.node);
      const enter = made !== undefined && !isWhole(node) && walker.firstChild() !== null;
      if (enter && target.depth >= deepest) made = 'unwrap';
      if (made && made !== 'unwrap') target.node.appendChild(made);
      if (enter) {
        above.push(target);
        if (made !== 'unwrap') target = { node: made!, depth: target.depth + 1 };
        continue;
      }
      more = walker.nextSibling();
      while (!more && above.length) {
        walker.parentNode();
        target = above.pop()!;
        more = walker.nextSibling();
      }
    }
    this.rewriteReferences();
    return result;
  }

  /** The new node for an old one; `unwrap` when only its children come along; undefined when nothing does. */
  private make(node: Node, parent: Node): Node | 'unwrap' | undefined {
    if (node instanceof Text) return this.inert.createTextNode(node.data);
    if (node instanceof Comment) return this.makeMore(node);
    if (!(node instanceof Element)) return undefined;
    if (node instanceof HTMLFormElement) return 'unwrap';
    const name = node.localName.toLowerCase();
    const inMath = parent instanceof Element && parent.namespaceURI === mathml;
    if (node.namespaceURI === mathml) return this.makeMath(node, name, inMath);
    // HTML inside a formula, SVG and everything else that has parsing rules of its own goes.
    if (inMath || (node.namespaceURI !== html && node.namespaceURI !== null)) return undefined;
    if (name === 'iframe') return this.makeFrame(node);
    if (name === 'noscript') return this.makeRescued(node);
    if (name === 'img') return this.makeImage(node);
    if (name === 'input') return this.makeCheckbox(node);
    if (droppedElements.has(name)) return undefined;
    if (!allowedElements.has(name)) return 'unwrap';
    const made = this.inert.createElement(name);
    this.copyAttributes(node, made, name);
    return made;
  }

  private copyAttributes(from: Element, to: Element, name: string): void {
    const allowed = allowedAttributes[name];
    for (const { name: attribute, value } of from.attributes) {
      if (/^(lang|xml:lang|dir|title|aria-(label|hidden))$/.test(attribute)) to.setAttribute(attribute.replace('xml:', ''), value);
      else if (attribute === 'id' || (attribute === 'name' && name === 'a' && !from.hasAttribute('id'))) this.copyId(to, value);
      else if (attribute === 'class') copyTokens(to, attribute, value, keptClasses);
      else if (attribute === 'role') copyTokens(to, attribute, value, keptRoles);
      else if (references.includes(attribute)) {
        to.setAttribute(attribute, value);
        this.linked.push(to);
      } else if (allowed?.includes(attribute)) this.copyAllowed(to, attribute, value);
    }
    if (name === 'video' || name === 'audio') {
      to.setAttribute('controls', '');
      to.setAttribute('preload', 'none');
    }
    if (name === 'source' && !to.hasAttribute('srcset') && from.hasAttribute('data-srcset')) this.copyAllowed(to, 'srcset', from.getAttribute('data-srcset')!);
  }

  private copyAllowed(to: Element, attribute: string, value: string): void {
    let safe: string | undefined = value;
    if (attribute === 'href') {
      safe = safeLink(value, this.base);
      this.linked.push(to);
    } else if (attribute === 'src' || attribute === 'cite') safe = safeWebUrl(value, this.base);
    else if (attribute === 'poster') safe = safeImage(value, this.base);
    else if (attribute === 'srcset') safe = safeSourceSet(value, this.base);
    else if (attribute === 'width' || attribute === 'height') safe = /^\s*\d{1,5}(px)?\s*$/.test(value) ? String(parseInt(value, 10)) : undefined;
    if (safe !== undefined) to.setAttribute(attribute, safe);
  }

  /** A frame never comes along: it becomes a link, named as the frame was. (The post viewer makes a card of one to a video.) */
  private makeFrame(frame: Element): Node | undefined {
    const url = safeWebUrl(lazy(frame, 'src') ?? frame.getAttribute('src') ?? '', this.base);
    // WordPress's card of another post has its link in a quotation before the frame.
    if (!url || (/\bwp-embedded-content\b/.test(frame.getAttribute('class') ?? '') && frame.previousElementSibling?.localName === 'blockquote'))
      return undefined;
    const title = frame.getAttribute('title')?.trim() ?? '';
    const link = this.inert.createElement('a');
    link.setAttribute('href', url);
    link.append(title || url);
    return link;
  }

  /** A lazy-loaded picture gets its real URL. Placeholders and tracking pixels are left out. */
  private makeImage(image: Element): Node | undefined {
    if (isTrackingPixel(image)) return undefined;
    const source = safeImage(lazy(image, 'src') ?? '', this.base) ?? safeImage(image.getAttribute('src') ?? '', this.base);
    const set = safeSourceSet(lazy(image, 'srcset') ?? image.getAttribute('srcset') ?? '', this.base);
    const first = source ?? set?.split(' ')[0];
    if (!first || isPlaceholder(first)) return undefined;
    const made = this.inert.createElement('img');
    this.copyAttributes(image, made, 'img');
    made.setAttribute('loading', 'lazy');
    made.setAttribute('decoding', 'async');
    if (!made.hasAttribute('alt')) made.setAttribute('alt', '');
    // WordPress writes the size into the name.
    const [, width, height] = /-(\d{2,4})x(\d{2,4})\.\w+$/.exec(first) ?? [];
    if (width && height && !made.hasAttribute('width') && !made.hasAttribute('height')) {
      made.setAttribute('width', width);
      made.setAttribute('height', height);
    }
    made.setAttribute('src', first);
    if (set) made.setAttribute('srcset', set);
    this.pictures.add(first);
    return made;
  }

  /** `<noscript>` holds the real pictures of a page that lazy-loads them by script; the rest of it is left out. */
  private makeRescued(noscript: Element): Node | undefined {
    const rescued = this.inert.createDocumentFragment();
    // A parser with scripting on has read it as text.
    const images = noscript.firstElementChild
      ? noscript.querySelectorAll('img')
      : Document.prototype.querySelectorAll.call(parseInert(noscript.textContent ?? ''), 'img');
    for (const image of images) {
      const url = safeImage(lazy(image, 'src') ?? image.getAttribute('src') ?? '', this.base);
      if (!url || this.pictures.has(url)) continue;
      const made = this.makeImage(image);
      if (made) rescued.append(made);
    }
    return rescued.firstChild ? rescued : undefined;
  }

  /** The boxes of a task list, disabled. */
  private makeCheckbox(input: Element): Node | undefined {
    if (input.getAttribute('type')?.toLowerCase() !== 'checkbox') return undefined;
    const made = this.inert.createElement('input');
    made.setAttribute('type', 'checkbox');
    made.setAttribute('disabled', '');
    if (input.hasAttribute('checked')) made.setAttribute('checked', '');
    return made;
  }

  private makeMath(node: Element, name: string, inMath: boolean): Node | 'unwrap' | undefined {
    if (!mathElements.has(name)) return inMath ? 'unwrap' : undefined;
    if (!inMath && name !== 'math') return 'unwrap';
    const made = this.inert.createElementNS(mathml, name);
    for (const attribute of ['display', 'mathvariant', 'linethickness', 'columnalign', 'rowspan', 'columnspan', 'stretchy']) {
      const value = node.getAttribute(attribute);
      if (value && /^[\w. %-]{1,40}$/.test(value)) made.setAttribute(attribute, value);
    }
    return made;
  }

  private makeMore(comment: Comment): Node | undefined {
    if (comment.data.trim() !== 'more') return undefined;
    const made = this.inert.createElement('span');
    made.setAttribute('data-blog-more', '');
    return made;
  }

  private copyId(to: Element, id: string): void {
    if (!id || /\s/.test(id) || this.ids.has(id) || to.id) return;
    const prefix = this.options.prefix ?? 'post-';
    let safe = isTakenId(id, this.options.into) ? prefix + id : id;
    while (safe !== id && isTakenId(safe, this.options.into)) safe += '-';
    this.ids.set(id, safe);
    to.id = safe;
  }

  /** Links within the text and what points at labels follow the ids that got a prefix; the rest of such pointers goes. */
  private rewriteReferences(): void {
    for (const element of this.linked) {
      for (const attribute of references) {
        const value = element.getAttribute(attribute);
        if (value === null) continue;
        const ids = value.split(/\s+/).flatMap((id) => this.ids.get(id) ?? []);
        if (ids.length) element.setAttribute(attribute, ids.join(' '));
        else element.removeAttribute(attribute);
      }
      const href = element.getAttribute('href');
      if (href) element.setAttribute('href', this.inPage(href) ?? href);
    }
  }

  /** `#name` of an id in this text, also when the link spells out the post's own address. */
  private inPage(href: string): string | undefined {
    const [address, fragment] = href.split(/#(.*)/s);
    if (!fragment || address !== this.base.split('#')[0]) return undefined;
    let id = fragment;
    try {
      id = decodeURIComponent(fragment);
    } catch {
      /* as it stands */
    }
    const safe = this.ids.get(id) ?? this.ids.get(fragment);
    return safe === undefined ? undefined : `#${encodeURIComponent(safe)}`;
  }
}

/** Frames and script-less pictures are made with all that is in them. */
function isWhole(node: Node): boolean {
  return node instanceof Element && !(node instanceof HTMLFormElement) && /^(iframe|noscript)$/i.test(node.localName);
}

/** Takes out opening tags that are too deep. Safety is not decided here. */
function flatten(source: string): string {
  let depth = 0;
  return source.replace(/<(\/?)([a-z][\w-]*)/gi, (tag, closing: string, name: string) => {
    if (/^(p|li|d[td]|t[dhr]|br|hr|img|input|source|wbr|col|track|meta|link)$/i.test(name)) return tag;
    depth = Math.max(0, depth + (closing ? -1 : 1));
    return depth > deep && !closing ? `<wbr ${name}` : tag;
  });
}

function copyTokens(to: Element, attribute: string, value: string, kept: RegExp): void {
  const tokens = value.split(/\s+/).filter((token) => kept.test(token));
  if (tokens.length) to.setAttribute(attribute, tokens.join(' '));
}

/** The URL of a lazy-loaded picture, in the attributes that the scripts of many sites use. */
function lazy(element: Element, what: 'src' | 'srcset'): string | undefined {
  for (const name of [`data-lazy-${what}`, `data-${what}`, ...(what === 'src' ? ['data-original', 'data-orig-file', 'data-full-src'] : [])]) {
    const value = element.getAttribute(name);
    if (value) return value;
  }
  return undefined;
}

/** A picture of a few bytes in place of one that a script would load. */
function isPlaceholder(url: string): boolean {
  return url.startsWith('data:') && url.length < 400;
}
