/** From a thread as Bluesky tells it to comments. Knows no DOM. Nothing in it is trusted to be what the lexicon says. */

import type { Block } from '../markup/parse.js';
import type { Comment } from '../model.js';
import { linesOf, textOfFacets } from './bluesky-text.js';
import { number, record, text } from './json-client.js';

/** Labels that say who may see something, not what is in it. */
const hides = /^(!hide|!takedown|!suspend|!no-unauthenticated)$/;
/** Labels that tell nothing a reader needs to be warned of. */
const harmless = /^(!no-promote|bot)$/;

export interface ReadThread {
  comments: Comment[];
  uris: Map<string, string>;
  /** The post has more direct replies than were told of. */
  incomplete: boolean;
}

/** Reads what is under a post. Without recursion: threads are deeper than the stack. */
export function readThread(thread: unknown, threadgate?: unknown): ReadThread {
  const comments: Comment[] = [];
  const uris = new Map<string, string>();
  const { hiddenReplies } = record(record(threadgate)['record']);
  const hidden = new Set(Array.isArray(hiddenReplies) ? hiddenReplies : []);
  const top = record(thread);
  const direct = listOf(top['replies']);
  const left = direct.map((reply) => ({ reply, parent: undefined as string | undefined })).reverse();
  for (let next = left.pop(); next; next = left.pop()) {
    const view = record(next.reply);
    const post = record(view['post']);
    const uri = text(post['uri'] ?? view['uri']);
    const id = idOf(uri);
    if (!id || uris.has(id)) continue;
    uris.set(id, uri);
    const replies = listOf(view['replies']);
    const parent = next.parent;
    const at = { id, ...(parent !== undefined && { parent }) };
    const type = text(view['$type']);
    if (type.endsWith('#notFoundPost') || view['notFound'] === true) {
      comments.push({ ...at, author: { name: '' }, text: '', dateCreated: '', status: 'deleted' });
    } else if (type.endsWith('#blockedPost') || view['blocked'] === true) {
      comments.push({ ...at, author: { name: '' }, text: [{ type: 'unavailable' }], dateCreated: '', status: 'published' });
    } else {
      comments.push({ ...at, ...commentOf(post, hidden.has(uri), replies.length) });
    }
    for (let index = replies.length - 1; index >= 0; index--) left.push({ reply: replies[index], parent: id });
  }
  const told = number(record(top['post'])['replyCount']);
  return { comments, uris, incomplete: told > direct.length };
}

/** Where a post is on the web. */
export function postUrl(uri: string): string | undefined {
  const [, author, key] = /^at:\/\/([\w.:%-]+)\/app\.bsky\.feed\.post\/([\w.~:-]+)$/.exec(uri) ?? [];
  return author && key ? `https://bsky.app/profile/${author}/post/${key}` : undefined;
}

/** An id that can stand in `#comment-ID`: the writer and the key, since two writers may have the same key. */
function idOf(uri: string): string | undefined {
  const [, author, key] = /^at:\/\/(?:did:)?([\w.:%-]+)\/app\.bsky\.feed\.post\/([\w.~:-]+)$/.exec(uri) ?? [];
  if (!author || !key) return undefined;
  return `${author}-${key}`.replace(/[^A-Za-z0-9-]/g, (letter) => `_${letter.charCodeAt(0).toString(16)}`).slice(-128);
}

function commentOf(post: Record<string, unknown>, hidden: boolean, replies: number): Pick<Comment, 'author' | 'text' | 'dateCreated' | 'status' | 'votes' | 'replyCount'> {
  const author = record(post['author']);
  const said = record(post['record']);
  const labels = [...labelsOf(post['labels']), ...labelsOf(author['labels'])];
  const unseen = labels.some((label) => hides.test(label));
  const warnings = [...new Set(labels.filter((label) => !harmless.test(label)))];
  const did = text(author['did']);
  const votes = number(post['likeCount']);
  const told = number(post['replyCount']);
  const blocks: Block[] = [...linesOf(textOfFacets(text(said['text']), said['facets'])), ...attached(post['embed'])];
  return {
    author: {
      name: unseen ? '' : text(author['displayName']).trim() || text(author['handle']),
      ...(!unseen && /^did:[\w.:%-]+$/.test(did) && { url: `https://bsky.app/profile/${did}` }),
    },
    text: unseen ? [{ type: 'unavailable' }] : hidden || warnings.length ? [{ type: 'warning', text: warnings.map((label) => label.replace(/^!warn$/, '')).filter(Boolean).join(', '), children: blocks }] : blocks,
    dateCreated: text(said['createdAt']) || text(post['indexedAt']),
    status: 'published',
    ...(votes > 0 && { votes }),
    // Deeper than the answer goes: the reader can ask for them.
    ...(told > 0 && replies === 0 && { replyCount: told }),
  };
}

/** What came along with a post, as links: a page, pictures by their descriptions, another post. */
function attached(embed: unknown): Block[] {
  const { external, images, record: quoted, media } = record(embed);
  const blocks: Block[] = [];
  const link = (url: string, words: string): void => { if (url) blocks.push({ type: 'paragraph', children: [{ type: 'link', url, children: [{ type: 'text', text: words || url }] }] }); };
  const page = record(external);
  link(text(page['uri']), text(page['title']));
  for (const image of listOf(images)) link(text(record(image)['fullsize']), text(record(image)['alt']) || '🖼');
  const other = record(record(quoted)['record'] ?? quoted);
  link(postUrl(text(other['uri'])) ?? '', '');
  // A post may bring pictures and another post.
  return media ? [...blocks, ...attached({ ...record(media), media: undefined })] : blocks;
}

/** Labels that hold: one may be taken back by another. */
function labelsOf(labels: unknown): string[] {
  const all = listOf(labels).map(record);
  const off = new Set(all.filter(({ neg }) => neg === true).map(({ val }) => val));
  return all.filter(({ neg, val }) => neg !== true && typeof val === 'string' && !off.has(val)).map(({ val }) => (val as string).slice(0, 100));
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
