/** The readers, on what real systems answered and on what the wild makes of their formats. */
import { expect } from '@open-wc/testing';
import { detect } from '../../src/sources/readers.js';
import { decode } from '../../src/sources/text.js';
import { readText } from '../../src/sources/readers.js';
import { readGhost } from '../../src/sources/ghost.js';
import { readHtml } from '../../src/sources/html.js';
import { readJson } from '../../src/sources/json.js';
import { readJsonFeed } from '../../src/sources/json-feed.js';
import { readMarkdown } from '../../src/sources/markdown.js';
import { readWordPress } from '../../src/sources/wordpress.js';
import { readXmlFeed } from '../../src/sources/xml-feed.js';
import { SourceError } from '../../src/sources/errors.js';

const text = (path: string) => fetch(new URL(`../fixtures/${path}`, import.meta.url)).then((response) => response.text());
const json = (path: string) => text(path).then(JSON.parse);
const url = 'https://example.org/feed';
const refusal = async (reading: Promise<unknown>): Promise<SourceError> => {
  const error: unknown = await reading.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  expect(error).to.be.instanceOf(SourceError);
  return error as SourceError;
};

describe('WordPress', () => {
  it('tells a post with its picture in all sizes, author, tags and moments', async () => {
    const [post] = await readWordPress(await json('wordpress/post-by-slug.json'), url);
    expect(post!.headline).to.equal('Workshop AI: je eerste model');
    expect(post!.datePublished).to.equal('2024-06-25T07:15:00Z');
    expect(post!.author[0]!.name).to.equal('Wouter de Schrijver');
    expect(post!.keywords).to.include.members(['AI', 'Workshops', 'ai', 'c++']);
    expect(post!.image).to.include({ width: 1600, height: 900, alt: 'Testfoto 0: "verloop" & kleur', caption: 'Een bijschrift met een verwijzing' });
    expect(post!.image!.srcset).to.contain(' 1600w');
    expect(post!.url).to.contain('/2024/06/workshop-ai/');
  });

  it('tells a list, posts without a title, with markup in it, and behind a password', async () => {
    expect(await readWordPress(await json('wordpress/posts-list-embed.json'), url)).to.have.length(5);
    expect(await readWordPress(await json('wordpress/posts-list-empty.json'), url)).to.deep.equal([]);
    expect((await readWordPress(await json('wordpress/post-single-notitle.json'), url))[0]!.headline).to.not.equal('');
    expect((await readWordPress(await json('wordpress/post-single-xss.json'), url))[0]!.headline).to.equal('Unfiltered HTML from an admin');
    expect((await readWordPress(await json('wordpress/post-single-protected.json'), url))[0]!.conditionsOfAccess).to.equal('password');
  });

  it('says what it says when there is no such post', async () => {
    const answer = await json('wordpress/post-single-missing.json');
    expect(await refusal(readWordPress(answer, url)))
      .to.include({ words: 'errorMissing' })
      .with.property('message')
      .that.contains('rest_post_invalid_id');
  });
});

describe('Ghost', () => {
  it('tells a post with its author and tags', async () => {
    const [post] = await readGhost(await json('ghost/post-by-slug.json'), url);
    expect(post!.headline).to.equal('Alle kaarten');
    expect(post!.keywords).to.include('Nederlands');
    expect(post!.author[0]!.name).to.equal('Wouter de Schrijver');
    expect(post!.image!.url).to.contain('foto-5.jpg');
  });

  it('tells what is for members only, with and without a free part', async () => {
    expect((await readGhost(await json('ghost/post-members-only.json'), url))[0]).to.include({
      conditionsOfAccess: 'members',
      articleBody: '<p>Openbaar deel.</p>',
    });
    expect((await readGhost(await json('ghost/post-paid.json'), url))[0]!.conditionsOfAccess).to.equal('members');
  });

  it('says what it says without a post or a key', async () => {
    for (const [file, words] of [
      ['post-missing', 'errorMissing'],
      ['error-no-key', 'error'],
    ]) {
      const answer = await json(`ghost/${file}.json`);
      expect(await refusal(readGhost(answer, url))).to.have.property('words', words);
    }
  });
});

