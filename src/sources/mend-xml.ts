/** Mends what most often breaks a feed: HTML's entities, bare ampersands, forbidden characters, text around it, lost prefixes. */

// HTML's names that XML does not know. Others are left as text.
const entities: Record<string, string> = {
  nbsp: '\u00a0', iexcl: '¡', pound: '£', euro: '€', copy: '©', reg: '®', laquo: '«', raquo: '»', deg: '°', middot: '·', times: '×',
  ndash: '–', mdash: '—', lsquo: '‘', rsquo: '’', sbquo: '‚', ldquo: '“', rdquo: '”', bdquo: '„', hellip: '…', bull: '•', trade: '™', shy: '\u00ad',
  agrave: 'à', aacute: 'á', acirc: 'â', atilde: 'ã', auml: 'ä', aring: 'å', aelig: 'æ', ccedil: 'ç', egrave: 'è', eacute: 'é', ecirc: 'ê', euml: 'ë',
  igrave: 'ì', iacute: 'í', icirc: 'î', iuml: 'ï', ntilde: 'ñ', ograve: 'ò', oacute: 'ó', ocirc: 'ô', ouml: 'ö', oslash: 'ø', ugrave: 'ù', uacute: 'ú',
  ucirc: 'û', uuml: 'ü', yuml: 'ÿ', szlig: 'ß', Agrave: 'À', Aacute: 'Á', Auml: 'Ä', Ccedil: 'Ç', Egrave: 'È', Eacute: 'É', Ouml: 'Ö', Uuml: 'Ü',
};

const prefixes: Record<string, string> = {
  content: 'http://purl.org/rss/1.0/modules/content/', dc: 'http://purl.org/dc/elements/1.1/', media: 'http://search.yahoo.com/mrss/',
  itunes: 'http://www.itunes.com/dtds/podcast-1.0.dtd', slash: 'http://purl.org/rss/1.0/modules/slash/', atom: 'http://www.w3.org/2005/Atom',
  rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#', thr: 'http://purl.org/syndication/thread/1.0',
};

export function mendXml(text: string): string {
  const start = text.search(/<(\?xml|rss|feed|rdf:RDF)[\s>]/i);
  const inner = start > 0 ? text.slice(start) : text;
  const closed = /^([\s\S]*<\/(?:rss|feed|rdf:RDF)\s*>)/i.exec(inner)?.[1] ?? close(inner);
  return declare(closed)
    // Within CDATA everything is text already.
    .split(/(<!\[CDATA\[[\s\S]*?\]\]>)/)
    .map((part) => (part.startsWith('<![CDATA[') ? part : mendText(part)))
    .join('')
    // XML 1.0, 2.2: these may not occur at all.
    .replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '');
}

function mendText(text: string): string {
  return text
    .replace(/&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);)([a-z]\w*;)?/gi, (_, name: string | undefined) => (name && entities[name.slice(0, -1)]) ?? `&amp;${name ?? ''}`)
    // A "<" that begins no tag.
    .replace(/<(?![a-z/!?_])/gi, '&lt;');
}

/** What was cut off in the middle: the entries that are whole stay. */
function close(text: string): string {
  const end = Math.max(text.lastIndexOf('</item>') + 7, text.lastIndexOf('</entry>') + 8);
  if (end < 9) return text;
  const root = /<(rss|feed|rdf:RDF)[\s>]/i.exec(text)?.[1];
  const channel = root?.toLowerCase() === 'rss' && /<channel[\s>]/.test(text) ? '</channel>' : '';
  return root ? `${text.slice(0, end)}${channel}</${root}>` : text;
}

function declare(text: string): string {
  return text.replace(/<(rss|feed|rdf:RDF)(\s[^>]*)?>/i, (tag, name: string, attributes = '') => {
    const missing = Object.entries(prefixes).filter(([prefix]) => text.includes(`<${prefix}:`) && !text.includes(`xmlns:${prefix}=`));
    return missing.length ? `<${name}${attributes}${missing.map(([prefix, uri]) => ` xmlns:${prefix}="${uri}"`).join('')}>` : tag;
  });
}
