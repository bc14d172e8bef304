/**
 * How much two posts are about the same. Each post is a vector of its terms, the rarer in this blog the heavier, and two posts
 * are as alike as the directions of their vectors (tf-idf, cosine); near in time counts for a little, and what repeats a chosen post
 * is passed over. It knows no DOM, and no constant in it is fitted to a blog.
 */
import type { Post } from '../sources/post.js';
import { createTerms, foldAccents, textOf } from './terms.js';

export interface RelatedItem {
  post: Post;
  /** From 0 (nothing in common) to 1 (the same text, on the same day). */
  score: number;
  /** Tags that both posts have, as the other post writes them. */
  sharedKeywords: string[];
  /** Why it is there, in the page's language, such as "3 shared topics"; the element adds it where there is something to say. */
  reason?: string;
  /** True when it is here because it is new, not because it is related. */
  recent?: boolean;
}

/** Nothing to wait for, or the browser's turn. */
export type Rest = () => Promise<void> | undefined;

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

/** Less than this in common is what any two texts in one language have. */
export const threshold = 0.04;
/** Characters of a body that are looked at: its subject has shown itself by then. */
const enough = 50_000;

/** @param rest called after each piece of work, so that the page may breathe */
export async function readDocuments(posts: readonly Post[], lang: string, rest: Rest): Promise<Document[]> {
  const language = createTerms(lang);
  /** In how many posts a term is, by its number. */
  const frequency: number[] = [];
  const documents: Document[] = [];
  // What its author says in a few words that a post is about, and its text: how often each term is in them.
  const counted: { about: number[]; body: number[] }[] = [];
  const places: (number | undefined)[] = [];
  for (const post of posts) {
    const terms: number[] = [];
    const about: number[] = [];
    const body: number[] = [];
    const count = (numbers: number[], field: number[]): void => {
      for (const term of numbers) {
        let place = places[term];
        if (place === undefined) {
          places[term] = place = terms.push(term) - 1;
          about.push(0);
          body.push(0);
          frequency[term] = (frequency[term] ?? 0) + 1;
        }
        field[place]!++;
      }
    };
    const tags = new Map(post.keywords.map((tag) => [foldAccents(tag.toLowerCase()).replace(/[\s_#-]+/g, ' ').trim(), tag]));
    count(language.read([post.headline, post.description, ...post.keywords].join(' . ')), about);
    count([...tags.keys()].map((tag) => language.numberOf(`#${tag}`)), about);
    const text = textOf(post.articleBody?.slice(0, enough) ?? '');
    for (let at = 0; at < text.length; at += 5000) {
      count(language.read(text.slice(at, at + 5000)), body);
      await rest();
    }
    for (const term of terms) places[term] = undefined;
    documents.push({ post, tags, day: Date.parse(post.datePublished ?? '') / 86_400_000, terms: Uint32Array.from(terms), weights: new Float32Array(terms.length) });
    counted.push({ about, body });
    await rest();
  }

  const rarity = Float32Array.from(frequency, (many = 1) => Math.log((posts.length + 1) / many));
  for (const [at, { terms, weights }] of documents.entries()) {
    for (const field of Object.values(counted[at]!)) {
      for (let place = 0; place < terms.length; place++) if (field[place]) field[place] = (1 + Math.log(field[place]!)) * rarity[terms[place]!]!;
      // A word counts the more, the fewer there are beside it.
      const share = Math.sqrt(lengthOf(field));
      for (let place = 0; place < terms.length; place++) weights[place]! += field[place]! / share;
    }
    const length = lengthOf(weights);
    for (let place = 0; place < terms.length; place++) weights[place]! /= length;
    await rest();
  }
  return documents;
}

/** Those of `documents` that are about the same as `source`, best first; ties keep the order in which they came. */
export async function nearest(source: Document, documents: readonly Document[], max: number, rest: Rest): Promise<RelatedItem[]> {
  const scored: { document: Document; score: number }[] = [];
  const toSource = likenessTo(source);
  for (const document of documents) {
    const score = toSource(document) * nearness(source.day - document.day);
    if (score >= threshold) scored.push({ document, score });
    await rest();
  }
  scored.sort((one, other) => other.score - one.score);

  // Of the best few, those that do not say the same as one that is chosen already.
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
    await rest();
  }
  return chosen;
}

/** How alike a post is to this one: the cosine of the angle between them. */
function likenessTo({ terms, weights }: Document): (other: Document) => number {
  const weightOf = new Float32Array(terms.reduce((most, term) => Math.max(most, term), 0) + 1);
  for (const [place, term] of terms.entries()) weightOf[term] = weights[place]!;
  return (other) => {
    let sum = 0;
    for (let place = 0; place < other.terms.length; place++) sum += other.weights[place]! * (weightOf[other.terms[place]!] ?? 0);
    return Math.min(sum, 1);
  };
}

/** 1 for posts of one day, three quarters at a year, never less than half. */
export function nearness(days: number): number {
  return Number.isNaN(days) ? 1 : (1 + 1 / (1 + Math.abs(days) / 365)) / 2;
}

function lengthOf(vector: ArrayLike<number>): number {
  let sum = 0;
  for (let place = 0; place < vector.length; place++) sum += vector[place]! ** 2;
  return Math.sqrt(sum) || 1;
}
