/**
 * What is related, found out when a site is built: feeds → posts with their neighbours, small enough to be sent to readers. Runs in
 * Node and knows no DOM. The result is this project's own JSON, which the element reads like any other source.
 */
import { normalizePost, objects } from '../sources/post.js';
import type { Post } from '../sources/post.js';
import { isGhost, isWordPress } from '../sources/readers.js';
import { nearest, nearness, readDocuments, threshold, type Document } from './similarity.js';
import { eligible } from './rank.js';
import { primary, textOf } from './terms.js';

export interface BuildOptions {
  /** Most neighbours of a post. Default 8, so that some are left when an author has picked a few of them. */
  max?: number;
}

/**
 * @param feed JSON Feed, this project's own JSON, or what the REST API of WordPress or the Content API of Ghost answers
 * @param base what relative addresses in it are relative to
 * @throws TypeError with a sentence that says what was expected
 */
export function postsOfFeed(feed: unknown, base: string): Post[] {
  const given = feed as Entry | null;
  const list = Array.isArray(given) ? given : given?.['items'] ?? given?.['posts'];
  if (!Array.isArray(list)) throw new TypeError('expected a JSON Feed with "items", a list of posts, or an answer of WordPress or Ghost');
  const read = given?.['items'] ? (item: Entry) => ofJsonFeed(item, given) : isWordPress(list) ? ofWordPress : isGhost({ posts: list }) ? ofGhost : (post: Entry) => post;
  return objects(list as Entry[]).flatMap((each) => {
    try {
      return normalizePost(read(each), base);
    } catch {
      // Without a title and a text there is nothing to be compared.
      return [];
    }
  });
}

type Entry = Record<string, unknown>;

function ofJsonFeed(item: Entry, feed: Entry): Entry {
  return {
    ...item,
    url: item['url'] ?? (/^https?:/.test(String(item['id'])) ? item['id'] : item['external_url']),
    headline: plain(item['title']),
    description: item['summary'],
    articleBody: item['content_html'] ?? escapeText(item['content_text']),
    datePublished: item['date_published'],
    image: item['image'] ?? item['banner_image'],
    keywords: item['tags'],
    inLanguage: item['language'] ?? feed['language'],
  };
}

function ofWordPress(post: Entry): Entry {
  const rendered = (name: string) => (post[name] as { rendered?: unknown } | null | undefined)?.rendered;
  const { 'wp:featuredmedia': media, 'wp:term': terms } = (post['_embedded'] ?? {}) as { 'wp:featuredmedia'?: Entry[]; 'wp:term'?: Entry[][] };
  const [picture] = objects(media);
  return {
    id: post['id'],
    url: post['link'],
    headline: plain(rendered('title')),
    description: plain(rendered('excerpt')),
    articleBody: rendered('content'),
    datePublished: post['date_gmt'] ? `${String(post['date_gmt'])}Z` : post['date'],
    status: post['status'],
    image: picture && { ...objects([picture['media_details'] as Entry])[0], url: picture['source_url'] },
    keywords: objects([terms ?? []].flat(2)).filter(({ slug }) => slug !== 'uncategorized').map(({ name }) => plain(name)),
    inLanguage: post['lang'],
  };
}

function ofGhost(post: Entry): Entry {
  return {
    ...post,
    headline: post['title'],
    description: post['custom_excerpt'] ?? post['excerpt'],
    articleBody: post['html'],
    datePublished: post['published_at'],
    image: post['feature_image'],
    keywords: objects(post['tags'] as Entry[]).filter(({ visibility }) => visibility !== 'internal').map(({ name }) => name),
  };
}

