/** RSS 0.9x, 1.0 (RDF) and 2.0, Atom 0.3 and 1.0. The browser's own XML parser reads them, inert. */

import { safeUrl } from '../base/links.js';
import { parseInert } from '../base/trusted-html.js';
import { firstDate } from './dates.js';
import { SourceError } from './errors.js';
import { normalizePost, readEach, type Post } from './post.js';
import { plainText } from './text.js';
import { repairXml } from './xml-repair.js';

/** Where dates are looked for, in this order. The first that can be read counts. */
const dateFields = {
  rss: { published: ['pubDate', 'dc:date', 'dc:issued', 'atom:published'], modified: ['atom:updated', 'dc:modified'] },
  atom: { published: ['atom:published', 'atom:issued', 'atom:created', 'dc:date', 'atom:updated'], modified: ['atom:updated', 'atom:modified'] },
};

/** Prefixes differ from feed to feed; these URIs do not, apart from scheme, case and a sign at the end. */
const namespaces: Record<string, string> = {
  'www.w3.org/2005/atom': 'atom:',
  'purl.org/atom/ns': 'atom:',
  'purl.org/rss/1.0': '',
  'purl.org/rss/1.0/modules/content': 'content:',
  'purl.org/rss/1.0/modules/slash': 'slash:',
  'purl.org/dc/elements/1.1': 'dc:',
  'purl.org/dc/elements/1.0': 'dc:',
  'purl.org/dc/terms': 'dc:',
  'search.yahoo.com/mrss': 'media:',
  'www.itunes.com/dtds/podcast-1.0.dtd': 'itunes:',
  'purl.org/syndication/thread/1.0': 'thr:',
  'www.w3.org/1999/xhtml': 'xhtml:',
};
const xmlns = 'http://www.w3.org/XML/1998/namespace';
const rdf = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';

type Fields = Map<string, Element[]>;

/** @throws SourceError when it is not a feed: the address, the line and what to do */
export async function readXmlFeed(text: string, url: string): Promise<Post[]> {
  const { root, problem } = parse(text);
  const name = root?.localName.toLowerCase() ?? '';
  if (/^\s*<(!doctype )?html[\s>]/i.test(text) || name === 'html') {
    throw new SourceError(
      `${url}: expected an RSS or Atom feed, and got a web page (a log-in page, perhaps): open the address in a private window to see what others get`,
    );
  }
  const read = name === 'feed' ? readEntry : readItem;
  let posts: Post[] = [];
  if (root && /^(rss|rdf|feed)$/.test(name)) {
    const channel = fieldsOf(root).get('channel')?.[0];
    const feed = fieldsOf(channel ?? root);
    const entries = [...children(root), ...(channel ? children(channel) : [])].filter(({ localName }) => localName === 'item' || localName === 'entry');
    posts = await readEach(entries, (entry) => normalizePost(read(entry, fieldsOf(entry), feed, url), url));
  } else if (root && !problem) throw new SourceError(`${url}: expected an RSS or Atom feed, and got <${root.localName}>`);
  if (problem !== undefined && !posts.length) {
    // "line 3 at column 5:" in every browser's words.
    const line = /(\d+)[^\d\n]* [^\d\n]*\d+\s*:/.exec(problem)?.[1];
    throw new SourceError(
      `${url}: expected well-formed XML, and it is broken${line ? ` at line ${line}` : ''}. A feed validator (validator.w3.org/feed) says what to mend`,
    );
  }
  return posts;
}

/** The root of the document, else of the repaired document, with the parser's complaint about the original. */
function parse(text: string): { root?: Element; problem?: string } {
  let problem: string | undefined;
  // WebKit hangs on entities that expand to gigabytes, and on comments that open by the thousand within one: these are repaired first, which takes both out.
  for (const prepare of /<!ENTITY|<!--(?:(?!-->)[^])*?<!--/.test(text) ? [repairXml] : [(given: string) => given, repairXml]) {
    const document = parseInert(prepare(text), 'application/xml');
    // By the prototype: names within the feed can hide the methods of the document they are in.
    const [error] = Document.prototype.getElementsByTagName.call(document, 'parsererror');
    const root = children(document)[0];
    // A feed without Atom's namespace is repaired too.
    if (root && !error && (root.namespaceURI || root.localName !== 'feed')) return { root, ...(problem !== undefined && { problem }) };
    problem ??= error?.textContent ?? '';
  }
  return { problem: problem ?? '' };
}

