/** Markdown: CommonMark with tables, task lists and footnotes, and front matter before it. */

import { Marked } from 'marked';
import { createPause } from '../base/scheduler.js';
import { firstDate } from './dates.js';
import { SourceError } from './errors.js';
import { Footnotes } from './footnotes.js';
import { readFrontMatter } from './front-matter.js';
import { normalizePost, type Post } from './post.js';
import { plainText } from './text.js';

/** Where dates are looked for in the front matter, in this order. The first that can be read counts. */
const dateFields = { published: ['date', 'datepublished', 'published', 'pubdate'], modified: ['lastmod', 'updated', 'datemodified', 'modified'] };

const imageFields = ['image', 'cover', 'featured_image', 'thumbnail'];

/** A book of 80,000 words. In WebKit the parser's time grows with the square of a text's length. */
const longest = 512 * 1024;

/** One file is one post. Its HTML is as untrusted as any other: it goes to the page through the sanitizer. */
export async function readMarkdown(text: string, url: string): Promise<Post[]> {
  if (text.length > longest)
    throw new SourceError(`${url}: expected at most 512 kB of Markdown, and ${Math.round(text.length / 1024)} kB came: make several posts of it, or HTML`);
  const { fields, body } = readFrontMatter(text.replace(/^\ufeff/, ''));
  const marked = new Marked({ gfm: true });
  const notes = new Footnotes(marked);
  if (body.includes('[^')) marked.use(notes.extension);
  const pause = createPause();
  const tokens = marked.lexer(body);
  await pause();
  const html = marked.parser(tokens) + notes.render();
  await pause();
  const field = (...names: string[]) => names.map((name) => fields[name]).find((value) => value !== undefined && value !== '');
  const word = (...names: string[]) => [field(...names)].flat()[0];
  const image = (part: string) => word(...imageFields.flatMap((name) => [`${name}.${part}`, `${name}_${part}`]));
  // Without a title in the front matter the first heading of the highest level is the title.
  const heading = /<h1[^<>]*>([\s\S]{0,999}?)<\/h1>/.exec(html);
  // One text may hold several words, with commas between them.
  const words = (...names: string[]) => {
    const value = field(...names) ?? [];
    return Array.isArray(value) ? value : value.split(',');
  };
  return [
    normalizePost(
      {
        id: word('id', 'slug') ?? url,
        url: word('canonical', 'canonical_url', 'url', 'permalink') ?? url,
        slug: word('slug'),
        base: url,
        headline: word('title', 'headline') ?? plainText(heading?.[1]) ?? '',
        description: word('description', 'summary', 'excerpt'),
        articleBody: html,
        datePublished: firstDate(...dateFields.published.map((name) => word(name))),
        dateModified: firstDate(...dateFields.modified.map((name) => word(name))),
        author: [field('authors', 'author') ?? []].flat().map((name) => ({ name, url: word('author.url', 'author_url') })),
        image: {
          url: word(...imageFields) ?? image('url') ?? image('path') ?? image('src') ?? image('image'),
          alt: image('alt'),
          caption: image('caption'),
          width: image('width'),
          height: image('height'),
        },
        draft: word('draft') === 'true',
        keywords: [...words('tags', 'keywords'), ...words('categories')],
        inLanguage: word('lang', 'language', 'locale'),
      },
      url,
    ),
  ];
}
