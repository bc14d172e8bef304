/** WordPress as it answers: by answers that were recorded, and by a site of a few lines that answers in the same way. */
import { expect } from '@open-wc/testing';
import type { Comment } from '../../../src/comments/model.js';
import { StoreError } from '../../../src/comments/stores/store.js';
import { WordPressStore } from '../../../src/comments/stores/wordpress/store.js';
import { FakeWordPress, Network, error } from './back-ends.js';
import type { Seed } from './back-ends.js';
import { textOf } from './contract.js';

interface Recorded {
  status: number;
  headers: Record<string, string>;
  body: unknown;
}
const recorded = (await (await fetch(new URL('../../fixtures/wordpress/comments/recorded.json', import.meta.url))).json()) as Record<string, Recorded>;
const answerOf = (name: string): Response => {
  const { status, headers, body } = recorded[name]!;
  return new Response(JSON.stringify(body), { status, headers });
};

const hex = (): string => crypto.randomUUID().replaceAll('-', '');
const refused = async (task: Promise<unknown>): Promise<StoreError> => {
  const reason = await task.then(
    () => undefined,
    (each: unknown) => each,
  );
  expect(reason).to.be.instanceOf(StoreError);
  return reason as StoreError;
};
const at = (minute: number): string => new Date(Date.UTC(2024, 4, 1) + minute * 60_000).toISOString();
const author = { name: 'Ida', email: 'ida@example.org' };

let network: Network;
let site: FakeWordPress;
const open = (seeds: Seed[] = [], nonce?: string, src = 'https://wp.example/wp-json'): WordPressStore => {
  site = new FakeWordPress(seeds);
  network = new Network(site.answer);
  return new WordPressStore(src, nonce);
};
beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
});
afterEach(() => network.end());

describe('WordPress, by its recorded answers', () => {
  it('makes a tree of the flat list; an answer to a comment that nobody sees stands among the roots', async () => {
    network = new Network((url) => (url.pathname.endsWith('/comments') ? answerOf('comments-mixed') : answerOf('create-bad-json')));
    const { comments, count } = await new WordPressStore('https://wordpress.example/wp-json').page({ thread: '14' });
    expect(count).to.equal(6);
    expect(comments.map(({ id, parent }) => [id, parent])).to.deep.equal([
      ['1053', undefined],
      ['1054', '1053'],
      ['1055', '1054'],
      ['1057', undefined],
      ['1058', undefined],
      ['1060', '1059'],
    ]);
    expect(comments[0]).to.deep.include({ dateCreated: '2024-07-01T08:00:00Z', author: { name: 'Jan' } });
    expect(comments[0]?.text).to.deep.equal([
      { type: 'paragraph', children: [{ type: 'text', text: 'Mooi stuk!' }, { type: 'break' }, { type: 'text', text: 'Tweede regel.' }] },
      { type: 'paragraph', children: [{ type: 'text', text: 'Nieuwe alinea.' }] },
    ]);
    expect(comments[2]?.text).to.deep.equal([
      { type: 'quote', children: [{ type: 'paragraph', children: [{ type: 'text', text: 'Dank je, Jan.' }] }] },
      {
        type: 'paragraph',
        children: [
          { type: 'text', text: 'Ook van mij. ' },
          { type: 'emphasis', children: [{ type: 'text', text: 'Top' }] },
          { type: 'text', text: ' ' },
          { type: 'link', url: 'https://example.test/x', children: [{ type: 'text', text: 'link' }] },
        ],
      },
    ]);
    expect(JSON.stringify(comments)).not.to.contain('gravatar');
  });

  const refusals: Record<string, [code: string, fields?: Record<string, string>]> = {
    'create-anonymous-refused': ['unauthorized'],
    'create-closed': ['closed'],
    'create-duplicate': ['duplicate'],
    'create-anonymous-flood': ['too-many'],
    'create-disallowed-word': ['forbidden'],
    'create-too-long-content': ['invalid', { text: 'too-long' }],
    'create-too-long-name': ['invalid', { name: 'too-long' }],
    'create-too-long-email': ['invalid', { email: 'too-long' }],
    'create-too-long-url': ['invalid', { url: 'too-long' }],
    'create-empty-content': ['invalid', { text: 'missing' }],
    'create-invalid-email': ['invalid', { email: 'malformed' }],
    'create-missing-email': ['invalid', { name: 'missing', email: 'missing' }],
    'create-missing-post': ['not-found'],
    'create-draft-post': ['not-found'],
    'comments-protected': ['forbidden'],
  };
  for (const [name, [code, fields = {}]] of Object.entries(refusals)) {
    it(`understands ${name}`, async () => {
      network = new Network(() => answerOf(name));
      const reason = await refused(new WordPressStore('https://wordpress.example/wp-json').create({ thread: '11', text: 'Hallo', key: hex(), author }));
      expect(reason.code).to.equal(code);
      expect(reason.fields).to.deep.equal(fields);
      expect(reason.fateUnknown).to.equal(false);
      expect(reason.message).not.to.contain('&#');
      if (code === 'too-many') expect(reason.retryAfter).to.equal(15);
    });
  }

  it('takes an approved comment and a held one for what they are', async () => {
    network = new Network(() => answerOf('create-anonymous-approved'));
    const store = new WordPressStore('https://wordpress.example/wp-json');
    expect(await store.create({ thread: '11', text: 'Goedgekeurd', key: hex(), author })).to.deep.include({ id: '1063', status: 'published', own: true });
    network.end();
    network = new Network(() => answerOf('create-anonymous-first-held'));
    expect((await store.create({ thread: '11', text: 'Eerste', key: hex(), author })).status).to.equal('held');
  });
});

