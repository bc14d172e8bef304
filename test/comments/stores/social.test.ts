/** Bluesky and Mastodon: read here, answered there. */
import { expect, fixture, html, nextFrame, waitUntil } from '@open-wc/testing';
import '../../../src/comments/index.js';
import type { BlogComments } from '../../../src/comments/blog-comments.js';
import type { Block } from '../../../src/comments/markup/parse.js';
import { linesOf, textOfFacets } from '../../../src/comments/stores/bluesky.js';
import { open as openBluesky } from '../../../src/comments/stores/bluesky.js';
import { open as openMastodon } from '../../../src/comments/stores/mastodon.js';
import { StoreError } from '../../../src/comments/stores/store.js';
import { Network, blueskyAnswer, blueskyThread, mastodonAnswer, mastodonStatus } from './back-ends.js';
import { seeds, textOf } from './contract.js';
import { shadowOf } from '../shadow.js';

type Tree = Record<string, unknown>;
const json = (body: unknown, status = 200): Response => new Response(JSON.stringify(body), { status });
const post = 'https://bsky.app/profile/blog.example/post/3kaaaaaaaaa2a';
const status = 'https://mastodon.example/@blog/77';
let network: Network;
afterEach(() => network.end());

const bytes = (text: string): number => new TextEncoder().encode(text).length;
const firstOf = (thread: Tree): { post: Tree & { author: Tree; record: Tree } } & Tree =>
  (thread['replies'] as unknown[])[0] as { post: Tree & { author: Tree; record: Tree } } & Tree;

