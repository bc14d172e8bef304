/** RSS 0.9x, 1.0 (RDF) and 2.0, Atom 0.3 and 1.0. The browser's own XML parser reads them, inert. */
import { parseInert } from '../base/inert.js';
import { safeUrl } from '../base/links.js';
import { readDate } from './dates.js';
import { mendXml } from './mend-xml.js';
import { normalisePost } from './normalise.js';
import { plainText } from './plain-text.js';
import type { Post } from './post.js';
import { SourceError } from './source-error.js';

/** Prefixes differ from feed to feed; these URIs do not. What is not here goes by its local name with `?:` in front. */
const namespaces: Record<string, string> = {
  'http://www.w3.org/2005/Atom': 'atom:',
  'http://purl.org/atom/ns#': 'atom:',
  'http://purl.org/rss/1.0/': '',
  'http://my.netscape.com/rdf/simple/0.9/': '',
  'http://channel.netscape.com/rdf/simple/0.9/': '',
  'http://backend.userland.com/rss2': '',
  'http://purl.org/rss/1.0/modules/content/': 'content:',
  'http://purl.org/dc/elements/1.1/': 'dc:',
  'http://purl.org/dc/terms/': 'dc:',
  'http://search.yahoo.com/mrss/': 'media:',
  'http://search.yahoo.com/mrss': 'media:',
  'http://www.itunes.com/dtds/podcast-1.0.dtd': 'itunes:',
  'http://purl.org/rss/1.0/modules/slash/': 'slash:',
  'http://purl.org/syndication/thread/1.0': 'thr:',
};
const xmlns = 'http://www.w3.org/XML/1998/namespace';
const rdf = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';

type Fields = Map<string, Element[]>;

/** @throws SourceError when it is no feed, naming the address, the line and what to do */
export function readXmlFeed(text: string, url: string): Post[] {
  const root = parse(text, url);
  const name = root.localName.toLowerCase();
  if (!/^(rss|rdf|feed)$/.test(name)) {
    const advice = name === 'html' ? 'a web page (a log-in page, perhaps): open the address in a private window to see what others get' : 'something else';
    throw new SourceError(`${url}: expected an RSS or Atom feed, and got <${root.localName}>, ${advice}`);
  }
  const channel = fieldsOf(root).get('channel')?.[0];
  const feed = fieldsOf(channel ?? root);
  const entries = [...children(root), ...(channel ? children(channel) : [])].filter(({ localName }) => localName === 'item' || localName === 'entry');
  const read = name === 'feed' ? readEntry : readItem;
  return entries.flatMap((entry) => {
    try {
      return normalisePost(read(entry, fieldsOf(entry), feed, url), url);
    } catch (error) {
      // An entry without a title and a text is nothing to read.
      if (error instanceof TypeError) return [];
      throw error;
    }
  });
}

function parse(text: string, url: string): Element {
  let problem = '';
  for (const attempt of [text, mendXml(text)]) {
    const document = parseInert(attempt.replace(/^[\s\ufeff]+/, ''), 'application/xml');
    // By the prototype: names within the feed can hide the methods of the document they are in.
    const [error] = Document.prototype.getElementsByTagName.call(document, 'parsererror');
    const root = window.document.createTreeWalker(document, NodeFilter.SHOW_ELEMENT).firstChild() as Element | null;
    if (root && !error) return root;
    problem ||= error?.textContent ?? '';
  }
  const line = /line\D{0,10}(\d+)/i.exec(problem)?.[1];
  throw new SourceError(`${url}: expected well-formed XML, and it is broken${line ? ` at line ${line}` : ''}. A feed validator (validator.w3.org/feed) says what to mend`);
}

