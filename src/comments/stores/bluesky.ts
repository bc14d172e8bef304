/**
 * Replies to a post on Bluesky, read from its public server (app.bsky.feed.getPostThread). Answering is done there. Nothing is
 * asked before the reader comes near, and no picture is loaded.
 */

import { safeUrl } from '../../base/links.js';
import type { Comment, CommentPage } from '../model.js';
import { postUrl, readThread } from './bluesky-thread.js';
import { askJson, record, refusal, text } from './json-client.js';
import { StoreError } from './store.js';
import type { Capabilities, CommentStore, CommentStoreFactory, PageRequest } from './store.js';
import { pageOf } from './paging.js';

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
    write: false, authors: 'account', accounts: false, edit: false, orders: ['oldest', 'newest', 'top'], maxLength: 0, whenSeen: true,
    replyElsewhere: { name: 'Bluesky', url: (thread, comment) => this.urlOf(thread, comment) },
  };
  private readonly server: string;
  private readonly known = new Map<string, Known>();

  /** @param src the post itself, or another server that answers as Bluesky's does */
  constructor(private readonly src: string) {
    const url = /^https?:/.test(src) && !uriOf(src) ? safeUrl(src) : undefined;
    this.server = (url ?? publicServer).replace(/[?#].*$/, '').replace(/(\/xrpc)?\/*$/, '');
  }

  async page(request: PageRequest): Promise<CommentPage> {
    const { thread, after, before, parent, signal } = request;
    let known = this.known.get(thread);
    if (parent !== undefined && known) {
      const uri = known.uris.get(parent);
      if (!uri) throw new StoreError('not-found', `no comment "${parent}" in this thread`);
      const more = await this.read(uri, signal);
      for (const [id, each] of more.uris) known.uris.set(id, each);
      // The post that was asked about is the root of its own answer.
      known.comments = [...known.comments, ...more.comments.filter(({ id }) => !known!.comments.some((each) => each.id === id)).map((each) => (each.parent === undefined ? { ...each, parent } : each))];
      return { ...pageOf(known.comments, request), count: pageOf(known.comments, { thread }).count };
    }
    if (!known || (after === undefined && before === undefined)) {
      const uri = uriOf(thread) ?? uriOf(this.src);
      if (!uri) throw new StoreError('not-found', `thread: "${thread}" is not a post on Bluesky; expected https://bsky.app/profile/NAME/post/ID or at://…`);
      this.known.set(thread, known = await this.read(uri, signal));
    }
    return { ...pageOf(known.comments, request), ...(known.incomplete && { incomplete: true }) };
  }

  private async read(uri: string, signal?: AbortSignal): Promise<Known> {
    const answer = await askJson(`${this.server}/xrpc/app.bsky.feed.getPostThread?${new URLSearchParams({ uri, depth: '1000', parentHeight: '0' })}`, { ...(signal && { signal }) });
    const { thread, threadgate, error, message } = record(answer.data);
    if (answer.status !== 200) throw refusal(answer, `${text(error)} ${text(message)}`);
    const type = text(record(thread)['$type']);
    if (type.endsWith('#notFoundPost')) throw new StoreError('not-found', `there is no post ${uri}`);
    if (type.endsWith('#blockedPost')) throw new StoreError('forbidden', `the post ${uri} may not be shown`);
    if (typeof record(record(thread)['post'])['uri'] !== 'string') throw new StoreError('unavailable', 'not a thread of Bluesky');
    return readThread(thread, threadgate);
  }

  private urlOf(thread: string, comment?: string): string | undefined {
    const uri = comment === undefined ? uriOf(thread) ?? uriOf(this.src) : this.known.get(thread)?.uris.get(comment);
    return uri && postUrl(uri);
  }
}

/** The at:// URI of a post that is given so, or by its address at Bluesky. */
function uriOf(post: string): string | undefined {
  const [, author, key] = /^(?:at:\/\/|https:\/\/bsky\.app\/profile\/)([\w.:%-]+)\/(?:app\.bsky\.feed\.post|post)\/([\w.~:-]+)\/?(?:[?#].*)?$/.exec(post.trim()) ?? [];
  return author && key ? `at://${author}/app.bsky.feed.post/${key}` : undefined;
}

export const open: CommentStoreFactory = (src) => new BlueskyStore(src);