function readItem(item: Element, fields: Fields, feed: Fields, feedUrl: string): object {
  const guid = first(fields, 'guid')?.getAttribute('isPermaLink') === 'false' ? '' : word(fields, 'guid');
  const link = first(fields, 'link') ?? all(fields, 'atom:link').find(isAlternate);
  const about = item.getAttributeNS(rdf, 'about');
  // Many ids claim to be an address, and are none.
  const own = link?.getAttribute('href') || link?.textContent?.trim() || (/^https?:/i.test(guid) ? guid : about);
  const base = baseOf(item, feedUrl);
  const url = safeUrl(own, link ? baseOf(link, feedUrl) : base);
  const summary = filled(fields, ['description', 'itunes:summary', 'dc:description']);
  const body = filled(fields, ['content:encoded', 'xhtml:body', 'xhtml:div', 'atom:content']);
  return {
    ...identify(word(fields, 'guid') || about, url, raw(fields, 'title'), safeUrl(word(feed, 'link'), feedUrl) ?? feedUrl),
    headline: plainText(filled(fields, ['title', 'dc:title', 'itunes:title', 'media:title'])?.textContent),
    description: body && plainText(summary && markupOf(summary)),
    articleBody: withSound(markupOf(body ?? summary) ?? '', fields, base),
    base: ownBase(body ?? summary ?? item, feedUrl),
    datePublished: dateOf(fields, dateFields.rss.published),
    dateModified: dateOf(fields, dateFields.rss.modified),
    author:
      readNames(fields, ['dc:creator', 'author', 'itunes:author', 'media:credit']) ??
      readPersons(fields, base) ??
      readNames(feed, ['dc:creator', 'itunes:author', 'managingEditor']),
    image: readPicture(fields, base),
    keywords: [
      ...all(fields, 'category').map(wordsOf),
      ...all(fields, 'dc:subject').map(wordsOf),
      ...word(fields, 'itunes:keywords').split(','),
      ...word(fields, 'media:keywords').split(','),
    ],
    inLanguage: languageOf(body ?? item) ?? (word(feed, 'language') || word(feed, 'dc:language') || undefined),
    commentCount: countOf(fields),
  };
}

function readEntry(entry: Element, fields: Fields, feed: Fields, feedUrl: string): object {
  const base = baseOf(entry, feedUrl);
  const links = all(fields, 'atom:link');
  const alternate = links.find(isAlternate);
  const id = word(fields, 'atom:id');
  const url = safeUrl(alternate?.getAttribute('href'), alternate ? baseOf(alternate, feedUrl) : base) ?? safeUrl(id);
  const site = all(feed, 'atom:link').find(isAlternate);
  const content = first(fields, 'atom:content');
  const holder = content ?? first(fields, 'atom:summary') ?? entry;
  // XHTML stands in a box of its own, which may have a base too; it is gone when the text has been taken out.
  const textBase = ownBase((holder !== entry && holder.firstElementChild) || holder, feedUrl);
  const summary = htmlOf(first(fields, 'atom:summary')) ?? raw(mediaOf(fields), 'media:description');
  return {
    ...identify(id, url, raw(fields, 'atom:title'), safeUrl(site?.getAttribute('href'), feedUrl) ?? feedUrl),
    headline: plainText(htmlOf(first(fields, 'atom:title'))),
    description: plainText(summary),
    articleBody: htmlOf(content) || summary,
    base: textBase,
    datePublished: dateOf(fields, dateFields.atom.published),
    dateModified: dateOf(fields, dateFields.atom.modified),
    author: readPersons(fields, base) ?? readPersons(feed, base) ?? readNames(fields, ['dc:creator']),
    image:
      readPicture(fields, base) ??
      links.filter((link) => link.getAttribute('rel') === 'enclosure' && isPicture(link)).map((link) => ({ url: safeUrl(link.getAttribute('href'), base) }))[0],
    keywords: [
      ...all(fields, 'atom:category').map((each) => plainText(each.getAttribute('label') || each.getAttribute('term'))),
      ...all(fields, 'dc:subject').map(wordsOf),
    ],
    inLanguage: languageOf(content ?? entry),
    commentCount: countOf(fields),
  };
}

