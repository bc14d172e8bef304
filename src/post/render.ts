import type { Post } from '../sources/post.js';

export interface RenderOptions {
  level: number;
  into: Element;
  film: string | undefined;
  locale: string;
  say: (key: string, values?: Record<string, string | number>) => string;
}

export function renderPost(post: Post, options: RenderOptions): Element {
  void options;
  const article = document.createElement('article');
  article.append(post.headline);
  return article;
}
