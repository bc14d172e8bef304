/** The HTML of comments from elsewhere as our light markup: emphasis, links, quotes, lists and code; everything else as its text. */

import { Parser } from 'htmlparser2';

/** What would be markup in plain text. */
const escape = (text: string): string => text.replace(/[\\`*[\]]/g, '\\$&');

const blocks = new Set([
  'p',
  'div',
  'blockquote',
  'ul',
  'ol',
  'li',
  'pre',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'section',
  'article',
  'table',
  'tr',
  'figure',
  'figcaption',
  'dl',
  'dt',
  'dd',
  'address',
  'header',
  'footer',
]);
const dropped = new Set(['script', 'style', 'template', 'iframe', 'object', 'noscript', 'title', 'svg', 'math', 'textarea', 'select', 'button']);
const marks: Record<string, string> = { em: '*', i: '*', cite: '*', strong: '**', b: '**' };
const deepest = 8;

interface Box {
  name: string;
  text: string;
  href?: string | undefined;
  number?: number;
}

export function htmlToMarkup(source: string): string {
  const root: Box = { name: '', text: '' };
  const open: Box[] = [root];
  let drop = 0;
  let pre = 0;
  const top = (): Box => open.at(-1)!;

  const close = (): void => {
    const box = open.pop()!;
    const parent = top();
    const inner = box.text;
    if (pre > 0) parent.text += inner;
    else if (box.name === 'pre') parent.text += `\n\n${fenced(inner)}\n\n`;
    else if (box.name === 'code') parent.text += inner.includes('`') ? escape(inner) : inner.trim() ? `\`${inner.replace(/\s+/g, ' ').trim()}\`` : '';
    else if (box.name === 'blockquote')
      parent.text += `\n\n${tidy(inner)
        .split('\n')
        .map((line) => (line ? `> ${line}` : '>'))
        .join('\n')}\n\n`;
    else if (box.name === 'li')
      parent.text += `\n${parent.name === 'ol' ? `${(parent.number = (parent.number ?? 0) + 1)}. ` : '- '}${tidy(inner).replace(/\n/g, '\n   ')}`;
    else if (box.name === 'a') parent.text += linked(inner, box.href);
    else if (marks[box.name]) parent.text += marked(inner, marks[box.name]!);
    else if (blocks.has(box.name)) parent.text += `\n\n${inner}\n\n`;
    else parent.text += inner;
  };

  const parser = new Parser(
    {
      onopentag(name, { href, alt, src }) {
        if (dropped.has(name)) drop++;
        if (drop) return;
        if (name === 'br') {
          top().text += '\n';
          return;
        }
        if (name === 'hr') {
          top().text += '\n\n';
          return;
        }
        if (name === 'img') {
          top().text += escape(alt || src || '');
          return;
        }
        if (name === 'pre') pre++;
        // Deeper is text: what is here already goes on holding it.
        if (open.length <= deepest * 4) open.push({ name, text: '', href });
      },
      ontext(text) {
        if (drop) return;
        const literal = pre > 0 || top().name === 'code';
        top().text += literal ? text : lineStarts(escape(text), /(^|\n) *$/.test(top().text));
      },
      onclosetag(name) {
        if (dropped.has(name)) {
          drop = Math.max(0, drop - 1);
          return;
        }
        if (drop || name === 'br' || name === 'hr' || name === 'img') return;
        if (name === 'pre') pre = Math.max(0, pre - 1);
        if (open.length > 1 && top().name === name) close();
      },
    },
    { decodeEntities: true, lowerCaseTags: true },
  );
  parser.end(source);
  while (open.length > 1) close();
  return tidy(root.text);
}

/** A line that begins like a list or a quote and is none. A bare address stays as it is: our markup links it itself. */
const lineStarts = (text: string, atStart: boolean): string =>
  text.replace(/(^|\n)( {0,3})(>|[-+](?= ))/g, (whole, before: string, space: string, sign: string) =>
    before || atStart ? `${before}${space}\\${sign}` : whole,
  );

function marked(text: string, mark: string): string {
  const [, before = '', inner = '', after = ''] = /^(\s*)([\s\S]*?)(\s*)$/.exec(text) ?? [];
  // Emphasis does not reach over paragraphs.
  return !inner || /\n\s*\n/.test(inner) ? text : `${before}${mark}${inner}${mark}${after}`;
}

function linked(text: string, href: string | undefined): string {
  const inner = text.replace(/\s+/g, ' ').trim();
  if (!href || !URL.canParse(href) || !/^https?:$/.test(new URL(href).protocol) || /[\s<>]/.test(href)) return text;
  const url = href.replace(/\(/g, '%28').replace(/\)/g, '%29');
  return !inner || inner === href || inner === escape(href) ? url : `[${inner}](${url})`;
}

function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(({ 0: run }) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}\n${text.replace(/^\n|\n$/g, '')}\n${fence}`;
}

const tidy = (text: string): string =>
  text
    .replace(/[ \t]+\n/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
