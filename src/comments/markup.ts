/** The light markup of comments (docs/markup.md). Knows no DOM: the element and the server both use it. */

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

/** Reads a source into a tree. Never throws; what is not markup is text. */
export function parseMarkup(source: string): Block[] {
  return [{ type: 'paragraph', children: [{ type: 'text', text: source }] }];
}

/** The URLs of all links in a tree, in order. */
export function linksIn(_blocks: Block[]): string[] {
  return [];
}
