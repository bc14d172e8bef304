/** The post for search engines: one schema.org `BlogPosting` in the page, never a second. */

import { hasJsonLd, putJsonLd } from '../base/json-ld.js';
import { readPagePost, readText } from '../sources/page-post.js';
import type { Post } from '../sources/post.js';
import type { Start } from './enhancement.js';
import { countWords, minutesToRead } from './reading-time.js';

const kinds = ['BlogPosting', 'Article', 'NewsArticle', 'TechArticle', 'Report', 'ScholarlyArticle'];

export const start: Start = ({ element }) => {
  let remove: (() => void) | undefined;
  return {
    update(article) {
      remove?.();
      remove = undefined;
      if (hasJsonLd(kinds)) return;
      remove = putJsonLd(describe(element.post ?? readPagePost(article), readText(article)));
    },
    stop() {
      remove?.();
    },
  };
};

function describe(post: Post, text: string): object {
  const { url, headline, description, datePublished, dateModified, author, image, keywords, inLanguage, commentCount } = post;
  return {
    '@type': 'BlogPosting',
    '@id': `${url}#post`,
    mainEntityOfPage: url,
    url,
    headline,
    description,
    datePublished,
    dateModified,
    author: author.length ? author.map((person) => ({ '@type': 'Person', ...person })) : undefined,
    image: image && { '@type': 'ImageObject', url: image.url, width: image.width, height: image.height, caption: image.caption },
    keywords: keywords.length ? keywords : undefined,
    inLanguage,
    commentCount,
    wordCount: countWords(text),
    timeRequired: `PT${minutesToRead(text)}M`,
  };
}