function readItem(item: Element, fields: Fields, feed: Fields, feedUrl: string): object {
  const guid = first(fields, 'guid');
  const own = word(fields, 'link') || first(fields, 'atom:link')?.getAttribute('href') || (guid?.getAttribute('isPermaLink') !== 'false' ? guid?.textContent : '')
    || item.getAttributeNS(rdf, 'about');
  const base = baseOf(item, feedUrl);
  const url = safeUrl(own, base) ?? safeUrl(word(feed, 'link'), base) ?? feedUrl;
  const description = raw(fields, 'description') ?? raw(fields, 'itunes:summary') ?? raw(fields, 'dc:description');
  const encoded = raw(fields, 'content:encoded') ?? raw(fields, 'atom:content');
  return {
    id: word(fields, 'guid') || item.getAttributeNS(rdf, 'about') || url,
    url,
    headline: plainText(raw(fields, 'title') ?? raw(fields, 'dc:title') ?? raw(fields, 'itunes:title')),
    description: encoded === undefined ? undefined : plainText(description),
    articleBody: encoded ?? description,
    base: item.closest('[*|base]') ? base : undefined,
    datePublished: readDate(word(fields, 'pubDate') || word(fields, 'dc:date') || word(fields, 'dc:issued') || word(fields, 'atom:published')),
    dateModified: readDate(word(fields, 'atom:updated') || word(fields, 'dc:modified')),
    author: readNames(fields, ['dc:creator', 'author', 'itunes:author']) ?? readNames(feed, ['dc:creator', 'itunes:author']),
    image: readPicture(fields, base),
    keywords: [...all(fields, 'category').map((each) => plainText(each.textContent)), ...all(fields, 'dc:subject').map((each) => plainText(each.textContent)), ...word(fields, 'itunes:keywords').split(',')],
    inLanguage: languageOf(item) ?? (word(feed, 'language') || word(feed, 'dc:language') || undefined),
    commentCount: countOf(fields),
  };
}

function readEntry(entry: Element, fields: Fields, feed: Fields, feedUrl: string): object {
  const base = baseOf(entry, feedUrl);
  const links = all(fields, 'atom:link');
  const alternate = links.find((link) => /^(alternate)?$/.test(link.getAttribute('rel') ?? '')) ?? first(feed, 'atom:link');
  const id = word(fields, 'atom:id');
  const url = safeUrl(alternate?.getAttribute('href'), alternate ? baseOf(alternate, feedUrl) : base) ?? safeUrl(id) ?? feedUrl;
  const content = first(fields, 'atom:content');
  const summary = first(fields, 'atom:summary');
  return {
    id: id || url,
    url,
    headline: plainText(htmlOf(first(fields, 'atom:title'))),
    description: plainText(htmlOf(summary)),
    articleBody: htmlOf(content) ?? htmlOf(summary),
    base: content?.closest('[*|base]') ? baseOf(content, feedUrl) : undefined,
    datePublished: readDate(word(fields, 'atom:published') || word(fields, 'atom:issued') || word(fields, 'atom:created') || word(fields, 'atom:updated')),
    dateModified: readDate(word(fields, 'atom:updated') || word(fields, 'atom:modified')),
    author: readPersons(fields, base) ?? readPersons(feed, base) ?? readNames(fields, ['dc:creator']),
    image: readPicture(fields, base) ?? links.filter((link) => link.getAttribute('rel') === 'enclosure' && isPicture(link)).map((link) => ({ url: safeUrl(link.getAttribute('href'), base) }))[0],
    keywords: [...all(fields, 'atom:category').map((each) => plainText(each.getAttribute('label') || each.getAttribute('term'))), ...all(fields, 'dc:subject').map((each) => plainText(each.textContent))],
    inLanguage: languageOf(content ?? entry),
    commentCount: countOf(fields),
  };
}

/** Atom's three ways to hold text (RFC 4287, 3.1) and those of Atom 0.3, as HTML. */
function htmlOf(holder: Element | undefined): string | undefined {
  if (!holder || (holder.localName === 'content' && holder.hasAttribute('src'))) return undefined;
  const type = holder.getAttribute('type')?.toLowerCase() ?? 'text';
  const mode = holder.getAttribute('mode') ?? (/xhtml|\bxml$/.test(type) ? 'xml' : 'escaped');
  if (mode === 'xml' && holder.firstElementChild) {
    // In an HTML document the same nodes are written out as HTML: `<i></i>`, not `<i/>`.
    const written = window.document.implementation.createHTMLDocument('').createElement('div');
    written.append(...holder.childNodes);
    return written.getHTML();
  }
  const text = holder.textContent ?? '';
  return type === 'text' || type === 'text/plain' ? text.replaceAll('&', '&amp;').replaceAll('<', '&lt;') : text;
}

