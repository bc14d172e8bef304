/** In and out: WordPress exports, JSON, Atom. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { SaxesParser } from 'saxes';
import { openDatabase } from '../src/database/open.js';
import { exportOf } from '../src/import-export/export.js';
import { htmlToMarkup } from '../src/import-export/html-to-markup.js';
import { importWordPress, type Report } from '../src/import-export/wordpress.js';
import { StartError } from '../src/errors.js';
import { resolveSettings } from '../src/options.js';
import { makeCommentSchemas } from '../src/comments/schemas.js';
import { CommentWriter } from '../src/comments/write.js';
import { key, makeModerator, start, withServer, type Running } from './support.js';

describe('HTML of comments', () => {
  it('becomes light markup, and never more than it was', () => {
    const cases: [string, string][] = [
      ['Plain *stars* and [brackets]', 'Plain \\*stars\\* and \\[brackets\\]'],
      ['<p>One</p><p>Two<br>lines</p>', 'One\n\nTwo\nlines'],
      ['<em>a</em> <strong> b </strong>', '*a*  **b**'],
      ['<a href="https://example.org/a(b)">x</a>', '[x](https://example.org/a%28b%29)'],
      ['<a href="javascript:alert(1)" onclick="x()">x</a>', 'x'],
      ['<blockquote><p>said</p><p>more</p></blockquote>ok', '> said\n>\n> more\n\nok'],
      ['<ul><li>a</li><li>b</li></ul>', '- a\n- b'],
      ['<ol><li>a</li><li>b</li></ol>', '1. a\n2. b'],
      ['<pre><code>let a = `*`;</code></pre>', '```\nlet a = `*`;\n```'],
      ['<script>alert(1)</script><style>x</style>text &amp; &lt;b&gt;', 'text & <b>'],
      ['> no quote', '\\> no quote'],
      [`${'<div>'.repeat(5000)}deep${'</div>'.repeat(5000)}`, 'deep'],
    ];
    for (const [html, markup] of cases) assert.equal(htmlToMarkup(html).replace(/ {2}/g, ' '), markup.replace(/ {2}/g, ' '), html.slice(0, 60));
  });
});

const comment = (id: number, fields: Record<string, string | number> = {}) =>
  `<wp:comment><wp:comment_id>${id}</wp:comment_id>${Object.entries({
    author: 'Ada',
    author_email: 'ada@example.org',
    author_url: 'https://ada.example',
    author_IP: '203.0.113.9',
    date_gmt: `2024-02-0${(id % 9) + 1} 10:00:00`,
    content: `Comment ${id}`,
    approved: '1',
    type: 'comment',
    parent: 0,
    ...fields,
  })
    .map(([name, value]) => `<wp:comment_${name}><![CDATA[${value}]]></wp:comment_${name}>`)
    .join('')}</wp:comment>`;
const item = (path: string, ...comments: string[]) =>
  `<item><title>A &amp; B</title><link>https://blog.example${path}</link><content:encoded><![CDATA[<p>Post</p>]]></content:encoded><wp:post_id>7</wp:post_id><wp:comment_status>open</wp:comment_status>${comments.join('')}</item>`;
const wxr = (...items: string[]) =>
  `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Blog</title><link>https://blog.example</link><wp:base_blog_url>https://blog.example</wp:base_blog_url>${items.join('\n')}</channel></rss>`;

describe('A WordPress export', () => {
  let running: Running;
  let folder: string;
  before(async () => {
    running = await start();
    folder = mkdtempSync(join(tmpdir(), 'wxr-'));
  });
  after(async () => {
    await running.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const bringIn = async (xml: string, progress: (report: Report) => void = () => undefined): Promise<Report> => {
    const file = join(folder, 'export.xml');
    writeFileSync(file, xml);
    const open = await openDatabase(running.database, { lock: false });
    try {
      const settings = resolveSettings({});
      return await importWordPress(
        file,
        { commentWriter: new CommentWriter(open.database, 1, settings, open.changes), schemas: makeCommentSchemas(settings) },
        progress,
      );
    } finally {
      await open.close();
    }
  };

  it('is brought in once, with threads, dates and standing; what is left out is told', async () => {
    const xml = wxr(
      item(
        '/2024/hello?a=1',
        comment(1, { content: '<strong>Hi</strong> <script>x</script>' }),
        comment(2, { parent: 1 }),
        comment(3, { approved: '0' }),
        comment(4, { approved: 'spam' }),
        comment(5, { approved: 'trash' }),
        comment(6, { type: 'pingback' }),
        comment(7, { content: ' ' }),
        comment(8, { parent: 6 }),
        comment(9, { author: '' }),
      ),
      item('/2024/none'),
    );
    const seen: number[] = [];
    const report = await bringIn(xml, ({ percent }) => seen.push(percent));
    assert.deepEqual([report.added, report.present, report.threads], [6, 0, 1]);
    assert.deepEqual(
      [...report.skipped].map(([reason, { ids }]) => [reason, ...ids]),
      [
        ['in the trash', '5'],
        ['not written by people (pingbacks and trackbacks)', '6'],
        ['without a text', '7'],
      ],
    );
    assert.deepEqual(
      [...report.changed.values()].map(({ ids }) => ids),
      [['9'], ['8']],
    );
    assert.ok(seen.length > 0);
    const { comments, count } = (await running.client.page(`thread=${encodeURIComponent('/2024/hello?a=1')}`)).body;
    assert.equal(count, 4);
    assert.deepEqual(
      comments.map(({ text }: any) => text),
      ['**Hi**', 'Comment 2', 'Comment 8', 'Comment 9'],
    );
    assert.deepEqual(
      [comments[0].dateCreated, comments[1].parent, comments[0].author],
      ['2024-02-02T10:00:00.000Z', comments[0].id, { name: 'Ada', url: 'https://ada.example/' }],
    );
    const again = await bringIn(xml.replace('</item>', `${comment(10, { parent: 2 })}</item>`));
    assert.deepEqual([again.added, again.present], [1, 6]);
    const moderator = await makeModerator(running);
    assert.deepEqual(
      (await moderator.get('/moderation/comments?show=spam')).body.comments.map(({ text }: any) => text),
      ['Comment 4'],
    );
  });

  it('is taken as odd as blogs are: dates of zeros, parents that come later, circles, names and texts in HTML', async () => {
    const report = await bringIn(
      wxr(
        item(
          '/odd',
          comment(40, { parent: 41, content: 'answer' }),
          comment(41, { content: 'parent <em>with a greater number</em>' }),
          comment(42, { date_gmt: '0000-00-00 00:00:00', date: '2024-02-05 12:00:00', content: 'local' }),
          comment(43, { date_gmt: '0000-00-00 00:00:00', date: '0000-00-00 00:00:00' }),
          comment(44, { date_gmt: '2999-01-01 00:00:00' }),
          comment(45, { parent: 46, content: 'circle a' }),
          comment(46, { parent: 45, content: 'circle b' }),
          comment(47, { parent: 47, content: 'its own' }),
          comment(48, { parent: 999, content: 'orphan' }),
          comment(49, { type: 'trackback' }),
          comment(50, { type: 'review' }),
          comment(51, { approved: 'post-trashed' }),
          comment(52, {
            author: 'Ada &amp; <b>Bob</b> \u202e',
            author_url: 'javascript:alert(1)',
            content: 'x &lt;script&gt; <a href="https://a.example" onclick="x">y</a> <!-- z -->',
          }),
          comment(53, { content: 'x'.repeat(20_001) }),
          comment(54, { id: 'abc' } as never).replace('<wp:comment_id>54<', '<wp:comment_id>abc<'),
        ),
      ),
    );
    const { comments } = (await running.client.page('thread=/odd&limit=100')).body;
    const parentOf = (text: string) => comments.find(({ id }: any) => id === comments.find((each: any) => each.text === text).parent)?.text;
    assert.equal(parentOf('answer'), 'parent *with a greater number*');
    assert.equal(comments.find(({ text }: any) => text === 'local').dateCreated, '2024-02-05T12:00:00.000Z');
    assert.deepEqual(['circle a', 'circle b'].map(parentOf).filter(Boolean).length, 1);
    assert.deepEqual(['its own', 'orphan'].map(parentOf), [undefined, undefined]);
    const html = comments.find(({ text }: any) => text.startsWith('x '));
    assert.deepEqual([html.author, html.text], [{ name: 'Ada & Bob' }, 'x <script> [y](https://a.example)']);
    const left = Object.fromEntries([...report.skipped].map(([reason, { count }]) => [reason, count]));
    assert.deepEqual(left, {
      'without a date that can be read': 2,
      'not written by people (pingbacks and trackbacks)': 1,
      'of a kind that is no comment': 1,
      'in the trash': 1,
      'longer than MAX_LENGTH': 1,
      'without a number': 1,
    });
    assert.equal(report.added, comments.length);
  });

  it('is refused when it is hostile, broken or something else, in one sentence', async () => {
    const refused = async (xml: string, words: RegExp) =>
      assert.rejects(bringIn(xml), (error) => error instanceof StartError && words.test(error.message) && !error.message.includes('\n'));
    await refused(`<!DOCTYPE rss [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;">]>${wxr().slice(38)}`, /document type/);
    await refused(`<!DOCTYPE rss SYSTEM "file:///etc/passwd">${wxr().slice(38)}`, /document type/);
    await refused(wxr(item('/x', comment(1))).replace('Comment 1]]>', ']]>&unknown;'), /entity/);
    await refused(wxr(item('/x', comment(11))).slice(0, -40), /not a WordPress export/);
    await refused('<html><body></body></html>', /begins with <html>/);
    await refused('{"not": "xml"}', /not a WordPress export/);
    await refused(`<rss><channel>${'<a>'.repeat(100)}`, /too deep/);
  });
});

describe('Everything', () => {
  it('goes out as one JSON document without passwords, tokens and marks; one’s own for whoever asks', () =>
    withServer({}, async (running) => {
      const ada = await running.client.reader('Ada');
      const { id } = (await ada.comment({ thread: '/out', text: 'Mine "quoted"' })).body;
      const eve = await running.client.reader('Eve');
      await eve.comment({ thread: '/out', text: 'Hers', parent: id });
      await eve.ask('PUT', `/${id}/vote`);
      const open = await openDatabase(running.database, { lock: false });
      let text = '';
      for await (const piece of exportOf(open.database, 1)) text += piece;
      await open.close();
      const all = JSON.parse(text);
      assert.deepEqual([all.threads.length, all.accounts.length, all.votes.length], [1, 2, 1]);
      assert.deepEqual(
        all.comments.map((each: any) => [each.text, each.parent, each.thread]),
        [
          ['Mine "quoted"', undefined, '/out'],
          ['Hers', id, '/out'],
        ],
      );
      assert.doesNotMatch(text, /argon2|"password"|"hash"|"address"/);
      const own = await eve.get('/accounts/me/export');
      assert.deepEqual(
        [own.status, own.headers.get('cache-control'), own.body.account.name, own.body.comments.length, own.body.votes],
        [200, 'no-store', 'Eve', 1, [id]],
      );
      assert.doesNotMatch(JSON.stringify(own.body), /Mine|Ada/);
    }));
});

describe('Feeds', () => {
  it('hold published comments as plain text, and link to the site’s own pages only', () =>
    withServer({ origins: ['https://blog.example'], publicOrigin: 'https://talk.example', holdLinks: 2 }, async ({ client }) => {
      const guest = () => ({ author: { name: 'A <b>&' }, secret: key() });
      const own = (
        await client.comment({ thread: '/own', text: '1 < 2 & "3"', threadUrl: 'https://blog.example/own?a=1&b=2', threadTitle: 'Own <i>post</i>', ...guest() })
      ).body.id;
      await client.comment({ thread: '/foreign', text: 'elsewhere', threadUrl: 'https://evil.example/', ...guest() });
      await client.comment({ thread: '/own', text: 'hidden https://a.example https://b.example', ...guest() });
      const response = await fetch(`${client.base}/feed`);
      const xml = await response.text();
      assert.match(response.headers.get('content-type')!, /application\/atom\+xml/);
      assert.ok(response.headers.get('etag'));
      assert.ok(xml.includes(`<link rel="alternate" type="text/html" href="https://blog.example/own?a=1&#38;b=2#comment-${own}"/>`), xml);
      assert.ok(xml.includes('1 &#60; 2 &#38; &#34;3&#34;') && xml.includes('Own &#60;i&#62;post&#60;/i&#62;') && xml.includes('elsewhere'));
      assert.doesNotMatch(xml, /evil\.example|hidden/);
      const thread = await (await fetch(`${client.base}/feed?thread=/own`)).text();
      assert.equal((thread.match(/<entry>/g) ?? []).length, 1);
      assert.ok(thread.includes('https://talk.example/comments/feed?thread=%2Fown'));
    }));
});

describe('A feed of anything', () => {
  it('is well-formed Atom with an id and a time for the feed and each entry, whatever was written', () =>
    withServer({ publicOrigin: 'https://talk.example', origins: ['https://blog.example'] }, async ({ client }) => {
      for (const [thread, text] of [
        ['/a?b=1&c=<2>', 'a ]]> \u0007\u0000 \ud800 & <b>'],
        ['/ü "quoted"', '\u202e\u2028 \ufffe 𝕏 مرحبا'],
        ['/plain', '`'.repeat(50)],
      ] as const) {
        assert.equal(
          (
            await client.comment({
              thread,
              text,
              threadUrl: 'https://blog.example/ü b',
              threadTitle: 'T & <T>\u0001',
              author: { name: '<A> & "B" \u0001', url: 'https://a.example/ü"<>' },
              secret: key(),
            })
          ).status,
          201,
        );
      }
      for (const path of ['/feed', `/feed?thread=${encodeURIComponent('/a?b=1&c=<2>')}`, '/feed?thread=/nobody-wrote-here']) {
        const response = await fetch(client.base + path);
        assert.match(response.headers.get('content-type')!, /^application\/atom\+xml/);
        const seen: string[] = [];
        const texts: Record<string, string[]> = {};
        const parser = new SaxesParser({ xmlns: true });
        let open = '';
        parser.on('error', (error) => {
          throw error;
        });
        parser.on('opentag', ({ local, uri, attributes }) => {
          assert.equal(uri, 'http://www.w3.org/2005/Atom');
          open = local;
          seen.push(local);
          const href = attributes['href']?.value;
          if (href !== undefined) assert.equal(new URL(href).href, href);
        });
        parser.on('text', (text) => {
          (texts[open] ??= []).push(text);
        });
        parser.write(await response.text()).close();
        const entries = seen.filter((name) => name === 'entry').length;
        for (const name of ['id', 'updated', 'title']) assert.equal(seen.filter((each) => each === name).length, entries + 1, `${path}: ${name}`);
        for (const name of ['author', 'content', 'published']) assert.equal(seen.filter((each) => each === name).length, entries, `${path}: ${name}`);
        for (const id of texts['id']!.map((each) => each.trim()).filter(Boolean)) assert.equal(new URL(id).href, id);
        assert.equal(new Set(texts['id']!.map((each) => each.trim()).filter(Boolean)).size, entries + 1);
        for (const uri of (texts['uri'] ?? []).map((each) => each.trim()).filter(Boolean)) assert.equal(new URL(uri).href, uri);
      }
    }));
});

describe('The contract', () => {
  it('is an OpenAPI 3.1 document with a page to read it, which needs nothing from elsewhere', () =>
    withServer({}, async ({ client }) => {
      const document = (await client.get('/openapi.json')).body;
      assert.match(document.openapi, /^3\.1/);
      for (const path of [
        '/',
        '/counts',
        '/held',
        '/{id}',
        '/{id}/vote',
        '/{id}/report',
        '/live',
        '/accounts',
        '/accounts/me',
        '/accounts/password',
        '/sessions',
        '/sessions/current',
        '/feed',
        '/moderation/decisions',
      ])
        assert.ok(document.paths[path], path);
      const response = await fetch(`${client.base}/reference`);
      const text = await response.text();
      assert.match(response.headers.get('content-security-policy')!, /default-src 'none'/);
      assert.ok(text.includes('POST /comments/accounts') && !/<script|https?:\/\/(?!127\.0\.0\.1)/.test(text.replace(/"[^"]*https?:[^"]*"/g, '')));
    }));
});
