import assert from 'node:assert/strict';
import { writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { ServerOptions } from '../src/index.js';
import { key, makeModerator, start, until, withServer, type Client } from './support.js';
import { openDatabase } from '../src/database/open.js';

const asked: string[] = [];
let pages: Record<string, (request: IncomingMessage, response: ServerResponse) => void>;
const site = createServer((request, response) => {
  asked.push(request.url!);
  const page = pages[request.url!];
  if (page) page(request, response);
  else response.writeHead(404, { 'Content-Type': 'text/html' }).end('<title>Not here</title>');
});
let origin: string;
const html = (text: string) => (_: IncomingMessage, response: ServerResponse) => {
  response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(text);
};
const to = (location: string) => (_: IncomingMessage, response: ServerResponse) => {
  response.writeHead(301, { Location: location }).end();
};

before(async () => {
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(site.address() as { port: number }).port}`;
  pages = {
    '/': html('<title>Home</title>'),
    '/post': html('<title>A  post</title><p>text'),
    '/slash': to('/slash/'),
    '/slash/': html('<title>Slash</title>'),
    '/gone': to('/'),
    '/away': to('http://127.0.0.1:1/away'),
    '/round': to('/round'),
    '/soft?page=1': html('<title>Soft</title>'),
    '/soft?page=2': html('<title>Soft</title>'),
    '/told?id=7': html(`<title>Told</title><link href="${origin}/told?id=7" rel="canonical">`),
    '/other': html(`<link rel=canonical href="/post"><title>Other</title>`),
    '/body': html(`<title>Body</title></head><body><link rel=canonical href="/anything">`),
    '/bare': html('<title>Bare</title><p>what a reader wrote <link rel=canonical href="/elsewhere">'),
    '/named': html('<title>Named</title><blog-comments src="/comments" thread="post-412"></blog-comments>'),
    '/image': (_, response) => {
      response.writeHead(200, { 'Content-Type': 'image/png' }).end('x');
    },
    '/broken': (_, response) => {
      response.writeHead(500, { 'Content-Type': 'text/html' }).end('<title>x</title>');
    },
    '/long': html(`<title>Long</title>${'x'.repeat(200_000)}`),
  };
});
after(() => {
  site.closeAllConnections();
  site.close();
});

const options = (): ServerOptions => ({ threadCheck: 'on', origins: [origin] });
const statusIn = async (client: Client, thread: string, more: Record<string, unknown> = {}): Promise<string> =>
  (await client.comment({ thread, author: { name: 'G' }, text: key(), ...more })).body.status;

describe('A thread that is new', () => {
  it('takes comments at once where its page is there, and its first waits where it is not', () =>
    withServer(options(), async ({ client }) => {
      for (const [thread, status] of [
        ['/post', 'published'],
        ['/slash', 'published'],
        ['/slash/', 'published'],
        ['/told?id=7', 'published'],
        ['/body', 'published'],
        ['/bare', 'published'],
        ['/long', 'published'],
        [`${origin}/post`, 'published'],
        ['/win-a-phone', 'held'],
        ['win a phone', 'held'],
        ['https://evil.example/post', 'held'],
        ['//evil.example/post', 'held'],
        ['/gone', 'held'],
        ['/away', 'held'],
        ['/round', 'held'],
        ['/image', 'held'],
        ['/broken', 'held'],
        ['/other', 'held'],
        ['/anything', 'held'],
        // Any query is answered, and many addresses come down to one page: only the page can say which are its own.
        ['/soft?page=1', 'held'],
        ['/?win=a-phone', 'held'],
        ['/post#2', 'held'],
        ['/./post', 'held'],
        ['/a/../post', 'held'],
        ['/%70ost', 'held'],
        ['///post', 'held'],
        ['\\post', 'held'],
        ['/comments/openapi.json', 'held'],
      ] as const)
        assert.equal(await statusIn(client, thread), status, thread);
      const { body } = await client.get('/counts?thread=/win-a-phone&thread=/post');
      assert.deepEqual(body.counts, { '/win-a-phone': 0, '/post': 1 });
      const feed = await (await fetch(`${client.base}/feed`)).text();
      assert.doesNotMatch(feed, /win-a-phone|win=a|evil/);
    }));

  it('with a key of its own is known where its page names it', () =>
    withServer(options(), async ({ client }) => {
      assert.equal(await statusIn(client, 'post-413', { threadUrl: `${origin}/named` }), 'held');
      assert.equal(await statusIn(client, 'post-412', { threadUrl: `${origin}/named` }), 'published');
      assert.equal(await statusIn(client, 'post-414', { threadUrl: 'http://127.0.0.1:1/named' }), 'held');
    }));

  it('is asked for once in a while, by a server that asks no more than a few pages at once', () =>
    withServer(options(), async ({ client }) => {
      asked.length = 0;
      await Promise.all(Array.from({ length: 10 }, () => statusIn(client, '/nowhere')));
      assert.deepEqual(asked, ['/nowhere']);
      let open = 0;
      let most = 0;
      const waiting: (() => void)[] = [];
      for (let n = 0; n < 12; n++) {
        pages[`/busy/${n}`] = (_, response) => {
          most = Math.max(most, ++open);
          waiting.push(() => {
            open--;
            response.writeHead(200, { 'Content-Type': 'text/html' }).end('<title>Busy</title>');
          });
        };
      }
      const statuses = Promise.all(Array.from({ length: 12 }, (_, n) => statusIn(client, `/busy/${n}`)));
      let answered = 0;
      await until(() => {
        while (waiting.length) {
          waiting.shift()!();
          answered++;
        }
        return answered === 12 ? true : undefined;
      });
      assert.ok(most <= 4, String(most));
      assert.deepEqual(new Set(await statuses), new Set(['published']));
    }));

  it('opens when a moderator publishes one comment in it; where nothing can be checked that is the only way', () =>
    withServer({ threadCheck: 'on' }, async (running) => {
      const { client } = running;
      const first = await client.comment({ thread: '/post', author: { name: 'G' } });
      assert.equal(first.body.status, 'held');
      assert.equal(await statusIn(client, '/post'), 'held');
      const moderator = await makeModerator(running);
      assert.equal((await moderator.get('/moderation/threads')).body.threads[0].verified, false);
      await moderator.ask('POST', '/moderation/decisions', { ids: [first.body.id], action: 'approve' });
      assert.equal(await statusIn(client, '/post'), 'published');
      assert.equal((await moderator.get('/moderation/threads')).body.threads[0].verified, true);
      assert.equal(await statusIn(client, '/elsewhere'), 'held');
    }));

  it('is known where the owner lists its page: in a sitemap, an index of them, RSS, Atom or JSON Feed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lists-'));
    const xml = (body: string) => (_: IncomingMessage, response: ServerResponse) => {
      response.writeHead(200, { 'Content-Type': 'application/xml' }).end(`<?xml version="1.0"?>${body}`);
    };
    const ns = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"';
    pages['/index.xml'] = xml(
      `<sitemapindex ${ns}><sitemap><loc>${origin}/map.xml</loc></sitemap><sitemap><loc>http://127.0.0.1:1/inside.xml</loc></sitemap><sitemap><loc>${join(folder, 'secret.xml')}</loc></sitemap><sitemap><loc>${origin}/index.xml</loc></sitemap></sitemapindex>`,
    );
    pages['/map.xml'] = xml(`<urlset ${ns}><url><loc>${origin}/mapped/?a=1&amp;b=2</loc></url></urlset>`);
    writeFileSync(join(folder, 'secret.xml'), `<urlset ${ns}><url><loc>${origin}/secret</loc></url></urlset>`);
    writeFileSync(
      join(folder, 'rss.xml'),
      '<rss><channel><link>https://blog.example/</link><item><link>https://blog.example/rss/</link></item></channel></rss>',
    );
    writeFileSync(
      join(folder, 'atom.xml'),
      '<feed xmlns="http://www.w3.org/2005/Atom"><entry><link rel="alternate" href="https://blog.example/atom"/><link rel="enclosure" href="https://blog.example/film"/></entry></feed>',
    );
    writeFileSync(join(folder, 'feed.json'), '{"items": [{"url": "https://blog.example/json"}, {"url": 5}, null]}');
    writeFileSync(join(folder, 'bad.xml'), '<urlset><url>');
    const warnings: string[] = [];
    try {
      await withServer(
        {
          threadCheck: 'on',
          threadsFrom: [`${origin}/index.xml`, ...['rss.xml', 'atom.xml', 'feed.json', 'bad.xml'].map((name) => join(folder, name))],
          log: ({ warning }) => {
            if (warning) warnings.push(String(warning));
          },
        },
        async ({ client }) => {
          for (const thread of ['/mapped?a=1&b=2', '/mapped/?a=1&b=2', '/rss', '/rss/', '/atom', '/json'])
            assert.equal(await statusIn(client, thread), 'published', thread);
          for (const thread of ['/mapped', '/film', '/secret', '/rss?x=1', '/./rss', '/']) assert.equal(await statusIn(client, thread), 'held', thread);
        },
      );
      const said = warnings.filter((warning) => warning.startsWith('THREADS_FROM')).join('\n');
      assert.match(said, /inside\.xml cannot be read \(It leads into a private network\.\)/);
      assert.match(said, /bad\.xml cannot be read/);
      assert.match(said, /secret\.xml cannot be read \(it is no URL\)/);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('that was there before the update, or was imported, is known', async () => {
    const running = await start({ threadCheck: 'off' });
    try {
      await running.client.comment({ thread: '/old', author: { name: 'G' } });
      await running.restart({ threadCheck: 'on' });
      assert.deepEqual([await statusIn(running.client, '/old'), await statusIn(running.client, '/new')], ['published', 'held']);
    } finally {
      await running.close();
    }
  });
});

