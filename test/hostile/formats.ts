/** A feed of each format, with what attackers write in every field. */

const xml = (text: string) => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`).replace(/[\0-\x08\x0b\x0c\x0e-\x1f]/g, '');
const line = (text: string) => text.replace(/[\r\n\u2028]/g, ' ');

export const formats: Record<string, (attack: string) => string> = {
  json: (a) =>
    JSON.stringify({
      id: a,
      url: a,
      slug: a,
      base: a,
      headline: a,
      description: a,
      articleBody: a,
      datePublished: a,
      dateModified: a,
      author: [a, { name: a, url: a, image: a }],
      image: { url: a, width: a, height: a, alt: a, caption: a, srcset: a },
      keywords: [a],
      inLanguage: a,
      commentCount: a,
      conditionsOfAccess: 'members',
    }),
  'json-feed': (a) =>
    JSON.stringify({
      version: 'https://jsonfeed.org/version/1.1',
      title: a,
      home_page_url: a,
      feed_url: a,
      icon: a,
      language: a,
      authors: [{ name: a, url: a, avatar: a }],
      items: [
        {
          id: a,
          url: a,
          external_url: a,
          title: a,
          content_html: a,
          content_text: a,
          summary: a,
          image: a,
          banner_image: a,
          date_published: a,
          date_modified: a,
          authors: [{ name: a, url: a, avatar: a }],
          tags: [a],
          language: a,
          attachments: [{ url: a, mime_type: a }],
        },
      ],
    }),
  wordpress: (a) =>
    JSON.stringify([
      {
        id: a,
        link: a,
        slug: a,
        lang: a,
        title: { rendered: a },
        content: { rendered: a, protected: true },
        excerpt: { rendered: a },
        date: a,
        date_gmt: a,
        modified: a,
        modified_gmt: a,
        _embedded: {
          author: [{ name: a, link: a, url: a }],
          'wp:featuredmedia': [
            {
              source_url: a,
              alt_text: a,
              caption: { rendered: a },
              media_details: { width: 100, height: 50, sizes: { [a]: { source_url: a, width: 50, height: 25 } } },
            },
          ],
          'wp:term': [[{ name: a, slug: a }]],
        },
      },
    ]),
  ghost: (a) =>
    JSON.stringify({
      posts: [
        {
          id: a,
          uuid: a,
          slug: a,
          url: a,
          canonical_url: a,
          title: a,
          html: a,
          custom_excerpt: a,
          excerpt: a,
          published_at: a,
          updated_at: a,
          feature_image: a,
          feature_image_alt: a,
          feature_image_caption: a,
          authors: [{ name: a, url: a, website: a, profile_image: a }],
          tags: [{ name: a, visibility: a }],
          access: false,
        },
      ],
    }),
  rss: (a) =>
    `<rss version="2.0" xml:base="${xml(a)}" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"><channel><title>${xml(a)}</title><link>${xml(a)}</link><language>${xml(a)}</language><managingEditor>${xml(a)}</managingEditor><item xml:lang="${xml(a)}"><title>${xml(a)}</title><link>${xml(a)}</link><guid>${xml(a)}</guid><author>${xml(a)}</author><dc:creator>${xml(a)}</dc:creator><pubDate>${xml(a)}</pubDate><category>${xml(a)}</category><itunes:keywords>${xml(a)}</itunes:keywords><description>${xml(a)}</description><content:encoded>${xml(a)}</content:encoded><media:group><media:content medium="image" url="${xml(a)}" width="${xml(a)}" height="9"/><media:description>${xml(a)}</media:description></media:group></item></channel></rss>`,
  rdf: (a) =>
    `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="${xml(a)}"><title>${xml(a)}</title><link>${xml(a)}</link><dc:language>${xml(a)}</dc:language></channel><item rdf:about="${xml(a)}"><title>${xml(a)}</title><link>${xml(a)}</link><description>${xml(a)}</description><dc:creator>${xml(a)}</dc:creator><dc:date>${xml(a)}</dc:date><dc:subject>${xml(a)}</dc:subject></item></rdf:RDF>`,
  atom: (a) =>
    `<feed xmlns="http://www.w3.org/2005/Atom" xml:base="${xml(a)}" xml:lang="${xml(a)}"><title>${xml(a)}</title><link href="${xml(a)}"/><entry><id>${xml(a)}</id><title type="html">${xml(a)}</title><link href="${xml(a)}"/><link rel="enclosure" type="image/png" href="${xml(a)}"/><author><name>${xml(a)}</name><uri>${xml(a)}</uri></author><published>${xml(a)}</published><updated>${xml(a)}</updated><category term="${xml(a)}" label="${xml(a)}"/><summary>${xml(a)}</summary><content type="html" xml:base="${xml(a)}">${xml(a)}</content></entry></feed>`,
  // Elements as they stand in a feed, which is mended where the attack breaks it.
  'atom, xhtml': (a) =>
    `<feed xmlns="http://www.w3.org/2005/Atom"><entry><title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Title ${a}</div></title><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Text ${a}</div></content></entry></feed>`,
  'rss, raw': (a) =>
    `<rss version="2.0"><channel><title>${a}</title><item><title>Title ${a}</title><description>Text ${a}</description></item></channel></rss>`,
  markdown: (a) =>
    `---\ntitle: ${line(a)}\nauthor: ${line(a)}\nauthor_url: ${line(a)}\nimage: ${line(a)}\nimage_alt: ${line(a)}\ndate: ${line(a)}\nurl: ${line(a)}\nlang: ${line(a)}\ntags: [${line(a)}]\ndescription: |\n  ${line(a)}\n---\nx\n\n${a}\n\n# ${line(a)}\n\n[x](${line(a)}) [y](<${line(a)}>) ![x](${line(a)} "${line(a)}") <${line(a)}> [z][r]\n\n| ${line(a)} |\n|---|\n| ${line(a)} |\n\n\`\`\`${line(a)}\n${a}\n\`\`\`\n\n[^1] [^${line(a).replace(/\s/g, '')}]\n\n[^1]: ${line(a)}\n[^${line(a).replace(/\s/g, '')}]: y\n\n[r]: ${line(a)} "${line(a)}"`,
  html: (a) =>
    `<html lang="${xml(a)}"><head><base href="${xml(a)}"><title>${xml(a)}</title><link rel="canonical" href="${xml(a)}"><meta name="author" content="${xml(a)}"><meta name="description" content="${xml(a)}"><meta property="og:image" content="${xml(a)}"><meta property="og:image:alt" content="${xml(a)}"><meta property="article:tag" content="${xml(a)}"></head><body><article lang="${xml(a)}"><h1>${xml(a)}</h1><a rel="author" href="${xml(a)}">${xml(a)}</a><time datetime="${xml(a)}">x</time><p>x</p>${a}</article></body></html>`,
};

/** What can be heard in a feed, apart: each player costs WebKit much time. */
export const podcast = (a: string): string =>
  `<rss version="2.0"><channel><item><title>x</title><enclosure type="audio/mpeg" url="${xml(a)}"/><enclosure type="audio/mpeg" url="https://example.org/${xml(a)}"/></item></channel></rss>`;