describe('WordPress: addresses and who reads', () => {
  it('asks in either form of address, with the parameters that its own has', async () => {
    for (const [src, path, route] of [
      ['https://wp.example/wp-json/', '/wp-json/wp/v2/comments', null],
      ['https://wp.example/?rest_route=/&lang=nl', '/', '/wp/v2/comments'],
      ['https://wp.example/b/index.php?rest_route=/', '/b/index.php', '/wp/v2/comments'],
      ['https://wp.example/wp-json/wp/v2', '/wp-json/wp/v2/comments', null],
    ] as const) {
      await open([], undefined, src).page({ thread: '412' });
      const { url } = network.asked[0]!;
      expect([url.pathname, url.searchParams.get('rest_route')]).to.deep.equal([path, route]);
      expect(url.searchParams.get('lang')).to.equal(src.includes('lang') ? 'nl' : null);
      network.end();
    }
  });

  it('refuses a thread that is no number of a post, without asking', async () => {
    const store = open();
    for (const thread of ['/2024/11/post', '', '12abc', '-4', '1e3']) expect((await refused(store.page({ thread }))).code).to.equal('not-found');
    expect(network.asked).to.deep.equal([]);
  });

  it('knows who reads by the nonce, sends it along, and writes as that account', async () => {
    const store = open([], 'good');
    site.nonce = 'good';
    await store.page({ thread: '412' });
    expect(store.account).to.deep.equal({ id: '2', name: 'Wouter & co' });
    expect((await store.create({ thread: '412', text: 'As myself', key: hex() })).author.name).to.equal('Wouter & co');
    expect(network.asked.every(({ init }) => new Headers(init.headers).get('X-WP-Nonce') === 'good' && init.credentials === 'include')).to.equal(true);
  });

  it('reads on as anyone does when the nonce has grown old, and does not write in another’s name', async () => {
    const store = open([{ text: 'One', by: 'Anna', at: at(1) }], 'old');
    site.nonce = 'new';
    // The list comes last: the other questions have found out by then.
    const stub = window.fetch;
    window.fetch = async (input, init) => {
      if (/\/comments\?/.test(String(input)))
        await new Promise((resolve) => {
          setTimeout(resolve, 50);
        });
      return stub(input, init);
    };
    const { comments } = await store.page({ thread: '412' });
    expect(comments).to.have.length(1);
    expect(store.account).to.equal(undefined);
    network.end();
    const later = open([], 'good');
    site.nonce = 'good';
    await later.page({ thread: '412' });
    site.nonce = 'another day';
    expect((await refused(later.create({ thread: '412', text: 'Mine', key: hex() }))).code).to.equal('unauthorized');
    expect(site.comments).to.deep.equal([]);
  });

  it('says that a post takes no comments before anyone has written one, and who must log in after', async () => {
    const store = open();
    site.closed = true;
    expect((await store.page({ thread: '412' })).closed).to.equal(true);
    site.closed = false;
    site.guests = false;
    expect((await refused(store.create({ thread: '412', text: 'Hi', key: hex(), author }))).code).to.equal('unauthorized');
    expect(store.capabilities.authors).to.equal('account');
  });

  it('reads a post with a password when its address brings it', async () => {
    const seeds = [{ text: 'Secret', by: 'Anna', at: at(1) }];
    const store = open(seeds);
    site.password = 'sesam';
    expect((await refused(store.page({ thread: '412' }))).code).to.equal('forbidden');
    network.end();
    const knowing = open(seeds, undefined, 'https://wp.example/wp-json?password=sesam');
    site.password = 'sesam';
    expect((await knowing.page({ thread: '412' })).count).to.equal(1);
  });

  it('decodes entities in names, and leaves pictures where they are', async () => {
    const store = open();
    site.add({
      content: '<p>Hi <img src="https://s.w.org/smile.svg" alt="🙂" class="wp-smiley"></p>',
      author_name: 'Jan &amp; Piet',
      parent: 0,
      status: 'approved',
      at: at(1),
      raw: 'x',
    });
    const [comment] = (await store.page({ thread: '412' })).comments;
    expect(comment?.author.name).to.equal('Jan & Piet');
    expect(textOf(comment!)).to.equal('Hi 🙂');
  });
});