/** Each post with what is related to it, as the element reads it. */
export async function relatedPosts(posts: readonly Post[], { max = 8 }: BuildOptions = {}): Promise<{ posts: Partial<Post>[] }> {
  const related = new Map<Post, Post['related']>();
  for (const [lang, group] of byLanguage(posts)) {
    const documents = await readDocuments(await eligible({ id: '', url: '', headline: '', author: [], keywords: [] }, group, noRest), lang || 'en', noRest);
    const findCandidates = indexOf(documents);
    for (const document of documents) {
      const items = await nearest(document, findCandidates(document, max * 5), max, noRest);
      related.set(document.post, items.map(({ post, score }) => ({ url: post.url, score: Number(score.toFixed(3)) })));
    }
  }
  return {
    posts: [...related].map(([{ id, url, headline, datePublished, image, keywords, inLanguage }, neighbours]) => ({
      ...(id !== url && { id }), url, headline, ...(datePublished && { datePublished }), ...(image && { image }), ...(keywords.length && { keywords }), ...(inLanguage && { inLanguage }), related: neighbours,
    })),
  };
}

/** Nobody waits for a page here. */
const noRest = () => undefined;

/** A post that does not tell its language is taken to be in the one that most are in. */
function byLanguage(posts: readonly Post[]): [string, Post[]][] {
  const groups = new Map<string, Post[]>();
  for (const post of posts) {
    const lang = primary(post.inLanguage);
    if (groups.get(lang)?.push(post) === undefined) groups.set(lang, [post]);
  }
  const { '': unknown = [], ...known } = Object.fromEntries(groups);
  const sorted = Object.entries(known).sort(([, one], [, other]) => other.length - one.length);
  if (sorted.length === 0) return [['', unknown]];
  sorted[0]![1].push(...unknown);
  return sorted;
}

/**
 * An inverted index: from each term to the posts that have it. To find a post's neighbours it goes through the posts that have
 * something in common with it, where the ranking in a page goes through all.
 *
 * @returns finds the best `count` others of a post, in the order in which they came
 */
function indexOf(documents: readonly Document[]): (document: Document, count: number) => Document[] {
  const size = documents.reduce((most, { terms }) => terms.reduce((last, term) => Math.max(last, term), most), 0) + 1;
  // Where the posts of a term begin; those of all terms lie in one row.
  const starts = new Uint32Array(size + 1);
  for (const { terms } of documents) for (const term of terms) starts[term + 1]!++;
  for (let term = 0; term < size; term++) starts[term + 1]! += starts[term]!;
  const places = starts.slice();
  const holders = new Uint32Array(starts[size]!);
  const weights = new Float32Array(starts[size]!);
  for (const [at, document] of documents.entries()) {
    for (const [place, term] of document.terms.entries()) {
      holders[places[term]!] = at;
      weights[places[term]!++] = document.weights[place]!;
    }
  }
  const sums = new Float64Array(documents.length);
  return (document, count) => {
    sums.fill(0);
    for (let place = 0; place < document.terms.length; place++) {
      const weight = document.weights[place]!;
      const end = starts[document.terms[place]! + 1]!;
      for (let at = starts[document.terms[place]!]!; at < end; at++) sums[holders[at]!]! += weight * weights[at]!;
    }
    const scored: { at: number; score: number }[] = [];
    for (const [at, other] of documents.entries()) {
      const score = sums[at]! && other !== document ? Math.min(sums[at]!, 1) * nearness(document.day - other.day) : 0;
      if (score >= threshold) scored.push({ at, score });
    }
    return scored.sort((one, other) => other.score - one.score).slice(0, count).sort((one, other) => one.at - other.at).map(({ at }) => documents[at]!);
  };
}

/** Titles are text, but many a blog system escapes them all the same. */
function plain(title: unknown): unknown {
  if (typeof title !== 'string' || !/[<&]/.test(title)) return title;
  const signs: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };
  return textOf(title.replace(/&(amp|lt|gt|quot|apos|nbsp);/g, (_, name: string) => `\ue000${name}\ue001`))
    .replace(/\ue000(\w+)\ue001/g, (_, name: string) => signs[name]!);
}

function escapeText(text: unknown): unknown {
  return typeof text === 'string' ? text.replaceAll('&', '&amp;').replaceAll('<', '&lt;') : undefined;
}
