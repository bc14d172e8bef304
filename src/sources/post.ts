/** A post as data, in schema.org's words. Every reader in this folder ends in this shape. */

export interface PostAuthor { name: string; url?: string; image?: string }

export interface PostImage {
  url: string;
  width?: number;
  height?: number;
  alt?: string;
  caption?: string;
  /** Other sizes of the same picture, as in HTML. */
  srcset?: string;
}

export interface Post {
  /** What the source calls it; else its URL. */
  id: string;
  /** Absolute, http(s). */
  url: string;
  /** The short name that a blog system gives it, where the URL does not end in it. */
  slug?: string;
  /** Plain text. */
  headline: string;
  /** Plain text, a sentence or a few. */
  description?: string;
  /** HTML from outside: goes to the page through the sanitiser only. */
  articleBody?: string;
  /** What relative addresses in `articleBody` are relative to, where that is not `url`. */
  base?: string;
  /** ISO 8601; with a zone, or a bare day or month. */
  datePublished?: string;
  dateModified?: string;
  author: PostAuthor[];
  image?: PostImage;
  keywords: string[];
  /** BCP 47. */
  inLanguage?: string;
  commentCount?: number;
  /** What the source does not give to everybody: the text is cut short or missing. */
  conditionsOfAccess?: 'members' | 'password';
  /** `Draft` and the like; left out of a post that is published. */
  creativeWorkStatus?: string;
  /** What is about the same, best first, where that was found out when the site was built. */
  related?: { url: string; score: number }[];
}