describe('WordPress: writing where no key is known', () => {
  const write = (store: WordPressStore, key: string, text = 'Precious **words** & more') => store.create({ thread: '412', text, key, author });

  it('looks before it sends again: an answer that was lost makes no second comment', async () => {
    const store = open();
    site.loses = 1;
    const key = hex();
    expect((await refused(write(store, key))).fateUnknown).to.equal(true);
    const made = await write(new WordPressStore('https://wp.example/wp-json'), key);
    expect(made).to.deep.include({ id: '1', status: 'published', own: true });
    expect(site.comments).to.have.length(1);
    expect(network.asked.filter(({ init }) => init.method === 'POST')).to.have.length(1);
    expect(Object.keys(localStorage)).to.deep.equal([]);
  });

  it('trusts WordPress’s own check where the first one is held and cannot be seen', async () => {
    const store = open();
    site.hold = true;
    site.loses = 1;
    const key = hex();
    await refused(write(store, key));
    expect(await write(store, key)).to.deep.include({ status: 'held', own: true, text: 'Precious **words** & more' });
    expect(site.comments).to.have.length(1);
  });

  it('sends nothing when it cannot look', async () => {
    const store = open();
    site.loses = 1;
    const key = hex();
    await refused(write(store, key));
    network.fault = () => Promise.reject(new TypeError('Failed to fetch'));
    expect((await refused(write(store, key))).fateUnknown).to.equal(true);
    expect(network.asked.filter(({ init }) => init.method === 'POST')).to.have.length(1);
  });

  it('sends again what did not arrive', async () => {
    const store = open();
    network.fault = () => new Response('', { status: 502 });
    const key = hex();
    await refused(write(store, key));
    network.fault = undefined;
    expect((await write(store, key)).status).to.equal('published');
    expect(site.comments).to.have.length(1);
  });

  it('keeps a text that was changed after its first form had arrived', async () => {
    const store = open();
    site.loses = 1;
    const key = hex();
    await refused(write(store, key));
    expect((await refused(write(store, key, 'Other words'))).code).to.equal('too-late');
    expect(site.comments).to.have.length(1);
  });

  it('takes what somebody says twice for said twice', async () => {
    const store = open();
    await write(store, hex());
    expect((await refused(write(store, hex()))).code).to.equal('duplicate');
  });

  it('says the light markup in the HTML that WordPress knows', async () => {
    const store = open();
    await write(store, hex(), 'Say *so* **loud** `a < b`\nthen https://example.org/?a=1&b=2\n\n> quoted\n\n- one\n- two\n\n<script>x</script>');
    const { body } = network.asked.at(-1)!.init;
    expect((JSON.parse(String(body)) as { content: string }).content).to.equal(
      'Say <em>so</em> <strong>loud</strong> <code>a &lt; b</code>\nthen <a href="https://example.org/?a=1&amp;b=2">https://example.org/?a=1&amp;b=2</a>\n\n<blockquote>quoted</blockquote>\n\n- one\n- two\n\n&lt;script&gt;x&lt;/script&gt;',
    );
  });

  it('shows a held comment to its writer until it is published', async () => {
    const store = open();
    site.hold = true;
    const { id } = await write(store, hex());
    const again = new WordPressStore('https://wp.example/wp-json');
    expect((await again.held('412')).map((each) => each.id)).to.deep.equal([id]);
    expect(await again.held('413')).to.deep.equal([]);
    site.comments[0]!.status = 'approved';
    expect(await again.held('412')).to.deep.equal([]);
  });
});

