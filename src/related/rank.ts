/**
 * Which posts are about the same as this one. BM25 over all fields with weights (Robertson's BM25F), to which shared tags add by
 * their rarity; chosen for diversity. Knows no DOM.
 */

import type { Post } from '../sources/post.js';
import { termsOf } from './terms.js';

export interface RelatedItem {
  post: Post;
  /** Comparable within one ranking only. */
  score: number;
  /** Tags that both posts have, as the other post writes them. */
  sharedKeywords: string[];
  /** True when it is here because it is new, not because it is related. */
  recent?: boolean;
}

export interface RankOptions {
  max?: number;
  /** Posts that are shown already. */
  without?: string[];
  signal?: AbortSignal;
  /** Longest piece of work at a time, in milliseconds. Default 12. */
  slice?: number;
}

/** How much a word counts by where it stands. */
const weights = { headline: 4, keywords: 3, description: 2, articleBody: 1 };
/** BM25's own usual constants. */
const k1 = 1.2;
const b = 0.75;
/** A post must share this part of what the post has in common with itself. */
const threshold = 0.02;
/** How much a candidate loses by being like one that is chosen already (maximal marginal relevance). */
const sameness = 0.3;

interface Document { post: Post; counts: Map<string, number>; length: number; tags: Map<string, string> }

/** Best first, at most `max`; nothing rather than noise. */
export async function rankPosts(current: Post, posts: readonly Post[], { max = 4, without = [], signal, slice = 12 }: RankOptions = {}): Promise<RelatedItem[]> {
  const rest = pauses(slice, signal);
  const candidates = eligible(current, posts, without);
  const source = read(current, current.inLanguage ?? 'en');
  const documents: Document[] = [];
  const wordFrequency = new Map<string, number>();
  const tagFrequency = new Map<string, number>();
  let total = source.length;
  for (const post of candidates) {
    const document = read(post, post.inLanguage ?? current.inLanguage ?? 'en');
    documents.push(document);
    total += document.length;
    for (const word of document.counts.keys()) wordFrequency.set(word, (wordFrequency.get(word) ?? 0) + 1);
    for (const tag of document.tags.keys()) tagFrequency.set(tag, (tagFrequency.get(tag) ?? 0) + 1);
    await rest();
  }
  const size = documents.length;
  const average = total / (size + 1) || 1;
  const rarity = (frequency: number): number => Math.log(1 + (size - frequency + 0.5) / (frequency + 0.5));

  /** What a document says of the words of another. */
  const likeness = (query: Document, document: Document): number => {
    let score = 0;
    const damp = k1 * (1 - b + (b * document.length) / average);
    for (const [word, times] of query.counts) {
      const count = document.counts.get(word);
      if (!count) continue;
      const idf = rarity(wordFrequency.get(word) ?? 0);
      score += idf * (1 + Math.log(times)) * ((count * (k1 + 1)) / (count + damp));
    }
    return score;
  };
  const itself = likeness(source, source) || 1;
  const tagsTogether = [...source.tags.keys()].reduce((sum, tag) => sum + rarity(tagFrequency.get(tag) ?? 0), 0) || 1;

  const scored: { document: Document; item: RelatedItem }[] = [];
  for (const document of documents) {
    const shared = [...source.tags.keys()].filter((tag) => document.tags.has(tag));
    const byTags = shared.reduce((sum, tag) => sum + rarity(tagFrequency.get(tag)!), 0) / tagsTogether;
    const score = likeness(source, document) / itself + 0.2 * byTags;
    if (score >= threshold) scored.push({ document, item: { post: document.post, score, sharedKeywords: shared.map((tag) => document.tags.get(tag)!) } });
    await rest();
  }
  scored.sort((one, other) => other.item.score - one.item.score || newer(one.item.post, other.item.post));

  // Of the best few, those that are not all the same.
  const pool = scored.slice(0, max * 5);
  const chosen: typeof pool = [];
  while (chosen.length < max && pool.length) {
    let best = 0;
    let bestScore = -Infinity;
    for (const [at, { document, item }] of pool.entries()) {
      const nearest = Math.max(0, ...chosen.map((other) => likeness(other.document, document) / (likeness(other.document, other.document) || 1)));
      const score = item.score * (1 - sameness * Math.min(1, nearest));
      if (score > bestScore) [best, bestScore] = [at, score];
    }
    chosen.push(...pool.splice(best, 1));
    await rest();
  }
  return chosen.map(({ item }) => item);
}

/** The newest, for when nothing is related and the page wants something all the same. */
export function newestPosts(current: Post, posts: readonly Post[], { max = 4, without = [] }: RankOptions = {}): RelatedItem[] {
  return eligible(current, posts, without).sort(newer).slice(0, max).map((post) => ({ post, score: 0, sharedKeywords: [], recent: true }));
}

/** Not this post itself, none twice, none without an address or a title, none in another language. */
function eligible(current: Post, posts: readonly Post[], without: string[]): Post[] {
  const seen = new Set([current.url, ...without].map(addressKey));
  const language = current.inLanguage?.toLowerCase().split('-')[0];
  return posts.filter((post) => {
    const key = addressKey(post.url);
    const other = post.inLanguage?.toLowerCase().split('-')[0];
    if (!post.url || !post.headline || seen.has(key) || (language && other && other !== language)) return false;
    if (post.id && current.id && post.id === current.id) return false;
    seen.add(key);
    return true;
  });
}

/** One key for the ways in which one address is written. */
export function addressKey(address: string): string {
  if (!URL.canParse(address)) return address;
  const url = new URL(address);
  for (const name of [...url.searchParams.keys()]) if (/^(utm_.*|fbclid|gclid|mc_[ce]id|ref)$/.test(name)) url.searchParams.delete(name);
  url.searchParams.sort();
  const path = url.pathname.replace(/\/(index|default)\.(html?|php)$/, '/').replace(/\/+$/, '');
  return `${url.hostname.replace(/^www\./, '')}:${url.port}${decodePath(path)}${url.search}`;
}

function decodePath(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}

function read(post: Post, lang: string): Document {
  const counts = new Map<string, number>();
  let length = 0;
  const add = (text: string | undefined, weight: number): void => {
    if (!text) return;
    for (const term of termsOf(text, lang)) {
      counts.set(term, (counts.get(term) ?? 0) + weight);
      length += weight;
    }
  };
  add(post.headline, weights.headline);
  add(post.keywords.join(' '), weights.keywords);
  add(post.description, weights.description);
  // A body is HTML from outside; here only its words are wanted, and they never go to the page.
  add(post.articleBody?.replace(/<(script|style)\b[\s\S]*?<\/\1>|<[^>]*>|&[#\w]+;/gi, ' '), weights.articleBody);
  return { post, counts, length, tags: new Map(post.keywords.map((word) => [word.trim().toLowerCase(), word])) };
}

/** For sorting: newest first, then by address, so that the order is always the same. */
function newer(one: Post, other: Post): number {
  const [a, c] = [one, other].map(({ datePublished }) => Date.parse(datePublished ?? '') || 0) as [number, number];
  return c - a || (one.url < other.url ? -1 : one.url > other.url ? 1 : 0);
}

/** Lets the page breathe: resolves at once until the slice is used up, then after the browser had its turn. */
function pauses(slice: number, signal?: AbortSignal): () => Promise<void> | undefined {
  let started = performance.now();
  return () => {
    signal?.throwIfAborted();
    if (performance.now() - started < slice) return undefined;
    return new Promise((resolve) => setTimeout(() => { started = performance.now(); resolve(); }));
  };
}
