/** What stands in files that nobody checked, each with what a reader of it would expect. */
import { expect } from '@open-wc/testing';
import { executeServerCommand } from '@web/test-runner-commands';
import { readPosts } from '../../src/sources/open.js';
import { readText } from '../../src/sources/readers.js';
const answer = (said: object) => executeServerCommand('answer', said);
const url = 'https://example.org/blog/feed.xml';
const cases: [string, () => Promise<unknown>, unknown][] = [
  [
    'has bases within bases in Atom, the last on the box of its XHTML, and a title escaped twice',
    async () =>
      (
        await readText(
          '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="/a/"><entry xml:base="b/"><title type="html">Tom &amp;amp; Jerry &amp;lt;3</title><link href="p"/><content type="xhtml" xml:base="c/"><div xmlns="http://www.w3.org/1999/xhtml" xml:base="d/"><a href="x">x</a></div></content></entry></feed>',
          { url },
        )
      )
        .map(({ base, headline, url: u }) => [base, headline, u].join('|'))
        .join(),
    'https://example.org/a/b/c/d/|Tom & Jerry <3|https://example.org/a/b/p',
  ],
  [
    'has a prefix on every element of Atom',
    async () =>
      (
        await readText(
          '<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:entry><a:title>T</a:title><a:id>urn:1</a:id><a:content type="html">&lt;p&gt;x&lt;/p&gt;</a:content></a:entry></a:feed>',
          { url },
        )
      )[0]!.articleBody,
    '<p>x</p>',
  ],
  [
    'has its text in base64, as Atom 0.3 allows',
    async () =>
      (
        await readText(
          '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><title mode="escaped" type="text/html">A &amp;lt; B</title><issued>2004-01-02T03:04:05+01:00</issued><content type="text/html" mode="base64">PHA+aGk8L3A+</content></entry></feed>',
          { url },
        )
      )[0]!.articleBody,
    '<p>hi</p>',
  ],
  [
    'is RSS 0.90, in a namespace of its own',
    async () =>
      (
        await readText(
          '<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel><title>c</title></channel><item><title>N</title><link>http://x.example/1</link></item></rdf:RDF>',
          { url },
        )
      )[0]!.url,
    'http://x.example/1',
  ],
  [
    'has a title escaped twice, with numbers for signs',
    async () =>
      (await readText('<rss><channel><item><title>AT&amp;amp;T &amp;#8217;s</title><description>d</description></item></channel></rss>', { url }))[0]!.headline,
    'AT&T ’s',
  ],
  [
    'has HTML’s names for signs, a bare & and a tag that is not closed',
    async () =>
      (await readText('<rss><channel><item><title>caf&eacute; &nbsp;x & y</title><description>d<br></description></item></channel></rss>', { url }))[0]!
        .headline,
    'café x & y',
  ],
  [
    'is Markdown under TOML, and a draft',
    async () =>
      (await readText('+++\ntitle = "Hi # there"\ntags = ["a", "b, c"]\ndate = 2024-01-02T03:04:05Z\ndraft = true\n+++\nText', { url: 'https://e.org/a.md' }))
        .map(({ headline, keywords, creativeWorkStatus, datePublished }) => [headline, keywords.join('/'), creativeWorkStatus, datePublished].join('|'))
        .join(),
    'Hi # there|a/b, c|Draft|2024-01-02T03:04:05Z',
  ],
  [
    'is Markdown under YAML with colons in quotes, codes for letters and several authors',
    async () =>
      (
        await readText(
          '---\r\ntitle: "Foo: bar \\u00e9"\r\nauthor:\r\n  - name: A\r\n    url: https://a.example\r\n  - name: B\r\ntags:\r\n- x\r\n- "y: z"\r\n---\r\nText',
          { url: 'https://e.org/a.md' },
        )
      )
        .map(({ headline, keywords, author }) => [headline, keywords.join('/'), author.map(({ name }) => name).join('+')].join('|'))
        .join(),
    'Foo: bar é|x/y: z|A+B',
  ],
  [
    'has a date with two digits for the year and none for the seconds',
    async () =>
      (await readText('<rss><channel><item><title>t</title><pubDate>Tue, 5 Mar 24 9:07 EST</pubDate></item></channel></rss>', { url }))[0]!.datePublished,
    '2024-03-05T14:07:00.000Z',
  ],
  [
    'has a date with its year last',
    async () =>
      (await readText('<rss><channel><item><title>t</title><pubDate>Sat Mar 05 09:07:11 +0100 2024</pubDate></item></channel></rss>', { url }))[0]!
        .datePublished,
    '2024-03-05T08:07:11.000Z',
  ],
  [
    'says in its prolog that it is KOI8-R',
    async () => {
      await answer({
        path: 'koi',
        type: 'application/xml',
        base64: btoa('<?xml version="1.0" encoding="KOI8-R"?><rss><channel><item><title>\xf0\xf2\xf9</title></item></channel></rss>'),
      });
      return (await readPosts('/answers/koi'))[0]!.headline;
    },
    'ПРЫ',
  ],
  [
    'says one encoding in the header and another in its prolog: the header counts',
    async () => {
      await answer({
        path: 'w1251',
        type: 'text/xml; charset=windows-1251',
        base64: btoa('<?xml version="1.0" encoding="utf-8"?><rss><channel><item><title>\xcf\xf0</title></item></channel></rss>'),
      });
      return (await readPosts('/answers/w1251'))[0]!.headline;
    },
    'Пр',
  ],
  [
    'is UTF-16 by its mark',
    async () => {
      const t = '\ufeff<?xml version="1.0" encoding="utf-16"?><rss><channel><item><title>Жé</title></item></channel></rss>';
      await answer({
        path: 'u16',
        type: 'text/xml',
        base64: btoa([...t].map((c) => String.fromCharCode(c.charCodeAt(0) & 255, c.charCodeAt(0) >> 8)).join('')),
      });
      return (await readPosts('/answers/u16'))[0]!.headline;
    },
    'Жé',
  ],
  [
    'is JSON in UTF-16, by its mark',
    async () => {
      const t = '\ufeff{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","title":"Ж","content_text":"x"}]}';
      await answer({
        path: 'u16j',
        type: 'application/json',
        base64: btoa([...t].map((c) => String.fromCharCode(c.charCodeAt(0) >> 8, c.charCodeAt(0) & 255)).join('')),
      });
      return (await readPosts('/answers/u16j'))[0]!.headline;
    },
    'Ж',
  ],
  [
    'is a page that says its encoding itself',
    async () => {
      await answer({ path: 'h', type: 'text/html', base64: btoa('<!doctype html><meta charset=iso-8859-1><article><h1>caf\xe9</h1><p>x</p></article>') });
      return (await readPosts('/answers/h'))[0]!.headline;
    },
    'café',
  ],
  [
    'has a podcast’s fields under another prefix',
    async () =>
      (
        await readText(
          '<rss xmlns:pod="http://www.itunes.com/dtds/podcast-1.0.dtd"><channel><item><title>t</title><pod:author>Ann</pod:author><pod:image href="/i.jpg"/><pod:summary>S</pod:summary></item></channel></rss>',
          { url },
        )
      )
        .map(({ author, image, articleBody }) => [author[0]?.name, image?.url, articleBody].join('|'))
        .join(),
    'Ann|https://example.org/i.jpg|S',
  ],
];
describe('A source from the wild', () => {
  for (const [name, run, wanted] of cases)
    it(name, async () => {
      expect(await run()).to.deep.equal(wanted);
    });
});
