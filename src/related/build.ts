/**
 * What is related, found out when a site is built: feeds → posts with their neighbours, small enough to be sent to readers. Runs in
 * Node and knows no DOM. The result is this project's own JSON, which the element reads like any other source.
 */
import { normalisePost } from '../sources/normalise.js';
import type { Post } from '../sources/post.js';
import { eligible, nearest, readDocuments } from './rank.js';
import { textOf } from './terms.js';

export interface BuildOptions {
  /** Most neighbours of a post. Default 8, so that some are left when an author has picked a few of them. */
  max?: number;
}

/**
 * @param feed JSON Feed, or this project's own JSON
 * @param base what relative addresses in it are relative to
 * @throws TypeError with a sentence that says what was expected
 */
export function postsOfFeed(feed: unknown, base: string): Post[] {
  const given = feed as { items?: unknown; posts?: unknown; language?: unknown } | null;
  const list = Array.isArray(given) ? given : given?.items ?? given?.posts;
  if (!Array.isArray(list)) throw new TypeError('expected a JSON Feed with "items", or a list of posts');
  return list.flatMap((each: Record<string, unknown> | null) => {
    try {
      return normalisePost(given && 'items' in given ? {
        ...each,
        url: each?.['url'] ?? (/^https?:/.test(String(each?.['id'])) ? each?.['id'] : each?.['external_url']),
        headline: plain(each?.['title']),
        description: each?.['summary'],
        articleBody: each?.['content_html'] ?? escapeText(each?.['content_text']),
        datePublished: each?.['date_published'],
        image: each?.['image'] ?? each?.['banner_image'],
        keywords: each?.['tags'],
        inLanguage: each?.['language'] ?? given.language,
      } : each, base);
    } catch {
      // Without a title and a text there is nothing to be compared.
      return [];
    }
  });
}

/** Each post with what is related to it, as the element reads it. */
export async function relatedPosts(posts: readonly Post[], { max = 8 }: BuildOptions = {}): Promise<{ posts: Partial<Post>[] }> {
  const related = new Map<Post, Post['related']>();
  const languageOf = ({ inLanguage = '' }: Post): string => inLanguage.toLowerCase().split('-')[0]!;
  for (const lang of new Set(posts.map(languageOf))) {
    const distinct = await eligible({ id: '', url: '', headline: '', author: [], keywords: [] }, posts.filter((post) => languageOf(post) === lang), () => undefined);
    const documents = await readDocuments(distinct, lang || 'en', () => undefined);
    for (const document of documents) {
      const items = await nearest(document, documents.filter((other) => other !== document), max, () => undefined);
      related.set(document.post, items.map(({ post, score }) => ({ url: post.url, score: Number(score.toFixed(3)) })));
    }
  }
  return {
    posts: [...related].map(([{ id, url, headline, datePublished, image, keywords, inLanguage }, neighbours]) => ({
      ...(id !== url && { id }), url, headline, ...(datePublished && { datePublished }), ...(image && { image }), ...(keywords.length && { keywords }), ...(inLanguage && { inLanguage }), related: neighbours,
    })),
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
