/** Everything of a post that becomes a related link, filled with what attackers write. */
import { expect, fixture, html, nextFrame, oneEvent } from '@open-wc/testing';
import type { BlogRelated } from '../../src/related/index.js';
import '../../src/related/index.js';
import { attacks } from './attacks.js';
import { formats } from './formats.js';
import { faults } from './structure.js';

const good = { url: 'https://example.org/good', headline: 'Wooden houses', keywords: ['houses'] };
const fields = (a: string) => ({
  description: a,
  articleBody: a,
  datePublished: a,
  author: [a, { name: a, url: a }],
  image: { url: a, width: a, height: a, alt: a },
  keywords: ['houses', a],
  inLanguage: a,
  id: a,
});
const filled = (a: string) => [
  good,
  { ...fields(a), url: a, headline: `Wooden houses ${a}` },
  { ...fields(a), inLanguage: 'en', url: 'https://example.org/1', headline: `Wooden houses, and ${a}` },
];
const rest = Array.from({ length: 8 }, (_, n) => ({ url: `https://example.org/w${n}`, headline: `The weather of week ${n}` }));

let count = 0;
before(() => {
  (window as { fired?: () => void }).fired = () => {
    count++;
  };
});
after(() => {
  (window as { fired?: () => void }).fired = undefined;
});

async function related(posts: unknown, current = ''): Promise<BlogRelated> {
  const wrapper = await fixture<HTMLElement>(
    html`<div><article><h1>Wooden houses</h1><p>Houses of wood.</p></article><blog-related layout="cards" reasons max="6"></blog-related></div>`,
  );
  const element = wrapper.querySelector('blog-related')!;
  if (current) element.current = current;
  const done = Promise.race([oneEvent(element, 'blog-related-load'), oneEvent(element, 'blog-related-error')]);
  element.posts = posts as [];
  await done;
  await element.updateComplete;
  return element;
}

/** @returns how many links there are */
function expectHarmless(element: BlogRelated, attack: string): number {
  const links = [...element.querySelectorAll('a')];
  for (const link of links) expect(link.protocol, attack).to.match(/^https?:$/);
  expect(faults(element), `${attack}\n${element.innerHTML}`).to.deep.equal([]);
  expect(element.querySelectorAll('li > :not(a, time, small), a > :not(span, img)'), attack).to.have.length(0);
  return links.length;
}

for (const built of [false, true]) {
  it(`${built ? 'A file of the build' : 'A list of posts'}: nothing that acts is left of any attack in any field`, async () => {
    let shown = 0;
    for (const attack of attacks) {
      const posts = [...filled(attack), ...rest];
      const element = await related(
        built
          ? [
              { url: 'https://example.org/now', headline: 'Now', keywords: [attack, 'houses'], related: posts.map(({ url }) => ({ url, score: attack })) },
              ...posts,
            ]
          : posts,
        built ? 'https://example.org/now' : '',
      );
      shown += expectHarmless(element, attack);
      element.parentElement!.remove();
    }
    for (let frame = 0; frame < 10; frame++) await nextFrame();
    expect(count).to.equal(0);
    expect(shown, 'shown at all').to.be.greaterThan(attacks.length);
  }).timeout(180_000);
}

for (const [format, write] of Object.entries(formats)) {
  it(`${format}: nothing that acts is left of any attack in any field of a source`, async () => {
    const fetched = window.fetch;
    const element = await related([]);
    let shown = 0;
    try {
      element.fallback = 'recent';
      element.format = format.replace(/,.*/, '');
      for (const [at, attack] of attacks.entries()) {
        window.fetch = () => Promise.resolve(new Response(new TextEncoder().encode(write(attack))));
        const done = Promise.race([oneEvent(element, 'blog-related-load'), oneEvent(element, 'blog-related-error')]);
        element.src = `https://example.org/feed?${at}`;
        await done;
        shown += expectHarmless(element, attack);
      }
    } finally {
      window.fetch = fetched;
      element.parentElement!.remove();
    }
    for (let frame = 0; frame < 10; frame++) await nextFrame();
    expect(count).to.equal(0);
    expect(shown, 'shown at all').to.be.greaterThan(3);
  }).timeout(180_000);
}

it('What the page says of its post is as hostile', async () => {
  const keywords = Object.assign(document.createElement('meta'), { name: 'keywords' });
  const published = document.createElement('meta');
  published.setAttribute('property', 'article:published_time');
  const canonical = Object.assign(document.createElement('link'), { rel: 'canonical' });
  document.head.append(keywords, published, canonical);
  try {
    for (const attack of attacks) {
      keywords.content = `houses, ${attack}`;
      published.content = attack;
      canonical.setAttribute('href', attack);
      const element = await related([good, ...rest], attack);
      element.parentElement!.lang = attack;
      element.parentElement!.querySelector('h1')!.textContent = `Wooden houses ${attack}`;
      element.heading = attack;
      await element.reload();
      await element.updateComplete;
      expect(expectHarmless(element, attack)).to.equal(1);
      element.parentElement!.remove();
    }
  } finally {
    for (const each of [keywords, published, canonical]) each.remove();
  }
  expect(count).to.equal(0);
}).timeout(120_000);

it('A post with far too much keeps nobody waiting', async () => {
  const many = Array.from({ length: 300_000 }, (_, index) => `tag ${index}`);
  for (const [what, odd] of Object.entries({
    slashes: { url: `https://example.org/${'/'.repeat(500_000)}a`, headline: 'Wooden houses' },
    parameters: {
      url: `https://example.org/?${many
        .slice(0, 100_000)
        .map((_, index) => `utm_${index}=`)
        .join('&')}`,
      headline: 'Wooden houses',
    },
    accents: { url: 'https://example.org/1', headline: `Wooden houses a${'\u0301\u0316'.repeat(200_000)}` },
    tags: { url: 'https://example.org/1', headline: 'Wooden houses', keywords: ['houses', ...many] },
    title: { url: 'https://example.org/1', headline: 'Wooden houses '.repeat(70_000) },
    date: { url: 'https://example.org/1', headline: 'Wooden houses', datePublished: 9e99 },
  })) {
    const start = performance.now();
    const element = await related([odd, good, ...rest]);
    expect(element.querySelector('[href="https://example.org/good"]'), what).to.exist;
    expect(performance.now() - start, what).to.be.below(20_000);
    element.parentElement!.remove();
  }
}).timeout(120_000);

it('A post without a safe address or a title is no link in a file of the build either', async () => {
  const now = {
    url: 'https://example.org/now',
    headline: 'Now',
    related: [
      { url: 'javascript:fired()', score: 1 },
      { url: 'https://example.org/untitled', score: 1 },
      { url: good.url, score: 1 },
    ],
  };
  const element = await related(
    [now, good, { url: 'javascript:fired()', headline: 'Run' }, { url: 'https://example.org/untitled', articleBody: 'x' }],
    now.url,
  );
  expect([...element.querySelectorAll('a')].map(({ href }) => href)).to.deep.equal([good.url]);
  element.parentElement!.remove();
});

it('Posts of a wrong shape are passed over in silence', async () => {
  for (const odd of [
    null,
    5,
    'x',
    [],
    {},
    { url: 5, headline: {} },
    { url: [], headline: 'Wooden houses', keywords: 5 },
    { headline: 'Wooden houses', keywords: [null, 5, {}], related: 5, url: 'https://example.org/odd' },
  ]) {
    const element = await related([odd, good, ...rest]);
    expect(element.querySelector('[href="https://example.org/good"]'), JSON.stringify(odd)).to.exist;
    element.parentElement!.remove();
  }
});