describe('WordPress: long threads', () => {
  const long: Seed[] = [];
  for (let root = 0; root < 130; root++) {
    long.push({ text: `R${root}`, by: 'Anna', at: at(root * 10) });
    if (root % 3 === 0) long.push({ text: `R${root}a`, by: 'Ben', at: at(root * 10 + 1), under: `R${root}` });
  }
  long.push(
    { text: 'hidden', by: 'Eva', at: at(55), status: 'held' },
    { text: 'orphan', by: 'Finn', at: at(56), under: 'hidden' },
    { text: 'orphan’s', by: 'Guus', at: at(57), under: 'orphan' },
  );
  const visible = long.length - 1;

  it('reads a page of roots with their replies, and all of it in the end, orphans too', async () => {
    const store = open(long);
    const all: Comment[] = [];
    let after: string | undefined;
    do {
      const page = await store.page({ thread: '412', limit: 50, ...(after && { after }) });
      expect(page.count).to.equal(visible);
      all.push(...page.comments);
      after = page.after;
    } while (after);
    expect(all.map(textOf).sort()).to.deep.equal(
      long
        .filter(({ status }) => status !== 'held')
        .map(({ text }) => text)
        .sort(),
    );
    const ids = all.map(({ id }) => id);
    for (const each of all) if (each.parent && textOf(each) !== 'orphan') expect(ids.indexOf(each.parent)).to.be.within(0, ids.indexOf(each.id) - 1);
  });

  it('finds a comment in the middle without what is before it', async () => {
    const store = open(long);
    const wanted = site.comments.find(({ raw }) => raw === 'R99a')!;
    const page = await store.page({ thread: '412', limit: 10, around: String(wanted.id) });
    expect(page.comments.map(textOf)).to.include.members(['R99', 'R99a']).and.not.include('R1');
    expect(network.asked.filter(({ url }) => url.searchParams.get('per_page') === '100' && !url.searchParams.has('parent'))).to.have.length(1);
    const newest = await store.page({ thread: '412', limit: 10, order: 'newest', around: String(wanted.id) });
    expect(newest.comments.map(textOf)).to.include.members(['R99', 'R99a']);
    const orphan = site.comments.find(({ raw }) => raw === 'orphan’s')!;
    expect((await store.page({ thread: '412', limit: 10, around: String(orphan.id) })).comments.map(textOf)).to.include.members(['orphan', 'orphan’s']);
    expect((await refused(store.page({ thread: '412', around: '99999' }))).code).to.equal('not-found');
  });

  it('asks for deep replies when they are wanted', async () => {
    const deep: Seed[] = Array.from({ length: 120 }, (_, index) => ({
      text: `D${index}`,
      by: 'Anna',
      at: at(index),
      ...(index && { under: `D${index - 1}` }),
    }));
    const store = open(deep);
    const { comments, count } = await store.page({ thread: '412' });
    expect(count).to.equal(120);
    expect(comments.length).to.be.below(20);
    const last = comments.at(-1)!;
    expect(last.replyCount).to.equal(1);
    expect(textOf((await store.page({ thread: '412', parent: last.id })).comments[0]!)).to.equal(`D${comments.length}`);
  });
});

describe('WordPress: counts', () => {
  it('counts the comments of many posts in one request, and one post that nobody may read spoils nothing', async () => {
    const store = open([
      { text: 'One', by: 'Anna', at: at(1) },
      { text: 'Two', by: 'Ben', at: at(2) },
    ]);
    site.add({ content: 'x', author_name: 'x', parent: 0, status: 'approved', at: at(3), raw: 'x', post: 7 });
    expect([...(await store.counts(['7', '412', '9']))]).to.deep.equal([
      ['7', 1],
      ['412', 2],
      ['9', 0],
    ]);
    expect(network.asked).to.have.length(1);
    network.end();
    network = new Network((url, init) =>
      url.searchParams.get('post')!.split(',').includes('13') ? error(401, 'rest_cannot_read_post', 'no') : site.answer(url, init),
    );
    const counts = await store.counts(['13', '412']);
    expect(counts.get('412')).to.equal(2);
    expect(counts.get('13')).to.be.NaN;
  });
});