describe('A feed of WordPress or Ghost', () => {
  for (const file of ['wordpress/feed-rss2.xml', 'wordpress/feed-rdf.xml', 'wordpress/feed-atom.xml', 'ghost/feed-rss.xml']) {
    it(`${file} tells all its posts`, async () => {
      const posts = await readXmlFeed(await text(file), url);
      expect(posts.length).to.be.at.least(5);
      for (const post of posts) {
        expect(post.headline).to.be.a('string');
        expect(post.url).to.match(/^http:\/\/127\.0\.0\.1/);
        expect(post.datePublished).to.match(/^20\d\d-\d\d-\d\dT/);
        expect(post.author[0]!.name).to.be.oneOf(['Wouter de Schrijver', 'admin']);
      }
      expect(posts[0]!.keywords.length).to.be.above(0);
    });
  }
});

const rss = (items: string, attributes = '') =>
  `<?xml version="1.0"?><rss version="2.0" ${attributes}><channel><title>Blog</title><link>https://example.org/</link><language>nl</language>${items}</channel></rss>`;
const atom = (entries: string, attributes = '') =>
  `<feed xmlns="http://www.w3.org/2005/Atom" ${attributes}><title>Blog</title><author><name>An</name></author>${entries}</feed>`;

describe('RSS', () => {
  it('0.91 has neither dates nor ids', async () => {
    const [post] = await readXmlFeed(
      '<rss version="0.91"><channel><title>x</title><item><title>A</title><link>/a</link><description>Text</description></item></channel></rss>',
      url,
    );
    expect(post).to.deep.include({ id: 'https://example.org/a', url: 'https://example.org/a', headline: 'A', articleBody: 'Text', author: [], keywords: [] });
  });

  it('1.0 keeps its items outside the channel', async () => {
    const [post] = await readXmlFeed(
      '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:d="http://purl.org/dc/elements/1.1/"><channel><title>x</title></channel><item rdf:about="https://example.org/a"><title>A</title><link>https://example.org/a</link><d:creator>An</d:creator><d:date>2024-02-03</d:date><d:subject>b</d:subject></item></rdf:RDF>',
      url,
    );
    expect(post).to.deep.include({ id: 'https://example.org/a', headline: 'A', author: [{ name: 'An' }], datePublished: '2024-02-03', keywords: ['b'] });
  });

  it('knows its modules by their URI, whatever their prefix', async () => {
    const [post] = await readXmlFeed(
      rss(
        `<item><title>A</title><guid>https://example.org/a</guid><description>Short</description><c:encoded><![CDATA[<p>Long</p>]]></c:encoded>
      <m:group><m:content url="/small.jpg" type="image/jpeg" width="100" height="50"/><m:content url="/large.jpg" medium="image" width="800" height="400"/></m:group><s:comments>7</s:comments><i:author>Bea</i:author></item>`,
        'xmlns:c="http://purl.org/rss/1.0/modules/content/" xmlns:m="http://search.yahoo.com/mrss/" xmlns:s="http://purl.org/rss/1.0/modules/slash/" xmlns:i="http://www.itunes.com/dtds/podcast-1.0.dtd"',
      ),
      url,
    );
    expect(post).to.deep.include({
      url: 'https://example.org/a',
      description: 'Short',
      articleBody: '<p>Long</p>',
      commentCount: 7,
      inLanguage: 'nl',
      author: [{ name: 'Bea' }],
    });
    expect(post!.image).to.deep.include({ url: 'https://example.org/large.jpg', width: 800, height: 400 });
  });

  for (const [title, headline] of Object.entries({
    'AT&amp;amp;T &amp;amp;#8211; news': 'AT&T – news',
    'Caf&amp;eacute;': 'Café',
    '&lt;b&gt;Bold&lt;/b&gt;': 'Bold',
    'a &lt; b': 'a < b',
    '<![CDATA[Tom &amp; Jerry]]>': 'Tom & Jerry',
    'AT&amp;T': 'AT&T',
  }))
    it(`has titles such as ${title}`, async () => {
      expect((await readXmlFeed(rss(`<item><title>${title}</title></item>`), url))[0]!.headline).to.equal(headline);
    });

  it('names an author by name, never by mail address', async () => {
    const posts = await readXmlFeed(
      rss(['an@example.org (An)', 'an@example.org', 'An'].map((author) => `<item><title>A</title><author>${author}</author></item>`).join('')),
      url,
    );
    expect(posts.map(({ author }) => author.map(({ name }) => name))).to.deep.equal([['An'], [], ['An']]);
  });

  it('takes no id for an address that is none', async () => {
    expect((await readXmlFeed(rss('<item><title>A</title><guid isPermaLink="false">https://example.org/?p=1</guid></item>'), url))[0]).to.include({
      id: 'https://example.org/?p=1',
      url: 'https://example.org/',
    });
    expect((await readXmlFeed(rss('<item><title>A</title><link>javascript:alert(1)</link></item>'), url))[0]!.url).to.equal('https://example.org/');
  });
});

