import { expect } from '@open-wc/testing';
import { rankPosts } from '../../src/related/rank.js';
import { addressKey } from '../../src/related/same-post.js';
import { createTerms, textOf } from '../../src/related/terms.js';
import type { Post } from '../../src/sources/post.js';

let number = 0;
const post = (headline: string, fields: Partial<Post> = {}): Post => ({
  id: `id${++number}`,
  url: `https://example.org/${number}`,
  headline,
  author: [],
  keywords: [],
  inLanguage: 'en',
  datePublished: `2024-01-${String(10 + (number % 20))}`,
  ...fields,
});
const headlines = async (current: Post, posts: Post[], options = {}) => (await rankPosts(current, posts, options)).map((item) => item.post.headline);

describe('Ranking', () => {
  const current = post('How wooden houses are built', {
    description: 'Beams, moss and carpenters in a street of wooden houses.',
    keywords: ['houses', 'crafts'],
  });
  const near = post('Carpenters and their beams', { description: 'What a carpenter knows about moss.', keywords: ['crafts'] });
  const nearer = post('Moving a wooden house across the river', { description: 'Houses are taken apart, beam by beam.', keywords: ['houses'] });
  const far = post('Tea at the station', { description: 'Three cups and a delayed train.', keywords: ['food'] });
  const others = Array.from({ length: 20 }, (_, n) => post(`Notes on weather ${n}`, { description: `Rain, wind and snow in week ${n}.` }));

  it('puts the nearest first and leaves out what has nothing in common', async () => {
    expect(await headlines(current, [far, near, ...others, nearer])).to.deep.equal([nearer.headline, near.headline]);
  });

  it('gives the same order whatever order the posts came in', async () => {
    const posts = [far, near, nearer, ...others];
    expect(await headlines(current, [...posts].reverse())).to.deep.equal(await headlines(current, posts));
  });

  it('leaves out the post itself in every way its address is written, what is shown already, and what comes twice', async () => {
    const variants = ['http://www.example.org/a/', 'https://example.org/a/index.html?utm_source=x', 'https://example.org/a#top'].map((url) =>
      post(current.headline, { url }),
    );
    const twin = { ...nearer, id: 'other', url: `${nearer.url}/?utm_medium=mail` };
    expect(await headlines({ ...current, url: 'https://example.org/a' }, [...variants, nearer, twin, near, ...others], { without: [near.url] })).to.deep.equal([
      nearer.headline,
    ]);
  });

  it('leaves out other languages, and what has no title or address', async () => {
    const dutch = { ...nearer, url: 'https://example.org/nl', inLanguage: 'nl' };
    const british = { ...nearer, url: 'https://example.org/gb', inLanguage: 'en-GB', id: 'gb' };
    expect(
      (await rankPosts(current, [dutch, british, { ...near, headline: '' }, { ...near, url: '' }, ...others])).map((item) => item.post.inLanguage),
    ).to.deep.equal(['en-GB']);
  });

  it('counts a rare tag for more than a common one', async () => {
    const common = others.map((each) => ({ ...each, keywords: ['blog'] }));
    const source = post('Untitled', { keywords: ['blog', 'samovar'] });
    const rare = post('Something', { keywords: ['samovar'] });
    expect((await headlines(source, [...common, rare], { max: 1 }))[0]).to.equal('Something');
  });

  it('says which tags are shared', async () => {
    expect((await rankPosts(current, [nearer, near, ...others]))[0]!.sharedKeywords).to.deep.equal(['houses']);
  });

  it('does not fill the list with the same thing twice', async () => {
    const copies = [1, 2, 3].map((n) =>
      post('Moving a wooden house across the river', { description: 'Houses are taken apart, beam by beam.', id: `copy${n}` }),
    );
    const shown = await headlines(current, [nearer, ...copies, near, ...others], { max: 2 });
    expect(shown).to.include(near.headline);
  });

  it('survives empty, huge and hostile posts', async () => {
    const hostile = post('<img src=x onerror=alert(1)> wooden houses', { articleBody: '<p>'.repeat(50_000), keywords: ['', '__proto__', 'constructor'] });
    expect(await rankPosts(current, [])).to.deep.equal([]);
    expect(await rankPosts({ ...current, headline: '', description: '', keywords: [], articleBody: '' }, [near])).to.deep.equal([]);
    expect(await headlines({ ...current, keywords: ['__proto__'] }, [hostile, ...others])).to.deep.equal([hostile.headline]);
  });

  it('survives a post with 300,000 tags', async () => {
    const tagged = post('Wooden houses and all the words there are', { keywords: Array.from({ length: 300_000 }, (_, n) => `word${n}`) });
    expect(await headlines(tagged, [near, nearer, far, ...others])).to.not.include(far.headline);
    expect(await headlines(current, [tagged, near])).to.include(near.headline);
  }).timeout(20_000);

  it('reads a language however it is written', async () => {
    expect(
      await headlines({ ...current, inLanguage: 'en_GB' }, [
        near,
        { ...nearer, inLanguage: 'EN-us' },
        { ...far, headline: 'Wooden houses', inLanguage: 'nl_NL' },
      ]),
    ).to.have.members([nearer.headline, near.headline]);
  });

  it('ends when it is told to, and never holds the page for long', async () => {
    const posts = Array.from({ length: 3000 }, (_, n) => post(`Post ${n} about houses`, { articleBody: `<p>${`wood and beams ${n} `.repeat(60)}</p>` }));
    let turns = 0;
    const timer = setInterval(() => {
      turns++;
    }, 0);
    const started = performance.now();
    await rankPosts(current, posts, { slice: 5 });
    clearInterval(timer);
    // The page had its turn after each slice of 5 ms, give or take what one post takes.
    expect(turns).to.be.at.least(Math.floor((performance.now() - started) / 100));
    expect(turns).to.be.at.least(3);
    const controller = new AbortController();
    const ranking = rankPosts(current, posts, { signal: controller.signal });
    controller.abort();
    let error: unknown;
    await ranking.catch((reason: unknown) => {
      error = reason;
    });
    expect((error as Error).name).to.equal('AbortError');
  });

  it('gives the newest when that is asked for, honestly marked', async () => {
    const candidates = [far, ...others, post('Last', { datePublished: '2025-01-01' })];
    expect(await rankPosts(current, candidates)).to.deep.equal([]);
    const [newest, ...older] = await rankPosts(current, candidates, { fallback: 'recent' });
    expect(older).to.have.length(3);
    expect(newest).to.deep.include({ recent: true, score: 0 });
    expect(newest!.post.headline).to.equal('Last');
  });
});

