import { expect } from '@open-wc/testing';
import { readFeed, relatedPosts } from '../../src/related/build-index.js';
import { rankPosts } from '../../src/related/rank.js';

const subjects = [
  'houses of wood with beams and moss',
  'tea in glasses on the night train',
  'rivers that freeze and ferries that wait',
  'letters which came forty years late',
];
const feed = {
  language: 'en',
  items: Array.from({ length: 80 }, (_, n) => ({
    id: String(n),
    url: `/${n}`,
    title: `${subjects[n % 4]}, part ${n}`,
    content_html: `<p>${subjects[n % 4]} and ${subjects[(n * 7) % 3]}, seen in week ${n % 11} by ${'abcdefgh'[n % 8]!.repeat(5)}</p>`,
    tags: [subjects[n % 4]!.split(' ')[0], `week${n % 11}`],
    date_published: `20${10 + (n % 14)}-0${1 + (n % 9)}-11T08:00:00Z`,
  })),
};

describe('Posts related when the site is built', () => {
  it('are those that a reader’s browser would have found', async () => {
    const posts = await readFeed(feed, 'https://example.org/');
    const { posts: built } = await relatedPosts(posts, { max: 5 });
    expect(built).to.have.length(80);
    for (const { url, related } of built) {
      const ranked = await rankPosts(
        posts.find((post) => post.url === url)!,
        posts,
        { max: 5 },
      );
      expect(related!.map((each) => each.url)).to.deep.equal(ranked.map(({ post }) => post.url));
    }
  });

  it('count a post without a language to the language of most', async () => {
    const some = ['nl', 'nl', '', 'de'].map((inLanguage, n) => ({ url: `/${n}`, headline: `Houten huizen aan de rivier, deel ${n}`, inLanguage }));
    const { posts } = await relatedPosts(await readFeed(some, 'https://example.org/'));
    expect(Object.fromEntries(posts.map(({ url, related }) => [new URL(url!).pathname, related!.length]))).to.deep.equal({
      '/0': 1,
      '/1': 1,
      '/2': 1,
      '/3': 0,
    });
  });

  it('come from WordPress and Ghost too', async () => {
    const [wordpress] = await readFeed(
      [
        {
          id: 7,
          link: 'https://example.org/a/',
          status: 'publish',
          date_gmt: '2024-06-28T07:15:00',
          lang: 'nl_NL',
          title: { rendered: 'Thee &amp; koek &#8211; een glas' },
          excerpt: { rendered: '<p>Kort</p>' },
          content: { rendered: '<p>Lang</p>' },
          _embedded: {
            'wp:featuredmedia': [{ source_url: '/a.jpg', media_details: { width: 1600, height: 900 } }],
            'wp:term': [
              [
                { name: 'Thee &amp; meer', slug: 'thee' },
                { name: 'Geen', slug: 'uncategorized' },
              ],
              [{ name: 'glas', slug: 'glas' }, null],
            ],
          },
        },
        null,
        5,
        {},
      ],
      'https://example.org/',
    );
    expect(wordpress).to.deep.include({
      id: '7',
      url: 'https://example.org/a/',
      headline: 'Thee & koek – een glas',
      inLanguage: 'nl-NL',
      datePublished: '2024-06-28T07:15:00Z',
      keywords: ['Thee & meer', 'glas'],
    });
    expect(wordpress!.image).to.deep.equal({ url: 'https://example.org/a.jpg', width: 1600, height: 900 });
    expect(wordpress!.creativeWorkStatus).to.equal(undefined);
    const [ghost] = await readFeed(
      {
        posts: [
          {
            id: 'x',
            uuid: 'y',
            url: 'https://example.org/b/',
            title: 'Tea < coffee',
            html: '<p>b</p>',
            published_at: '2024-02-03T04:05:06Z',
            feature_image: 'https://example.org/b.jpg',
            tags: [{ name: 'tea' }, { name: '#hidden', visibility: 'internal' }],
          },
        ],
      },
      'https://example.org/',
    );
    expect(ghost).to.deep.include({ headline: 'Tea < coffee', articleBody: '<p>b</p>', keywords: ['tea'], datePublished: '2024-02-03T04:05:06Z' });
  });

  it('are found for thousands in seconds', async () => {
    const many = Array.from({ length: 3000 }, (_, n) => ({
      url: `/${n}`,
      headline: `Post ${n} on ${subjects[n % 4]}`,
      articleBody: Array.from({ length: 60 }, (__, word) => `word${(n * 31 + word * word * 7) % 4000}`).join(' '),
    }));
    const { posts } = await relatedPosts(await readFeed(many, 'https://example.org/'));
    expect(posts).to.have.length(3000);
  }).timeout(30_000);
});