describe('RSS of every sort', () => {
  const one = async (item: string, attributes = '') => (await readXmlFeed(rss(item, attributes), url))[0]!;

  it('takes its modules by URI in whatever case and scheme', async () => {
    const post = await one(
      '<item><title>A</title><x:encoded>Long</x:encoded><y:author>Bea</y:author><z:creator>An</z:creator></item>',
      'xmlns:x="https://purl.org/rss/1.0/modules/content" xmlns:y="http://www.itunes.com/DTDs/Podcast-1.0.dtd" xmlns:z="http://purl.org/dc/elements/1.1"',
    );
    expect(post).to.deep.include({ articleBody: 'Long', author: [{ name: 'An' }] });
  });

  it('has text as elements too, and XHTML in a namespace', async () => {
    expect((await one('<item><title>A</title><description><p>One <a href="/x">x</a></p></description></item>')).articleBody).to.equal(
      '<p>One <a href="/x">x</a></p>',
    );
    expect(
      await one('<item><title>A</title><description>Short</description><body xmlns="http://www.w3.org/1999/xhtml"><p>Long<br/></p></body></item>'),
    ).to.include({ description: 'Short', articleBody: '<p>Long<br></p>' });
  });

  it('goes past fields that are there and empty, ids that are no addresses, and mail', async () => {
    expect(
      await one(
        '<item><title/><dc:title>A</dc:title><guid>id-5</guid><description>Text</description><content:encoded> </content:encoded><atom:author><atom:name>An</atom:name><atom:uri>https://an.example/</atom:uri></atom:author></item>',
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"',
      ),
    ).to.deep.include({ headline: 'A', id: 'id-5', url: 'https://example.org/', articleBody: 'Text', author: [{ name: 'An', url: 'https://an.example/' }] });
    expect((await readXmlFeed(atom('<entry><title>A</title><content/><summary>Short</summary></entry>'), url))[0]!.articleBody).to.equal('Short');
  });

  it('has addresses relative to xml:base, of the text too', async () => {
    const post = await one(
      '<item xml:base="https://example.org/blog/"><title>A</title><link>a</link><description xml:base="deep/">&lt;img src="x.png"&gt;</description></item>',
    );
    expect(post).to.include({ url: 'https://example.org/blog/a', base: 'https://example.org/blog/deep/' });
  });

  it('tells posts without id or address apart', async () => {
    const posts = await readXmlFeed(rss('<item><title>A</title></item><item><title>B</title></item>'), url);
    expect(posts.map(({ id }) => id)).to.deep.equal(['https://example.org/#A', 'https://example.org/#B']);
    expect(posts[0]!.url).to.equal('https://example.org/');
  });

  it('has the sound of a podcast under its text, once', async () => {
    const enclosure = '<enclosure url="https://example.org/a.mp3?x=1&amp;y=2" type="audio/mpeg"/>';
    expect((await one(`<item><title>A</title><description>Text</description>${enclosure}</item>`)).articleBody).to.equal(
      'Text<p><audio src="https://example.org/a.mp3?x=1&amp;y=2"></audio></p>',
    );
    expect(
      (await one(`<item><title>A</title><description>&lt;audio src="https://example.org/a.mp3?x=1&amp;amp;y=2"&gt;</description>${enclosure}</item>`))
        .articleBody,
    ).to.equal('<audio src="https://example.org/a.mp3?x=1&amp;y=2">');
  });

  it('has pictures in groups, the largest thumbnail, an enclosure or a cover', async () => {
    const media = 'xmlns:media="http://search.yahoo.com/mrss/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"';
    const pictures = await Promise.all(
      [
        '<media:group><media:thumbnail url="/s.jpg" width="10"/><media:thumbnail url="/l.jpg" width="90"/></media:group>',
        '<enclosure url="/e.png" type="image/png"/>',
        '<itunes:image href="/cover.jpg"/>',
        '<media:content url="/film.mp4" medium="video"/><media:thumbnail url="/t.jpg"/>',
      ].map((inside) => one(`<item><title>A</title>${inside}</item>`, media)),
    );
    expect(pictures.map(({ image }) => image!.url)).to.deep.equal(
      ['l', 'e', 'cover', 't'].map((name, index) => `https://example.org/${name}.${index === 1 ? 'png' : 'jpg'}`),
    );
  });

  it('does not become larger than what came, whatever its entities say', async () => {
    const bomb = `<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">${'abcdefghi'
      .split('')
      .map((letter, index) => `<!ENTITY ${'bcdefghij'[index]} "${`&${letter};`.repeat(10)}">`)
      .join('')}]>`;
    const result = await readXmlFeed(`${bomb}${rss('<item><title>A&j;</title></item>').replace(/^<[^>]*>/, '')}`, url).catch((error: unknown) => error);
    if (Array.isArray(result)) expect(result[0].headline.length).to.be.below(1000);
    else expect(result).to.be.instanceOf(SourceError);
  });
});

