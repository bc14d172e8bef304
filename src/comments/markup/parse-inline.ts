/** What is within a paragraph: emphasis, code, links, line breaks. Knows no DOM, and takes time linear in the length of the text. */

import { MAX_DEPTH, type Inline } from './tree.js';

/** Longer than any link a reader means; keeps a megabyte without a space from being one. */
const MAX_URL = 2048;

/** A place where emphasis or a link's text may have begun: the index of its marker in the list of nodes. */
interface Opening {
  mark: '*' | '**' | '[';
  index: number;
}

export function readInline(source: string): Inline[] {
  return new InlineReader(source).read();
}

/**
 * One pass over a paragraph. Nodes stand in one flat list; when a marker closes, those behind its opening become the
 * children of one node. An opening that never closes is text already.
 */
class InlineReader {
  private nodes: Inline[] = [];
  /** How deep each node is, beside `nodes`. */
  private depths: number[] = [];
  /** Where the last node stands that nothing may be put around. */
  private deepest = -1;
  private openings: Opening[] = [];
  private open = { '*': 0, '**': 0, '[': 0 };
  private at = 0;
  /** Brackets below this place in `openings` lie around a link, and cannot become one. */
  private closedBrackets = 0;
  private ticks?: Map<number, number[]>;

  constructor(private source: string) {}

  read(): Inline[] {
    const { source } = this;
    // What can begin something; everything between goes in at once.
    const special = /[\\\n`*[\]]|https?:\/\//gi;
    while (this.at < source.length) {
      special.lastIndex = this.at;
      const found = special.exec(source);
      if (!found) break;
      this.addText(source.slice(this.at, found.index));
      this.at = found.index;
      this.readSpecial(found[0]);
    }
    this.addText(source.slice(this.at));
    return joinTexts(this.nodes);
  }

  private readSpecial(found: string): void {
    const next = this.source[this.at + 1];
    if (found === '\n') this.add({ type: 'break' }, 1);
    else if (found === '\\') {
      const escapes = next !== undefined && /[!-/:-@[-`{-~]/.test(next);
      this.addText(escapes ? next : '\\', escapes ? 2 : 1);
    } else if (found === '`') this.readCode();
    else if (found === '*') this.readStars();
    else if (found === '[') this.openMark('[');
    else if (found === ']') this.closeLink();
    else this.readUrl();
  }

  private add(node: Inline, length: number, depth = 0): void {
    if (depth >= MAX_DEPTH) this.deepest = this.nodes.length;
    this.nodes.push(node);
    this.depths.push(depth);
    this.at += length;
  }

  private addText(text: string, length = 0): void {
    if (text) this.add({ type: 'text', text }, length);
  }

  private readCode(): void {
    const length = runLength(this.source, this.at);
    const end = this.nextTicks(length);
    if (end === undefined) return this.addText('`'.repeat(length), length);
    const inside = this.source.slice(this.at + length, end).replaceAll('\n', ' ');
    const text = inside.startsWith(' ') && inside.endsWith(' ') && inside.trim() ? inside.slice(1, -1) : inside;
    this.add({ type: 'code', text }, end + length - this.at);
  }

