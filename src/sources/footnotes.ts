/** Footnotes for the Markdown parser: `[^1]` in the text, `[^1]: the note` anywhere, the notes at the end with a link back. */

import type { Marked, MarkedExtension } from 'marked';

export class Footnotes {
  private notes = new Map<string, string>();
  /** The labels in the order in which the text refers to them: the number of each, and how often it is referred to. */
  private calls = new Map<string, { number: number; count: number }>();

  readonly extension: MarkedExtension = {
    extensions: [
      {
        name: 'footnote',
        level: 'block',
        // Within the paragraph only: the parser asks at every paragraph, and long texts have many.
        start: (source) => /(?:^|\n) {0,3}\[\^/.exec(source.slice(0, source.search(/\n\s*\n|$(?![^])/)))?.index,
        tokenizer: (source) => this.readNote(source),
        renderer: () => '',
      },
      {
        name: 'footnoteCall',
        level: 'inline',
        tokenizer(source) {
          const [raw, label] = /^\[\^([^\]\s]{1,99})\]/.exec(source) ?? [];
          return raw && label ? { type: 'footnoteCall', raw, label } : undefined;
        },
        renderer: ({ label, raw }) => this.renderCall(String(label), raw),
      },
    ],
  };

  constructor(private marked: Marked) {}

  /** The notes that the text refers to; to be called after it was rendered. */
  render(): string {
    // A note may refer to another while it is rendered.
    let items = '';
    for (const [label, { number }] of this.calls) {
      const back = `<a href="#fnref-${number}" role="doc-backlink">↩</a>`;
      const text = this.marked.parser(this.marked.lexer(this.notes.get(label) ?? '')).trim();
      items += `<li id="fn-${number}">${text.endsWith('</p>') ? `${text.slice(0, -4)} ${back}</p>` : `${text} ${back}`}</li>\n`;
    }
    return items && `<hr>\n<section role="doc-endnotes" class="footnotes"><ol>\n${items}</ol></section>`;
  }

  private readNote(source: string) {
    const [start, label] = /^ {0,3}\[\^([^\]\s]{1,99})\]:[ \t]*/.exec(source) ?? [];
    if (!start || !label) return undefined;
    // Indented lines belong to it, also after empty ones; so do the lines of its first paragraph.
    let line = lineAt(source, 0);
    let end = line.length;
    while (end < source.length) {
      const next = lineAt(source, end + 1);
      const goesOn =
        indented.test(next) ||
        (next.trim() === '' ? indented.test(lineAt(source, end + 2 + next.length)) : line.trim() !== '' && !/^ {0,3}(?:\[\^|#{1,6} |>|```|[-*+] )/.test(next));
      if (!goesOn) break;
      line = next;
      end += 1 + next.length;
    }
    const raw = source.slice(0, end);
    // Parsed when it is rendered: the parser can only do one text at a time.
    if (!this.notes.has(label)) this.notes.set(label, raw.slice(start.length).replace(/^(?: {4}|\t)/gm, ''));
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