describe('A date that cannot be read', () => {
  const good = '2024-02-03';
  for (const [where, read] of Object.entries({
    'the pubDate of RSS': () =>
      readXmlFeed(
        rss(`<item><title>A</title><pubDate>yesterday</pubDate><dc:date>${good}</dc:date></item>`, 'xmlns:dc="http://purl.org/dc/elements/1.1/"'),
        url,
      ),
    'the first of two pubDates': () => readXmlFeed(rss(`<item><title>A</title><pubDate>0</pubDate><pubDate>${good}</pubDate></item>`), url),
    'published of Atom': () => readXmlFeed(atom(`<entry><title>A</title><published>soon</published><updated>${good}</updated></entry>`), url),
    'the front matter of Markdown': async () => readMarkdown(`---\ntitle: A\ndate: soon\npublished: ${good}\n---\nText`, url),
    'the <time> of a page': async () =>
      readHtml(
        `<html><head><meta property="article:published_time" content="${good}"></head><body><article><h1>A</h1><time datetime="08:30">half past eight</time><p>x</p></article>`,
        url,
      ),
    'the moment of WordPress': () => readWordPress({ title: { rendered: 'A' }, date_gmt: '0000-00-00T00:00:00', date: `${good}T08:00:00` }, url),
  })) {
    it(`as ${where} hides no good one`, async () => {
      expect((await read())[0]!.datePublished).to.equal(good);
    });
  }
});

describe('Atom', () => {
  it('1.0 has text in three ways, and bases of its own', async () => {
    const posts = await readXmlFeed(
      atom(
        `
      <entry><title>1 &lt; 2</title><link href="a"/><id>tag:1</id><updated>2024-01-01T00:00:00Z</updated><content type="html">&lt;p&gt;One&lt;/p&gt;</content></entry>
      <entry xml:lang="de"><title type="html">&lt;i&gt;Zwei&lt;/i&gt;</title><link rel="self" href="self"/><link rel="alternate" href="b"/><published>2024-01-02T00:00:00Z</published><content type="xhtml" xml:base="deep/"><div xmlns="http://www.w3.org/1999/xhtml"><p><a href="x">Zwei</a><br/><i/></p></div></content><author><name>Bea</name><uri>/bea</uri></author></entry>
      <entry><title>Three</title><content>a &lt;b&gt;</content><category term="t" label="T"/></entry>`,
        'xml:base="https://example.org/blog/" xml:lang="nl"',
      ),
      url,
    );
    expect(posts.map(({ headline }) => headline)).to.deep.equal(['1 < 2', 'Zwei', 'Three']);
    expect(posts.map((post) => post.url)).to.deep.equal(['https://example.org/blog/a', 'https://example.org/blog/b', url]);
    expect(posts.map(({ inLanguage }) => inLanguage)).to.deep.equal(['nl', 'de', 'nl']);
    expect(posts[0]).to.include({ articleBody: '<p>One</p>', datePublished: '2024-01-01T00:00:00Z' });
    expect(posts[1]!.articleBody).to.contain('<p><a href="x">Zwei</a><br><i></i></p>');
    expect(posts[1]!.base).to.equal('https://example.org/blog/deep/');
    expect(posts[1]!.author).to.deep.equal([{ name: 'Bea', url: 'https://example.org/bea' }]);
    expect(posts[2]).to.deep.include({ articleBody: 'a &lt;b>', author: [{ name: 'An' }], keywords: ['T'] });
  });

  it('0.3 calls things by other names', async () => {
    const [post] = await readXmlFeed(
      '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><title mode="escaped" type="text/html">A &amp;amp; B</title><link rel="alternate" href="https://example.org/a"/><issued>2004-01-02T03:04:05Z</issued><modified>2004-01-03T00:00:00Z</modified><content type="text/html" mode="escaped">&lt;p&gt;x&lt;/p&gt;</content></entry></feed>',
      url,
    );
    expect(post).to.include({ headline: 'A & B', datePublished: '2004-01-02T03:04:05Z', dateModified: '2004-01-03T00:00:00Z', articleBody: '<p>x</p>' });
  });
});

