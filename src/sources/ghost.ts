/** Ghost's Content API: `/ghost/api/content/posts/…?key=…&include=tags,authors`. */
import { readDate } from './dates.js';
import { normalizePost, objects, readEach } from './post.js';
import { plainText } from './text.js';
import type { Post } from './post.js';
import { SourceError } from './errors.js';

interface GhostAuthor { name?: string; url?: string; website?: string | null; profile_image?: string | null }
interface GhostPost {
  id?: string; slug?: string; url?: string; canonical_url?: string | null; title?: string; html?: string | null; access?: boolean;
  custom_excerpt?: string | null; excerpt?: string | null; published_at?: string; updated_at?: string;
  feature_image?: string | null; feature_image_alt?: string | null; feature_image_caption?: string | null;
  authors?: GhostAuthor[]; primary_author?: GhostAuthor | null;
  tags?: { name?: string; visibility?: string }[];
  count?: { comments?: number };
}
interface GhostAnswer { posts?: GhostPost[]; pages?: GhostPost[]; errors?: { message?: string; context?: string; type?: string }[] }

export async function readGhost(value: unknown, url: string): Promise<Post[]> {
  const { posts, pages, errors } = (value ?? {}) as GhostAnswer;
  const error = errors?.[0];
  if (error) throw new SourceError(`${url}: Ghost answers "${error.message} ${error.context ?? ''}" (${error.type})`, error.type === 'NotFoundError' ? 'errorMissing' : 'error');
  const found = posts ?? pages;
  if (!Array.isArray(found)) throw new SourceError(`${url}: expected what Ghost's Content API answers (/ghost/api/content/posts/?key=…), and got other JSON`);
  return readEach(found, (post) => readPost(post, url));
}

function readPost(post: GhostPost, url: string): Post {
  return normalizePost({
    id: post.id,
    slug: post.slug,
    url: post.canonical_url || post.url,
    headline: post.title || post.id,
    description: post.custom_excerpt ?? post.excerpt,
    articleBody: post.html,
    base: post.url,
    datePublished: readDate(post.published_at),
    dateModified: readDate(post.updated_at),
    author: objects(post.authors ?? post.primary_author).map(({ name, url: page, website, profile_image: image }) => ({ name, url: website || page, image })),
    image: post.feature_image && { url: post.feature_image, alt: post.feature_image_alt, caption: plainText(post.feature_image_caption) },
    // Tags that begin with # are the editors' own.
    keywords: objects(post.tags).filter(({ visibility }) => visibility !== 'internal').map(({ name }) => name),
    commentCount: post.count?.comments,
    conditionsOfAccess: post.access === false ? 'members' : undefined,
  }, url);
}
