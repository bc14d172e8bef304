/** Markdown: CommonMark with tables, task lists and footnotes, and front matter before it. */

import { Marked, type MarkedExtension } from 'marked';
import { readDate } from './dates.js';
import { readFrontMatter } from './front-matter.js';
import { normalizePost, type Post } from './post.js';
import { plainText } from './text.js';
import { SourceError } from './errors.js';

/** A book of 80,000 words. The parser's time grows with the square of a text's length in WebKit, and no page waits for minutes. */
const longest = 512 * 1024;

/** One file is one post. Its HTML is as foreign as any other: it goes to the page through the sanitizer. */
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
  return [normalizePost({
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

/** Footnotes for the Markdown parser: `[^1]` in the text, `[^1]: the note` anywhere, the notes at the end with a way back. */

export class Footnotes {
  private notes = new Map<string, string>();
  /** The labels in the order in which the text calls them: the number of each, and how often it is called. */
  private calls = new Map<string, { number: number; count: number }>();

  readonly extension: MarkedExtension = {
    extensions: [
      {
        name: 'footnote',
        level: 'block',
        // As far as the paragraph goes: the parser asks at every paragraph, and long texts have many.
        start: (source) => /(?:^|\n) {0,3}\[\^/.exec(source.slice(0, source.search(/\n\s*\n|$(?![^])/)))?.index,
        tokenizer: (source) => this.readNote(source),
        renderer: () => '',
      },
      {
        name: 'footnoteCall',
        level: 'inline',
        tokenizer(source) {
          const found = /^\[\^([^\]\s]{1,99})\]/.exec(source);
          return found ? { type: 'footnoteCall', raw: found[0], label: found[1]! } : undefined;
        },
        renderer: ({ label, raw }) => this.renderCall(label as string, raw),
      },
    ],
  };

  constructor(private marked: Marked) {}

  /** The notes that the text called, after it was drawn. */
  render(): string {
    // A note may call another while it is drawn.
    let items = '';
    for (const [label, { number }] of this.calls) {
      const back = `<a href="#fnref-${number}" role="doc-backlink">↩</a>`;
      const text = this.marked.parser(this.marked.lexer(this.notes.get(label)!)).trim();
      items += `<li id="fn-${number}">${text.endsWith('</p>') ? `${text.slice(0, -4)} ${back}</p>` : `${text} ${back}`}</li>\n`;
    }
    return items && `<hr>\n<section role="doc-endnotes" class="footnotes"><ol>\n${items}</ol></section>`;
  }

  private readNote(source: string) {
    const first = /^ {0,3}\[\^([^\]\s]{1,99})\]:[ \t]*/.exec(source);
    if (!first) return undefined;
    // Indented lines belong to it, across empty ones too; so do lines that simply go on.
    let line = lineAt(source, 0);
    let end = line.length;
    while (end < source.length) {
      const next = lineAt(source, end + 1);
      const goesOn = indented.test(next)
        || (next.trim() === '' ? indented.test(lineAt(source, end + 2 + next.length)) : line.trim() !== '' && !/^ {0,3}(?:\[\^|#{1,6} |>|```|[-*+] )/.test(next));
      if (!goesOn) break;
      line = next;
      end += 1 + next.length;
    }
    const raw = source.slice(0, end);
    const label = first[1]!;
    // Read when it is drawn: the parser can only do one text at a time.
    if (!this.notes.has(label)) this.notes.set(label, raw.slice(first[0].length).replace(/^(?: {4}|\t)/gm, ''));
    return { type: 'footnote', raw: source.slice(0, end + 1) };
  }

  private renderCall(label: string, raw: string): string {
    if (!this.notes.has(label)) return raw.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
    const { number, count } = this.calls.get(label) ?? { number: this.calls.size + 1, count: 0 };
    this.calls.set(label, { number, count: count + 1 });
    return `<sup><a href="#fn-${number}" id="fnref-${number}${count ? `-${count + 1}` : ''}" role="doc-noteref">${number}</a></sup>`;
  }
}

const indented = /^(?: {4}|\t)/;

function lineAt(source: string, from: number): string {
  const end = source.indexOf('\n', from);
  return source.slice(from, end < 0 ? undefined : end);
}
