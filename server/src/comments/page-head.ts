/** Reads a page's canonical link, its title, and the threads that its elements name. */

import { Parser } from 'htmlparser2';

export interface PageHead {
  canonical?: string;
  title?: string;
  threads: string[];
}

const longestTitle = 300;
/** Any other element ends the head, with or without `<body>`. */
const headElements = new Set(['html', 'head', 'title', 'meta', 'link', 'base', 'script', 'noscript', 'style', 'template']);

/** @param html the beginning is enough: link and title are read from the head only, since the body may hold what readers wrote */
export function readHead(html: string): PageHead {
  const head: PageHead = { threads: [] };
  let inHead = true;
  let title: string | undefined;
  let inTitle = false;
  const parser = new Parser({
    onopentag(name, attributes) {
      if (!headElements.has(name)) inHead = false;
      if (inHead && name === 'title' && title === undefined) {
        inTitle = true;
        title = '';
      }
      if (inHead && name === 'link' && attributes['href'] && /(^|\s)canonical(\s|$)/i.test(attributes['rel'] ?? '')) head.canonical ??= attributes['href'];
      if (name === 'blog-comments' && attributes['thread']) head.threads.push(attributes['thread']);
    },
    ontext(text) {
      if (inTitle && title!.length < longestTitle) title += text;
    },
    onclosetag(name) {
      if (name === 'title') inTitle = false;
      if (name === 'head') inHead = false;
    },
  });
  parser.end(html);
  if (title?.trim()) head.title = title;
  return head;
}

/**
 * The keys that the thread of a page may have: its path and query, or the whole URL; as they are and decoded, with and without what serves the same page (a
 * slash at the end, an index file). Other spellings of the same page, such as `/./post` or `/post#2`, are not among them: the list is finite.
 */
export function threadKeysOf(page: URL): Set<string> {
  const { origin, pathname, search, searchParams } = page;
  const bare = pathname.replace(/\/index\.(html?|php)$/i, '/').replace(/(?<=.)\/$/, '');
  const sorted = new URLSearchParams(searchParams);
  sorted.sort();
  const queries = [search, ...(search ? [`?${sorted.toString()}`] : [])];
  const places = [pathname, bare, `${bare}/`].flatMap((path) => queries.map((query) => path + query));
  const written = places.flatMap((place) => [place, place.replace(/%[0-9a-f]{2}/gi, (escape) => escape.toUpperCase()), decoded(place)]);
  return new Set(written.flatMap((place) => [place, origin + place]));
}

/** One form for all of a page's keys, to look it up by. Other addresses can have the same form. */
export function normalizePath(address: string): string | undefined {
  if (!URL.canParse(address, 'http://any.invalid')) return undefined;
  const { pathname, searchParams } = new URL(address, 'http://any.invalid');
  searchParams.sort();
  return `${decoded(pathname.replace(/\/index\.(html?|php)$/i, '/').replace(/(?<=.)\/$/, ''))}?${searchParams.toString()}`;
}

function decoded(place: string): string {
  try {
    return decodeURI(place);
  } catch {
    return place;
  }
}