  /** Where the next run of exactly this many backticks begins. Each list of places is walked once. */
  private nextTicks(length: number): number | undefined {
    if (!this.ticks) {
      this.ticks = new Map();
      for (const { 0: run, index } of this.source.matchAll(/`+/g)) {
        const places = this.ticks.get(run.length);
        if (places) places.push(index);
        else this.ticks.set(run.length, [index]);
      }
      for (const places of this.ticks.values()) places.reverse();
    }
    const places = this.ticks.get(length);
    while (places?.length && places.at(-1)! < this.at + length) places.pop();
    return places?.at(-1);
  }

  /** A run of one to three stars closes what it can and opens with the rest. */
  private readStars(): void {
    const { source, at } = this;
    const length = runLength(source, at);
    const before = source[at - 1] ?? ' ';
    const after = source[at + length] ?? ' ';
    const multiplies = /\d/.test(before) && /\d/.test(after);
    if (length > 3 || multiplies) return this.addText('*'.repeat(length), length);
    let left = length;
    if (/\S/.test(before)) left = this.closeStars(left);
    if (/\S/.test(after)) {
      if (left >= 2) {
        this.openMark('**');
        left -= 2;
      }
      if (left) {
        this.openMark('*');
        left--;
      }
    }
    this.addText('*'.repeat(left), left);
  }

  /** Closes what stars have opened, innermost first. Returns how many of the run are left. */
  private closeStars(left: number): number {
    while (left > 0) {
      const mark =
        left === 3 && this.open['*'] && this.open['**']
          ? this.innermostStars()
          : left >= 2 && this.open['**']
            ? '**'
            : left !== 2 && this.open['*']
              ? '*'
              : undefined;
      if (!mark) return left;
      const index = this.dropOpening(mark);
      if (this.deepest > index) return left;
      const { children, depth } = this.takeFrom(index);
      this.add({ type: mark === '**' ? 'strong' : 'emphasis', children }, mark.length, depth + 1);
      left -= mark.length;
    }
    return 0;
  }

  private innermostStars(): '*' | '**' {
    for (let at = this.openings.length - 1; ; at--) {
      const { mark } = this.openings[at]!;
      if (mark !== '[') return mark;
      // Brackets in between would be dropped with the marker below them anyway; dropping them now keeps the time linear.
      this.popOpening();
    }
  }

  private closeLink(): void {
    const url = this.open['['] ? this.readTarget() : undefined;
    if (!url) {
      if (this.open['['] && this.openings.at(-1)?.mark === '[') this.popOpening();
      return this.addText(']', 1);
    }
    // `](` and `)` around the address
    const length = url.length + 3;
    const { children, depth } = this.takeFrom(this.dropOpening('['));
    // No link within a link: what was one inside shows its text, and brackets still open around this one are text.
    this.add({ type: 'link', url, children: joinTexts(withoutLinks(children)) }, length, depth + 1);
    this.open['['] = 0;
    this.closedBrackets = this.openings.length;
  }

  /** The web address in `](address)`; it may hold one pair of brackets, as addresses of encyclopedias do. */
  private readTarget(): string | undefined {
    const { source } = this;
    const start = this.at + 2;
    if (source[start - 1] !== '(') return undefined;
    let inner = false;
    for (let at = start; at < source.length && at - start <= MAX_URL; at++) {
      const letter = source[at]!;
      if (letter === ')' && !inner) return webAddress(source.slice(start, at));
      if (letter === ')') inner = false;
      else if (letter === '(' && !inner) inner = true;
      else if (letter === '(' || /[\s<>]/.test(letter)) return undefined;
    }
    return undefined;
  }

  private readUrl(): void {
    const { source, at } = this;
    const bare = /[^\s<>"`\\[\]*]+/y;
    bare.lastIndex = at;
    const text = withoutClosingMarks(bare.exec(source)![0]);
    const url = /[\p{L}\p{N}]/u.test(source[at - 1] ?? ' ') ? undefined : webAddress(text);
    if (url) this.add({ type: 'link', url, children: [{ type: 'text', text }] }, text.length, 1);
    else this.addText(text, text.length);
  }

  private openMark(mark: Opening['mark']): void {
    this.openings.push({ mark, index: this.nodes.length });
    this.open[mark]++;
    this.addText(mark, mark.length);
  }

  /** Forgets openings down to the innermost of a kind, that one included. Returns where in `nodes` it stands. */
  private dropOpening(mark: Opening['mark']): number {
    for (;;) {
      const opening = this.popOpening();
      if (opening.mark === mark) return opening.index;
    }
  }

  private popOpening(): Opening {
    const opening = this.openings.pop()!;
    if (opening.mark !== '[' || this.openings.length >= this.closedBrackets) this.open[opening.mark]--;
    this.closedBrackets = Math.min(this.closedBrackets, this.openings.length);
    return opening;
  }

  /** Takes the nodes behind an opening marker out of the list, and the marker itself. */
  private takeFrom(index: number): { children: Inline[]; depth: number } {
    let depth = 0;
    for (const each of this.depths.splice(index)) depth = Math.max(depth, each);
    return { children: joinTexts(this.nodes.splice(index).slice(1)), depth };
  }
}

function runLength(source: string, at: number): number {
  let end = at;
  while (source[end] === source[at]) end++;
  return end - at;
}

/** Neighbouring texts as one, so that the tree is the same however the reader came to them. */
function joinTexts(nodes: Inline[]): Inline[] {
  const joined: Inline[] = [];
  let texts: string[] = [];
  const flush = (): void => {
    if (texts.length) joined.push({ type: 'text', text: texts.join('') });
    texts = [];
  };
  for (const node of nodes) {
    if (node.type === 'text') texts.push(node.text);
    else {
      flush();
      joined.push(node);
    }
  }
  flush();
  return joined;
}

function withoutLinks(nodes: Inline[]): Inline[] {
  return nodes.flatMap((node) => {
    if (node.type === 'link') return withoutLinks(node.children);
    return 'children' in node ? [{ ...node, children: joinTexts(withoutLinks(node.children)) }] : [node];
  });
}

/** A full stop or a bracket behind an address belongs to the sentence, unless the bracket was opened in the address. */
function withoutClosingMarks(text: string): string {
  let unbalanced = 0;
  for (const letter of text) unbalanced += letter === ')' ? 1 : letter === '(' ? -1 : 0;
  let end = text.length;
  for (; end > 0; end--) {
    const last = text[end - 1]!;
    if (last === ')' && unbalanced-- <= 0) break;
    if (!/[).,;:!?'"}»”’…。，、；：！？）」』】]/.test(last)) break;
  }
  return text.slice(0, end);
}

/** The address itself when it is one of the web, without a user name that would pass for a host. */
function webAddress(text: string): string | undefined {
  if (text.length > MAX_URL || !/^https?:\/\//i.test(text)) return undefined;
  try {
    const { hostname, username, password } = new URL(text);
    return hostname && !username && !password ? text : undefined;
  } catch {
    return undefined;
  }
}
