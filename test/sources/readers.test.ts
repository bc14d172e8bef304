/** The readers, on what real systems answered and on what the wild makes of their formats. */
import { expect } from '@open-wc/testing';
import { decode } from '../../src/sources/decode.js';
import { readGhost } from '../../src/sources/ghost.js';
import { readHtml } from '../../src/sources/html.js';
import { readJson } from '../../src/sources/json.js';
import { readJsonFeed } from '../../src/sources/json-feed.js';
import { readMarkdown } from '../../src/sources/markdown.js';
import { readWordPress } from '../../src/sources/wordpress.js';
import { readXmlFeed } from '../../src/sources/xml-feed.js';
import { SourceError } from '../../src/sources/source-error.js';

const text = (path: string) => fetch(new URL(`../fixtures/${path}`, import.meta.url)).then((response) => response.text());
const json = (path: string) => text(path).then(JSON.parse);
const url = 'https://example.org/feed';

describe('WordPress', () => {
  it('tells a post with its picture in all sizes, author, tags and moments', async () => {
    const [post] = readWordPress(await json('wordpress/post-by-slug.json'), url);
    expect(post!.headline).to.equal('Workshop AI: je eerste model');
    expect(post!.datePublished).to.equal('2024-06-25T07:15:00Z');
    expect(post!.author[0]!.name).to.equal('Wouter de Schrijver');
    expect(post!.keywords).to.include.members(['AI', 'Workshops', 'ai', 'c++']);
    expect(post!.image).to.include({ width: 1600, height: 900, alt: 'Testfoto 0: "verloop" & kleur', caption: 'Een bijschrift met een verwijzing' });
    expect(post!.image!.srcset).to.contain(' 1600w');
    expect(post!.url).to.contain('/2024/06/workshop-ai/');
  });

  it('tells a list, posts without a title, with markup in it, and behind a password', async () => {
    expect(readWordPress(await json('wordpress/posts-list-embed.json'), url)).to.have.length(5);
    expect(readWordPress(await json('wordpress/posts-list-empty.json'), url)).to.deep.equal([]);
    expect(readWordPress(await json('wordpress/post-single-notitle.json'), url)[0]!.headline).to.not.equal('');
    expect(readWordPress(await json('wordpress/post-single-xss.json'), url)[0]!.headline).to.equal('Unfiltered HTML from an admin');
    expect(readWordPress(await json('wordpress/post-single-protected.json'), url)[0]!.conditionsOfAccess).to.equal('password');
  });

  it('says what it says when there is no such post', async () => {
    const answer = await json('wordpress/post-single-missing.json');
    expect(() => readWordPress(answer, url)).to.throw(SourceError, 'rest_post_invalid_id').with.property('words', 'errorMissing');
  });
});

describe('Ghost', () => {
  it('tells a post with its author and tags', async () => {
    const [post] = readGhost(await json('ghost/post-by-slug.json'), url);
    expect(post!.headline).to.equal('Alle kaarten');
    expect(post!.keywords).to.include('Nederlands');
    expect(post!.author[0]!.name).to.equal('Wouter de Schrijver');
    expect(post!.image!.url).to.contain('foto-5.jpg');
  });

  it('tells what is for members only, with and without a free part', async () => {
    expect(readGhost(await json('ghost/post-members-only.json'), url)[0]).to.include({ conditionsOfAccess: 'members', articleBody: '<p>Openbaar deel.</p>' });
    expect(readGhost(await json('ghost/post-paid.json'), url)[0]!.conditionsOfAccess).to.equal('members');
  });

  it('says what it says without a post or a key', async () => {
    for (const [file, words] of [['post-missing', 'errorMissing'], ['error-no-key', 'error']]) {
      const answer = await json(`ghost/${file}.json`);
      expect(() => readGhost(answer, url)).to.throw(SourceError).with.property('words', words);
    }
  });
});

