/**
 * Replies to a post on Bluesky, read from its public server (app.bsky.feed.getPostThread). Answering is done there. Nothing is
 * asked before the reader comes near, and no picture is loaded.
 */

import { safeUrl } from '../../base/links.js';
import type { Block, Inline } from '../markup/parse.js';
import type { Comment, CommentPage } from '../model.js';
import { fieldsOf, isInteger, listIn, numberIn, textIn } from '../json.js';
import { askJson, refusalOf } from './json-client.js';
import { pageOf } from './paging.js';
import { StoreError, type Capabilities, type CommentStore, type CommentStoreFactory, type PageRequest } from './store.js';

const publicServer = 'https://public.api.bsky.app';

/** What was read of a thread. */
interface Known {
  comments: Comment[];
  /** Where each of them is at Bluesky, by our id. */
  uris: Map<string, string>;
  incomplete: boolean;
}

export class BlueskyStore implements CommentStore {
  readonly capabilities: Capabilities = {
    write: false,
    authors: 'account',
    accounts: false,
    edit: false,
    orders: ['oldest', 'newest', 'top'],
    maxLength: 0,
    whenSeen: true,
    replyElsewhere: { name: 'Bluesky', url: (thread, comment) => this.urlOf(thread, comment) },
  };
  private readonly server: string;
  private readonly known = new Map<string, Known>();