describe('Bluesky', () => {
  const read = async (thread: Tree, more: Tree = {}) => {
    network = new Network(() => json({ thread, ...more }));
    return openBluesky('/comments', {}).page({ thread: post });
  };

  it('takes the address of a post or its at:// URI, as thread or as src, and refuses anything else', async () => {
    network = new Network(blueskyAnswer(seeds));
    for (const [src, thread] of [
      ['/comments', post],
      ['/comments', `${post}?ref=x`],
      [post, post],
      ['/comments', 'at://did:plc:abc/app.bsky.feed.post/3kx'],
    ] as const) {
      const store = openBluesky(src, {});
      expect((await store.page({ thread })).count).to.equal(seeds.length);
      expect(network.asked.at(-1)?.url.host).to.equal('public.api.bsky.app');
      expect(network.asked.at(-1)?.url.searchParams.get('uri')).to.match(/^at:\/\/(blog\.example|did:plc:abc)\/app\.bsky\.feed\.post\/3k/);
      const { url } = store.capabilities.replyElsewhere!;
      expect((url as (thread: string) => string)(thread)).to.match(/^https:\/\/bsky\.app\/profile\/(blog\.example|did:plc:abc)\/post\/3k/);
    }
    const asked = network.asked.length;
    for (const thread of ['/2024/post', 'https://evil.example/profile/a/post/b', 'at://a/app.bsky.feed.like/b', 'https://bsky.app/profile/a/post/b/../../x']) {
      const reason: unknown = await openBluesky('/comments', {})
        .page({ thread })
        .catch((error: unknown) => error);
      expect(reason).to.be.instanceOf(StoreError).with.property('code', 'not-found');
    }
    expect(network.asked).to.have.length(asked);
  });

  it('cuts links out of the text by bytes, whatever letters stand before them', () => {
    const text = 'Zoë 👩‍👩‍👧 kijk: example.org/x en @anna #kaas';
    const facet = (part: string, feature: Tree) => ({
      index: { byteStart: bytes(text.slice(0, text.indexOf(part))), byteEnd: bytes(text.slice(0, text.indexOf(part) + part.length)) },
      features: [feature],
    });
    const nodes = textOfFacets(text, [
      facet('#kaas', { $type: 'app.bsky.richtext.facet#tag', tag: 'kaas' }),
      facet('example.org/x', { $type: 'app.bsky.richtext.facet#link', uri: 'https://example.org/x' }),
      facet('@anna', { $type: 'app.bsky.richtext.facet#mention', did: 'did:plc:anna' }),
    ]);
    expect(nodes.map((node) => (node.type === 'link' ? [node.url, node.children] : node))).to.deep.equal([
      { type: 'text', text: 'Zoë 👩‍👩‍👧 kijk: ' },
      ['https://example.org/x', [{ type: 'text', text: 'example.org/x' }]],
      { type: 'text', text: ' en ' },
      ['https://bsky.app/profile/did:plc:anna', [{ type: 'text', text: '@anna' }]],
      { type: 'text', text: ' ' },
      ['https://bsky.app/hashtag/kaas', [{ type: 'text', text: '#kaas' }]],
    ]);
  });

  it('leaves out facets that overlap, lie outside or cut a letter in two, and keeps every letter', () => {
    const text = 'ëëë tekst';
    const link = [{ $type: 'app.bsky.richtext.facet#link', uri: 'https://example.org/' }];
    for (const index of [
      { byteStart: 1, byteEnd: 4 },
      { byteStart: 0, byteEnd: 3 },
      { byteStart: -2, byteEnd: 2 },
      { byteStart: 4, byteEnd: 400 },
      { byteStart: 4, byteEnd: 4 },
      { byteStart: '0', byteEnd: 2 },
      { byteStart: 1e300, byteEnd: NaN },
      null,
    ]) {
      expect(textOfFacets(text, [{ index, features: link }]), JSON.stringify(index)).to.deep.equal([{ type: 'text', text }]);
    }
    const overlapping = textOfFacets(text, [
      { index: { byteStart: 0, byteEnd: 4 }, features: link },
      { index: { byteStart: 2, byteEnd: 6 }, features: link },
    ]);
    expect(
      overlapping
        .map((node) => (node.type === 'link' ? textOf({ text: [{ type: 'paragraph', children: node.children }] } as never) : 'text' in node ? node.text : ''))
        .join(''),
    ).to.equal(text);
    for (const facets of [5, 'x', {}, [null], [{ features: 'x' }], [[[]]]]) expect(textOfFacets(text, facets)).to.deep.equal([{ type: 'text', text }]);
  });

  it('makes paragraphs and breaks of lines', () => {
    expect(linesOf([{ type: 'text', text: 'a\nb\n\n\nc' }])).to.deep.equal([
      { type: 'paragraph', children: [{ type: 'text', text: 'a' }, { type: 'break' }, { type: 'text', text: 'b' }] },
      { type: 'paragraph', children: [{ type: 'text', text: 'c' }] },
    ]);
  });

  it('says which posts are gone, and which cannot be shown', async () => {
    const thread = blueskyThread(seeds);
    thread['replies'] = [
      { $type: 'app.bsky.feed.defs#notFoundPost', uri: 'at://did:plc:gone/app.bsky.feed.post/3kg', notFound: true },
      { $type: 'app.bsky.feed.defs#blockedPost', uri: 'at://did:plc:block/app.bsky.feed.post/3kb', blocked: true, author: { did: 'did:plc:block' } },
    ];
    const { comments } = await read(thread);
    expect(comments.map((comment) => [comment.status, comment.text])).to.deep.equal([
      ['deleted', ''],
      ['published', [{ type: 'unavailable' }]],
    ]);
  });

  it('folds what its labels warn of, and shows nothing of those who want to be seen by members only', async () => {
    const thread = blueskyThread(seeds.slice(0, 1));
    firstOf(thread).post['labels'] = [{ val: 'graphic-media' }, { val: 'spam' }, { val: 'spam', neg: true }];
    expect((await read(thread)).comments[0]?.text).to.deep.equal([
      { type: 'warning', text: 'graphic-media', children: [{ type: 'paragraph', children: [{ type: 'text', text: 'One' }] }] },
    ]);
    network.end();
    firstOf(thread).post.author['labels'] = [{ val: '!no-unauthenticated' }];
    const [comment] = (await read(thread)).comments;
    expect(comment).to.deep.include({ text: [{ type: 'unavailable' }], author: { name: '' } });
  });

  it('folds what the writer of the post has hidden', async () => {
    const thread = blueskyThread(seeds.slice(0, 1));
    const { comments } = await read(thread, { threadgate: { record: { hiddenReplies: [firstOf(thread).post['uri']] } } });
    expect((comments[0]?.text as Block[])[0]).to.have.property('type', 'warning');
  });

  it('says when the post has more answers than were given, and asks for those that lie deeper', async () => {
    const thread = blueskyThread(seeds);
    (thread['post'] as Tree)['replyCount'] = 9;
    const cut = (thread['replies'] as Tree[])[1]!;
    const below = cut['replies'];
    delete cut['replies'];
    network = new Network(() => json({ thread }));
    const store = openBluesky('/comments', {});
    const page = await store.page({ thread: post });
    expect(page.incomplete).to.equal(true);
    const two = page.comments.find((each) => textOf(each) === 'Two')!;
    expect(two.replyCount).to.equal(2);
    network.end();
    network = new Network(() => json({ thread: { ...cut, replies: below } }));
    const more = await store.page({ thread: post, parent: two.id });
    expect(more.comments.map(textOf)).to.deep.equal(['Two a', 'Two a i', 'Two b']);
    expect(more.comments[0]?.parent).to.equal(two.id);
  });

  it('gives two writers with the same key two ids', async () => {
    const thread = blueskyThread(seeds.slice(0, 2));
    const [one, other] = thread['replies'] as { post: Tree }[];
    one!.post['uri'] = 'at://did:plc:aa/app.bsky.feed.post/3ksame';
    other!.post['uri'] = 'at://did:web:b.example/app.bsky.feed.post/3ksame';
    const ids = (await read(thread)).comments.map(({ id }) => id);
    expect(new Set(ids).size).to.equal(2);
    for (const id of ids) expect(id).to.match(/^[\w-]{1,128}$/);
  });
});