describe('A broken feed', () => {
  for (const [what, feed] of Object.entries({
    'entities of HTML': rss('<item><title>Caf&eacute;&nbsp;A</title></item>'),
    'bare ampersands': rss('<item><title>Café A</title><link>https://example.org/?a=1&b=2</link></item>'),
    'white space before it': `\n  ${rss('<item><title>Café A</title></item>')}`,
    'a warning of PHP around it': `<b>Warning</b>: x\n${rss('<item><title>Café A</title></item>')}<!-- cached`,
    'forbidden characters': rss('<item><title>Café\u0008 A</title></item>'),
    'prefixes it does not declare': rss('<item><title>Café A</title><content:encoded>x</content:encoded></item>'),
    'its end cut off': rss('<item><title>Café A</title></item><item><title>Half').slice(0, -30),
    'a prefix nobody knows': rss('<item><title>Café A</title><foo:bar baz:qux="1">x</foo:bar></item>'),
    'tags that are never closed': rss('<item><title>Café A</title><description>one<br>two <img src=a.png alt=b> <b>three</description></item>'),
    'tags that close nothing': rss('<item><title>Café A</title></b><description>x</p></description></item>'),
    'an attribute twice, and one without quotes': rss('<item x=1 x="2" y><title>Café A</title></item>'),
    'a comment that XML forbids': rss('<!-- a -- b --><item><title>Café A</title></item>'),
    'an entry that is never closed': rss('<item><title>Café A</title><description>x</description>').replace(
      '</channel></rss>',
      '<item><title>B</title></item></channel></rss>',
    ),
    'a PHP notice in the middle': rss(
      '<item><title>Café A</title><description>x</description></item>\n<br />\n<b>Notice</b>: Undefined index in <b>/feed.php</b> on line <b>3</b><br />\n<item><title>B</title></item>',
    ),
    'Atom that does not say so': '<feed><title>x</title><entry><title>Café A</title><link href="/a"/></entry></feed>',
    'a "<" in the text': rss('<item><title>Café A</title><description>1 < 2</description></item>'),
  }))
    it(`with ${what} is read all the same`, async () => {
      expect((await readXmlFeed(feed, url))[0]!.headline.replace(/\s/g, ' ')).to.equal('Café A');
    });

  it('that cannot be read is refused with its address, the line and what to do', async () => {
    expect((await refusal(readXmlFeed('<rss>\n<channel>\n<item></channel></rss>', url))).message).to.match(/example\.org\/feed.*line 3.*validator/s);
    expect((await refusal(readXmlFeed('<opml version="2.0"/>', url))).message).to.contain('<opml>');
    for (const page of ['<html><body>Log in</body></html>', '<!doctype html><html><body><p>Log in<br></body></html>'])
      expect((await refusal(readXmlFeed(page, url))).message).to.contain('log-in page');
    await refusal(readXmlFeed('', url));
    expect(await readXmlFeed(rss('<item></item>'), url)).to.deep.equal([]);
  });

  it('of 10,000 entries and 20 MB is read in seconds', async () => {
    const item = `<item><title>Title &amp;amp; more</title><link>https://example.org/1</link><pubDate>Sat, 29 Jun 2024 07:15:00 +0000</pubDate><description>${'words &amp;amp; words '.repeat(100)}</description></item>`;
    const start = performance.now();
    expect(await readXmlFeed(rss(item.repeat(10_000)), url)).to.have.length(10_000);
    // Two seconds where nothing else runs.
    expect(performance.now() - start).to.be.below(25_000);
  }).timeout(60_000);
});

