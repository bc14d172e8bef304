/** Back ends of others, made of a few lines each: they answer as the recorded ones do, from what a test puts in. */

export interface Seed {
  text: string;
  by: string;
  under?: string;
  at: string;
  status?: 'published' | 'held';
}

const json = (body: unknown, status = 200, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json', ...headers } });

/** Requests that `fetch` made, and who answers them. */
export class Network {
  asked: { url: URL; init: RequestInit }[] = [];
  /** Set to answer everything so. */
  fault?: (() => Response | Promise<Response>) | undefined;
  private readonly fetch = window.fetch;

  constructor(private readonly answer: (url: URL, init: RequestInit) => Response | Promise<Response>) {
    window.fetch = async (input, init = {}) => {
      const url = new URL(input instanceof Request ? input.url : String(input), document.baseURI);
      this.asked.push({ url, init });
      init.signal?.throwIfAborted();
      return this.fault ? this.fault() : this.answer(url, init);
    };
  }

  end(): void {
    window.fetch = this.fetch;
  }
}

interface WpComment {
  id: number;
  post: number;
  parent: number;
  author: number;
  author_name: string;
  author_url: string;
  date: string;
  date_gmt: string;
  content: { rendered: string };
  status: string;
  type: string;
  email?: string;
  raw?: string;
}

export class FakeWordPress {
  comments: WpComment[] = [];
  closed = false;
  guests = true;
  hold = false;
  /** Answers the next ones so after it has done what they asked: the answer is lost. */
  loses = 0;
  flooded = 0;
  nonce?: string;
  password?: string;
  private next = 1;

  constructor(
    seeds: Seed[] = [],
    readonly post = 412,
  ) {
    for (const { text, by, under, at, status } of seeds) {
      this.add({
        content: `<p>${text}</p>\n`,
        author_name: by,
        parent: under ? this.comments.find(({ raw }) => raw === under)!.id : 0,
        status: status === 'held' ? 'hold' : 'approved',
        at,
        raw: text,
      });
    }
  }

  add({
    content,
    author_name,
    parent,
    status,
    at,
    raw,
    email,
    post = this.post,
  }: {
    content: string;
    author_name: string;
    parent: number;
    status: string;
    at: string;
    raw: string;
    email?: string;
    post?: number;
  }): WpComment {
    const made: WpComment = {
      id: this.next++,
      post,
      parent,
      author: 0,
      author_name,
      author_url: '',
      date: '2020-01-01T00:00:00',
      date_gmt: at.replace(/(\.\d+)?Z$/, ''),
      content: { rendered: content },
      status,
      type: 'comment',
      raw,
      ...(email && { email }),
    };
    this.comments.push(made);
    return made;
  }

  readonly answer = (url: URL, init: RequestInit): Response => {
    const query = url.searchParams;
    const path = query.get('rest_route') ?? url.pathname;
    const headers = new Headers(init.headers);
    const nonce = headers.get('X-WP-Nonce');
    if (nonce && nonce !== this.nonce) return error(403, 'rest_cookie_invalid_nonce', 'Cookie check failed');
    if (/\/users\/me$/.test(path))
      return nonce ? json({ id: 2, name: 'Wouter &amp; co' }) : error(401, 'rest_not_logged_in', 'You are not currently logged in.');
    if (/\/posts\/\d+$/.test(path)) return json({ comment_status: this.closed ? 'closed' : 'open' });
    const one = /\/comments\/(\d+)$/.exec(path)?.[1];
    if (one) {
      const found = this.comments.find(({ id }) => String(id) === one);
      if (!found) return error(404, 'rest_comment_invalid_id', 'Invalid comment ID.');
      return found.status === 'approved' ? json(this.shown(found)) : error(401, 'rest_cannot_read', 'Sorry, you are not allowed to read this comment.');
    }
    if (init.method === 'POST') return this.create(JSON.parse(String(init.body)) as Record<string, unknown>, Boolean(nonce));
    if (this.password && query.get('password') !== this.password)
      return error(401, 'rest_cannot_read_post', 'Sorry, you are not allowed to read the post for this comment.');
    return this.list(query);
  };

  private list(query: URLSearchParams): Response {
    const ids = (name: string) => query.get(name)?.split(',').map(Number);
    const [posts, parents, include, excluded] = [ids('post'), ids('parent'), ids('include'), ids('parent_exclude')];
    const [before, after] = [query.get('before'), query.get('after')];
    const per = Number(query.get('per_page') ?? 10);
    const found = this.comments.filter(
      (each) =>
        each.status === 'approved' &&
        (!posts || posts.includes(each.post)) &&
        (!parents || parents.includes(each.parent)) &&
        (!include || include.includes(each.id)) &&
        (!excluded || !excluded.includes(each.parent)) &&
        (!before || `${each.date_gmt}Z` < before) &&
        (!after || `${each.date_gmt}Z` > after),
    );
    found.sort((one, other) => one.date_gmt.localeCompare(other.date_gmt) || one.id - other.id);
    if (query.get('order') !== 'asc') found.reverse();
    const start = query.has('offset') ? Number(query.get('offset')) : (Number(query.get('page') ?? 1) - 1) * per;
    return json(
      found.slice(start, start + per).map((each) => this.shown(each)),
      200,
      { 'X-WP-Total': String(found.length), 'X-WP-TotalPages': String(Math.ceil(found.length / per)) },
    );
  }

  private create(body: Record<string, unknown>, loggedIn: boolean): Response {
    if (!this.guests && !loggedIn) return error(401, 'rest_comment_login_required', 'Sorry, you must be logged in to comment.');
    if (this.closed) return error(403, 'rest_comment_closed', 'Sorry, comments are closed for this item.');
    const content = String(body['content'] ?? '');
    const name = loggedIn ? 'Wouter & co' : String(body['author_name'] ?? '');
    if (this.comments.some((each) => each.raw === content && each.author_name === name && each.status !== 'trash'))
      return error(409, 'comment_duplicate', 'Duplicate comment detected; it looks as though you&#8217;ve already said that!');
    if (this.flooded-- > 0) return error(400, 'comment_flood', 'You are posting comments too quickly. Slow down.');
    const status = /casinowin/.test(content) ? 'trash' : this.hold ? 'hold' : 'approved';
    const made = this.add({
      content: `<p>${content}</p>\n`,
      author_name: name,
      parent: Number(body['parent'] ?? 0),
      status,
      at: new Date().toISOString(),
      raw: content,
    });
    if (this.loses-- > 0) throw new TypeError('Failed to fetch');
    return json(this.shown(made), 201);
  }

  private shown({ raw: _, email: __, ...comment }: WpComment): unknown {
    const answered = this.comments.some(({ parent, status }) => parent === comment.id && status === 'approved');
    return {
      ...comment,
      author_avatar_urls: { 24: 'https://secure.gravatar.com/avatar/x?s=24' },
      _links: answered ? { children: [{ href: `x?parent=${comment.id}` }] } : [],
    };
  }
}

export function error(status: number, code: string, message: string): Response {
  return json({ code, message, data: { status } }, status);
}

const did = (name: string): string => `did:plc:${[...name].map((letter) => letter.charCodeAt(0).toString(36)).join('')}`;

/** What Bluesky's public server tells of a post with these replies. */
export function blueskyThread(seeds: Seed[]): Record<string, unknown> {
  const view = (seed: Seed, index: number): Record<string, unknown> => ({
    $type: 'app.bsky.feed.defs#threadViewPost',
    post: {
      uri: `at://${did(seed.by)}/app.bsky.feed.post/3k${index}`,
      cid: 'x',
      author: { did: did(seed.by), handle: `${seed.by.toLowerCase()}.example`, displayName: seed.by, avatar: 'https://cdn.bsky.app/img/avatar/x' },
      record: { $type: 'app.bsky.feed.post', text: seed.text, createdAt: seed.at },
      replyCount: seeds.filter(({ under }) => under === seed.text).length,
      likeCount: 0,
      indexedAt: seed.at,
    },
    replies: seeds.flatMap((each, at) => (each.under === seed.text ? [view(each, at)] : [])),
  });
  return {
    ...view({ text: 'The post', by: 'Blog', at: '2024-01-01T00:00:00.000Z' }, 999),
    replies: seeds.flatMap((each, at) => (each.under ? [] : [view(each, at)])),
  };
}

export function blueskyAnswer(seeds: Seed[]): (url: URL) => Response {
  return () => json({ thread: blueskyThread(seeds) });
}

export function mastodonStatus(seed: Seed, seeds: Seed[]): Record<string, unknown> {
  const id = (text: string): string => String(1000 + seeds.findIndex((each) => each.text === text));
  return {
    id: id(seed.text),
    in_reply_to_id: seed.under ? id(seed.under) : '77',
    created_at: seed.at,
    edited_at: null,
    sensitive: false,
    spoiler_text: '',
    visibility: 'public',
    content: `<p>${seed.text}</p>`,
    url: `https://mastodon.example/@${seed.by}/${id(seed.text)}`,
    uri: 'x',
    account: {
      acct: `${seed.by}@elsewhere.example`,
      display_name: seed.by,
      url: `https://mastodon.example/@${seed.by}`,
      avatar_static: 'https://mastodon.example/avatar.png',
      emojis: [],
    },
    media_attachments: [],
    emojis: [],
    favourites_count: 0,
    replies_count: 0,
  };
}

export function mastodonAnswer(seeds: Seed[]): (url: URL) => Response {
  return (url) =>
    url.pathname.endsWith('/context')
      ? json({ ancestors: [], descendants: seeds.map((seed) => mastodonStatus(seed, seeds)) })
      : json({ id: '77', url: 'https://mastodon.example/@blog/77', replies_count: seeds.filter(({ under }) => !under).length });
}