describe('Where a thread is and what it is called', () => {
  const threadIn = async (place: string, thread: string) => {
    const { database, close } = await openDatabase(place, { lock: false });
    const row = await database.selectFrom('threads').select(['url', 'title', 'checked']).where('key', '=', thread).executeTakeFirstOrThrow();
    await close();
    return row;
  };

  it('its page says, whatever the first commenter said', () =>
    withServer(options(), async ({ client, database }) => {
      await client.comment({ thread: '/post', author: { name: 'G' }, threadUrl: `${origin}/win`, threadTitle: 'WIN A PHONE' });
      const { url, title } = await threadIn(database, '/post');
      assert.deepEqual([url, title], [`${origin}/post`, 'A post']);
    }));

  it('its page corrects what a first commenter claimed before, behind the next comment', async () => {
    const running = await start({ origins: [origin] });
    try {
      await running.client.comment({ thread: '/post', author: { name: 'G' }, threadUrl: `${origin}/win`, threadTitle: 'WIN A PHONE' });
      assert.equal((await threadIn(running.database, '/post')).title, 'WIN A PHONE');
      await running.restart({ threadCheck: 'on' });
      assert.equal(await statusIn(running.client, '/post', { threadUrl: `${origin}/later`, threadTitle: 'Later' }), 'published');
      await until(async () => ((await threadIn(running.database, '/post')).title === 'A post' ? true : undefined));
      assert.equal((await threadIn(running.database, '/post')).url, `${origin}/post`);
    } finally {
      await running.close();
    }
  });

  it('a moderator corrects for good, on the site’s own origins only', () =>
    withServer(options(), async (running) => {
      const moderator = await makeModerator(running);
      await running.client.comment({ thread: '/post', author: { name: 'G' } });
      const refused = await moderator.ask('PUT', '/moderation/threads', { thread: '/post', url: 'https://evil.example/' });
      assert.deepEqual([refused.status, refused.body.fields], [422, { url: 'malformed' }]);
      assert.match(refused.body.detail, new RegExp(origin));
      assert.equal((await moderator.ask('PUT', '/moderation/threads', { thread: '/nobody', title: 'X' })).status, 404);
      assert.equal((await moderator.ask('PUT', '/moderation/threads', { thread: '/post', url: `${origin}/moved`, title: 'Moved' })).status, 204);
      await running.client.comment({ thread: '/post', author: { name: 'H' }, threadUrl: `${origin}/post`, threadTitle: 'Again' });
      const { url, title } = await threadIn(running.database, '/post');
      assert.deepEqual([url, title], [`${origin}/moved`, 'Moved']);
      const form = new URLSearchParams({ show: 'threads', do: 'correct', thread: '/post', title: 'By form', url: '' });
      const { status } = await fetch(`${running.client.base}/moderation`, {
        method: 'POST',
        body: form,
        redirect: 'manual',
        headers: { Cookie: moderator.cookie, Origin: moderator.origin },
      });
      assert.deepEqual([status, (await threadIn(running.database, '/post')).title], [303, 'By form']);
    }));
});