/** An entry without an id goes by its address, one without an address by the feed's site and its title. */
function identify(id: string | null | undefined, url: string | undefined, title: string | null | undefined, site: string): { id: string; url: string } {
  return { id: id || url || `${site}#${encodeURIComponent(title?.trim() ?? '')}`, url: url ?? site };
}

function isAlternate(link: Element): boolean {
  return /^(alternate)?$/.test(link.getAttribute('rel') ?? '');
}

/** Atom's three ways to hold text (RFC 4287, 3.1) and those of Atom 0.3, as HTML. */
function htmlOf(holder: Element | undefined): string | undefined {
  if (!holder || (holder.localName === 'content' && holder.hasAttribute('src'))) return undefined;
  const type = holder.getAttribute('type')?.toLowerCase() ?? 'text';
  const mode = holder.getAttribute('mode') ?? (/xhtml|\bxml$/.test(type) ? 'xml' : 'escaped');
  const text = (mode === 'xml' ? markupOf(holder) : mode === 'base64' ? fromBase64(holder.textContent ?? '') : holder.textContent) ?? '';
  return (type === 'text' || type === 'text/plain') && mode === 'escaped' ? text.replaceAll('&', '&amp;').replaceAll('<', '&lt;') : text;
}

function fromBase64(text: string): string {
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(text), (byte) => byte.charCodeAt(0)));
  } catch {
    return '';
  }
}

/** HTML that was escaped, or that stands in the feed as elements. */
function markupOf(holder: Element | undefined): string | undefined {
  if (!holder?.firstElementChild) return holder?.textContent ?? undefined;
  // In an HTML document the same nodes are written out as HTML: `<i></i>`, not `<i/>`.
  const written = window.document.implementation.createHTMLDocument('').createElement('div');
  written.append(...holder.childNodes);
  return written.getHTML();
}

/** A podcast's sound or video goes under the text, unless the text has it already. */
function withSound(html: string, fields: Fields, base: string): string {
  return all(fields, 'enclosure').reduce((text, enclosure) => {
    const kind = /^(audio|video)\//.exec(enclosure.getAttribute('type') ?? '')?.[1];
    const url = safeUrl(enclosure.getAttribute('url'), base)?.replaceAll('&', '&amp;');
    return kind && url && !text.includes(url) ? `${text}<p><${kind} src="${url}"></${kind}></p>` : text;
  }, html);
}

/** Fields of Media RSS, those in groups too. */
function mediaOf(fields: Fields): Fields {
  const merged: Fields = new Map(fields);
  for (const group of all(fields, 'media:group').map(fieldsOf)) {
    for (const [key, elements] of group) merged.set(key, [...all(merged, key), ...elements]);
  }
  return merged;
}

/** From Media RSS, an enclosure, or a podcast's cover: the first that is a picture, the largest of several sizes. */
function readPicture(fields: Fields, base: string): object | undefined {
  const media = mediaOf(fields);
  const largest = (elements: Element[]) => elements.sort((a, b) => Number(b.getAttribute('width')) - Number(a.getAttribute('width')))[0];
  const picture =
    largest(all(media, 'media:content').filter(isPicture)) ??
    largest(all(media, 'media:thumbnail')) ??
    all(fields, 'enclosure').find(isPicture) ??
    first(fields, 'itunes:image');
  const url = safeUrl(picture?.getAttribute('url') ?? picture?.getAttribute('href'), base);
  if (!picture || !url) return undefined;
  return {
    url,
    width: picture.getAttribute('width'),
    height: picture.getAttribute('height'),
    alt: plainText(raw(fieldsOf(picture), 'media:description') ?? raw(media, 'media:description')),
  };
}

