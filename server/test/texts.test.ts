/** In and out: WordPress exports, JSON, Atom. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openDatabase } from '../src/database.js';
import { exportOf } from '../src/export.js';
import { htmlToMarkup } from '../src/html-to-markup.js';
import { importWordPress, type Report } from '../src/import-wordpress.js';
import { settle, StartError } from '../src/options.js';
import { makeSchemas } from '../src/schemas.js';
import { Writing } from '../src/writing.js';
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

const comment = (id: number, fields: Record<string, string | number> = {}) => `<wp:comment><wp:comment_id>${id}</wp:comment_id>${Object.entries({
  author: 'Ada', author_email: 'ada@example.org', author_url: 'https://ada.example', author_IP: '203.0.113.9', date_gmt: `2024-02-0${(id % 9) + 1} 10:00:00`, content: `Comment ${id}`, approved: '1', type: 'comment', parent: 0, ...fields,
}).map(([name, value]) => `<wp:comment_${name}><![CDATA[${value}]]></wp:comment_${name}>`).join('')}</wp:comment>`;
const item = (path: string, ...comments: string[]) => `<item><title>A &amp; B</title><link>https://blog.example${path}</link><content:encoded><![CDATA[<p>Post</p>]]></content:encoded><wp:post_id>7</wp:post_id><wp:comment_status>open</wp:comment_status>${comments.join('')}</item>`;
const wxr = (...items: string[]) => `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Blog</title><link>https://blog.example</link><wp:base_blog_url>https://blog.example</wp:base_blog_url>${items.join('\n')}</channel></rss>`;

describe('A WordPress export', () => {
  let running: Running;
  let folder: string;
  before(async () => { running = await start(); folder = mkdtempSync(join(tmpdir(), 'wxr-')); });
  after(async () => { await running.close(); rmSync(folder, { recursive: true, force: true }); });

  const bringIn = async (xml: string, progress: (report: Report) => void = () => undefined): Promise<Report> => {
    const file = join(folder, 'export.xml');
    writeFileSync(file, xml);
    const open = await openDatabase(running.database, { lock: false });
    try {
      const settings = settle({});
      return await importWordPress(file, { writing: new Writing(open.database, 1, settings, open.changes), schemas: makeSchemas(settings) }, progress);
    } finally {
      await open.close();
    }
  };

  it('is brought in once, with threads, dates and standing; what is left out is told', async () => {
    const xml = wxr(
      item('/2024/hello?a=1', comment(1, { content: '<strong>Hi</strong> <script>x</script>' }), comment(2, { parent: 1 }), comment(3, { approved: '0' }), comment(4, { approved: 'spam' }), comment(5, { approved: 'trash' }),
        comment(6, { type: 'pingback' }), comment(7, { content: ' ' }), comment(8, { parent: 6 }), comment(9, { author: '' })),
      item('/2024/none'),
    );
    const seen: number[] = [];
    const report = await bringIn(xml, ({ percent }) => seen.push(percent));
    assert.deepEqual([report.added, report.present, report.threads], [6, 0, 1]);
    assert.deepEqual([...report.left].map(([reason, { ids }]) => [reason, ...ids]), [['in the trash', '5'], ['not written by people (pingbacks and trackbacks)', '6'], ['without a text', '7']]);
    assert.deepEqual([...report.changed.values()].map(({ ids }) => ids), [['9'], ['8']]);
    assert.ok(seen.length > 0);
    const { comments, count } = (await running.client.page(`thread=${encodeURIComponent('/2024/hello?a=1')}`)).body;
    assert.equal(count, 4);
    assert.deepEqual(comments.map(({ text }: any) => text), ['**Hi**', 'Comment 2', 'Comment 8', 'Comment 9']);
    assert.deepEqual([comments[0].dateCreated, comments[1].parent, comments[0].author], ['2024-02-02T10:00:00.000Z', comments[0].id, { name: 'Ada', url: 'https://ada.example' }]);
    const again = await bringIn(xml.replace('</item>', `${comment(10, { parent: 2 })}</item>`));
    assert.deepEqual([again.added, again.present], [1, 6]);
    const moderator = await makeModerator(running);
    assert.deepEqual((await moderator.get('/moderation/comments?show=spam')).body.comments.map(({ text }: any) => text), ['Comment 4']);
  });

  it('is refused when it is hostile, broken or something else, in one sentence', async () => {
    const refused = async (xml: string, words: RegExp) => assert.rejects(bringIn(xml), (error) => error instanceof StartError && words.test(error.message) && !error.message.includes('\n'));
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
  it('goes out as one JSON document without passwords, tokens and marks; one’s own for whoever asks', () => withServer({}, async (running) => {
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
    assert.deepEqual(all.comments.map((each: any) => [each.text, each.parent, each.thread]), [['Mine "quoted"', undefined, '/out'], ['Hers', id, '/out']]);
    assert.doesNotMatch(text, /argon2|"password"|"hash"|"address"/);
    const own = await eve.get('/accounts/me/export');
    assert.deepEqual([own.status, own.headers.get('cache-control'), own.body.account.name, own.body.comments.length, own.body.votes], [200, 'no-store', 'Eve', 1, [id]]);
    assert.doesNotMatch(JSON.stringify(own.body), /Mine|Ada/);
  }));
});

describe('Feeds', () => {
  it('hold published comments as plain text, and link to the site’s own pages only', () => withServer({ origins: ['https://blog.example'], publicOrigin: 'https://talk.example', holdLinks: 2 }, async ({ client }) => {
    const guest = () => ({ author: { name: 'A <b>&' }, secret: key() });
    const own = (await client.comment({ thread: '/own', text: '1 < 2 & "3"', threadUrl: 'https://blog.example/own?a=1&b=2', threadTitle: 'Own <i>post</i>', ...guest() })).body.id;
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

describe('The contract', () => {
  it('is an OpenAPI 3.1 document with a page to read it, which needs nothing from elsewhere', () => withServer({}, async ({ client }) => {
    const document = (await client.get('/openapi.json')).body;
    assert.match(document.openapi, /^3\.1/);
    for (const path of ['/', '/counts', '/held', '/{id}', '/{id}/vote', '/{id}/report', '/live', '/accounts', '/accounts/me', '/accounts/password', '/sessions', '/sessions/current', '/feed', '/moderation/decisions']) assert.ok(document.paths[path], path);
    const response = await fetch(`${client.base}/reference`);
    const text = await response.text();
    assert.match(response.headers.get('content-security-policy')!, /default-src 'none'/);
    assert.ok(text.includes('POST /comments/accounts') && !/<script|https?:\/\/(?!127\.0\.0\.1)/.test(text.replace(/"[^"]*https?:[^"]*"/g, '')));
  }));
});
