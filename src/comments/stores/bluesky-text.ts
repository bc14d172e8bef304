/** Text with facets (app.bsky.richtext.facet): which bytes of its UTF-8 are a link, a mention, a tag. Knows no DOM. */

import type { Block, Inline } from '../markup/parse.js';
import { record, text } from './json-client.js';

interface Facet { start: number; end: number; url: string }

/** Facets that overlap another, are out of range or cut a letter in two are left out: their text stays. */
export function textOfFacets(source: string, facets: unknown): Inline[] {
  const bytes = new TextEncoder().encode(source);
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const read = (start: number, end: number): Inline[] => (start < end ? [{ type: 'text', text: decoder.decode(bytes.subarray(start, end)) }] : []);
  const startsLetter = (at: number): boolean => at === bytes.length || (bytes[at]! & 0xc0) !== 0x80;
  const found: Inline[] = [];
  let done = 0;
  for (const { start, end, url } of facetsIn(facets)) {
    if (start < done || end > bytes.length || !startsLetter(start) || !startsLetter(end)) continue;
    found.push(...read(done, start), { type: 'link', url, children: read(start, end) });
    done = end;
  }
  return [...found, ...read(done, bytes.length)];
}

/** Facets that lead somewhere, from the first to the last. */
function facetsIn(facets: unknown): Facet[] {
  if (!Array.isArray(facets)) return [];
  return facets.slice(0, 1000).flatMap((facet): Facet[] => {
    const { byteStart, byteEnd } = record(record(facet)['index']);
    const features: unknown = record(facet)['features'];
    const url = Array.isArray(features) ? features.map(urlOf).find((each) => each !== undefined) : undefined;
    if (!url || !Number.isSafeInteger(byteStart) || !Number.isSafeInteger(byteEnd)) return [];
    const [start, end] = [byteStart as number, byteEnd as number];
    return start >= 0 && start < end ? [{ start, end, url }] : [];
  }).sort((one, other) => one.start - other.start);
}

function urlOf(feature: unknown): string | undefined {
  const { $type: type, uri, did, tag } = record(feature);
  if (type === 'app.bsky.richtext.facet#link') return text(uri) || undefined;
  if (type === 'app.bsky.richtext.facet#mention' && /^did:[\w.:%-]+$/.test(text(did))) return `https://bsky.app/profile/${text(did)}`;
  if (type === 'app.bsky.richtext.facet#tag' && text(tag)) return `https://bsky.app/hashtag/${encodeURIComponent(text(tag))}`;
  return undefined;
}

/** Lines become paragraphs where one is empty, else breaks. */
export function linesOf(nodes: Inline[]): Block[] {
  const paragraphs: Inline[][] = [[]];
  for (const node of nodes) {
    if (node.type !== 'text') { paragraphs.at(-1)!.push(node); continue; }
    node.text.replace(/\r\n?/g, '\n').split(/\n[^\S\n]*(?:\n\s*)+/).forEach((part, index) => {
      if (index > 0) paragraphs.push([]);
      part.split('\n').forEach((line, number) => {
        if (number > 0) paragraphs.at(-1)!.push({ type: 'break' });
        if (line) paragraphs.at(-1)!.push({ type: 'text', text: line });
      });
    });
  }
  return paragraphs.filter((children) => children.length).map((children) => ({ type: 'paragraph', children }));
}