describe('JSON Feed', () => {
  it('has texts that are text, escaped ones, and sloppy dates', async () => {
    const posts = await readJsonFeed(
      {
        version: 'https://jsonfeed.org/version/1',
        items: [
          { id: '1', title: 'The <dialog> element', summary: 'a < b', date_published: '2024-02-03T04:05:06+01:00' },
          { id: '2', title: 'Tom &amp; <i>Jerry</i>', date_published: 'Sat, 29 Jun 2024 07:15:00 GMT' },
          { id: '3', content_html: '<p>Only <b>text</b>', date_published: 'soon' },
        ],
      },
      url,
    );
    expect(posts.map(({ headline }) => headline)).to.deep.equal(['The <dialog> element', 'Tom & Jerry', 'Only text']);
    expect(posts.map(({ datePublished }) => datePublished)).to.deep.equal(['2024-02-03T04:05:06+01:00', '2024-06-29T07:15:00.000Z', undefined]);
  });

  it('1.0 and 1.1 are told alike', async () => {
    const [old, now, plain] = await readJsonFeed(
      {
        version: 'https://jsonfeed.org/version/1.1',
        language: 'nl',
        authors: [{ name: 'An' }],
        items: [
          {
            id: 1,
            url: '/a',
            title: 'A &amp; B',
            content_html: '<p>x</p>',
            author: { name: 'Bea', url: 'https://example.org/bea' },
            date_published: '2024-02-03T04:05:06Z',
            tags: ['t'],
          },
          { id: '2', url: '/b', title: 'B', content_text: 'a < b\n\nc' },
          { id: 'https://example.org/c', content_text: 'No title, only text' },
          null,
          5,
          {},
        ],
      },
      url,
    );
    expect(old).to.deep.include({
      id: '1',
      url: 'https://example.org/a',
      headline: 'A & B',
      author: [{ name: 'Bea', url: 'https://example.org/bea' }],
      keywords: ['t'],
      inLanguage: 'nl',
    });
    expect(now).to.deep.include({ articleBody: '<p>a &lt; b</p><p>c</p>', author: [{ name: 'An' }] });
    expect(plain).to.include({ headline: 'No title, only text', url: 'https://example.org/c' });
    expect(await readText('{"version":"https://jsonfeed.org/version/1.1","items":"x"}', { url }).catch((error: unknown) => error)).to.be.instanceOf(
      SourceError,
    );
  });
});

describe('Our own JSON', () => {
  it('is one post, a list, or posts in an object; what is none of them is left out', async () => {
    const post = { headline: 'A', url: '/a' };
    for (const value of [post, [post], { posts: [post, 5, null, {}] }])
      expect(await readJson(value, url)).to.deep.equal([
        { id: 'https://example.org/a', url: 'https://example.org/a', headline: 'A', author: [], keywords: [] },
      ]);
    for (const value of [null, 5, 'x', {}, { posts: [{}] }]) await refusal(readJson(value, url));
  });
});

describe('Markdown', () => {
  const read = async (markdown: string) => (await readMarkdown(markdown, 'https://example.org/posts/a.md'))[0]!;

  it('has its title, date, tags and author in front of it', async () => {
    expect(
      await read(
        '---\ntitle: "Een: kop"\ndate: 2024-02-03\ntags: [a, "b, c"]\nauthors:\n  - An\n  - name: Bea\ndescription: >\n  Over\n  twee regels\nlang: nl # Dutch\n---\nTekst',
      ),
    ).to.deep.include({
      headline: 'Een: kop',
      datePublished: '2024-02-03',
      keywords: ['a', 'b, c'],
      author: [{ name: 'An' }, { name: 'Bea' }],
      description: 'Over twee regels',
      inLanguage: 'nl',
      articleBody: '<p>Tekst</p>\n',
    });
    expect(await read('+++\ntitle = "T"\ntags = ["x"]\n+++\nTekst')).to.deep.include({ headline: 'T', keywords: ['x'] });
    expect(await read('---\ntitle: T\ntags:\n- a\n- b\n---\n')).to.deep.include({ headline: 'T', keywords: ['a', 'b'] });
  });

  it('takes its first heading for the title', async () => {
    expect((await read('# De *kop* &amp; meer\n\nTekst')).headline).to.equal('De kop & meer');
  });

  it('has tables, task lists and code', async () => {
    const { articleBody } = await read('| a | b |\n|---|--:|\n| 1 | 2 |\n\n- [x] klaar\n\n```js\nlet a = "<b>";\n```');
    expect(articleBody)
      .to.contain('<td align="right">2</td>')
      .and.contain('type="checkbox"')
      .and.contain('<code class="language-js">let a = &quot;&lt;b&gt;&quot;;');
  });

  it('has footnotes, with a way there and back', async () => {
    const { articleBody } = await read(
      'Een[^a] en twee[^b], nog eens[^a], geen[^c].\n\n[^b]: Noot twee\n    loopt door.\n\n    Tweede alinea.\n[^a]: Noot *een*\n\nSlot.',
    );
    expect(articleBody).to.contain('<sup><a href="#fn-1" id="fnref-1" role="doc-noteref">1</a></sup>').and.contain('id="fnref-1-2"').and.contain('[^c]');
    expect(articleBody).to.match(
      /<li id="fn-1"><p>Noot <em>een<\/em> <a href="#fnref-1" role="doc-backlink">↩<\/a><\/p><\/li>\s*<li id="fn-2"><p>Noot twee\s+loopt door\.<\/p>\s*<p>Tweede alinea\./,
    );
    expect(articleBody).to.contain('<p>Slot.</p>');
  });
});

