import assert from 'node:assert/strict';
import { after, before, describe, it, mock } from 'node:test';
import { AddressHashes } from '../src/http/address-hashes.js';
import { openDatabase } from '../src/database/open.js';
import { deleteExpired } from '../src/database/cleanup.js';
import { everythingIn, makeModerator, start, withServer, type Answer, type Running } from './support.js';

describe('Accounts', () => {
  let running: Running;
  before(async () => {
    running = await start();
  });
  after(() => running.close());

  const account = { name: 'Nienke', email: 'Nienke@Example.org ', password: 'correct horse' };

  it('are made, logged into and out of', async () => {
    const { client } = running;
    const made = await client.ask('POST', '/accounts', account);
    assert.equal(made.status, 201);
    assert.equal(made.headers.get('cache-control'), 'no-store');
    assert.deepEqual([made.body.account.name, made.body.account.email], ['Nienke', 'nienke@example.org']);

    const again = await client.ask('POST', '/sessions', { email: 'NIENKE@example.org', password: account.password });
    assert.equal(again.status, 201);
    const bearer = { Authorization: `Bearer ${again.body.token}` };
    assert.equal((await client.ask('GET', '/accounts/me', undefined, bearer)).body.name, 'Nienke');
    assert.equal((await client.ask('DELETE', '/sessions/current', undefined, bearer)).status, 204);
    assert.equal((await client.ask('GET', '/accounts/me', undefined, bearer)).status, 401);
    // Logged out there, still logged in here; then everywhere.
    const here = { Authorization: `Bearer ${made.body.token}` };
    assert.equal((await client.ask('GET', '/accounts/me', undefined, here)).status, 200);
    assert.equal((await client.ask('DELETE', '/sessions', undefined, here)).status, 204);
    assert.equal((await client.ask('GET', '/accounts/me', undefined, here)).status, 401);
  });

  it('refuse the wrong password and the unknown address with the same words', async () => {
    const wrong = await running.client.ask('POST', '/sessions', { email: account.email, password: 'wrong' });
    const unknown = await running.client.ask('POST', '/sessions', { email: 'nobody@example.org', password: 'wrong' });
    assert.deepEqual([wrong.status, wrong.body], [unknown.status, unknown.body]);
    assert.equal(wrong.status, 401);
  });

  it('say by field what is missing, too short, malformed or taken', async () => {
    const ask = async (fields: object) => (await running.client.ask('POST', '/accounts', { ...account, ...fields })).body;
    assert.deepEqual((await ask({ name: '' })).fields, { name: 'missing' });
    assert.deepEqual((await ask({ email: 'x', password: 'short' })).fields, { email: 'malformed', password: 'too-short' });
    const taken = await ask({});
    assert.deepEqual([taken.code, taken.fields], ['conflict', { email: 'taken' }]);
  });

  it('keep neither a password nor a token that could be used', async () => {
    const { body } = await running.client.ask('POST', '/accounts', { ...account, email: 'secret@example.org', password: 'a password nobody else has' });
    const bytes = await everythingIn(running.database);
    assert.ok(bytes.includes('secret@example.org'));
    assert.ok(!bytes.includes('a password nobody else has'));
    assert.ok(!bytes.includes(body.token));
    assert.match(bytes, /\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  it('never turn a reader whose session has ended into a guest', async () => {
    const { status, body } = await running.client.ask(
      'POST',
      '',
      { thread: '/a', text: 'x', key: 'a'.repeat(32), author: { name: 'G' } },
      { Authorization: 'Bearer aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' },
    );
    assert.deepEqual([status, body.code], [401, 'unauthorized']);
  });

  it('can be given up: comments stay without the name', async () => {
    const ada = await running.client.reader('Ada');
    await ada.comment({ thread: '/left', text: 'My words' });
    assert.equal((await ada.ask('DELETE', '/accounts/me')).status, 204);
    assert.equal((await ada.get('/accounts/me')).status, 401);
    const [comment] = (await running.client.page('thread=/left')).body.comments;
    assert.deepEqual([comment.author.name, comment.text], ['—', 'My words']);
  });
});

describe('Limits', () => {
  it('slow down whoever tries passwords for one account, and say for how long; others are let in', () =>
    withServer({ rateLimits: 'on' }, async ({ client }) => {
      const ada = await client.ask('POST', '/accounts', { name: 'Ada', email: 'ada@example.org', password: 'long enough' });
      assert.equal(ada.status, 201);
      const tries = [];
      for (let n = 0; n < 11; n++) tries.push(await client.ask('POST', '/sessions', { email: 'eve@example.org', password: `${n}` }));
      assert.deepEqual([tries[9]!.status, tries[10]!.status], [401, 429]);
      assert.equal(tries[10]!.body.code, 'too-many');
      assert.ok(Number(tries[10]!.headers.get('retry-after')) > 0);
      assert.equal((await client.ask('POST', '/sessions', { email: 'ada@example.org', password: 'long enough' })).status, 201);
    }));

  it('slow down whoever tries one password on many accounts', () =>
    withServer({ rateLimits: 'on', accounts: 'on' }, async ({ client }) => {
      const statuses: number[] = [];
      for (let n = 0; n < 101; n++) statuses.push((await client.ask('POST', '/sessions', { email: `n${n}@example.org`, password: 'password' })).status);
      assert.deepEqual([statuses[99], statuses[100]], [401, 429]);
    }));

  it('keep addresses as marks that nobody can read back, under a key that changes each week and is gone after four', () =>
    withServer({}, async (running) => {
      const { id } = (await running.client.comment({ thread: '/marks', author: { name: 'G' }, secret: 'a'.repeat(32) })).body;
      const open = await openDatabase(running.database, { lock: false });
      const { database } = open;
      const addressOf = async () => (await database.selectFrom('comments').select('address').where('id', '=', id).executeTakeFirstOrThrow()).address;
      const first = (await addressOf())!;
      assert.match(first, /^[\w-]{22}$/);
      assert.equal(first, await new AddressHashes(database).hash('127.0.0.1'));
      assert.ok(!(await everythingIn(running.database)).includes('127.0.0.1'));
      mock.timers.enable({ apis: ['Date'], now: Date.now() });
      try {
        mock.timers.tick(7 * 24 * 3600_000);
        const addresses = new AddressHashes(database);
        assert.notEqual(await addresses.hash('127.0.0.1'), first);
        assert.ok((await addresses.hashes('127.0.0.1')).includes(first));
        mock.timers.tick(4 * 7 * 24 * 3600_000);
        assert.ok(!(await addresses.hashes('127.0.0.1')).includes(first));
        await deleteExpired(database, { mayDelete: async () => true });
        assert.equal(await addressOf(), null);
        // The oldest key is gone from the disk too.
        assert.ok(
          (await database.selectFrom('addressKeys').select('period').execute()).every(
            ({ period }) => Number(period) > Math.floor(Date.now() / (7 * 24 * 3600_000)) - 4,
          ),
        );
      } finally {
        mock.timers.reset();
        await open.close();
      }
    }));

  it('count by address: a forwarded one only from a proxy that is trusted', async () => {
    const { addressGroup } = await import('../src/http/network.js');
    assert.equal(addressGroup('203.0.113.7'), '203.0.113.7');
    assert.equal(addressGroup('::ffff:203.0.113.7'), '203.0.113.7');
    assert.equal(addressGroup('2001:db8:1:2:3:4:5:6'), '2001:db8:1:2::/64');
    assert.equal(addressGroup('2001:0db8:1::9'), addressGroup('2001:db8:1:0:5::'));
    const tooMany = async (trustedProxies: string[]) => {
      let refused = false;
      await withServer({ rateLimits: 'on', trustedProxies }, async ({ client }) => {
        for (let n = 0; n < 11; n++) {
          const { status } = await client.ask('POST', '/accounts', { name: '', email: '', password: '' }, { 'X-Forwarded-For': `198.51.100.${n}` });
          assert.equal(status, 422);
        }
        for (let n = 0; n < 11; n++) {
          const { status } = await client.ask('POST', '/sessions', { email: 'a@example.org', password: 'x' }, { 'X-Forwarded-For': `198.51.100.${n}` });
          refused ||= status === 429;
        }
      });
      return refused;
    };
    assert.equal(await tooMany([]), true);
    assert.equal(await tooMany(['127.0.0.1']), false);
    // As a socket that speaks both kinds of address says it.
    assert.equal(await tooMany(['::ffff:127.0.0.1']), false);
  });
});

describe('Other origins', () => {
  it('may ask only when they are named, without cookies', () =>
    withServer({ origins: ['https://blog.example'] }, async ({ client }) => {
      const named = await client.ask('OPTIONS', '', undefined, { Origin: 'https://blog.example', 'Access-Control-Request-Method': 'POST' });
      assert.equal(named.headers.get('access-control-allow-origin'), 'https://blog.example');
      assert.equal(named.headers.get('access-control-allow-credentials'), null);
      const read = await client.ask('GET', '?thread=/a', undefined, { Origin: 'https://blog.example' });
      assert.match(read.headers.get('access-control-expose-headers') ?? '', /Retry-After/);
      const other = await client.ask('GET', '?thread=/a', undefined, { Origin: 'https://evil.example' });
      assert.equal(other.headers.get('access-control-allow-origin'), null);
      assert.match(read.headers.get('vary') ?? '', /Origin/);
    }));

  it('read how long to wait from a refusal, too', () =>
    withServer({ origins: ['https://blog.example'], rateLimits: 'on' }, async ({ client }) => {
      let refused;
      for (let n = 0; n < 11; n++)
        refused = await client.ask('POST', '/sessions', { email: 'a@example.org', password: 'x' }, { Origin: 'https://blog.example' });
      const { status, headers } = refused!;
      assert.deepEqual([status, headers.get('access-control-allow-origin'), Number(headers.get('retry-after')) > 0], [429, 'https://blog.example', true]);
      assert.match(headers.get('access-control-expose-headers') ?? '', /Retry-After/);
    }));
});

describe('Public reads', () => {
  it('are the same for everybody, may be kept for a moment, and are not sent twice', () =>
    withServer({}, async ({ client }) => {
      const ada = await client.reader();
      await ada.comment({ thread: '/cached' });
      const asReader = await ada.page('thread=/cached');
      const asNobody = await client.page('thread=/cached');
      assert.deepEqual(asReader.body, asNobody.body);
      assert.match(asNobody.headers.get('cache-control')!, /public, max-age=\d+, stale-while-revalidate=\d+/);
      const again = await client.ask('GET', '?thread=/cached', undefined, { 'If-None-Match': asNobody.headers.get('etag')! });
      assert.equal(again.status, 304);
    }));

  it('show every change at once, however often the page was asked for before', () =>
    withServer({ votes: 'on' }, async (running) => {
      const { client } = running;
      const [ada, bob, moderator] = [await client.reader('Ada'), await client.reader('Bob'), await makeModerator(running)];
      const decide = (action: string, id: string) => moderator.ask('POST', '/moderation/decisions', { ids: [id], action });
      const tags = new Set<string>();
      const change = async (what: string, asked: Promise<Answer>, shows: (page: any) => boolean): Promise<Answer> => {
        const answer = await asked;
        assert.ok(answer.status < 300, `${what}: ${answer.status}`);
        for (const query of ['thread=/kept', 'thread=/kept&order=newest']) {
          const { body, headers } = await client.page(query);
          assert.ok(shows(body), `${what}: ${JSON.stringify(body.comments)}`);
          if (query !== 'thread=/kept') continue;
          const tag = headers.get('etag')!;
          assert.ok(!tags.has(tag), `${what}: an ETag from before`);
          tags.add(tag);
        }
        return answer;
      };
      const of = (page: any, id: string) => page.comments.find((comment: any) => comment.id === id);
      const { id } = (await change('a comment', ada.comment({ thread: '/kept' }), ({ count }) => count === 1)).body;
      await change('a reply', bob.comment({ thread: '/kept', parent: id }), (page) => page.count === 2 && of(page, id).replyCount === 1);
      await change('an edit', ada.ask('PATCH', `/${id}`, { text: 'Another text' }), (page) => of(page, id).text === 'Another text');
      await change('a vote', bob.ask('PUT', `/${id}/vote`), (page) => of(page, id).votes === 1);
      await change('a name', ada.ask('PATCH', '/accounts/me', { name: 'Countess' }), (page) => of(page, id).author.name === 'Countess');
      await change('the end of a voter', bob.ask('DELETE', '/accounts/me'), (page) => of(page, id).votes === undefined && page.comments[1].author.name === '—');
      await change('holding', decide('hold', id), (page) => of(page, id).status === 'deleted' && page.count === 1);
      await change('approval', decide('approve', id), (page) => of(page, id).status === 'published' && page.count === 2);
      await change('closing', moderator.ask('PUT', '/moderation/threads', { thread: '/kept', closed: true }), ({ closed }) => closed === true);
      await change('opening', moderator.ask('PUT', '/moderation/threads', { thread: '/kept', closed: false }), ({ closed }) => closed === undefined);
      await change('a deletion', ada.ask('DELETE', `/${id}`), (page) => of(page, id).status === 'deleted');
    }));
});
