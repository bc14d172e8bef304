/** What is cut off, empty, of another type or far too much ends as a post or in the error state: never in an exception, never in a blank page. */
import { expect, fixture, html, oneEvent, waitUntil } from '@open-wc/testing';
import { executeServerCommand } from '@web/test-runner-commands';
import type { BlogPost } from '../../src/post/index.js';
import '../../src/post/index.js';
import { slug } from '../../src/post/anchors.js';
import { readText } from '../../src/sources/readers.js';
import { SourceError } from '../../src/sources/errors.js';

const url = 'https://example.org/feed';
const text = (path: string) => fetch(new URL(`../fixtures/${path}`, import.meta.url)).then((response) => response.text());
const documents: Record<string, () => Promise<string>> = {
  json: async () => JSON.stringify([{ headline: 'A', articleBody: '<p>x</p>', author: [{ name: 'An' }], image: { url: '/x.jpg' } }, { headline: 'B' }]),
  'json-feed': async () =>
    JSON.stringify({
      version: 'https://jsonfeed.org/version/1.1',
      items: [
        { id: '1', title: 'A', content_html: '<p>x</p>', authors: [{ name: 'An' }] },
        { id: '2', title: 'B' },
      ],
    }),
  wordpress: () => text('wordpress/posts-list-embed.json'),
  ghost: () => text('ghost/posts-list.json'),
  rss: () => text('wordpress/feed-rss2.xml'),
  rdf: () => text('wordpress/feed-rdf.xml'),
  atom: () => text('wordpress/feed-atom.xml'),
  markdown: async () =>
    '---\ntitle: "A"\ntags: [a, b]\n---\n# A\n\nText[^1] with `code`, a [link](x) and\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```js\nlet a;\n```\n\n[^1]: Note\n',
  html: async () => '<!doctype html><html lang="nl"><head><title>A</title></head><body><article><h1>A</h1><p>x <a href="y">y</a></p></article></body></html>',
};
const empties = [
  '',
  ' ',
  '\n',
  '\ufeff',
  '\0',
  '{}',
  '[]',
  'null',
  'true',
  '0',
  '""',
  '[[]]',
  '[null]',
  '{"items":null}',
  '{"items":{}}',
  '{"posts":5}',
  '{"posts":[null]}',
  '<',
  '<a>',
  '<rss/>',
  '<feed xmlns="http://www.w3.org/2005/Atom"/>',
  '<?xml version="1.0"?>',
  '<html></html>',
  '---\n---',
  'GIF89a\u0001\0\u0001\0',
  '\u0089PNG\r\n\u001a\n\0\0',
  '%PDF-1.7 %âãÏÓ',
];

/** Posts, or a refusal in words; anything else is a fault. */
async function read(document: string, format: string, type = ''): Promise<'posts' | 'refusal'> {
  try {
    const posts = await readText(document, { url, format, type });
    for (const post of posts) {
      expect(post.headline || post.articleBody, document.slice(0, 80))
        .to.be.a('string')
        .and.not.equal('');
      expect([post.author, post.keywords].every(Array.isArray)).to.be.true;
    }
    return 'posts';
  } catch (error) {
    expect(error, document.slice(0, 80)).to.be.instanceOf(SourceError);
    return 'refusal';
  }
}

describe('A document that is cut off', () => {
  for (const [format, write] of Object.entries(documents)) {
    it(`of ${format} is read as far as it goes, or refused`, async () => {
      const whole = await write();
      expect(await read(whole, format)).to.equal('posts');
      for (let part = 0; part < 40; part++) {
        const cut = whole.slice(0, Math.floor((whole.length * part) / 40));
        for (const as of [format, 'auto']) await read(cut, as);
      }
    }).timeout(60_000);
  }
});

