/** What the sanitizer lets through: elements, attributes, URLs and ids. */

const words = (text: string) => new Set(text.trim().split(/\s+/));

/** Everything that is not here and not dropped is unwrapped: its children stay. */
export const allowedElements = words(`
  a abbr address article aside audio b bdi bdo big blockquote br caption cite code col colgroup dd del details dfn div dl dt em
  figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i ins kbd li main mark nav ol p picture pre q rp rt ruby s samp section
  small source span strike strong sub summary sup table tbody td tfoot th thead time tr track tt u ul var video wbr`);

/** Gone with what is in them: they act, or their content is not text for readers. (Elements that cannot hold anything go anyway.) */
export const droppedElements = words(`
  applet button command datalist fencedframe frameset head menuitem noembed noframes object optgroup option portal script select style
  svg template textarea title xml`);

/** A formula may hold these and text, nothing else. */
export const mathElements = words(`
  math merror mfrac mi mn mo mover mpadded mphantom mroot mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr
  munder munderover`);

/** Beside those that every element may have (sanitize.ts): language, title, labels, id, some classes. */
export const allowedAttributes: Record<string, string[]> = {
  a: ['href', 'hreflang'],
  audio: ['src', 'loop'],
  blockquote: ['cite'],
  col: ['span'],
  colgroup: ['span'],
  del: ['cite', 'datetime'],
  details: ['open'],
  img: ['alt', 'sizes', 'width', 'height'],
  ins: ['cite', 'datetime'],
  li: ['value'],
  ol: ['start', 'reversed', 'type'],
  q: ['cite'],
  source: ['src', 'srcset', 'sizes', 'media', 'type', 'width', 'height'],
  td: ['colspan', 'rowspan', 'align'],
  th: ['colspan', 'rowspan', 'scope', 'abbr', 'align'],
  time: ['datetime'],
  track: ['src', 'kind', 'srclang', 'label'],
  video: ['src', 'poster', 'width', 'height', 'loop', 'muted', 'playsinline'],
};

/** The classes of editors and highlighters. Any other could dress up as a part of the page. */
export const keptClasses = /^(lang(uage)?-|wp-(block|element|caption|image)|kg-|align|footnote|task-list|has-|size-)[\w-]*$/;

export const keptRoles = /^(doc-[a-z]+|note|group|list|listitem|math|none|presentation)$/;

/** The URL of a link: the web, email and telephone. Like each URL here, it is resolved by the browser's own parser and written as that read it. */
export function safeLink(value: string, base: string): string | undefined {
  return resolve(value, base, /^(https?|mailto|tel):$/);
}

/** The URL of media, frames and citations. */
export function safeWebUrl(value: string, base: string): string | undefined {
  return resolve(value, base, /^https?:$/);
}

/** The URL of a picture: the web, or a raster picture in the URL itself. SVG can link and embed. */
export function safeImage(value: string, base: string): string | undefined {
  const url = resolve(value, base, /^(https?|data):$/);
  return url?.startsWith('data:') && !/^data:image\/(png|gif|jpe?g|webp|avif);base64,[\w+/=%]*$/i.test(url) ? undefined : url;
}

/** The candidates of a `srcset` that are safe; long ones are left out, the picture has its `src`. */
export function safeSourceSet(value: string, base: string): string | undefined {
  if (value.length > 8192) return undefined;
  const safe: string[] = [];
  for (const [, url, descriptor] of value.matchAll(/(?<=^|\s|\s[\d.]+[wxh]\s*,)(\S*[^\s,])(?:,?\s*$|,\s|\s+([\d.]+[wxh])\s*(?:,|$))/g)) {
    const resolved = url && safeWebUrl(url.replace(/^,+/, ''), base);
    // A comma or a space in the URL would start another candidate.
    if (resolved && !/,$|\s/.test(resolved)) safe.push(descriptor ? `${resolved} ${descriptor}` : resolved);
  }
  return safe.length ? safe.join(', ') : undefined;
}

/** A picture that nobody can see is there to count readers. */
export function isTrackingPixel(image: Element): boolean {
  const tiny = (name: string) => /^\s*[01](px)?\s*$/.test(image.getAttribute(name) ?? '');
  return (
    tiny('width') ||
    tiny('height') ||
    /(^|;)\s*((width|height)\s*:\s*[01](px)?\s*(;|!|$)|display\s*:\s*none|visibility\s*:\s*hidden)/i.test(image.getAttribute('style') ?? '') ||
    /^(https?:)?\/\/(pixel\.wp\.com|stats\.wordpress\.com|pixel\.|feeds\.feedburner\.com\/~[rf]|[^/]*doubleclick\.net|www\.facebook\.com\/tr\b|www\.google-analytics\.com)/i.test(
      image.getAttribute('src')?.trim() ?? '',
    )
  );
}

function resolve(value: string, base: string, schemes: RegExp): string | undefined {
  // An empty address would be the page itself.
  if (!value.trim()) return undefined;
  try {
    const url = new URL(value, base);
    // A name and password in front of the host are there to deceive.
    return schemes.test(url.protocol) && !url.username && !url.password ? url.href : undefined;
  } catch {
    return undefined;
  }
}
