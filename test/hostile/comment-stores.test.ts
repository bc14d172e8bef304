/** Every field of every comment store, filled with what attackers write, wrong types and nonsense; and servers that fail in every way. */
import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import '../../src/comments/index.js';
import type { BlogComments } from '../../src/comments/blog-comments.js';
import type { Comment } from '../../src/comments/model.js';
import { registerCommentStore } from '../../src/comments/stores/registry.js';
import { Network } from '../comments/stores/back-ends.js';
import { attacks } from './attacks.js';

let fired = 0;
before(() => {
  (window as { fired?: () => void }).fired = () => {
    fired++;
  };
});
after(() => {
  delete (window as { fired?: () => void }).fired;
});
beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
});

const json = (body: unknown): Response => new Response(JSON.stringify(body), { headers: { 'Content-Type': 'application/json' } });
const once = (): string => crypto.randomUUID().replaceAll('-', '');
const good = '2024-05-01T10:00:00Z';

interface Writer {
  store: string;
  src: string;
  thread: string;
  /** What the back end answers when every field of every comment holds a value; the ids are good where `ids` is not given. */
  answer: (values: unknown[], ids?: boolean) => (url: URL) => Response;
}

const writers: Record<string, Writer> = {
  rest: {
    store: 'rest',
    src: '/hostile',
    thread: '/post',
    answer: (values, ids) => () =>
      json({
        count: values.length,
        site: { guests: 'on', maxLength: values[0], editWindow: values[0], name: values[0] },
        after: undefined,
        comments: values.map((value, index) => ({
          id: ids ? value : `c${index}`,
          parent: ids ? value : undefined,
          author: { name: value, url: value, image: value },
          text: value,
          dateCreated: value,
          dateModified: value,
          status: value,
          votes: value,
          replyCount: value,
          own: value,
          style: value,
        })),
      }),
  },
  wordpress: {
    store: 'wordpress',
    src: 'https://wp.example/wp-json',
    thread: '412',
    answer: (values, ids) => (url) =>
      json(
        /posts\//.test(url.pathname)
          ? { comment_status: values[0] }
          : values.map((value, index) => ({
              id: ids ? value : index + 1,
              post: value,
              parent: value,
              author: value,
              author_name: value,
              author_url: value,
              date: value,
              date_gmt: value,
              content: { rendered: value },
              link: value,
              status: 'approved',
              type: value,
              author_avatar_urls: { 24: value },
              _links: { children: value },
            })),
      ),
  },
  bluesky: {
    store: 'bluesky',
    src: 'https://appview.example',
    thread: 'https://bsky.app/profile/a.example/post/3k',
    answer: (values, ids) => () =>
      json({
        threadgate: { record: { hiddenReplies: values } },
        thread: {
          post: { uri: 'at://did:plc:a/app.bsky.feed.post/3k', replyCount: values[0] },
          replies: values.map((value, index) => ({
            $type: 'app.bsky.feed.defs#threadViewPost',
            post: {
              uri: ids ? value : `at://did:plc:x/app.bsky.feed.post/${index}`,
              cid: value,
              author: { did: value, handle: value, displayName: value, avatar: value, labels: value },
              record: {
                text: value,
                createdAt: value,
                facets: [
                  {
                    index: { byteStart: 0, byteEnd: 1 },
                    features: [
                      { $type: 'app.bsky.richtext.facet#link', uri: value },
                      { $type: 'app.bsky.richtext.facet#mention', did: value },
                      { $type: 'app.bsky.richtext.facet#tag', tag: value },
                    ],
                  },
                ],
                langs: value,
              },
              embed: { external: { uri: value, title: value, thumb: value }, images: [{ fullsize: value, thumb: value, alt: value }], record: { uri: value } },
              labels: [{ val: index % 2 ? value : undefined }],
              likeCount: value,
              replyCount: value,
              indexedAt: value,
            },
            replies: value,
          })),
        },
      }),
  },
  mastodon: {
    store: 'mastodon',
    src: 'https://mastodon.example',
    thread: '77',
    answer: (values, ids) => (url) =>
      json(
        url.pathname.endsWith('/context')
          ? {
              descendants: values.map((value, index) => ({
                id: ids ? value : String(index + 1),
                in_reply_to_id: value,
                created_at: value,
                edited_at: value,
                content: value,
                spoiler_text: index % 2 ? value : '',
                sensitive: value,
                visibility: value,
                url: value,
                uri: value,
                account: { display_name: value, acct: value, url: value, avatar: value, avatar_static: value, emojis: [{ url: value }] },
                media_attachments: [{ url: value, description: value, preview_url: value }],
                favourites_count: value,
                emojis: [{ shortcode: value, url: value }],
              })),
            }
          : { id: value0(values), url: value0(values), replies_count: value0(values) },
      ),
  },
};
function value0(values: unknown[]): unknown {
  return values[0];
}

