/** The formats that posts come in, and the modules that read those which load on demand. */

import { loadOnce } from '../base/load-once.js';

export const formats = ['json', 'json-feed', 'rss', 'atom', 'rdf', 'wordpress', 'ghost', 'markdown', 'html'] as const;

export type Format = (typeof formats)[number];

export const loadXmlFeed = loadOnce(() => import('./xml-feed.js'));
export const loadMarkdown = loadOnce(() => import('./markdown.js'));
export const loadHtml = loadOnce(() => import('./html.js'));

/** Loads what this address or format most likely needs, in parallel with the request for its data. A failure is reported by the reader that needs the module. */
export function preloadReader(url: string, format: string): void {
  const { pathname } = new URL(url);
  const isAuto = format === 'auto';
  let load: (() => Promise<unknown>) | undefined;
  if (format === 'markdown' || (isAuto && isMarkdownPath(pathname))) load = loadMarkdown;
  else if (/^(rss|atom|rdf)$/.test(format) || (isAuto && /\.(xml|rss|atom|rdf)$|\/(feed|rss|atom)\/?$/i.test(pathname))) load = loadXmlFeed;
  else if (format === 'html' || (isAuto && /\.html?$/i.test(pathname))) load = loadHtml;
  load?.().catch(() => undefined);
}

export function isMarkdownPath(path: string): boolean {
  return /\.(md|markdown|mdown)$/i.test(path);
}