/** Media RSS, an enclosure, or a podcast's cover: the first that is a picture, the largest of a group. */
function readPicture(fields: Fields, base: string): object | undefined {
  const groups = all(fields, 'media:group').map(fieldsOf);
  const media = [fields, ...groups].flatMap((each) => all(each, 'media:content')).filter(isPicture)
    .sort((a, b) => Number(b.getAttribute('width')) - Number(a.getAttribute('width')));
  const picture = media[0] ?? [fields, ...groups].flatMap((each) => all(each, 'media:thumbnail'))[0] ?? all(fields, 'enclosure').find(isPicture) ?? first(fields, 'itunes:image');
  const url = safeUrl(picture?.getAttribute('url') ?? picture?.getAttribute('href'), base);
  if (!picture || !url) return undefined;
  return { url, width: picture.getAttribute('width'), height: picture.getAttribute('height'), alt: plainText(raw(fieldsOf(picture), 'media:description') ?? raw(fields, 'media:description')) };
}

function isPicture(element: Element): boolean {
  return element.getAttribute('medium') === 'image' || /^image\//.test(element.getAttribute('type') ?? '')
    || (!element.hasAttribute('type') && !element.hasAttribute('medium') && /\.(jpe?g|png|gif|webp|avif)([?#]|$)/i.test(element.getAttribute('url') ?? ''));
}

function readPersons(fields: Fields, base: string): object[] | undefined {
  const persons = all(fields, 'atom:author').map(fieldsOf).map((person) => ({ name: plainText(raw(person, 'atom:name')), url: safeUrl(word(person, 'atom:uri') || word(person, 'atom:url'), base) }));
  return persons.length ? persons : undefined;
}

/** In RSS an author is an address with the name in brackets: an address is nobody's to publish. */
function readNames(fields: Fields, keys: string[]): string[] | undefined {
  for (const key of keys) {
    const names = all(fields, key).map((each) => plainText(each.textContent)).map((name) => /\(([^)]+)\)\s*$/.exec(name)?.[1] ?? name.replace(/\S+@\S+/g, '').trim()).filter(Boolean);
    if (names.length) return names;
  }
  return undefined;
}

function countOf(fields: Fields): number | undefined {
  const text = word(fields, 'slash:comments') || word(fields, 'thr:total');
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

function languageOf(element: Element): string | undefined {
  return element.closest('[*|lang]')?.getAttributeNS(xmlns, 'lang') || undefined;
}

/** `xml:base` of the element and all around it, the outermost first, against the feed's own address. */
function baseOf(element: Element, feedUrl: string): string {
  const bases: string[] = [];
  for (let each: Element | null = element; each; each = each.parentElement) {
    const base = each.getAttributeNS(xmlns, 'base');
    if (base) bases.unshift(base);
  }
  return bases.reduce((base, next) => safeUrl(next, base) ?? base, feedUrl);
}

function children(element: Element): Element[] {
  // `children` could be hidden by a name; siblings cannot.
  const found: Element[] = [];
  for (let child = element.firstElementChild; child; child = child.nextElementSibling) found.push(child);
  return found;
}

function fieldsOf(element: Element): Fields {
  const fields: Fields = new Map();
  for (const child of children(element)) {
    // An unknown namespace without a prefix is a feed's own name for what it is made of.
    const prefix = child.namespaceURI === null ? '' : namespaces[child.namespaceURI] ?? (child.prefix === null ? '' : '?:');
    const key = prefix + child.localName;
    const same = fields.get(key);
    if (same) same.push(child);
    else fields.set(key, [child]);
  }
  return fields;
}

const all = (fields: Fields, key: string): Element[] => fields.get(key) ?? [];
const first = (fields: Fields, key: string): Element | undefined => fields.get(key)?.[0];
const raw = (fields: Fields, key: string): string | undefined => first(fields, key)?.textContent ?? undefined;
const word = (fields: Fields, key: string): string => raw(fields, key)?.trim() ?? '';