function isPicture(element: Element): boolean {
  return (
    element.getAttribute('medium') === 'image' ||
    /^image\//.test(element.getAttribute('type') ?? '') ||
    (!element.hasAttribute('type') && !element.hasAttribute('medium') && /\.(jpe?g|png|gif|webp|avif)([?#]|$)/i.test(element.getAttribute('url') ?? ''))
  );
}

function readPersons(fields: Fields, base: string): object[] | undefined {
  const persons = all(fields, 'atom:author')
    .map(fieldsOf)
    .map((person) => ({ name: plainText(raw(person, 'atom:name')), url: safeUrl(word(person, 'atom:uri') || word(person, 'atom:url'), base) }));
  return persons.length ? persons : undefined;
}

/** In RSS an author is an email address with the name in brackets. The address is private. */
function readNames(fields: Fields, keys: string[]): string[] | undefined {
  for (const key of keys) {
    const names = all(fields, key)
      .map((each) => wordsOf(each).slice(0, 200))
      .map((name) => /\(([^)]+)\)\s*$/.exec(name)?.[1] ?? name.replace(/\S+@\S+/g, '').trim())
      .filter(Boolean);
    if (names.length) return names;
  }
  return undefined;
}

function dateOf(fields: Fields, keys: string[]): string | undefined {
  return firstDate(...keys.flatMap((key) => all(fields, key)).map(({ textContent }) => textContent));
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
  const walker = window.document.createTreeWalker(window.document, NodeFilter.SHOW_ELEMENT);
  walker.currentNode = element;
  do {
    const { currentNode } = walker;
    const base = currentNode instanceof Element && currentNode.getAttributeNS(xmlns, 'base');
    if (base) bases.unshift(base);
  } while (walker.parentNode());
  return bases.reduce((base, next) => safeUrl(next, base) ?? base, feedUrl);
}

/** Where a text has a base of its own. */
function ownBase(element: Element, feedUrl: string): string | undefined {
  return element.closest('[*|base]') ? baseOf(element, feedUrl) : undefined;
}

function children(element: Node): Element[] {
  // By a walker: names can hide the siblings and parents of a form, and lead in circles forever.
  const walker = window.document.createTreeWalker(element, NodeFilter.SHOW_ELEMENT);
  const found: Element[] = [];
  for (let child = walker.firstChild(); child; child = walker.nextSibling()) if (child instanceof Element) found.push(child);
  return found;
}

function fieldsOf(element: Element): Fields {
  const fields: Fields = new Map();
  for (const child of children(element)) {
    // An unknown namespace without a prefix is a feed's own name for what it is made of.
    const uri =
      child.namespaceURI
        ?.toLowerCase()
        .replace(/^https?:\/\//, '')
        .replace(/[/#]$/, '') ?? '';
    const prefix = namespaces[uri] ?? (child.prefix === null ? '' : '?:');
    const key = prefix + child.localName;
    const same = fields.get(key);
    if (same) same.push(child);
    else fields.set(key, [child]);
  }
  return fields;
}

/** The first of these fields that holds something. */
function filled(fields: Fields, keys: string[]): Element | undefined {
  return keys.flatMap((key) => all(fields, key)).find((each) => each.firstElementChild || each.textContent?.trim());
}

const all = (fields: Fields, key: string): Element[] => fields.get(key) ?? [];
const first = (fields: Fields, key: string): Element | undefined => fields.get(key)?.[0];
const raw = (fields: Fields, key: string): string | undefined => first(fields, key)?.textContent ?? undefined;
const wordsOf = (element: Element): string => plainText(element.textContent);
const word = (fields: Fields, key: string): string => raw(fields, key)?.trim() ?? '';
