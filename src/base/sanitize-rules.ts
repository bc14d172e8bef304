/** What may come from outside, as data. */

const words = (text: string) => new Set(text.trim().split(/\s+/));

/** Everything that is not here and not dropped is unwrapped: its children stay. */
export const allowedElements = words(`
  a abbr address article aside audio b bdi bdo big blockquote br caption cite code col colgroup dd del details dfn div dl dt em
  figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i ins kbd li main mark nav ol p picture pre q rp rt ruby s samp section
  small source span strike strong sub summary sup table tbody td tfoot th thead time tr track tt u ul var video wbr`);

/** Gone with what is in them: they act, or their content is not text for readers. (Of those that can hold nothing nothing stays anyway.) */
export const droppedElements = words(`
  applet button command datalist fencedframe frameset head menuitem noembed noframes object optgroup option portal script select style
  svg template textarea title xml`);

/** A formula may hold these and text, nothing else. */
export const mathElements = words(`
  math merror mfrac mi mn mo mover mpadded mphantom mroot mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr
  munder munderover`);

/** Beside those that every element may have (sanitise.ts): language, title, labels, id, some classes. */
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