describe('A document of another sort', () => {
  for (const format of ['auto', ...Object.keys(documents)]) {
    it(`is refused by ${format}, or read as what it is`, async () => {
      for (const write of Object.values(documents)) await read(await write(), format);
      for (const document of empties) for (const type of ['', 'application/json', 'text/xml', 'text/html', 'text/markdown']) await read(document, format, type);
    }).timeout(60_000);
  }

  it('with fields of every wrong type leaves them out', async () => {
    for (const wrong of [
      null,
      5,
      true,
      '',
      [],
      {},
      [null],
      [[]],
      { rendered: null },
      { rendered: 5 },
      { name: {} },
      'x'.repeat(1e5),
      -1,
      1e309,
      { toString: null, valueOf: 0 },
      '20,000 lists',
    ]) {
      for (const [format, object] of Object.entries({
        json: (w: unknown) => ({
          headline: 'A',
          id: w,
          url: w,
          description: w,
          articleBody: w,
          datePublished: w,
          author: w,
          image: w,
          keywords: w,
          inLanguage: w,
          commentCount: w,
          conditionsOfAccess: w,
        }),
        'json, deeper': (w: unknown) => ({
          headline: 'A',
          author: { name: w, url: w },
          image: { url: '/x', width: w, height: w, alt: w },
          related: [{ url: w, score: w }, w],
        }),
        auto: (w: unknown) => ({ version: w, items: [{ title: 'A', headline: 'A', id: w, authors: [{ name: w }] }], posts: [{ headline: 'A' }] }),
        'json-feed': (w: unknown) => ({
          version: 'x',
          language: w,
          authors: w,
          items: [
            {
              title: 'A',
              id: w,
              url: w,
              content_html: w,
              content_text: w,
              summary: w,
              image: w,
              date_published: w,
              authors: w,
              author: w,
              tags: w,
              language: w,
            },
            w,
          ],
        }),
        wordpress: (w: unknown) => [
          { title: { rendered: 'A' }, id: w, link: w, slug: w, content: w, excerpt: w, date: w, date_gmt: w, lang: w, _embedded: w },
          { title: { rendered: 'B' }, _embedded: { author: w, 'wp:featuredmedia': w, 'wp:term': w } },
        ],
        'wordpress, deeper': (w: unknown) => [
          {
            title: { rendered: 'A' },
            _embedded: {
              'wp:featuredmedia': [{ source_url: '/x', media_details: { width: w, height: w, sizes: { a: { source_url: w, width: w, height: w } } } }],
            },
          },
        ],
        ghost: (w: unknown) => ({
          posts: [
            {
              title: 'A',
              html: w,
              id: w,
              url: w,
              published_at: w,
              feature_image: w,
              feature_image_caption: w,
              authors: w,
              tags: w,
              count: w,
              primary_author: w,
            },
            w,
          ],
        }),
      })) {
        const posts = await readText(JSON.stringify(object(wrong)).replaceAll('"20,000 lists"', `${'['.repeat(20_000)}${']'.repeat(20_000)}`), {
          url,
          format: format.replace(/,.*/, ''),
        });
        expect(posts[0]?.headline, `${format} ${JSON.stringify(wrong).slice(0, 40)}`).to.equal('A');
      }
    }
  });
});

describe('A form in a feed', () => {
  const xhtml = 'xmlns="http://www.w3.org/1999/xhtml"';

  it('whose field takes the name of its next sibling leads nowhere', async () => {
    expect(
      await read(
        `<rss><channel><item><title>A</title><input ${xhtml} form="f" name="nextElementSibling"/><form ${xhtml} id="f"></form></item></channel></rss>`,
        'rss',
      ),
    ).to.equal('posts');
  });

  it('whose field takes the name of its parent leads nowhere', async () => {
    expect(
      await read(
        `<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>A</title><content type="xhtml"><form ${xhtml} xml:base="x"><input name="parentElement"/></form></content></entry></feed>`,
        'atom',
      ),
    ).to.equal('posts');
  });
});

it('A form in a page may have a field called remove', async () => {
  const [post] = await readText('<html><body><article><h1>A</h1><p>Text</p><form><input name="remove"></form></article>', { url, format: 'html' });
  expect(post!.articleBody).to.equal('<p>Text</p>');
});

describe('Far too much', () => {
  const many: Record<string, [string, () => string]> = {
    '200,000 levels of XML': ['rss', () => `<rss><channel><item><title>A</title><description>${'<a>'.repeat(200_000)}`],
    '100,000 levels of JSON': ['auto', () => '['.repeat(100_000)],
    'a title of 2 MB': ['rss', () => `<rss><channel><item><title>${'x &amp;amp; '.repeat(200_000)}</title></item></channel></rss>`],
    '100,000 tags': ['json', () => JSON.stringify({ headline: 'A', keywords: Array.from({ length: 100_000 }, (_, index) => `tag ${index}`) })],
    'Markdown of 1 MB': ['markdown', () => 'Text.\n\n'.repeat(150_000)],
    // More of these take WebKit long: marked's time grows with the square of the length there.
    'Markdown of 10,000 brackets': ['markdown', () => '['.repeat(10_000)],
    'Markdown of 1,000 notes': ['markdown', () => Array.from({ length: 1000 }, (_, index) => `Text[^${index}].\n\n[^${index}]: Note\n`).join('\n')],
    'Markdown of 10,000 levels': ['markdown', () => `${'> '.repeat(10_000)}x`],
    'front matter without an end': ['markdown', () => `---\n${'a: [\n'.repeat(5000)}`],
    'a map of front matter that is one word': ['markdown', () => `---\nx: {${'a'.repeat(400_000)}}\n---\nText`],
    'front matter of 100,000 tags': ['markdown', () => `---\ntags:\n${'- a\n'.repeat(100_000)}---\nText`],
    'front matter of 120,000 lines': ['markdown', () => `---\ntitle: |\n${' a\n'.repeat(120_000)}---\nText`],
    'front matter of 400,000 spaces': ['markdown', () => `---\ntitle: a${' '.repeat(400_000)}b\n---\nText`],
    ...Object.fromEntries(
      ['<!--', '<![CDATA[', '<?', '</a', '<!', '<!a[', '<rss '].map((start) => [
        `200,000 times ${start}`,
        ['rss', () => `<rss><channel>${start.repeat(200_000)}`],
      ]),
    ),
    'ends that end nothing': ['rss', () => `<rss><channel>${'<a>'.repeat(100_000)}${'</b>'.repeat(100_000)}`],
    '20,000 prefixes': ['rss', () => `<rss><channel>${Array.from({ length: 20_000 }, (_, index) => `<a${index}:b/>`).join('')}`],
    '100,000 names of characters': [
      'rss',
      () => `<rss><channel><item><title>A</title>${Array.from({ length: 100_000 }, (_, index) => `&a${index};`).join('')}</item>`,
    ],
    'entities that multiply': [
      'rss',
      () =>
        `<!DOCTYPE rss [<!ENTITY a "[]aaaaaaaaaaaaaaaa">${[...'bcdefghijkl'].map((name, index) => `<!ENTITY ${name} "[${`&${'abcdefghijk'[index]};`.repeat(10)}">`).join('')}]><rss><channel><item><title>&l;</title></item></channel></rss>`,
    ],
    'quotes that never close': ['rss', () => `<rss><channel>${'<item a="><title>'.repeat(20_000)}`],
    'a mail address of 1 MB': ['rss', () => `<rss><channel><item><title>A</title><author>${'a@'.repeat(500_000)}</author></item></channel></rss>`],
    'dates of 1 MB': ['rss', () => `<rss><channel><item><title>A</title><pubDate>${'1 jan '.repeat(160_000)}</pubDate></item></channel></rss>`],
  };
  for (const [what, [format, write]] of Object.entries(many)) {
    it(`such as ${what} takes no page down`, async () => {
      const start = performance.now();
      await read(write(), format);
      expect(performance.now() - start).to.be.below(20_000);
    }).timeout(60_000);
  }
});