describe('Mastodon', () => {
  const read = async (descendants: unknown, root: Tree = {}) => {
    network = new Network((url) => json(url.pathname.endsWith('/context') ? { ancestors: [], descendants } : { id: '77', url: status, ...root }));
    return openMastodon('/comments', {}).page({ thread: status });
  };

  it('takes the address of a post, or its number at the server that src names', async () => {
    network = new Network(mastodonAnswer(seeds));
    for (const [src, thread] of [
      ['/comments', status],
      [status, status],
      ['https://mastodon.example', '77'],
      ['/comments', 'https://mastodon.example/users/blog/statuses/77'],
      ['/comments', 'https://mastodon.example/@blog@other.example/77'],
    ] as const) {
      const store = openMastodon(src, {});
      expect((await store.page({ thread })).count).to.equal(seeds.length);
      expect(network.asked.at(-2)?.url.href).to.equal('https://mastodon.example/api/v1/statuses/77/context');
      expect((store.capabilities.replyElsewhere?.url as (thread: string) => string)(thread)).to.equal(status);
    }
    const reason: unknown = await openMastodon('/comments', {})
      .page({ thread: '/2024/post' })
      .catch((error: unknown) => error);
    expect(reason).to.be.instanceOf(StoreError).with.property('code', 'not-found');
  });

  it('folds content warnings, keeps emoji of a server’s own as text and rebuilds its HTML', async () => {
    const seed = {
      ...mastodonStatus(seeds[0]!, seeds),
      spoiler_text: 'Kaas :blob:',
      content:
        '<p>Zie <a href="https://mastodon.example/@x" class="u-url mention">@<span>x</span></a> :blob:<br>en <a href="https://example.org/lang"><span class="invisible">https://</span><span class="ellipsis">example.org/la</span><span class="invisible">ng</span></a><script>fired()</script></p>',
      media_attachments: [{ url: 'https://mastodon.example/a.png', description: 'Een kaas' }],
    };
    const [comment] = (await read([seed])).comments;
    expect(comment?.text).to.deep.equal([
      {
        type: 'warning',
        text: 'Kaas :blob:',
        children: [
          {
            type: 'paragraph',
            children: [
              { type: 'text', text: 'Zie ' },
              {
                type: 'link',
                url: 'https://mastodon.example/@x',
                children: [
                  { type: 'text', text: '@' },
                  { type: 'text', text: 'x' },
                ],
              },
              { type: 'text', text: ' :blob:' },
              { type: 'break' },
              { type: 'text', text: 'en ' },
              {
                type: 'link',
                url: 'https://example.org/lang',
                children: [
                  { type: 'text', text: 'https://' },
                  { type: 'text', text: 'example.org/la' },
                  { type: 'text', text: 'ng' },
                ],
              },
            ],
          },
          { type: 'paragraph', children: [{ type: 'link', url: 'https://mastodon.example/a.png', children: [{ type: 'text', text: 'Een kaas' }] }] },
        ],
      },
    ]);
  });

  it('says so when the limit of those without an account is reached, or answers are missing', async () => {
    const many = Array.from({ length: 60 }, (_, index) => ({ text: `M${index}`, by: 'Anna', at: '2024-05-01T10:00:00Z' }));
    const chain = Array.from({ length: 20 }, (_, index) => ({
      text: `C${index}`,
      by: 'Anna',
      at: '2024-05-01T10:00:00Z',
      ...(index && { under: `C${index - 1}` }),
    }));
    expect((await read(many.map((seed) => mastodonStatus(seed, many)))).incomplete).to.equal(true);
    network.end();
    expect((await read(chain.map((seed) => mastodonStatus(seed, chain)))).incomplete).to.equal(true);
    network.end();
    expect(
      (
        await read(
          seeds.map((seed) => mastodonStatus(seed, seeds)),
          { replies_count: 9 },
        )
      ).incomplete,
    ).to.equal(true);
    network.end();
    expect(
      (
        await read(
          seeds.map((seed) => mastodonStatus(seed, seeds)),
          { replies_count: 5 },
        )
      ).incomplete,
    ).to.equal(undefined);
  });

  it('shows the replies when only the post itself cannot be had', async () => {
    network = new Network((url) => (url.pathname.endsWith('/context') ? mastodonAnswer(seeds)(url) : json({ error: 'x' }, 500)));
    expect((await openMastodon('/comments', {}).page({ thread: status })).count).to.equal(seeds.length);
  });
});