  /** @param src the post itself, or another server that answers as Bluesky's does */
  constructor(private readonly src: string) {
    const url = /^https?:/.test(src) && !uriOf(src) ? safeUrl(src) : undefined;
    this.server = (url ?? publicServer).replace(/[?#].*$/, '').replace(/(\/xrpc)?\/*$/, '');
  }

  /** The post that `src` names. */
  defaultThread(): string {
    return this.src;
  }

  async page(request: PageRequest): Promise<CommentPage> {
    const { thread, after, before, parent, signal } = request;
    let known = this.known.get(thread);
    if (parent !== undefined && known) {
      const uri = known.uris.get(parent);
      if (!uri) throw new StoreError('not-found', `no comment "${parent}" in this thread`);
      const more = await this.read(uri, signal);
      const there = new Set(known.uris.keys());
      for (const [id, each] of more.uris) known.uris.set(id, each);
      // The post that was asked about is the root of its own answer.
      const fresh = more.comments.filter(({ id }) => !there.has(id)).map((each) => (each.parent === undefined ? { ...each, parent } : each));
      known.comments = [...known.comments, ...fresh];
      return { ...pageOf(known.comments, request), count: pageOf(known.comments, { thread }).count };
    }
    if (!known || (after === undefined && before === undefined)) {
      const uri = uriOf(thread) ?? uriOf(this.src);
      if (!uri) throw new StoreError('not-found', `thread: "${thread}" is not a post on Bluesky; expected https://bsky.app/profile/NAME/post/ID or at://…`);
      this.known.set(thread, (known = await this.read(uri, signal)));
    }
    return { ...pageOf(known.comments, request), ...(known.incomplete && { incomplete: true }) };
  }

  private async read(uri: string, signal?: AbortSignal): Promise<Known> {
    const answer = await askJson(`${this.server}/xrpc/app.bsky.feed.getPostThread?${new URLSearchParams({ uri, depth: '1000', parentHeight: '0' })}`, {
      ...(signal && { signal }),
    });
    const { thread, threadgate, error, message } = fieldsOf(answer.data);
    if (answer.status !== 200) throw refusalOf(answer, `${textIn(error)} ${textIn(message)}`);
    const type = textIn(fieldsOf(thread)['$type']);
    if (type.endsWith('#notFoundPost')) throw new StoreError('not-found', `there is no post ${uri}`);
    if (type.endsWith('#blockedPost')) throw new StoreError('forbidden', `the post ${uri} may not be shown`);
    if (typeof fieldsOf(fieldsOf(thread)['post'])['uri'] !== 'string') throw new StoreError('unavailable', 'not a thread of Bluesky');
    return readThread(thread, threadgate);
  }

  private urlOf(thread: string, comment?: string): string | undefined {
    const uri = comment === undefined ? (uriOf(thread) ?? uriOf(this.src)) : this.known.get(thread)?.uris.get(comment);
    return uri && postUrl(uri);
  }
}

/** The at:// URI of a post that is given so, or by its address at Bluesky. */
function uriOf(post: string): string | undefined {
  const [, author, key] =
    /^(?:at:\/\/|https:\/\/bsky\.app\/profile\/)([\w.:%-]+)\/(?:app\.bsky\.feed\.post|post)\/([\w.~:-]+)\/?(?:[?#].*)?$/.exec(post.trim()) ?? [];
  return author && key ? `at://${author}/app.bsky.feed.post/${key}` : undefined;
}

// Text with facets (app.bsky.richtext.facet): which bytes of its UTF-8 are a link, a mention, a tag.

interface Facet {
  start: number;
  end: number;
  url: string;
}

/** Facets that overlap another, are out of range or cut a letter in two are left out: their text stays. */
export function textOfFacets(source: string, facets: unknown): Inline[] {
  const bytes = new TextEncoder().encode(source);
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const read = (start: number, end: number): Inline[] => (start < end ? [{ type: 'text', text: decoder.decode(bytes.subarray(start, end)) }] : []);
  const startsLetter = (at: number): boolean => at === bytes.length || ((bytes[at] ?? 0) & 0xc0) !== 0x80;
  const found: Inline[] = [];
  let done = 0;
  for (const { start, end, url } of facetsIn(facets)) {
    if (start < done || end > bytes.length || !startsLetter(start) || !startsLetter(end)) continue;
    found.push(...read(done, start), { type: 'link', url, children: read(start, end) });
    done = end;
  }
  return [...found, ...read(done, bytes.length)];
}

/** Facets that lead somewhere, from the first to the last. */
function facetsIn(facets: unknown): Facet[] {
  return listIn(facets)
    .slice(0, 1000)
    .flatMap((facet): Facet[] => {
      const { byteStart, byteEnd } = fieldsOf(fieldsOf(facet)['index']);
      const url = listIn(fieldsOf(facet)['features'])
        .map(urlOf)
        .find((each) => each !== undefined);
      if (!url || !isInteger(byteStart) || !isInteger(byteEnd)) return [];
      return byteStart >= 0 && byteStart < byteEnd ? [{ start: byteStart, end: byteEnd, url }] : [];
    })
    .sort((one, other) => one.start - other.start);
}

function urlOf(feature: unknown): string | undefined {
  const { $type: type, uri, did, tag } = fieldsOf(feature);
  if (type === 'app.bsky.richtext.facet#link') return textIn(uri) || undefined;
  if (type === 'app.bsky.richtext.facet#mention' && /^did:[\w.:%-]+$/.test(textIn(did))) return `https://bsky.app/profile/${textIn(did)}`;
  if (type === 'app.bsky.richtext.facet#tag' && textIn(tag)) return `https://bsky.app/hashtag/${encodeURIComponent(textIn(tag))}`;
  return undefined;
}

/** Lines become paragraphs where one is empty, else breaks. */
export function linesOf(nodes: Inline[]): Block[] {
  const paragraphs: Inline[][] = [];
  let current: Inline[] = [];
  const end = (): void => {
    if (current.length) paragraphs.push(current);
    current = [];
  };
  for (const node of nodes) {
    if (node.type !== 'text') {
      current.push(node);
      continue;
    }
    node.text
      .replace(/\r\n?/g, '\n')
      .split(/\n[^\S\n]*(?:\n\s*)+/)
      .forEach((part, index) => {
        if (index > 0) end();
        part.split('\n').forEach((line, number) => {
          if (number > 0) current.push({ type: 'break' });
          if (line) current.push({ type: 'text', text: line });
        });
      });
  }
  end();
  return paragraphs.map((children) => ({ type: 'paragraph', children }));
}

// From a thread of Bluesky to comments. Nothing in it is trusted to be what the lexicon says.

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
  const { hiddenReplies } = fieldsOf(fieldsOf(threadgate)['record']);
  const hidden = new Set(listIn(hiddenReplies));
  const top = fieldsOf(thread);
  const direct = listIn(top['replies']);
  const left: { reply: unknown; parent?: string }[] = direct.map((reply) => ({ reply })).reverse();
  for (let next = left.pop(); next; next = left.pop()) {
    const view = fieldsOf(next.reply);
    const post = fieldsOf(view['post']);
    const uri = textIn(post['uri'] ?? view['uri']);
    const id = idOf(uri);
    if (!id || uris.has(id)) continue;
    uris.set(id, uri);
    const replies = listIn(view['replies']);
    const parent = next.parent;
    const at = { id, ...(parent !== undefined && { parent }) };
    const type = textIn(view['$type']);
    if (type.endsWith('#notFoundPost') || view['notFound'] === true) {
      comments.push({ ...at, author: { name: '' }, text: '', dateCreated: '', status: 'deleted' });
    } else if (type.endsWith('#blockedPost') || view['blocked'] === true) {
      comments.push({ ...at, author: { name: '' }, text: [{ type: 'unavailable' }], dateCreated: '', status: 'published' });
    } else {
      comments.push({ ...at, ...commentOf(post, hidden.has(uri), replies.length) });
    }
    for (let index = replies.length - 1; index >= 0; index--) left.push({ reply: replies[index], parent: id });
  }
  const told = numberIn(fieldsOf(top['post'])['replyCount']);
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

function commentOf(
  post: Record<string, unknown>,
  hidden: boolean,
  replies: number,
): Pick<Comment, 'author' | 'text' | 'dateCreated' | 'status' | 'votes' | 'replyCount'> {
  const author = fieldsOf(post['author']);
  const said = fieldsOf(post['record']);
  const labels = [...labelsOf(post['labels']), ...labelsOf(author['labels'])];
  const unseen = labels.some((label) => hides.test(label));
  const warnings = [...new Set(labels.filter((label) => !harmless.test(label)))];
  const did = textIn(author['did']);
  const votes = numberIn(post['likeCount']);
  const told = numberIn(post['replyCount']);
  const blocks: Block[] = [...linesOf(textOfFacets(textIn(said['text']), said['facets'])), ...attached(post['embed'])];
  return {
    author: {
      name: unseen ? '' : textIn(author['displayName']).trim() || textIn(author['handle']),
      ...(!unseen && /^did:[\w.:%-]+$/.test(did) && { url: `https://bsky.app/profile/${did}` }),
    },
    text: unseen
      ? [{ type: 'unavailable' }]
      : hidden || warnings.length
        ? [
            {
              type: 'warning',
              text: warnings
                .map((label) => label.replace(/^!warn$/, ''))
                .filter(Boolean)
                .join(', '),
              children: blocks,
            },
          ]
        : blocks,
    dateCreated: textIn(said['createdAt']) || textIn(post['indexedAt']),
    status: 'published',
    ...(votes > 0 && { votes }),
    // Deeper than the answer goes: the reader can ask for them.
    ...(told > 0 && replies === 0 && { replyCount: told }),
  };
}

/** What came along with a post, as links: a page, pictures by their descriptions, another post. */
function attached(embed: unknown): Block[] {
  const { external, images, record: quoted, media } = fieldsOf(embed);
  const blocks: Block[] = [];
  const link = (url: string, words: string): void => {
    if (url) blocks.push({ type: 'paragraph', children: [{ type: 'link', url, children: [{ type: 'text', text: words || url }] }] });
  };
  const page = fieldsOf(external);
  link(textIn(page['uri']), textIn(page['title']));
  for (const image of listIn(images)) link(textIn(fieldsOf(image)['fullsize']), textIn(fieldsOf(image)['alt']) || '🖼');
  const other = fieldsOf(fieldsOf(quoted)['record'] ?? quoted);
  link(postUrl(textIn(other['uri'])) ?? '', '');
  // A post may bring pictures and another post.
  return media ? [...blocks, ...attached({ ...fieldsOf(media), media: undefined })] : blocks;
}

/** Labels that hold: one may be taken back by another. */
function labelsOf(labels: unknown): string[] {
  const all = listIn(labels).map(fieldsOf);
  const off = new Set(all.filter(({ neg }) => neg === true).map(({ val }) => val));
  return all
    .filter(({ neg, val }) => neg !== true && !off.has(val))
    .map(({ val }) => textIn(val).slice(0, 100))
    .filter(Boolean);
}

export const open: CommentStoreFactory = (src) => new BlueskyStore(src);