describe('The Host of a request', () => {
  const feedOf = async (client: Client, host: string): Promise<string> => {
    const { port } = new URL(client.base);
    const { request } = await import('node:http');
    return new Promise((resolve, reject) => {
      request({ host: '127.0.0.1', port, path: '/comments/feed', headers: { Host: host, 'X-Forwarded-Host': host } }, (response) => {
        let text = '';
        response.on('data', (data) => {
          text += data;
        });
        response.on('end', () => resolve(text));
      })
        .on('error', reject)
        .end();
    });
  };

  it('decides nothing: without a public origin a feed has names for ids and relative links, with one its addresses', async () => {
    const running = await start({ threadCheck: 'off' });
    try {
      await running.client.comment({ thread: '/a', author: { name: 'G' }, threadUrl: `http://evil.example/a` });
      const text = await feedOf(running.client, 'evil.example');
      assert.doesNotMatch(text, /evil|https?:(?!\/\/www\.w3\.org)/);
      assert.match(text, /<link rel="self" type="application\/atom\+xml" href="feed"\/>/);
      const ids = [...text.matchAll(/<id>([^<]*)<\/id>/g)].map(([, id]) => id!);
      for (const id of ids) assert.match(id, /^urn:uuid:[\da-f]{8}-[\da-f]{4}-5[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
      assert.equal(new Set(ids).size, 2);
      await running.restart();
      assert.deepEqual(
        [...(await feedOf(running.client, 'other.example')).matchAll(/<id>([^<]*)<\/id>/g)].map(([, id]) => id),
        ids,
      );
      await running.restart({ publicOrigin: 'https://talk.example' });
      const told = await feedOf(running.client, 'evil.example');
      assert.ok(told.includes('href="https://talk.example/comments/feed"') && !told.includes('evil'), told);
    } finally {
      await running.close();
    }
  });

  it('without a public origin the server starts, sends no mail and says which lines to set, once', async () => {
    const warnings: string[] = [];
    await withServer(
      {
        smtpUrl: 'smtp://127.0.0.1:9',
        mailFrom: 'a@blog.example',
        threadCheck: 'on',
        log: ({ warning, error }) => {
          if (warning ?? error) warnings.push(String(warning ?? error));
        },
      },
      async ({ client }) => {
        assert.equal((await client.page('thread=/a')).body.site.passwordReset, false);
        assert.equal((await client.ask('POST', '/accounts/password', { email: 'a@example.org' })).status, 404);
        await client.reader();
      },
    );
    assert.equal(warnings.length, 2, warnings.join('\n'));
    assert.match(warnings[0]!, /PUBLIC_ORIGIN=https:\/\/your\.site/);
    assert.match(warnings[1]!, /THREAD_CHECK=off/);
  });

  it('says nothing of who moderates: the browser does, and the cookie is Secure on https', () =>
    withServer({}, async (running) => {
      const { credentials, cookie, origin: own } = await makeModerator(running);
      const logIn = (headers: Record<string, string>) => running.client.ask('POST', '/moderation/session', credentials, headers);
      assert.doesNotMatch((await logIn({ Origin: own })).headers.get('set-cookie')!, /Secure/);
      // Behind a proxy that ends TLS and passes another Host on.
      assert.match((await logIn({ Origin: 'https://blog.example', 'Sec-Fetch-Site': 'same-origin' })).headers.get('set-cookie')!, /; Secure/);
      for (const headers of [
        { Origin: own, 'Sec-Fetch-Site': 'cross-site' },
        { Origin: own, 'Sec-Fetch-Site': 'same-site' },
        { Origin: 'https://evil.example' },
        {},
      ] as Record<string, string>[]) {
        assert.equal(
          (await running.client.ask('POST', '/moderation/rules', { kind: 'word', pattern: 'x y', verdict: 'hold' }, { Cookie: cookie, ...headers })).status,
          403,
          JSON.stringify(headers),
        );
      }
      await running.restart({ publicOrigin: 'https://blog.example' });
      assert.match(
        (await running.client.ask('POST', '/moderation/session', credentials, { Origin: 'https://blog.example' })).headers.get('set-cookie')!,
        /; Secure/,
      );
    }));
});