describe('Front matter', () => {
  const read = async (front: string, mark = '---') => (await readMarkdown(`${mark}\n${front}\n${mark}\nText`, url))[0]!;

  it('has lists, maps and texts over several lines, in YAML', async () => {
    expect(
      await read(`Title: "A: \\"b\\" # c" # a remark
description: >-
  One
  two
authors:
  - name: An
    url: /an
  - name: Bea
tags: [
  x,
  "y, z",
]
categories:
- c
cover:
  image: /c.jpg
  alt: A boat
date: 2024-02-03 10:00:00 +0100
`),
    ).to.deep.include({
      headline: 'A: "b" # c',
      description: 'One two',
      author: [{ name: 'An' }, { name: 'Bea' }],
      keywords: ['x', 'y, z', 'c'],
      image: { url: 'https://example.org/c.jpg', alt: 'A boat' },
      datePublished: '2024-02-03T10:00:00+01:00',
      articleBody: '<p>Text</p>\n',
    });
    expect(await read('image: { path: /i.png, alt: "x, y" }\nauthor:\n  name: An\n  url: https://an.example/')).to.deep.include({
      image: { url: 'https://example.org/i.png', alt: 'x, y' },
      author: [{ name: 'An', url: 'https://an.example/' }],
    });
  });

  it('may be TOML', async () => {
    expect(
      await read('title = \'A\'\ndate = 2024-02-03T04:05:06Z\ndraft = false\n[taxonomies]\ntags = ["x", \'y\']\n[author]\nname = "An"', '+++'),
    ).to.deep.include({ headline: 'A', datePublished: '2024-02-03T04:05:06Z', keywords: ['x', 'y'], author: [{ name: 'An' }] });
  });

  it('that is empty, broken or not closed takes nothing away', async () => {
    expect((await readMarkdown('---\n---\nText', url))[0]!.articleBody).to.equal('<p>Text</p>\n');
    expect((await read(':::\n  x\n- y')).articleBody).to.equal('<p>Text</p>\n');
    expect((await readMarkdown('---\ntitle: x\n\nText', url))[0]!.articleBody).to.contain('Text');
  });
});

