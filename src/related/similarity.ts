/**
 * How much two posts are about the same. Each post is a vector of its terms, the rarer in this blog the heavier, and two posts
 * are as alike as the directions of their vectors (tf-idf, cosine); nearness in time counts for a little, and posts that repeat a chosen one
 * are passed over. Knows no DOM, and no constant in it is fitted to a blog.
 */

import type { Pause } from '../base/scheduler.js';
import type { Post } from '../sources/post.js';
import { createTerms, foldAccents, textOf } from './terms.js';

export interface RelatedItem {
  post: Post;
  /** From 0 (nothing in common) to 1 (the same text, on the same day). */
  score: number;
  /** Tags that both posts have, as the other post writes them. */
  sharedKeywords: string[];
  /** Why it is there, in the page's language, such as "3 shared topics"; left out where there is no reason to give. */
  reason?: string;
  /** True when it is here because it is new, not because it is related. */
  recent?: boolean;
}

/** A post as it is compared. */
export interface Document {
  post: Post;
  /** Its tags, in the form in which they are compared → as they are written. */
  tags: Map<string, string>;
  /** Its terms by their numbers, and how much each weighs: a vector of length 1. */
  terms: Uint32Array;
  weights: Float32Array;
  /** In days; NaN when it has no date. */
  day: number;
}

/** Any two texts in one language have this much in common. */
export const threshold = 0.04;
/** Characters of a body that are compared: its subject has shown itself by then. */
const enough = 50_000;
/** Characters between two pauses. */
const chunk = 5000;

/** What of a post is counted: how often each of its terms is in what its author says in a few words that it is about, and in its text. */
interface Counts {
  terms: number[];
  about: number[];
  body: number[];
}

export async function readDocuments(posts: readonly Post[], lang: string, pause: Pause): Promise<Document[]> {
  const language = createTerms(lang);
  /** In how many posts a term is, by its number. */
  const frequency: number[] = [];
  /** Where a term is among those of the post that is being read, by its number. */
  const places: (number | undefined)[] = [];
  const documents: Document[] = [];
  const counted: Counts[] = [];
  for (const post of posts) {
    const counts: Counts = { terms: [], about: [], body: [] };
    const count = (numbers: number[], field: number[]): void => {
      for (const term of numbers) {
        let place = places[term];
        if (place === undefined) {
          places[term] = place = counts.terms.push(term) - 1;
          counts.about.push(0);
          counts.body.push(0);
          frequency[term] = (frequency[term] ?? 0) + 1;
        }
        field[place] = (field[place] ?? 0) + 1;
      }
    };
    const tags = new Map(
      post.keywords.map((tag) => [
        foldAccents(tag.toLowerCase())
          .replace(/[\s_#-]+/g, ' ')
          .trim(),
        tag,
      ]),
    );
    count(language.read([post.headline, post.description, ...post.keywords].join(' . ')), counts.about);
    count(
      [...tags.keys()].map((tag) => language.numberOf(`#${tag}`)),
      counts.about,
    );
    const text = textOf(post.articleBody?.slice(0, enough) ?? '');
    for (let at = 0; at < text.length; at += chunk) {
      count(language.read(text.slice(at, at + chunk)), counts.body);
      await pause();
    }
    for (const term of counts.terms) places[term] = undefined;
    documents.push({
      post,
      tags,
      day: Date.parse(post.datePublished ?? '') / 86_400_000,
      terms: Uint32Array.from(counts.terms),
      weights: new Float32Array(counts.terms.length),
    });
    counted.push(counts);
    await pause();
  }
  const rarity = Float32Array.from(frequency, (many = 1) => Math.log((posts.length + 1) / many));
  for (const [at, { weights }] of documents.entries()) {
    const counts = counted[at];
    if (counts) weigh(counts, rarity, weights);
    await pause();
  }
  return documents;
}

/** Fills in how much each term of a post weighs. */
function weigh({ terms, about, body }: Counts, rarity: Float32Array, weights: Float32Array): void {
  for (const field of [about, body]) {
    const heavy = field.map((count, place) => count && (1 + Math.log(count)) * (rarity[terms[place] ?? 0] ?? 0));
    // The fewer words there are beside it, the more a word counts.
    const share = Math.sqrt(lengthOf(heavy));
    for (const [place, weight] of heavy.entries()) weights[place] = (weights[place] ?? 0) + weight / share;
  }
  const length = lengthOf(weights);
  for (let place = 0; place < weights.length; place++) weights[place] = (weights[place] ?? 0) / length;
}

/** Those of `documents` that are about the same as `source`, best first; ties keep the order in which they came. */
export async function nearest(source: Document, documents: readonly Document[], max: number, pause: Pause): Promise<RelatedItem[]> {
  const scored: { document: Document; score: number }[] = [];
  const toSource = likenessTo(source);
  for (const document of documents) {
    const score = toSource(document) * nearness(source.day - document.day);
    if (score >= threshold) scored.push({ document, score });
    await pause();
  }
  scored.sort((one, other) => other.score - one.score);

  // Of the best few, those that do not repeat one that is chosen already.
  const pool = scored.slice(0, max * 5).map((entry) => ({ ...entry, fresh: 1 }));
  const chosen: RelatedItem[] = [];
  while (chosen.length < max && pool.length) {
    const best = pool.reduce((one, other) => (other.score * other.fresh > one.score * one.fresh ? other : one));
    if (best.score * best.fresh < threshold) break;
    pool.splice(pool.indexOf(best), 1);
    const toBest = likenessTo(best.document);
    for (const entry of pool) entry.fresh = Math.min(entry.fresh, 1 - toBest(entry.document) ** 2);
    const { post, tags } = best.document;
    chosen.push({ post, score: best.score, sharedKeywords: [...tags].flatMap(([tag, written]) => (source.tags.has(tag) ? written : [])) });
    await pause();
  }
  return chosen;
}

/** How alike a post is to this one: the cosine of the angle between them. */
function likenessTo({ terms, weights }: Document): (other: Document) => number {
  const weightOf = new Float32Array(largest(terms) + 1);
  for (const [place, term] of terms.entries()) weightOf[term] = weights[place] ?? 0;
  return (other) => {
    let sum = 0;
    for (let place = 0; place < other.terms.length; place++) sum += (other.weights[place] ?? 0) * (weightOf[other.terms[place] ?? 0] ?? 0);
    return Math.min(sum, 1);
  };
}

/** 1 for posts of one day, three quarters at a year, never less than half. */
export function nearness(days: number): number {
  return Number.isNaN(days) ? 1 : (1 + 1 / (1 + Math.abs(days) / 365)) / 2;
}

/** The largest of some terms' numbers. */
export function largest(terms: Uint32Array): number {
  return terms.reduce((most, term) => Math.max(most, term), 0);
}

function lengthOf(vector: ArrayLike<number>): number {
  let sum = 0;
  for (let place = 0; place < vector.length; place++) sum += (vector[place] ?? 0) ** 2;
  return Math.sqrt(sum) || 1;
}