/** What must not be in a thread, whoever wrote it. */
function faultsOf(box: Element): string[] {
  const found: string[] = [];
  const roots: ParentNode[] = [box, ...[...box.querySelectorAll('*')].flatMap(({ shadowRoot }) => shadowRoot ?? []), box.shadowRoot!];
  for (const root of roots) {
    for (const element of root.querySelectorAll('*')) {
      if (
        /^(script|style|iframe|object|embed|img|picture|video|audio|svg|math|base|meta|link|form|input)$/.test(element.localName) &&
        !element.closest('blog-comment-form')
      )
        found.push(element.localName);
      for (const { name, value } of element.attributes) {
        if (/^on/.test(name) || /^(src|srcdoc|srcset|action|formaction|poster|data|background|ping)$/.test(name)) found.push(`${element.localName} ${name}`);
        if (name === 'href' && !/^(https?:\/\/|#comment-[\w-]+$)/.test(value)) found.push(`href=${value}`);
        if (name === 'id' && element.matches('article') && !/^comment-[\w-]{1,128}$/.test(value)) found.push(`id=${value}`);
        if (name === 'style' && element.localName !== 'slot') found.push('style');
      }
    }
  }
  for (const name of box.querySelectorAll('.blog-comment-author'))
    if (/[\u202A-\u202E\u2066-\u2069\u200B\n]/.test(name.textContent!)) found.push('a name that turns or hides');
  return found;
}

async function show(writer: Pick<Writer, 'store' | 'src' | 'thread'>): Promise<BlogComments> {
  const src = `${writer.src}${writer.src.includes('?') ? '&' : '?'}once=${once()}`;
  const box = await fixture<BlogComments>(html`<blog-comments page-size="100" store=${writer.store} src=${src} thread=${writer.thread}></blog-comments>`);
  await waitUntil(
    () => box.matches(':not(:state(loading))') && box.shadowRoot!.querySelector('.box') && (box.loader.phase === 'ready' || box.loader.phase === 'error'),
    'never done',
    { timeout: 12_000 },
  );
  await box.updateComplete;
  // All of it is in the page, slices included.
  await waitUntil(
    () => box.loader.phase === 'error' || box.loader.thread.roots.every(({ comment }) => box.querySelector(`#comment-${comment.id}`)),
    'not all is shown',
    { timeout: 12_000 },
  );
  return box;
}

const wrong: unknown[] = [
  null,
  undefined,
  0,
  -1,
  1e300,
  true,
  false,
  [],
  {},
  [[]],
  [null],
  { name: {} },
  { toString: 1 },
  ['<img src=x onerror=fired()>'],
  { rendered: '<img src=x onerror=fired()>' },
  Number.MAX_SAFE_INTEGER,
  '',
  ' ',
  '\u0000',
];
const tricks = [
  'javascript:fired()',
  'JaVaScRiPt:fired()',
  ' javascript:fired()',
  'java\nscript:fired()',
  'data:text/html,<script>fired()</script>',
  'vbscript:fired()',
  'https://user:pw@bank.example/',
  '//evil.example',
  '\u202Eevil\u202C',
  'a\u200B\u200C\u200Db',
  '\u2066x\u2069',
  'Zoë\u0301'.repeat(50),
  '__proto__',
  'constructor',
  '../../x',
  'comment-1',
  '99999999999999999999',
  '0000-00-00T00:00:00',
  '9999-99-99',
  '[x](javascript:fired())',
  '**'.repeat(2000),
  '> '.repeat(2000),
  '`'.repeat(5000),
];

for (const [name, writer] of Object.entries(writers)) {
  describe(`Hostile comments from ${name}`, () => {
    let network: Network;
    afterEach(() => {
      network.end();
      expect(fired).to.equal(0);
    });

    it('do nothing, whatever stands in any field', async () => {
      const values: unknown[] = [...tricks, ...attacks, ...wrong];
      for (let start = 0; start < values.length; start += 95) {
        network = new Network(writer.answer(values.slice(start, start + 95)));
        const box = await show(writer);
        expect(box.querySelectorAll('article').length, 'comments shown').to.be.above(20);
        expect(faultsOf(box), box.innerHTML.slice(0, 500)).to.deep.equal([]);
        network.end();
        box.remove();
      }
    }).timeout(90_000);

    it('do nothing, whatever their ids are', async () => {
      network = new Network(writer.answer([...tricks, ...attacks.slice(0, 60), ...wrong], true));
      const box = await show(writer);
      expect(faultsOf(box)).to.deep.equal([]);
    }).timeout(30_000);

    it('may be a megabyte long', async () => {
      network = new Network(writer.answer([`<p>${'word '.repeat(200_000)}</p>`, 'A small one']));
      const box = await show(writer);
      expect(box.textContent).to.contain('A small one').and.contain('word word');
    }).timeout(60_000);

    it('may be markup that nests a thousand deep', async () => {
      network = new Network(
        writer.answer([`${'<div><blockquote><em>'.repeat(1000)}deep${'</em></blockquote></div>'.repeat(1000)}`, `${'> '.repeat(1000)}deep`, 'A small one']),
      );
      const box = await show(writer);
      expect(box.textContent).to.contain('A small one').and.contain('deep');
      expect(faultsOf(box)).to.deep.equal([]);
    }).timeout(60_000);

    const failures: Record<string, () => Response | Promise<Response>> = {
      'refuses, or CORS does': () => Promise.reject(new TypeError('Failed to fetch')),
      'answers 500': () => new Response('<h1>No</h1>', { status: 500 }),
      'answers another page': () => new Response('<!doctype html><script>fired()</script>'),
      'answers garbage': () => new Response('{"a":'),
      'answers nothing': () => new Response(''),
      'answers null': () => json(null),
      'answers a number': () => json(7),
      'answers a list of lists': () => json([[], [[]], null]),
      'breaks off': () =>
        new Response(
          new ReadableStream({
            start(controller) {
              controller.enqueue(new TextEncoder().encode('{"comments":[{"id":"c'));
              controller.error(new TypeError('cut'));
            },
          }),
        ),
    };
    for (const [what, fault] of Object.entries(failures)) {
      it(`leave the box usable when the server ${what}`, async () => {
        network = new Network(writer.answer(['Fine']));
        network.fault = fault;
        const box = await show(writer);
        const again = () => [...box.shadowRoot!.querySelectorAll('button')].find((button) => /again/i.test(button.textContent!));
        // A list without comments is one, too.
        if (box.loader.phase === 'ready') {
          expect(box.querySelectorAll('article')).to.have.length(0);
          return;
        }
        expect(box.shadowRoot!.querySelector('[role=alert]')!.textContent).to.match(/(couldn’t|can’t) be loaded/);
        network.fault = undefined;
        again()!.click();
        await waitUntil(() => box.textContent!.includes('Fine'), 'does not read again', { timeout: 12_000 });
      });
    }

    it('leave the box usable when the server is slower than thirty seconds', async () => {
      const { timeout } = AbortSignal;
      AbortSignal.timeout = (ms) => {
        expect(ms).to.equal(30_000);
        return timeout.call(AbortSignal, 50);
      };
      try {
        network = new Network(writer.answer(['Fine']));
        const stub = window.fetch;
        let slow = true;
        window.fetch = (input, init) =>
          slow
            ? new Promise((_, reject) => {
                init!.signal!.addEventListener('abort', () => {
                  reject(init!.signal!.reason as Error);
                });
              })
            : stub(input, init);
        const box = await show(writer);
        expect(box.shadowRoot!.querySelector('[role=alert]')!.textContent).to.contain('Check your connection');
        slow = false;
        AbortSignal.timeout = timeout;
        [...box.shadowRoot!.querySelectorAll('button')].find((button) => /again/i.test(button.textContent!))!.click();
        await waitUntil(() => box.textContent!.includes('Fine'), 'does not read again', { timeout: 12_000 });
      } finally {
        AbortSignal.timeout = timeout;
      }
    });
  });
}

describe('Hostile comments from a store of the page’s own, and from this browser', () => {
  it('do nothing, whatever stands in any field', async () => {
    const values: unknown[] = [
      ...tricks,
      ...attacks,
      ...wrong,
      [{ type: 'link', url: 'javascript:fired()', children: [] }],
      [{ type: 'paragraph', children: [{ type: 'link', url: 'javascript:fired()', children: [{ type: 'text', text: 'x' }] }] }],
      [{ type: 'warning', text: '<img src=x onerror=fired()>', children: [{ type: 'paragraph', children: 'x' }] }],
      [{ type: 'warning' }],
      [{ type: 'html', text: '<img src=x onerror=fired()>' }],
    ];
    const name = `hostile-${once()}`;
    registerCommentStore(name, () => ({
      capabilities: {
        write: false,
        authors: 'guest',
        accounts: false,
        edit: false,
        orders: ['oldest'],
        maxLength: 0,
        replyElsewhere: { name: '<img src=x onerror=fired()>', url: 'javascript:fired()' },
      },
      page: async () => ({
        count: 1,
        comments: values.map(
          (value, index) =>
            ({
              id: `c${index}`,
              parent: value,
              author: { name: value, url: value, image: value },
              text: value,
              dateCreated: value,
              dateModified: value,
              status: value,
              votes: value,
              replyCount: value,
              own: value,
            }) as unknown as Comment,
        ),
      }),
    }));
    const box = await show({ store: name, src: '/x', thread: '/x' });
    expect(faultsOf(box)).to.deep.equal([]);
    localStorage.setItem(
      'blog-elements:local:hostile',
      JSON.stringify(
        values.map((value, index) => ({
          id: `c${index}`,
          thread: '/x',
          parent: value,
          author: { name: value, url: value },
          text: typeof value === 'string' ? value : 'x',
          dateCreated: value,
          status: 'published',
          votes: value,
        })),
      ),
    );
    const local = await fixture<BlogComments>(html`<blog-comments store="local" src="hostile" thread="/x"></blog-comments>`);
    await waitUntil(() => local.querySelectorAll('article').length > 10, 'not shown', { timeout: 10_000 });
    expect(faultsOf(local)).to.deep.equal([]);
    expect(fired).to.equal(0);
  }).timeout(60_000);

  it('may answer each other a thousand deep, or in a circle', async () => {
    const name = `deep-${once()}`;
    const of = (id: number, parent?: number): Comment => ({
      id: `d${id}`,
      author: { name: 'x' },
      text: `Text ${id}`,
      dateCreated: good,
      status: 'published',
      ...(parent !== undefined && { parent: `d${parent}` }),
    });
    registerCommentStore(name, () => ({
      capabilities: { write: false, authors: 'guest', accounts: false, edit: false, orders: ['oldest'], maxLength: 0 },
      page: async () => ({
        count: 1003,
        comments: [...Array.from({ length: 1000 }, (_, index) => of(index, index ? index - 1 : undefined)), of(2001, 2002), of(2002, 2001), of(2003, 2003)],
      }),
    }));
    const box = await show({ store: name, src: '/x', thread: '/x' });
    expect(await box.showComment('d999')).to.equal(true);
    await waitUntil(() => document.activeElement?.id === 'comment-d999', 'no focus', { timeout: 10_000 });
    expect(box.querySelector('#comment-d2002')!.textContent).to.contain('Text 2002');
  }).timeout(60_000);
});
