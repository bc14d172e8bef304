/** Every field of every format, filled with what attackers write. */
import { expect, fixture, html, oneEvent } from '@open-wc/testing';
import type { BlogPost } from '../../src/post/index.js';
import '../../src/post/index.js';
import { readText } from '../../src/sources/open.js';
import { attacks } from './attacks.js';
import { faults } from './structure.js';

const url = 'https://example.org/feed';
const xml = (text: string) => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`).replace(/[\0-\x08\x0b\x0c\x0e-\x1f]/g, '');
const line = (text: string) => text.replace(/[\r\n\u2028]/g, ' ');

/** The attack in every field. */
const formats: Record<string, (attack: string) => string> = {
  json: (a) => JSON.stringify({ id: a, url: a, headline: a, description: a, articleBody: a, datePublished: a, author: [{ name: a, url: a, image: a }], image: { url: a, width: a, alt: a, caption: a, srcset: a }, keywords: [a], inLanguage: a, conditionsOfAccess: 'members' }),
  'json-feed': (a) => JSON.stringify({ version: 'https://jsonfeed.org/version/1.1', title: a, items: [{ id: a, url: a, title: a, content_html: a, summary: a, image: a, date_published: a, authors: [{ name: a, url: a }], tags: [a], language: a }] }),
  wordpress: (a) => JSON.stringify({ id: 1, link: a, slug: a, title: { rendered: a }, content: { rendered: a }, excerpt: { rendered: a }, date: a, date_gmt: a, _embedded: { author: [{ name: a, link: a }], 'wp:featuredmedia': [{ source_url: a, alt_text: a, caption: { rendered: a } }], 'wp:term': [[{ name: a }]] } }),
  ghost: (a) => JSON.stringify({ posts: [{ id: a, uuid: a, url: a, title: a, html: a, published_at: a, feature_image: a, feature_image_alt: a, feature_image_caption: a, authors: [{ name: a, url: a }], tags: [{ name: a }] }] }),
  rss: (a) => `<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>${xml(a)}</title><language>${xml(a)}</language><item><title>${xml(a)}</title><link>${xml(a)}</link><guid>${xml(a)}</guid><author>${xml(a)}</author><pubDate>${xml(a)}</pubDate><category>${xml(a)}</category><description>${xml(a)}</description><content:encoded>${xml(a)}</content:encoded><media:content medium="image" url="${xml(a)}"/></item></channel></rss>`,
  atom: (a) => `<feed xmlns="http://www.w3.org/2005/Atom" xml:base="${xml(a)}" xml:lang="${xml(a)}"><entry><id>${xml(a)}</id><title type="html">${xml(a)}</title><link href="${xml(a)}"/><author><name>${xml(a)}</name><uri>${xml(a)}</uri></author><published>${xml(a)}</published><category term="${xml(a)}"/><content type="html">${xml(a)}</content></entry></feed>`,
  markdown: (a) => `---\ntitle: ${line(a)}\nauthor: ${line(a)}\nimage: ${line(a)}\ndate: ${line(a)}\nurl: ${line(a)}\nlang: ${line(a)}\n---\nx\n\n${a}\n\n[x](${line(a)}) ![x](${line(a)} "${line(a)}")\n\n[^1]\n\n[^1]: ${line(a)}`,
  html: (a) => `<html lang="${xml(a)}"><head><meta name="author" content="${xml(a)}"><meta property="og:image" content="${xml(a)}"></head><body><article><h1>${xml(a)}</h1><p>x</p>${a}</article></body></html>`,
};

let count = 0;
before(() => { (window as { fired?: () => void }).fired = () => { count++; }; });
after(() => { (window as { fired?: () => void }).fired = undefined; });

for (const [format, write] of Object.entries(formats)) {
  it(`${format}: nothing that acts is left of any attack in any field`, async () => {
    const post = await fixture<BlogPost>(html`<blog-post toc reading-time json-ld></blog-post>`);
    for (const attack of attacks) {
      let data;
      try {
        [data] = await readText(write(attack), { url, format });
      } catch (error) {
        // A clear refusal is an answer as well.
        expect(error, attack).to.be.instanceOf(Error).with.property('name', 'SourceError');
        continue;
      }
      if (!data) continue;
      const ready = oneEvent(post, 'blog-post-load');
      post.post = data;
      await ready;
      const article = post.querySelector('article')!;
      // Cards for films are ours; what is in them is looked at all the same.
      expect(faults(article), `${attack}\n${article.innerHTML}`).to.deep.equal([]);
      expect(article.textContent!.length, attack).to.be.above(-1);
    }
    expect(count).to.equal(0);
  }).timeout(120_000);
}
