/** Footnotes for the Markdown parser: `[^1]` in the text, `[^1]: the note` anywhere, the notes at the end with a way back. */
import type { Marked, MarkedExtension } from 'marked';

export class Footnotes {
  private notes = new Map<string, string>();
  /** The labels in the order in which the text calls them, and how often it does. */
  private calls = new Map<string, number>();

  readonly extension: MarkedExtension = {
    extensions: [
      {
        name: 'footnote',
        level: 'block',
        start: (source) => /(?:^|\n) {0,3}\[\^/.exec(source)?.index,
        tokenizer: (source) => this.readNote(source),
        renderer: () => '',
      },
      {
        name: 'footnoteCall',
        level: 'inline',
        start: (source) => { const index = source.indexOf('[^'); return index < 0 ? undefined : index; },
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
    let number = 0;
    for (const [label] of this.calls) {
      number++;
      const back = `<a href="#fnref-${number}" role="doc-backlink">↩</a>`;
      const text = this.marked.parser(this.marked.lexer(this.notes.get(label)!)).trim();
      items += `<li id="fn-${number}">${text.endsWith('</p>') ? `${text.slice(0, -4)} ${back}</p>` : `${text} ${back}`}</li>\n`;
    }
    return items && `<hr>\n<section role="doc-endnotes" class="footnotes"><ol>\n${items}</ol></section>`;
  }

  private readNote(source: string) {
    const first = /^ {0,3}\[\^([^\]\s]{1,99})\]:[ \t]*/.exec(source);
    if (!first) return undefined;
    const lines = source.split('\n');
    let count = 1;
    // Indented lines belong to it, across empty ones too; so do lines that simply go on.
    while (count < lines.length) {
      const line = lines[count]!;
      const goesOn = /^(?: {4}|\t)/.test(line)
        || (line.trim() === '' ? /^(?: {4}|\t)/.test(lines[count + 1] ?? '') : lines[count - 1]!.trim() !== '' && !/^ {0,3}(?:\[\^|#{1,6} |>|```|[-*+] )/.test(line));
      if (!goesOn) break;
      count++;
    }
    const raw = lines.slice(0, count).join('\n');
    const label = first[1]!;
    // Read when it is drawn: the parser can only do one text at a time.
    if (!this.notes.has(label)) this.notes.set(label, raw.slice(first[0].length).replace(/^(?: {4}|\t)/gm, ''));
    return { type: 'footnote', raw: lines.length > count ? `${raw}\n` : raw };
  }

  private renderCall(label: string, raw: string): string {
    if (!this.notes.has(label)) return raw.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
    const count = (this.calls.get(label) ?? 0) + 1;
    this.calls.set(label, count);
    const number = [...this.calls.keys()].indexOf(label) + 1;
    return `<sup><a href="#fn-${number}" id="fnref-${number}${count > 1 ? `-${count}` : ''}" role="doc-noteref">${number}</a></sup>`;
  }
}
