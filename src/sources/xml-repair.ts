/** Repairs what most often breaks a feed, as leniently as an HTML parser would: entities, tags, attributes, prefixes, what is around it. */

import { plainText } from './text.js';

const prefixes: Record<string, string> = {
  content: 'http://purl.org/rss/1.0/modules/content/',
  dc: 'http://purl.org/dc/elements/1.1/',
  media: 'http://search.yahoo.com/mrss/',
  itunes: 'http://www.itunes.com/dtds/podcast-1.0.dtd',
  slash: 'http://purl.org/rss/1.0/modules/slash/',
  atom: 'http://www.w3.org/2005/Atom',
  rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
  thr: 'http://purl.org/syndication/thread/1.0',
};

const root = /<((?:[\w-]+:)?(?:rss|feed|rdf))((?:\s[^<>]*)?)>/i;
/** Put after everything: without an end for each of them, a million beginnings of comments would take hours. */
const ends = ']]>-->?>';

export function repairXml(text: string): string {
  const inner = declare(whole(text.slice(Math.max(0, text.search(root))))) + ends;
  return balance(
    inner
      // Within CDATA everything is text already.
      .split(/(<!\[CDATA\[[\s\S]*?\]\]>)/)
      .map((part) => (part.startsWith('<![CDATA[') ? part : repairText(part)))
      .join('')
      // XML 1.0, 2.2: these may not occur at all.
      .replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, ''),
  );
}

function repairText(text: string): string {
  return (
    text
      .replace(/&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);)([a-z]\w*;)?/gi, (_, name: string | undefined) => (name ? characterOf(name) : '&amp;'))
      // A "<" that begins no tag.
      .replace(/<(?![a-z/!?_])/gi, '&lt;')
  );
}

const known = new Map<string, string>();

/** HTML's named characters that XML does not know, read by the browser's own HTML parser. Others stay text. */
function characterOf(name: string): string {
  let character = known.get(name);
  if (character === undefined) {
    // HTML has 2,231 named characters.
    const read = name === 'nbsp;' ? '\u00a0' : known.size > 3000 ? `&${name}` : plainText(`&${name}`);
    character = read.length > 2 ? `&amp;${name}` : read.replace('<', '&lt;').replace('&', '&amp;');
    known.set(name, character);
  }
  return character;
}

/** The text up to its end tag. Where it was cut off in the middle, the entries that are whole stay. */
function whole(text: string): string {
  const ends = [/<\/(?:[\w-]+:)?(?:rss|feed|rdf)\s*>/gi, /<\/(?:[\w-]+:)?(?:item|entry)\s*>/gi];
  for (const end of ends) {
    const last = [...text.matchAll(end)].pop();
    if (last) return text.slice(0, last.index + last[0].length);
  }
  return text;
}

/** Every prefix gets a namespace: its usual one, or one of its own. */
function declare(text: string): string {
  return text.replace(root, (_, name: string, attributes: string) => {
    const used = new Set([...text.matchAll(/<([\w-]+):|\s([\w-]+):[\w-]+\s*=/g)].flatMap(([, element, attribute]) => element ?? attribute ?? []));
    const declared = new Set(Array.from(text.matchAll(/xmlns:([\w-]+)=/g), ([, prefix]) => prefix));
    const missing = [...used].filter((prefix) => !/^xml(ns)?$/.test(prefix) && !declared.has(prefix)).slice(0, 999);
    const atom = name === 'feed' && !/\sxmlns=/.test(attributes) ? ` xmlns="${prefixes['atom']}"` : '';
    return `<${name}${attributes}${atom}${missing.map((prefix) => ` xmlns:${prefix}="${prefixes[prefix] ?? `urn:${prefix}`}"`).join('')}>`;
  });
}

/** Closes what was left open, drops comments, declarations and end tags that close nothing, and writes attributes as XML wants them. */
function balance(text: string): string {
  const open: string[] = [];
  const counts = new Map<string, number>();
  const count = (name: string, by: number) => {
    counts.set(name, (counts.get(name) ?? 0) + by);
  };
  const closeTo = (place: number) =>
    open
      .splice(place)
      .reverse()
      .map((name) => {
        count(name, -1);
        return `</${name}>`;
      })
      .join('');
  const tags =
    /<!\[CDATA\[[\s\S]*?\]\]>|<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<![^<>[]*(?:\[[^\]]*\]+\s*)?>|<\/([\w:.-]+)[^<>]*>|<([a-z_][\w:.-]*)((?:"[^"<]*"|'[^'<]*'|[^"'<>])*?|[^<>]*?)(\/?)>/gi;
  const repaired = text.replace(tags, (tag, closed: string | undefined, opened: string | undefined, attributes: string, empty: string) => {
    if (closed) return counts.get(closed) ? closeTo(open.lastIndexOf(closed)) : '';
    if (!opened) return tag.startsWith('<![CDATA[') ? tag : '';
    const isEmpty = empty || /^(br|hr|img|wbr|input)$/i.test(opened);
    if (!isEmpty) {
      open.push(opened);
      count(opened, 1);
    }
    return `<${opened}${repairAttributes(attributes)}${isEmpty ? '/' : ''}>`;
  });
  return repaired.replace(/(?:(?:\]\]>)?-->)?\?>$/, '') + closeTo(0);
}

function repairAttributes(text: string): string {
  const seen = new Set<string>();
  return [...text.matchAll(/([a-z_][\w:.-]*)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"']+))?/gi)]
    .map(([, name = '', value = '']) => {
      if (seen.has(name)) return '';
      seen.add(name);
      return ` ${name}="${value
        .replace(/^(["'])(.*)\1$/s, '$2')
        .replaceAll('<', '&lt;')
        .replaceAll('"', '&quot;')}"`;
    })
    .join('');
}