describe('The box before a stranger’s host', () => {
  const show = async (store: string, thread: string, lang = 'en'): Promise<BlogComments> => {
    const page = await fixture<HTMLElement>(html`<div lang=${lang}><blog-comments store=${store} thread=${thread}></blog-comments></div>`);
    return page.querySelector('blog-comments')!;
  };

  it('asks nothing before the reader has come to the comments', async () => {
    network = new Network(blueskyAnswer(seeds));
    const page = await fixture<HTMLElement>(html`<div><p id="tall">x</p><blog-comments store="bluesky" thread=${post}></blog-comments></div>`);
    const tall = page.querySelector<HTMLElement>('#tall')!;
    const box = page.querySelector('blog-comments')!;
    // It is not in sight when the store comes.
    tall.style.height = '5000px';
    scrollTo(0, 0);
    const late = document.createElement('blog-comments');
    late.setAttribute('store', 'mastodon');
    late.setAttribute('thread', status);
    page.append(late);
    await waitUntil(() => late.shadowRoot?.querySelector('.box'));
    for (let frame = 0; frame < 20; frame++) await nextFrame();
    expect(network.asked.filter(({ url }) => url.host === 'mastodon.example')).to.deep.equal([]);
    network.end();
    network = new Network(mastodonAnswer(seeds));
    late.scrollIntoView();
    await waitUntil(() => late.querySelectorAll('article').length === seeds.length);
    expect(network.asked.map(({ url }) => url.host)).to.include('mastodon.example');
    box.remove();
  });

  it('leads to where one answers, the thread and each comment, and has no form', async () => {
    network = new Network(blueskyAnswer(seeds));
    const box = await show('bluesky', post, 'nl');
    await waitUntil(() => box.shadowRoot?.querySelector('[part=write] a'));
    const link = shadowOf(box).querySelector<HTMLAnchorElement>('[part=write] a')!;
    expect([link.textContent, link.href]).to.deep.equal(['Reageren via Bluesky', post]);
    expect(box.shadowRoot?.querySelector('textarea')).to.equal(null);
    await waitUntil(() => box.querySelector('blog-comment-actions')?.shadowRoot?.querySelector('a'));
    expect(box.querySelector('blog-comment-actions')?.shadowRoot?.querySelector('a')?.href).to.match(/^https:\/\/bsky\.app\/profile\/did:plc:\w+\/post\/3k0$/);
    expect(box.querySelectorAll('img')).to.have.length(0);
    await expect(box).to.be.accessible();
  });

  it('folds what is warned of, in the reader’s language, and says that there is more', async () => {
    const warned = { ...mastodonStatus(seeds[0]!, seeds), spoiler_text: 'Kaas' };
    network = new Network((url) =>
      json(
        url.pathname.endsWith('/context')
          ? { descendants: [warned, { ...mastodonStatus(seeds[1]!, seeds), sensitive: true }] }
          : { id: '77', replies_count: 40 },
      ),
    );
    const box = await show('mastodon', status, 'nl');
    await waitUntil(() => box.querySelectorAll('summary').length === 2);
    expect([...box.querySelectorAll('summary')].map(({ textContent }) => textContent)).to.deep.equal(['Inhoudswaarschuwing: Kaas', 'Gevoelige inhoud']);
    expect(box.querySelector('details')?.open).to.equal(false);
    await waitUntil(() => box.shadowRoot?.textContent.includes('Op Mastodon staan meer antwoorden'));
    await expect(box).to.be.accessible();
  });
});