describe('A feed of WordPress or Ghost', () => {
  for (const file of ['wordpress/feed-rss2.xml', 'wordpress/feed-rdf.xml', 'wordpress/feed-atom.xml', 'ghost/feed-rss.xml']) {
    it(`${file} tells all its posts`, async () => {
      const posts = readXmlFeed(await text(file), url);
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

const rss = (items: string, attributes = '') => `<?xml version="1.0"?><rss version="2.0" ${attributes}><channel><title>Blog</title><link>https://example.org/</link><language>nl</language>${items}</channel></rss>`;
const atom = (entries: string, attributes = '') => `<feed xmlns="http://www.w3.org/2005/Atom" ${attributes}><title>Blog</title><author><name>An</name></author>${entries}</feed>`;

describe('RSS', () => {
  it('0.91 has neither dates nor ids', () => {
    const [post] = readXmlFeed('<rss version="0.91"><channel><title>x</title><item><title>A</title><link>/a</link><description>Text</description></item></channel></rss>', url);
    expect(post).to.deep.include({ id: 'https://example.org/a', url: 'https://example.org/a', headline: 'A', articleBody: 'Text', author: [], keywords: [] });
  });

  it('1.0 keeps its items outside the channel', () => {
    const [post] = readXmlFeed('<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:d="http://purl.org/dc/elements/1.1/"><channel><title>x</title></channel><item rdf:about="https://example.org/a"><title>A</title><link>https://example.org/a</link><d:creator>An</d:creator><d:date>2024-02-03</d:date><d:subject>b</d:subject></item></rdf:RDF>', url);
    expect(post).to.deep.include({ id: 'https://example.org/a', headline: 'A', author: [{ name: 'An' }], datePublished: '2024-02-03', keywords: ['b'] });
  });

  it('knows its modules by their URI, whatever their prefix', () => {
    const [post] = readXmlFeed(rss(`<item><title>A</title><guid>https://example.org/a</guid><description>Short</description><c:encoded><![CDATA[<p>Long</p>]]></c:encoded>
      <m:group><m:content url="/small.jpg" type="image/jpeg" width="100" height="50"/><m:content url="/large.jpg" medium="image" width="800" height="400"/></m:group><s:comments>7</s:comments><i:author>Bea</i:author></item>`,
    'xmlns:c="http://purl.org/rss/1.0/modules/content/" xmlns:m="http://search.yahoo.com/mrss/" xmlns:s="http://purl.org/rss/1.0/modules/slash/" xmlns:i="http://www.itunes.com/dtds/podcast-1.0.dtd"'), url);
    expect(post).to.deep.include({ url: 'https://example.org/a', description: 'Short', articleBody: '<p>Long</p>', commentCount: 7, inLanguage: 'nl', author: [{ name: 'Bea' }] });
    expect(post!.image).to.deep.include({ url: 'https://example.org/large.jpg', width: 800, height: 400 });
  });

  for (const [title, headline] of Object.entries({
    'AT&amp;amp;T &amp;amp;#8211; news': 'AT&T – news', 'Caf&amp;eacute;': 'Café', '&lt;b&gt;Bold&lt;/b&gt;': 'Bold', 'a &lt; b': 'a < b', '<![CDATA[Tom &amp; Jerry]]>': 'Tom & Jerry', 'AT&amp;T': 'AT&T',
  })) it(`has titles such as ${title}`, () => { expect(readXmlFeed(rss(`<item><title>${title}</title></item>`), url)[0]!.headline).to.equal(headline); });

  it('names an author by name, never by mail address', () => {
    const names = ['an@example.org (An)', 'an@example.org', 'An'].map((author) => readXmlFeed(rss(`<item><title>A</title><author>${author}</author></item>`), url)[0]!.author.map(({ name }) => name));
    expect(names).to.deep.equal([['An'], [], ['An']]);
  });

  it('takes no id for an address that is none', () => {
    expect(readXmlFeed(rss('<item><title>A</title><guid isPermaLink="false">https://example.org/?p=1</guid></item>'), url)[0]).to.include({ id: 'https://example.org/?p=1', url: 'https://example.org/' });
    expect(readXmlFeed(rss('<item><title>A</title><link>javascript:alert(1)</link></item>'), url)[0]!.url).to.equal('https://example.org/');
  });
});

describe('Atom', () => {
  it('1.0 has text in three ways, and bases of its own', () => {
    const posts = readXmlFeed(atom(`
      <entry><title>1 &lt; 2</title><link href="a"/><id>tag:1</id><updated>2024-01-01T00:00:00Z</updated><content type="html">&lt;p&gt;One&lt;/p&gt;</content></entry>
      <entry xml:lang="de"><title type="html">&lt;i&gt;Zwei&lt;/i&gt;</title><link rel="self" href="self"/><link rel="alternate" href="b"/><published>2024-01-02T00:00:00Z</published><content type="xhtml" xml:base="deep/"><div xmlns="http://www.w3.org/1999/xhtml"><p><a href="x">Zwei</a><br/><i/></p></div></content><author><name>Bea</name><uri>/bea</uri></author></entry>
      <entry><title>Three</title><content>a &lt;b&gt;</content><category term="t" label="T"/></entry>`, 'xml:base="https://example.org/blog/" xml:lang="nl"'), url);
    expect(posts.map(({ headline }) => headline)).to.deep.equal(['1 < 2', 'Zwei', 'Three']);
    expect(posts.map((post) => post.url)).to.deep.equal(['https://example.org/blog/a', 'https://example.org/blog/b', url]);
    expect(posts.map(({ inLanguage }) => inLanguage)).to.deep.equal(['nl', 'de', 'nl']);
    expect(posts[0]).to.include({ articleBody: '<p>One</p>', datePublished: '2024-01-01T00:00:00Z' });
    expect(posts[1]!.articleBody).to.contain('<p><a href="x">Zwei</a><br><i></i></p>');
    expect(posts[1]!.base).to.equal('https://example.org/blog/deep/');
    expect(posts[1]!.author).to.deep.equal([{ name: 'Bea', url: 'https://example.org/bea' }]);
    expect(posts[2]).to.deep.include({ articleBody: 'a &lt;b>', author: [{ name: 'An' }], keywords: ['T'] });
  });

  it('0.3 calls things by other names', () => {
    const [post] = readXmlFeed('<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><title mode="escaped" type="text/html">A &amp;amp; B</title><link rel="alternate" href="https://example.org/a"/><issued>2004-01-02T03:04:05Z</issued><modified>2004-01-03T00:00:00Z</modified><content type="text/html" mode="escaped">&lt;p&gt;x&lt;/p&gt;</content></entry></feed>', url);
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
    'a "<" in the text': rss('<item><title>Café A</title><description>1 < 2</description></item>'),
  })) it(`with ${what} is read all the same`, () => { expect(readXmlFeed(feed, url)[0]!.headline.replace(/\s/g, ' ')).to.equal('Café A'); });

  it('that cannot be read is refused with its address, the line and what to do', () => {
    expect(() => readXmlFeed('<rss>\n<channel>\n<item></channel></rss>', url)).to.throw(SourceError, /example\.org\/feed.*line \d.*validator/s);
    expect(() => readXmlFeed('<opml version="2.0"/>', url)).to.throw(SourceError, /<opml>/);
    expect(() => readXmlFeed('<html><body>Log in</body></html>', url)).to.throw(SourceError, /log-in page/);
    expect(() => readXmlFeed('', url)).to.throw(SourceError);
    expect(readXmlFeed(rss('<item></item>'), url)).to.deep.equal([]);
  });

  it('of 10,000 entries and 20 MB is read in seconds', () => {
    const item = `<item><title>Title &amp;amp; more</title><link>https://example.org/1</link><pubDate>Sat, 29 Jun 2024 07:15:00 +0000</pubDate><description>${'words &amp;amp; words '.repeat(100)}</description></item>`;
    const start = performance.now();
    expect(readXmlFeed(rss(item.repeat(10_000)), url)).to.have.length(10_000);
    expect(performance.now() - start).to.be.below(12_000);
  }).timeout(30_000);
});

describe('JSON Feed', () => {
  it('1.0 and 1.1 are told alike', async () => {
    const [old, now, plain] = await readJsonFeed({ version: 'https://jsonfeed.org/version/1.1', language: 'nl', authors: [{ name: 'An' }], items: [
      { id: 1, url: '/a', title: 'A &amp; B', content_html: '<p>x</p>', author: { name: 'Bea', url: 'https://example.org/bea' }, date_published: '2024-02-03T04:05:06Z', tags: ['t'] },
      { id: '2', url: '/b', title: 'B', content_text: 'a < b\n\nc' },
      { id: 'https://example.org/c', content_text: 'No title, only text' },
      null, 5, {},
    ] }, url);
    expect(old).to.deep.include({ id: '1', url: 'https://example.org/a', headline: 'A & B', author: [{ name: 'Bea', url: 'https://example.org/bea' }], keywords: ['t'], inLanguage: 'nl' });
    expect(now).to.deep.include({ articleBody: '<p>a &lt; b</p><p>c</p>', author: [{ name: 'An' }] });
    expect(plain).to.include({ headline: 'No title, only text', url: 'https://example.org/c' });
    expect(await readJsonFeed({ items: 'x' }, url).catch((error: unknown) => error)).to.be.instanceOf(SourceError);
  });
});

describe('Our own JSON', () => {
  it('is one post, a list, or posts in an object; what is none of them is left out', () => {
    const post = { headline: 'A', url: '/a' };
    for (const value of [post, [post], { posts: [post, 5, null, {}] }]) expect(readJson(value, url)).to.deep.equal([{ id: 'https://example.org/a', url: 'https://example.org/a', headline: 'A', author: [], keywords: [] }]);
    for (const value of [null, 5, 'x', {}, { posts: [{}] }]) expect(() => readJson(value, url)).to.throw(SourceError);
  });
});

describe('Markdown', () => {
  const read = (markdown: string) => readMarkdown(markdown, 'https://example.org/posts/a.md')[0]!;

  it('has its title, date, tags and author in front of it', () => {
    expect(read('---\ntitle: "Een: kop"\ndate: 2024-02-03\ntags: [a, "b, c"]\nauthors:\n  - An\n  - name: Bea\ndescription: >\n  Over\n  twee regels\nlang: nl # Dutch\n---\nTekst')).to.deep.include({
      headline: 'Een: kop', datePublished: '2024-02-03', keywords: ['a', 'b, c'], author: [{ name: 'An' }, { name: 'Bea' }], description: 'Over twee regels', inLanguage: 'nl', articleBody: '<p>Tekst</p>\n',
    });
    expect(read('+++\ntitle = "T"\ntags = ["x"]\n+++\nTekst')).to.deep.include({ headline: 'T', keywords: ['x'] });
    expect(read('---\ntitle: T\ntags:\n- a\n- b\n---\n')).to.deep.include({ headline: 'T', keywords: ['a', 'b'] });
  });

  it('takes its first heading for the title', () => { expect(read('# De *kop* &amp; meer\n\nTekst').headline).to.equal('De kop & meer'); });

  it('has tables, task lists and code', () => {
    const { articleBody } = read('| a | b |\n|---|--:|\n| 1 | 2 |\n\n- [x] klaar\n\n```js\nlet a = "<b>";\n```');
    expect(articleBody).to.contain('<td align="right">2</td>').and.contain('type="checkbox"').and.contain('<code class="language-js">let a = &quot;&lt;b&gt;&quot;;');
  });

  it('has footnotes, with a way there and back', () => {
    const { articleBody } = read('Een[^a] en twee[^b], nog eens[^a], geen[^c].\n\n[^b]: Noot twee\n    loopt door.\n\n    Tweede alinea.\n[^a]: Noot *een*\n\nSlot.');
    expect(articleBody).to.contain('<sup><a href="#fn-1" id="fnref-1" role="doc-noteref">1</a></sup>').and.contain('id="fnref-1-2"').and.contain('[^c]');
    expect(articleBody).to.match(/<li id="fn-1"><p>Noot <em>een<\/em> <a href="#fnref-1" role="doc-backlink">↩<\/a><\/p><\/li>\s*<li id="fn-2"><p>Noot twee\s+loopt door\.<\/p>\s*<p>Tweede alinea\./);
    expect(articleBody).to.contain('<p>Slot.</p>');
  });

  it('written indented in a page is no code', () => { expect(read('\n      # Kop\n\n      Tekst\n').articleBody).to.contain('<p>Tekst</p>'); });
});

describe('A page', () => {
  it('gives its article, without what is around it', () => {
    const [post] = readHtml(`<!doctype html><html lang="nl"><head><title>Kop - Blog</title><base href="/blog/"><link rel="canonical" href="https://example.org/a"><meta property="article:published_time" content="2024-02-03"><meta name="author" content="An"></head>
      <body><nav>Menu</nav><article><h1>Kop</h1><p>Tekst <a href="x">x</a></p><form><input></form><aside>Reclame</aside></article><footer>Voet</footer></body></html>`, 'https://example.org/a?x');
    expect(post).to.deep.include({ headline: 'Kop', url: 'https://example.org/a', base: 'https://example.org/blog/', datePublished: '2024-02-03', author: [{ name: 'An' }], inLanguage: 'nl' });
    expect(post!.articleBody).to.equal('<p>Tekst <a href="x">x</a></p>');
  });

  it('that asks to log in is refused as such', () => {
    expect(() => readHtml('<html><body><form><input type="password"></form></body></html>', url)).to.throw(SourceError, /log-in page/);
    expect(() => readHtml('', url)).to.throw(SourceError, /without text/);
  });

  it('cannot hide its article by names in it', () => {
    expect(readHtml('<img name="querySelectorAll"><img name="body"><form name="documentElement"></form><article><h1>Kop</h1><p>Tekst</p></article>', url)[0]!.headline).to.equal('Kop');
  });
});

describe('The bytes of an answer', () => {
  const latin = new Uint8Array([0x43, 0x61, 0x66, 0xe9]);
  const utf8 = new TextEncoder().encode('Café');
  it('are read by the server’s word, a byte order mark, the prolog, or what they can be', () => {
    expect(decode(latin, 'text/xml; charset=iso-8859-1')).to.equal('Café');
    expect(decode(latin)).to.equal('Café');
    expect(decode(utf8)).to.equal('Café');
    expect(decode(utf8, 'text/xml; charset="no-such"')).to.equal('Café');
    expect(decode(new Uint8Array([0xff, 0xfe, 0x43, 0, 0xe9, 0]), 'text/xml; charset=utf-8')).to.equal('Cé');
    expect(decode(new Uint8Array([...new TextEncoder().encode('<?xml version="1.0" encoding="windows-1251"?>'), 0xc4, 0xe0]))).to.contain('Да');
  });
});