describe('Addresses', () => {
  it('are one when they lead to one page', () => {
    const same = [
      'https://example.org/a%20b/',
      'http://www.example.org/a b/index.html',
      'https://example.org/a%20b?utm_source=x#y',
      'https://example.org/a%20b?fbclid=1',
      'https://example.org/a%20b/comment-page-2/#comments',
      'https://example.org/a%20b/amp/',
      'https://example.org/a%20b/?amp=1&replytocom=7',
      'https://example.org/a%20b/default.aspx?igshid=1',
    ];
    expect(new Set(same.map(addressKey)).size).to.equal(1);
    expect(addressKey('https://example.org/?p=1')).to.not.equal(addressKey('https://example.org/?p=2'));
    expect(addressKey('https://example.org/?b=1&a=2')).to.equal(addressKey('https://example.org/?a=2&b=1'));
    expect(addressKey('not an address')).to.equal('not an address');
  });
});

describe('Terms', () => {
  for (const [lang, one, other] of [
    ['nl', 'huis', 'huizen'],
    ['nl', 'werken', 'werkte'],
    ['nl', 'boom', 'bomen'],
    ['en', 'building', 'builds'],
    ['en', 'stories', 'story'],
    ['en', 'houses', 'house'],
    ['de', 'Häuser', 'Häusern'],
    ['fr', 'voyages', 'voyage'],
    ['fr', 'théâtre', 'theatre'],
    ['es', 'ciudades', 'ciudad'],
    ['ru', 'деревянные', 'деревянного'],
    ['ar', 'المدينة', 'مدينة'],
  ] as const) {
    it(`are the same for "${one}" and "${other}" in ${lang}`, async () => {
      const terms = createTerms(lang);
      expect(terms.read(one)).to.have.length(1).and.deep.equal(terms.read(other));
    });
  }

  it('leave out what says nothing', async () => {
    expect(createTerms('nl-BE').read('De thee en het water van de stad')).to.have.length(3);
    expect(createTerms('en').read('the and of')).to.deep.equal([]);
  });

  it('are words in Japanese and Chinese too, and all words in a language that is not known', async () => {
    const japanese = createTerms('ja');
    expect(japanese.read('東京の図書館で本を読む')).to.include(japanese.numberOf('図書館'));
    expect(createTerms('zh').read('我喜欢喝茶').length).to.be.greaterThan(1);
    expect(createTerms('not a language').read('one two three')).to.have.length(3);
  });

  it('are taken from HTML without its markup, however broken, in little time', () => {
    expect(textOf('<p title="no">caf&eacute; &amp; th&#233;</p><script>no()</script>end').split(/\s+/).filter(Boolean)).to.deep.equal(['cafe', 'thé', 'end']);
    const started = performance.now();
    for (const piece of ['<', '<script', '<script>', '&', '&#', '<!--']) textOf(piece.repeat(50_000 / piece.length));
    expect(performance.now() - started).to.be.below(2000);
  });
});
