/**
 * Computes which posts are related when a site is built: feeds → posts with their neighbors, small enough to be sent to readers. Runs in
 * Node, without a DOM. The result is this project's own JSON, which the element reads like any other source.
 */

import { readGhost, isGhost } from '../sources/ghost.js';
import { readJsonFeed } from '../sources/json-feed.js';
import { readJson } from '../sources/json.js';
import { toFields, type Post } from '../sources/post.js';
import { isWordPress, readWordPress } from '../sources/wordpress.js';
import { findCandidates } from './rank.js';
import { largest, nearest, nearness, readDocuments, threshold, type Document } from './similarity.js';
import { primary, textOf } from './terms.js';

export interface BuildOptions {
  /** Most neighbors of a post. Default 8, so that some are left when an author has picked a few of them. */
  max?: number;
}

/**
 * @param feed JSON Feed, this project's own JSON, or an answer of WordPress's REST API or Ghost's Content API
 * @param base what relative addresses in it are relative to
 * @throws with a sentence that says what was expected
 */
export async function readFeed(feed: unknown, base: string): Promise<Post[]> {
  const { items, posts } = toFields(Array.isArray(feed) ? undefined : feed);
  const list = Array.isArray(feed) ? feed : (items ?? posts);
  if (!Array.isArray(list)) throw new TypeError('expected a JSON Feed with "items", a list of posts, or an answer of WordPress or Ghost');
  if (items) return readJsonFeed(feed, base, toText);
  if (isWordPress(list)) return readWordPress(list, base, toText);
  return isGhost(feed) ? readGhost(feed, base, toText) : readJson(list, base);
}

/** Each post with what is related to it, as the element reads it. */
export async function relatedPosts(posts: readonly Post[], { max = 8 }: BuildOptions = {}): Promise<{ posts: Partial<Post>[] }> {
  const related = new Map<Post, Post['related']>();
  for (const [lang, group] of byLanguage(posts)) {
    const documents = await readDocuments(await findCandidates(nobody, group, noPause), lang || 'en', noPause);
    const findBest = indexOf(documents);
    for (const document of documents) {
      const items = await nearest(document, findBest(document, max * 5), max, noPause);
      related.set(
        document.post,
        items.map(({ post, score }) => ({ url: post.url, score: Number(score.toFixed(3)) })),
      );
    }
  }
  return {
    posts: [...related].map(([{ id, url, headline, datePublished, image, keywords, inLanguage }, neighbors]) => ({
      ...(id !== url && { id }),
      url,
      headline,
      ...(datePublished && { datePublished }),
      ...(image && { image: trim(image) }),
      ...(keywords.length && { keywords }),
      ...(inLanguage && { inLanguage }),
      related: neighbors,
    })),
  };
}

/** Compared with this one, every post is a candidate. */
const nobody: Post = { id: '', url: '', headline: '', author: [], keywords: [] };

/** Nobody waits for a page here. */
const noPause = () => undefined;

/** What a card shows of a picture. */
function trim({ url, width, height }: NonNullable<Post['image']>): Post['image'] {
  return { url, ...(width && { width }), ...(height && { height }) };
}

/** A post that does not say its language counts as one of the language that most are in. */
function byLanguage(posts: readonly Post[]): [string, Post[]][] {
  const groups = new Map<string, Post[]>();
  for (const post of posts) {
    const lang = primary(post.inLanguage);
    const group = groups.get(lang);
    if (group) group.push(post);
    else groups.set(lang, [post]);
  }
  const { '': unknown = [], ...known } = Object.fromEntries(groups);
  const sorted = Object.entries(known).sort(([, one], [, other]) => other.length - one.length);
  const [most] = sorted;
  if (!most) return [['', unknown]];
  most[1].push(...unknown);
  return sorted;
}

/**
 * An inverted index: from each term to the posts that have it. A post's neighbors are found among the posts that have
 * something in common with it, where the ranking in a page compares all.
 *
 * @returns finds the best `count` others of a post, in the order in which they came
 */
function indexOf(documents: readonly Document[]): (document: Document, count: number) => Document[] {
  const size = documents.reduce((most, { terms }) => Math.max(most, largest(terms)), 0) + 1;
  // The posts of all terms lie in one row: those of a term from its start to the start of the next.
  const starts = new Uint32Array(size + 1);
  for (const { terms } of documents) for (const term of terms) starts[term + 1] = (starts[term + 1] ?? 0) + 1;
  for (let term = 0; term < size; term++) starts[term + 1] = (starts[term + 1] ?? 0) + (starts[term] ?? 0);
  const ends = starts.slice();
  const holders = new Uint32Array(starts.at(-1) ?? 0);
  const weights = new Float32Array(holders.length);
  for (const [at, document] of documents.entries()) {
    for (const [place, term] of document.terms.entries()) {
      const end = ends[term] ?? 0;
      holders[end] = at;
      weights[end] = document.weights[place] ?? 0;
      ends[term] = end + 1;
    }
  }
  const sums = new Float64Array(documents.length);
  return (document, count) => {
    sums.fill(0);
    for (const [place, term] of document.terms.entries()) {
      const weight = document.weights[place] ?? 0;
      const end = starts[term + 1] ?? 0;
      for (let at = starts[term] ?? 0; at < end; at++) {
        const holder = holders[at] ?? 0;
        sums[holder] = (sums[holder] ?? 0) + weight * (weights[at] ?? 0);
      }
    }
    const scored: { at: number; other: Document; score: number }[] = [];
    for (const [at, other] of documents.entries()) {
      const sum = sums[at] ?? 0;
      const score = sum && other !== document ? Math.min(sum, 1) * nearness(document.day - other.day) : 0;
      if (score >= threshold) scored.push({ at, other, score });
    }
    return scored
      .sort((one, other) => other.score - one.score)
      .slice(0, count)
      .sort((one, other) => one.at - other.at)
      .map(({ other }) => other);
  };
}

/** The words of a piece of HTML, where there is no DOM. They are compared and written as text, and never go to a page as markup. */
function toText(html: unknown): string {
  if (typeof html !== 'string' || !/[<&]/.test(html)) return typeof html === 'string' ? html : '';
  const signs: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };
  // Set apart first, since `textOf` makes spaces of what it does not know and takes "<" for a tag.
  return textOf(html.replace(/&(amp|lt|gt|quot|apos|nbsp);/g, '\ue000$1\ue001'))
    .replace(/\ue000(\w+)\ue001/g, (_, name: string) => signs[name] ?? '')
    .trim();
}