describe('A text with far too much', () => {
  for (const [what, articleBody] of Object.entries({
    '20,000 headings that are the same': '<h2>a</h2>'.repeat(20_000),
    'an address of 500,000 letters that is none': `<p>https://${'youtu'.repeat(100_000)} x</p>`,
    '200 long sets of sources': `<img src="x" srcset="${'a'.repeat(8000)} x">`.repeat(200),
    'a heading of 4,000 accents': `<h2>a${'\u0301\u0316'.repeat(2000)}</h2>`,
  })) {
    it(`such as ${what} is shown in time`, async () => {
      const post = await fixture<BlogPost>(html`<blog-post reading-time json-ld></blog-post>`);
      const start = performance.now();
      const ready = oneEvent(post, 'blog-post-load');
      post.post = { id: '', url, headline: 'A', articleBody, author: [], keywords: [] };
      await ready;
      expect(performance.now() - start).to.be.below(20_000);
    }).timeout(60_000);
  }
});

it('A heading of 200,000 accents gets its id in time', () => {
  const start = performance.now();
  expect(slug(`a${'\u0301\u0316'.repeat(100_000)}`)).to.match(/^.{1,60}$/su);
  expect(performance.now() - start).to.be.below(2000);
});

describe('A feed of 20 MB and 10,000 entries', () => {
  const entry = (name: string) =>
    `<${name}><title>Title &amp;amp; more</title><link>https://example.org/{index}</link><guid>id-{index}</guid><pubDate>Sat, 29 Jun 2024 07:15:00 +0000</pubDate><description>${'words &amp;amp; words '.repeat(90)}</description></${name}>`;
  const item = `{"id":"id-{index}","url":"https://example.org/{index}","title":"Title &amp; more","content_html":"${'<p>words &amp; words</p>'.repeat(85)}"}`;

  for (const [format, answer] of Object.entries({
    rss: { type: 'application/rss+xml', body: '<rss version="2.0"><channel><title>x</title>{items}</channel></rss>', item: entry('item') },
    'json-feed': { type: 'application/feed+json', body: '{"version":"https://jsonfeed.org/version/1.1","items":[{items}]}', item, between: ',' },
  })) {
    it(`in ${format} shows the entry that was asked for, and the page stays alive meanwhile`, async () => {
      await executeServerCommand('answer', { path: `many-${format}`, times: 10_000, ...answer });
      let beats = 0;
      const heart = setInterval(() => {
        beats++;
      }, 20);
      const post = await fixture<BlogPost>(html`<blog-post src=${`/answers/many-${format}`} entry="id-9999"></blog-post>`);
      await oneEvent(post, 'blog-post-load');
      clearInterval(heart);
      expect(post.post!.url).to.equal('https://example.org/9999');
      // One long breath for the browser's own parser; the rest in slices.
      expect(beats, 'beats of the page meanwhile').to.be.above(8);
    }).timeout(60_000);
  }

  it('of which more than 64 MB come is not waited for', async () => {
    await executeServerCommand('answer', {
      path: 'endless',
      type: 'text/xml',
      times: 36_000,
      body: '<rss><channel>{items}</channel></rss>',
      item: entry('item'),
    });
    const post = await fixture<BlogPost>(html`<blog-post src="/answers/endless"><p>Meanwhile</p></blog-post>`);
    const event = (await oneEvent(post, 'blog-post-error')) as Event & { error: Error };
    expect(event.error.message).to.contain('64 MB');
    await waitUntil(() => post.matches(':state(error)'));
    expect(post.textContent).to.equal('Meanwhile');
  }).timeout(60_000);
});
