/**
 * Replies to a post on Mastodon, or another server that speaks its API, read without an account: then it gives at most sixty, twenty
 * deep. Answering is done there. Nothing is asked before the reader comes near, and no picture is loaded.
 */

import { safeUrl } from '../../base/links.js';
import type { Block } from '../markup/parse.js';
import type { Comment, CommentPage } from '../model.js';
import { treeOf } from './html-to-blocks.js';
import { fieldsOf, listIn, numberIn, textIn } from '../json.js';
import { askJson, refusalOf } from './json-client.js';
import { pageOf } from './paging.js';
import { StoreError, type Capabilities, type CommentStore, type CommentStoreFactory, type PageRequest } from './store.js';

/** What a server gives to those without an account. */
const most = 60;
const deepest = 20;

interface Known {
  comments: Comment[];
  urls: Map<string, string>;
  url: string;
  incomplete: boolean;
}

interface Place {
  host: string;
  id: string;
  url: string;
}

export class MastodonStore implements CommentStore {
  readonly capabilities: Capabilities = {
    write: false,
    authors: 'account',
    accounts: false,
    edit: false,
    orders: ['oldest', 'newest', 'top'],
    maxLength: 0,
    whenSeen: true,
    replyElsewhere: { name: 'Mastodon', url: (thread, comment) => this.urlOf(thread, comment) },
  };
  private readonly known = new Map<string, Known>();

  /** @param src the server, such as `https://mastodon.example`, or the post itself */
  constructor(private readonly src: string) {}

  /** The post that `src` names. */
  defaultThread(): string {
    return this.src;
  }

  async page(request: PageRequest): Promise<CommentPage> {
    const { thread, after, before, parent } = request;
    let known = this.known.get(thread);
    if (!known || (after === undefined && before === undefined && parent === undefined))
      this.known.set(thread, (known = await this.read(thread, request.signal)));
    return { ...pageOf(known.comments, request), ...(known.incomplete && { incomplete: true }) };
  }

  private async read(thread: string, signal?: AbortSignal): Promise<Known> {
    const place = this.placeOf(thread);
    if (!place)
      throw new StoreError(
        'not-found',
        `thread: "${thread}" is not a post on Mastodon; expected its address, such as https://mastodon.example/@anna/1234, or its number with \`src\` naming the server`,
      );
    const { host, id, url } = place;
    const ask = async (path: string) => {
      const answer = await askJson(`${host}/api/v1/statuses/${encodeURIComponent(id)}${path}`, { ...(signal && { signal }) });
      if (answer.status !== 200) throw refusalOf(answer, textIn(fieldsOf(answer.data)['error']));
      return fieldsOf(answer.data);
    };
    // The post itself tells how many answered it; the replies can be read without.
    const [context, post] = await Promise.all([ask('/context'), ask('').catch(() => ({}))]);
    const { descendants } = context;
    if (!Array.isArray(descendants)) throw new StoreError('unavailable', 'not a thread of Mastodon');
    const urls = new Map<string, string>();
    const comments: Comment[] = [];
    const depths = new Map<string, number>();
    for (const status of descendants) {
      const comment = commentOf(status, id, host);
      if (!comment || depths.has(comment.id)) continue;
      comments.push(comment);
      depths.set(comment.id, (depths.get(comment.parent ?? '') ?? 0) + 1);
      const home = safeUrl(textIn(fieldsOf(status)['url']) || textIn(fieldsOf(status)['uri']));
      if (home) urls.set(comment.id, home);
    }
    const direct = comments.filter(({ parent }) => parent === undefined).length;
    const told = numberIn(fieldsOf(post)['replies_count']);
    const incomplete = descendants.length >= most || told > direct || [...depths.values()].some((depth) => depth >= deepest);
    return { comments, urls, url: safeUrl(textIn(fieldsOf(post)['url'])) ?? url, incomplete };
  }

  private urlOf(thread: string, comment?: string): string | undefined {
    const known = this.known.get(thread);
    return comment === undefined ? (known?.url ?? this.placeOf(thread)?.url) : known?.urls.get(comment);
  }

  /** The server that gives the post, and its id there. */
  private placeOf(thread: string): Place | undefined {
    for (const address of [thread, this.src]) {
      const url = safeUrl(address);
      const [, id] = (url && /^\/(?:web\/)?(?:@[^/]+|users\/[^/]+\/statuses|statuses|notice)\/([\w-]{1,64})\/?$/.exec(new URL(url).pathname)) || [];
      if (url && id) return { host: new URL(url).origin, id, url };
    }
    const server = safeUrl(this.src);
    if (!server || !/^[\w-]{1,64}$/.test(thread)) return undefined;
    const { origin } = new URL(server);
    return { host: origin, id: thread, url: `${origin}/statuses/${thread}` };
  }
}

function commentOf(data: unknown, root: string, host: string): Comment | undefined {
  const {
    id,
    in_reply_to_id: parent,
    account,
    created_at: created,
    edited_at: edited,
    content,
    spoiler_text: spoiler,
    sensitive,
    media_attachments: media,
    favourites_count: votes,
    visibility,
  } = fieldsOf(data);
  if (typeof id !== 'string' || !/^[\w-]{1,128}$/.test(id) || id === root || visibility === 'private' || visibility === 'direct') return undefined;
  const { display_name: name, acct, username, url } = fieldsOf(account);
  // Emoji of a server's own stay as they are written, `:name:`: their pictures would be loaded from there.
  const blocks: Block[] = [...treeOf(textIn(content), host), ...attached(media)];
  return {
    id,
    ...(typeof parent === 'string' && parent !== root && { parent }),
    author: { name: textIn(name).trim() || textIn(acct) || textIn(username), ...(textIn(url) && { url: textIn(url) }) },
    text: sensitive === true || textIn(spoiler) ? [{ type: 'warning', text: textIn(spoiler), children: blocks }] : blocks,
    dateCreated: textIn(created),
    ...(textIn(edited) && { dateModified: textIn(edited) }),
    status: 'published',
    ...(typeof votes === 'number' && votes > 0 && { votes }),
  };
}

/** Pictures and videos as links, by their descriptions. */
function attached(media: unknown): Block[] {
  return listIn(media)
    .slice(0, 20)
    .flatMap((each): Block[] => {
      const { url, remote_url: remote, description } = fieldsOf(each);
      const address = textIn(url) || textIn(remote);
      return address ? [{ type: 'paragraph', children: [{ type: 'link', url: address, children: [{ type: 'text', text: textIn(description) || '🖼' }] }] }] : [];
    });
}

export const open: CommentStoreFactory = (src) => new MastodonStore(src);
