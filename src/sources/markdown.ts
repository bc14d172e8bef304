/** Markdown: CommonMark with tables, task lists and footnotes, and front matter before it. */
import { Marked } from 'marked';
import { readDate } from './dates.js';
import { Footnotes } from './footnotes.js';
import { readFrontMatter } from './front-matter.js';
import { normalisePost } from './normalise.js';
import { plainText } from './text.js';
import type { Post } from './post.js';
import { SourceError } from './errors.js';

/** A book of 80,000 words. The parser's time grows with the square of a text's length in WebKit, and no page waits for minutes. */
const longest = 512 * 1024;

/** One file is one post. Its HTML is as foreign as any other: it goes to the page through the sanitiser. */
export function readMarkdown(text: string, url: string): Post[] {
  if (text.length > longest) throw new SourceError(`${url}: expected at most 512 kB of Markdown, and ${Math.round(text.length / 1024)} kB came: make several posts of it, or HTML`);
  const { fields, body } = readFrontMatter(text.replace(/^\ufeff/, ''));
  const marked = new Marked({ gfm: true });
  const notes = new Footnotes(marked);
  if (body.includes('[^')) marked.use(notes.extension);
  const html = marked.parser(marked.lexer(body)) + notes.render();
  const field = (...names: string[]) => names.map((name) => fields[name]).find((value) => value !== undefined && value !== '');
  const word = (...names: string[]) => [field(...names)].flat()[0];
  const imageNames = ['image', 'cover', 'featured_image', 'thumbnail'];
  const image = (part: string) => word(...imageNames.flatMap((name) => [`${name}.${part}`, `${name}_${part}`]));
  // The first heading of the highest level is the title when nothing else is.
  const heading = /<h1[^<>]*>([\s\S]{0,999}?)<\/h1>/.exec(html);
  const words = (...names: string[]) => [field(...names) ?? []].flat().flatMap((value) => (Array.isArray(fields[names[0]!]) ? [value] : value.split(',')));
  return [normalisePost({
    id: word('id', 'slug') ?? url,
    url: word('canonical', 'canonical_url', 'url', 'permalink') ?? url,
    slug: word('slug'),
    base: url,
    headline: word('title', 'headline') ?? plainText(heading?.[1]) ?? '',
    description: word('description', 'summary', 'excerpt'),
    articleBody: html,
    datePublished: readDate(word('date', 'datepublished', 'published', 'pubdate')),
    dateModified: readDate(word('lastmod', 'updated', 'datemodified', 'modified')),
    author: [field('authors', 'author') ?? []].flat().map((name) => ({ name, url: word('author.url', 'author_url') })),
    image: { url: word(...imageNames) ?? image('url') ?? image('path') ?? image('src') ?? image('image'), alt: image('alt'), caption: image('caption'), width: image('width'), height: image('height') },
    draft: word('draft') === 'true',
    keywords: [...words('tags', 'keywords'), ...words('categories')],
    inLanguage: word('lang', 'language', 'locale'),
  }, url)];
}
