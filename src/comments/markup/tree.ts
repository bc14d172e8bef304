/** A comment's text as a tree: what the parser gives, stores build from foreign HTML, and the page is drawn from. */

export type Inline =
  | { type: 'text'; text: string }
  | { type: 'break' }
  | { type: 'emphasis' | 'strong'; children: Inline[] }
  | { type: 'code'; text: string }
  | { type: 'link'; url: string; children: Inline[] };

export type Block =
  | { type: 'paragraph'; children: Inline[] }
  | { type: 'quote'; children: Block[] }
  | { type: 'list'; ordered: boolean; items: Block[][] }
  | { type: 'code'; text: string };

/** At the top of trees of foreign stores also what is folded behind a content warning, and what may not be shown. */
export type ForeignBlock = Block | { type: 'warning'; text: string; children: Block[] } | { type: 'unavailable' };

/** Quotes and lists within each other; deeper markers are text. Emphasis has the same limit. */
export const MAX_DEPTH = 8;