describe('What came', () => {
  const at = 'https://example.org/';
  for (const [text, type, path, format] of [
    ['<?xml version="1.0"?><rss>', 'text/html', '', 'rss'],
    ['<a:feed xmlns:a="http://www.w3.org/2005/Atom">', 'text/plain', '', 'rss'],
    ['<!-- x --><?xml-stylesheet href="x"?>\n<rdf:RDF>', '', '', 'rss'],
    ['<!DOCTYPE rss PUBLIC "x" "y"><rss>', '', '', 'rss'],
    ['<root/>', 'application/xml', '', 'rss'],
    ['<!-- x -->\n<!doctype html><p>x', 'text/plain', '', 'html'],
    ['<?xml version="1.0"?><html xmlns="x">', 'application/xhtml+xml', '', 'html'],
    ['<p>x', 'text/html', '', 'html'],
    ['{"headline":"x"}', 'text/html', '', 'json'],
    ['{"version":"https://jsonfeed.org/version/1","items":[]}', 'text/plain', '', 'json-feed'],
    ['[{"title":{"rendered":"x"}}]', 'application/json', '', 'wordpress'],
    ['{"posts":[{"html":"x"}]}', 'application/json', '', 'ghost'],
    ['{"headline":', 'text/plain', '', 'json'],
    ['[link](/x) first', 'text/plain', '', 'markdown'],
    ['# Kop', 'text/plain', '', 'markdown'],
    ['# Kop', 'text/html', 'a.md', 'markdown'],
    ['<p align="center">x', 'text/plain', 'README.md', 'markdown'],
    ['{"a":1}', 'text/markdown', '', 'markdown'],
  ])
    it(`is ${format}: ${text} as ${type || 'nothing'} at /${path}`, () => {
      expect(detect(text!, type!, at + path)).to.equal(format);
    });

  for (const path of ['feed.xml', 'feed/', 'a.md', 'feed.json', 'wp-json/wp/v2/posts']) {
    it(`is no web page when it is asked for as /${path}`, () => {
      expect(() => detect('<!doctype html><title>Log in</title>', 'text/html', at + path)).to.throw(SourceError, /log-in page/);
    });
  }
});

describe('A page', () => {
  it('gives its article, without what is around it', async () => {
    const [post] = readHtml(
      `<!doctype html><html lang="nl"><head><title>Kop - Blog</title><base href="/blog/"><link rel="canonical" href="https://example.org/a"><meta property="article:published_time" content="2024-02-03"><meta name="author" content="An"></head>
      <body><nav>Menu</nav><article><h1>Kop</h1><p>Tekst <a href="x">x</a></p><form><input></form><aside>Reclame</aside></article><footer>Voet</footer></body></html>`,
      'https://example.org/a?x',
    );
    expect(post).to.deep.include({
      headline: 'Kop',
      url: 'https://example.org/a',
      base: 'https://example.org/blog/',
      datePublished: '2024-02-03',
      author: [{ name: 'An' }],
      inLanguage: 'nl',
    });
    expect(post!.articleBody).to.equal('<p>Tekst <a href="x">x</a></p>');
  });

  it('that asks to log in is refused as such', async () => {
    expect(() => readHtml('<html><body><form><input type="password"></form></body></html>', url)).to.throw(SourceError, /log-in page/);
    expect(() => readHtml('', url)).to.throw(SourceError, /without text/);
  });

  it('cannot hide its article by names in it', async () => {
    expect(
      readHtml('<img name="querySelectorAll"><img name="body"><form name="documentElement"></form><article><h1>Kop</h1><p>Tekst</p></article>', url)[0]!
        .headline,
    ).to.equal('Kop');
  });
});

describe('The bytes of an answer', () => {
  const latin = new Uint8Array([0x43, 0x61, 0x66, 0xe9]);
  const utf8 = new TextEncoder().encode('Café');
  it('are read by the server’s word, a byte order mark, the prolog, or what they can be', async () => {
    expect(decode(latin, 'text/xml; charset=iso-8859-1')).to.equal('Café');
    expect(decode(latin)).to.equal('Café');
    expect(decode(utf8)).to.equal('Café');
    expect(decode(utf8, 'text/xml; charset="no-such"')).to.equal('Café');
    expect(decode(new Uint8Array([0xff, 0xfe, 0x43, 0, 0xe9, 0]), 'text/xml; charset=utf-8')).to.equal('Cé');
    const prolog = (encoding: string) => new TextEncoder().encode(`<?xml version="1.0" encoding='${encoding}'?>`);
    expect(decode(new Uint8Array([...prolog('windows-1251'), 0xc4, 0xe0]))).to.contain('Да');
    expect(decode(new Uint8Array([...prolog('KOI8-R'), 0xe4, 0xc1]), 'text/xml; charset=x-unknown')).to.contain('Да');
    expect(decode(new Uint8Array([...prolog('Shift_JIS'), 0x93, 0xfa, 0x96, 0x7b]))).to.contain('日本');
    expect(decode(new Uint8Array([...prolog('UTF-16'), 0xc3, 0xa9]))).to.contain('é');
    for (const little of [true, false]) {
      const text = '<rss>é';
      const view = new DataView(new ArrayBuffer(text.length * 2));
      [...text].forEach((character, index) => view.setUint16(index * 2, character.charCodeAt(0), little));
      expect(decode(new Uint8Array(view.buffer)), 'without a mark').to.equal(text);
    }
  });
});
