import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { key, start, withServer, type Running, until } from './support.js';

const guest = (name = 'Guest') => ({ author: { name }, secret: key() });

describe('Comments', () => {
  let running: Running;
  before(async () => {
    running = await start();
  });
  after(() => running.close());

  it('appear in their thread, with counts and without an e-mail address', async () => {
    const ada = await running.client.reader('Ada');
    const sent = await ada.comment({ thread: '/first', text: 'Good *day*', threadUrl: 'https://example.org/first', threadTitle: 'First' });
    assert.equal(sent.status, 201);
    assert.equal(sent.body.own, true);
    const { body } = await running.client.page('thread=/first');
    assert.equal(body.count, 1);
    assert.deepEqual(Object.keys(body.comments[0]).sort(), ['author', 'dateCreated', 'id', 'replyCount', 'status', 'text']);
    assert.deepEqual(body.comments[0].author, { name: 'Ada', role: 'member' });
    assert.equal(body.comments[0].text, 'Good *day*');
    assert.equal(body.site.maxLength, 10_000);
    assert.equal((await running.client.get('/counts?thread=/first&thread=/none')).body.counts['/first'], 1);
    assert.equal((await running.client.get('/counts?thread=/none')).body.counts['/none'], 0);
  });

  it('come in pages by cursor, both ways and in both orders, each once', async () => {
    for (let n = 1; n <= 7; n++) await running.client.comment({ thread: '/pages', text: `Comment ${n}`, ...guest() });
    for (const order of ['oldest', 'newest']) {
      const seen: string[] = [];
      let cursor = '';
      let last;
      do {
        last = (await running.client.page(`thread=/pages&order=${order}&limit=3${cursor}`)).body;
        seen.push(...last.comments.map(({ text }: { text: string }) => text));
        cursor = `&after=${last.after}`;
      } while (last.after);
      const expected = [1, 2, 3, 4, 5, 6, 7].map((n) => `Comment ${n}`);
      assert.deepEqual(seen, order === 'oldest' ? expected : expected.reverse());
      const back = (await running.client.page(`thread=/pages&order=${order}&limit=3&before=${last.before}`)).body;
      assert.deepEqual(
        back.comments.map(({ text }: { text: string }) => text),
        seen.slice(3, 6),
      );
      assert.ok(back.before && back.after);
    }
  });

  it('carry their replies, parents first, and say how many there are', async () => {
    const root = (await running.client.comment({ thread: '/tree', text: 'root', ...guest() })).body.id;
    const reply = (await running.client.comment({ thread: '/tree', parent: root, text: 'reply', ...guest() })).body.id;
    await running.client.comment({ thread: '/tree', text: 'second root', ...guest() });
    await running.client.comment({ thread: '/tree', parent: reply, text: 'reply to the reply', ...guest() });
    for (let n = 0; n < 25; n++) await running.client.comment({ thread: '/tree', parent: root, text: `answer ${n}`, ...guest() });
    const { comments, count } = (await running.client.page('thread=/tree')).body;
    assert.equal(count, 29);
    assert.deepEqual(
      comments.slice(0, 3).map(({ text, parent }: any) => [text, parent]),
      [
        ['root', undefined],
        ['reply', root],
        ['reply to the reply', reply],
      ],
    );
    assert.equal(comments[0].replyCount, 26);
    assert.equal(comments.filter(({ parent }: any) => parent === root).length, 20);
    const more = (await running.client.page(`thread=/tree&parent=${root}&limit=100`)).body;
    assert.equal(more.comments.filter(({ parent }: any) => parent === root).length, 26);
  });

  it('are found in the middle of a long thread, with all that they answer', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 12; n++) ids.push((await running.client.comment({ thread: '/long', text: `n${n}`, ...guest() })).body.id);
    let parent = ids[7];
    for (let n = 0; n < 4; n++) parent = (await running.client.comment({ thread: '/long', parent, text: `deep ${n}`, ...guest() })).body.id;
    const { comments, before, after } = (await running.client.page(`thread=/long&around=${parent}&limit=3`)).body;
    assert.deepEqual(
      comments.map(({ text }: any) => text),
      ['n7', 'deep 0', 'deep 1', 'deep 2', 'deep 3', 'n8', 'n9'],
    );
    assert.deepEqual(
      (await running.client.page(`thread=/long&before=${before}&limit=3`)).body.comments.map(({ text }: any) => text),
      ['n4', 'n5', 'n6'],
    );
    assert.deepEqual(
      (await running.client.page(`thread=/long&after=${after}&limit=3`)).body.comments.map(({ text }: any) => text),
      ['n10', 'n11'],
    );
    assert.equal((await running.client.page('thread=/long&around=nothing')).status, 404);
    assert.equal((await running.client.page(`thread=/first&around=${parent}`)).status, 404);
  });

  it('are one however often they are sent with one key; another body, author or secret learns nothing', async () => {
    const ada = await running.client.reader();
    const once = { thread: '/once', text: 'Only once', key: key() };
    const answers = await Promise.all(Array.from({ length: 8 }, () => ada.comment(once)));
    assert.equal(answers.filter(({ status }) => status === 201).length, 1);
    assert.equal(new Set(answers.map(({ body }) => body.id)).size, 1);
    assert.equal((await running.client.page('thread=/once')).body.count, 1);
    for (const other of [
      ada.comment({ ...once, text: 'Other' }),
      (await running.client.reader()).comment(once),
      running.client.comment({ ...once, ...guest() }),
    ]) {
      const { status, body } = await other;
      assert.equal(status, 409);
      assert.equal(body.code, 'conflict');
      assert.doesNotMatch(JSON.stringify(body), /Only once|Ada/);
    }
    const mine = { thread: '/once', text: 'A guest', key: key(), ...guest() };
    assert.equal((await running.client.comment(mine)).status, 201);
    assert.equal((await running.client.comment(mine)).status, 200);
    assert.equal((await running.client.comment({ ...mine, secret: key() })).status, 409);
  });

  it('answer a key that was used with what became of the comment, changed or deleted, and others with nothing', async () => {
    const ada = await running.client.reader();
    const sent = { thread: '/became', text: 'At first', key: key() };
    const { id } = (await ada.comment(sent)).body;
    await ada.ask('PATCH', `/${id}`, { text: 'Changed' });
    const changed = await ada.comment(sent);
    assert.deepEqual([changed.status, changed.body.id, changed.body.text], [200, id, 'Changed']);
    assert.equal((await ada.comment({ ...sent, text: 'Changed' })).status, 409);
    assert.equal((await ada.ask('DELETE', `/${id}`)).status, 204);
    const gone = await ada.comment(sent);
    assert.deepEqual([gone.status, gone.body.id, gone.body.status, gone.body.text], [200, id, 'deleted', '']);
    for (const other of [await (await running.client.reader('Eve')).comment(sent), await running.client.comment({ ...sent, ...guest() })]) {
      assert.deepEqual([other.status, JSON.stringify(other.body).includes(id)], [409, false]);
    }
    assert.equal((await running.client.page('thread=/became')).body.count, 0);
  });

  it('cannot be changed when the time for it has passed, with the right secret either', () =>
    withServer({ editWindow: 0 }, async ({ client }) => {
      const secret = key();
      const { id } = (await client.comment({ thread: '/late', author: { name: 'G' }, secret })).body;
      const late = await until(async () => {
        const answer = await client.ask('PATCH', `/${id}`, { text: 'Later', secret });
        return answer.status === 403 ? answer : undefined;
      });
      assert.equal(late.body.code, 'too-late');
      assert.equal((await client.ask('DELETE', `/${id}`, undefined, { 'Edit-Secret': secret })).body.code, 'too-late');
      assert.equal((await client.ask('DELETE', `/${id}`, undefined, { 'Edit-Secret': key() })).status, 403);
    }));

  it('are refused when the same text comes again with another key', async () => {
    const ada = await running.client.reader();
    await ada.comment({ thread: '/twice', text: 'Again' });
    const { status, body } = await ada.comment({ thread: '/twice', text: 'Again' });
    assert.deepEqual([status, body.code], [409, 'duplicate']);
  });

  it('can be changed and taken back by whoever wrote them, and nobody else', async () => {
    const ada = await running.client.reader();
    const eve = await running.client.reader('Eve');
    const mine = (await ada.comment({ thread: '/own', text: 'Frist' })).body.id;
    assert.equal((await eve.ask('PATCH', `/${mine}`, { text: 'Hacked' })).status, 403);
    assert.equal((await running.client.ask('DELETE', `/${mine}`)).status, 401);
    const changed = await ada.ask('PATCH', `/${mine}`, { text: 'First' });
    assert.deepEqual([changed.status, changed.body.text], [200, 'First']);
    assert.ok(changed.body.dateModified);

    const secret = key();
    const theirs = (await running.client.comment({ thread: '/own', text: 'By a guest', author: { name: 'G' }, secret })).body.id;
    assert.equal((await running.client.ask('PATCH', `/${theirs}`, { text: 'x', secret: key() })).status, 403);
    assert.equal((await running.client.ask('PATCH', `/${theirs}`, { text: 'Changed', secret })).status, 200);
    assert.equal((await running.client.ask('DELETE', `/${theirs}`, undefined, { 'Edit-Secret': secret })).status, 204);
    assert.equal((await ada.ask('DELETE', `/${mine}`)).status, 204);
    assert.equal((await running.client.page('thread=/own')).body.count, 0);
    assert.equal((await running.client.get(`/${mine}`)).status, 404);
  });

  it('leave a place without words where others have answered, until the last answer goes', async () => {
    const ada = await running.client.reader();
    const a = (await ada.comment({ thread: '/gone', text: 'a' })).body.id;
    const b = (await ada.comment({ thread: '/gone', text: 'b', parent: a })).body.id;
    const c = (await ada.comment({ thread: '/gone', text: 'c', parent: b })).body.id;
    await ada.ask('DELETE', `/${b}`);
    await ada.ask('DELETE', `/${a}`);
    let page = (await running.client.page('thread=/gone')).body;
    assert.equal(page.count, 1);
    assert.deepEqual(
      page.comments.map(({ status, text, author }: any) => [status, text, author.name]),
      [
        ['deleted', '', ''],
        ['deleted', '', ''],
        ['published', 'c', 'Ada'],
      ],
    );
    await ada.ask('DELETE', `/${c}`);
    page = (await running.client.page('thread=/gone')).body;
    assert.deepEqual([page.count, page.comments.length], [0, 0]);
  });

  it('answer nothing that is gone or in another thread', async () => {
    const a = (await running.client.comment({ thread: '/x', ...guest() })).body.id;
    assert.equal((await running.client.comment({ thread: '/y', parent: a, ...guest() })).status, 404);
    assert.equal((await running.client.comment({ thread: '/x', parent: 'none', ...guest() })).status, 404);
  });

  it('survive a restart', async () => {
    const ada = await running.client.reader();
    await ada.comment({ thread: '/restart', text: 'Still here' });
    await running.restart();
    const back = await running.client.ask('GET', '/accounts/me', undefined, { Authorization: `Bearer ${ada.token}` });
    assert.equal(back.body.name, 'Ada');
    assert.equal((await running.client.page('thread=/restart')).body.comments[0].text, 'Still here');
  });
});

describe('What a comment must be', () => {
  let running: Running;
  before(async () => {
    running = await start({ maxLength: 50, guestEmail: 'required' });
  });
  after(() => running.close());
  const author = { name: 'G', email: 'g@example.org' };

  for (const [what, fields, expected] of [
    ['no text', { text: ' \n ' }, { text: 'missing' }],
    ['control characters only', { text: '\u0000\u0007' }, { text: 'missing' }],
    ['too long a text', { text: '𝕏'.repeat(51) }, { text: 'too-long' }],
    ['text that is a number', { text: 5 }, { text: 'missing' }],
    ['no thread', { thread: '' }, { thread: 'missing' }],
    ['a key that is none', { key: 'abc' }, { key: 'malformed' }],
    ['a guest without a name', { author: { ...author, name: '\u200b ' } }, { name: 'missing' }],
    ['a guest without an address', { author: { name: 'G' } }, { email: 'missing' }],
    ['an address that is none', { author: { ...author, email: 'g at example' } }, { email: 'malformed' }],
    ['a script for a page', { author: { ...author, url: 'javascript:alert(1)' } }, { url: 'malformed' }],
    ['no author at all', { author: undefined }, { name: 'missing' }],
  ] as const) {
    it(`refuses ${what}, by field`, async () => {
      const { status, body } = await running.client.comment({ author, secret: key(), ...fields });
      assert.equal(status, 422);
      assert.deepEqual(body.fields, expected);
    });
  }

  it('takes fifty characters, counted as a reader counts', async () => {
    assert.equal((await running.client.comment({ author, text: '𝕏'.repeat(50) })).status, 201);
  });

  it('keeps hostile text as text, and takes the tricks out of names', async () => {
    const text = '<img src=x onerror=alert(1)>\u0000\u202e';
    const { body } = await running.client.comment({ thread: '/hostile', text, author: { ...author, name: ' \u202eAda\u200b\n<b> ' } });
    assert.equal(body.text, '<img src=x onerror=alert(1)>');
    assert.equal(body.author.name, 'Ada <b>');
  });

  it('says what is wrong with a body that is not JSON, not an object, or too large', async () => {
    assert.equal((await running.client.ask('POST', '', '{oops')).status, 400);
    assert.equal((await running.client.ask('POST', '', '[]')).status, 422);
    assert.equal((await running.client.ask('POST', '', 'null')).status, 422);
    assert.equal((await running.client.comment({ text: 'x'.repeat(70_000) })).body.code, 'too-large');
    assert.equal((await running.client.ask('POST', '', 'x=1', { 'Content-Type': 'text/plain' })).status >= 400, true);
  });

  it('refuses odd questions politely', async () => {
    for (const query of [
      '',
      'thread=',
      'thread=/a&limit=0',
      'thread=/a&limit=many',
      'thread=/a&order=random',
      'thread=/a&after=!!!',
      `thread=${'x'.repeat(1001)}`,
    ]) {
      const { status, body } = await running.client.page(query);
      assert.ok(status === 400 || status === 422, `${query}: ${status}`);
      assert.equal(body.code, 'invalid');
    }
    assert.equal((await running.client.get('/nothing/here')).status, 404);
  });
});

describe('Held comments', () => {
  it('are seen by their writer alone until a moderator publishes them', () =>
    withServer({ hold: 'first' }, async ({ client, database }) => {
      const ada = await client.reader();
      const eve = await client.reader('Eve');
      const held = await ada.comment({ thread: '/h', text: 'My first' });
      assert.deepEqual([held.status, held.body.status], [201, 'held']);
      assert.deepEqual((await client.page('thread=/h')).body.comments, []);
      assert.equal((await client.get('/counts?thread=/h')).body.counts['/h'], 0);
      assert.equal((await client.get(`/${held.body.id}`)).status, 404);
      assert.equal((await eve.ask('PATCH', `/${held.body.id}`, { text: 'x' })).status, 404);
      assert.equal((await eve.get('/held?thread=/h')).body.comments.length, 0);
      assert.equal((await client.get('/held?thread=/h')).status, 401);
      assert.equal((await ada.get('/held?thread=/h')).body.comments[0].text, 'My first');

      const { openDatabase } = await import('../src/database/open.js');
      const { CommentWriter } = await import('../src/comments/write.js');
      const { resolveSettings } = await import('../src/options.js');
      const beside = await openDatabase(database, { lock: false });
      await new CommentWriter(beside.database, 1, resolveSettings({})).decide(held.body.id, 'approve');
      await beside.close();
      assert.equal((await client.page('thread=/h')).body.count, 1);
      assert.equal((await ada.comment({ thread: '/h', text: 'My second' })).body.status, 'published');
    }));

  it('are those with many links, with a filled trap, or sent faster than anyone types', () =>
    withServer({}, async ({ client }) => {
      const ada = await client.reader();
      assert.equal((await ada.comment({ text: 'https://a.example https://b.example' })).body.status, 'published');
      assert.equal((await ada.comment({ text: 'https://a.example https://b.example [c](https://c.example)' })).body.status, 'held');
      assert.equal((await ada.comment({ text: 'trap', website: 'https://spam.example' })).body.status, 'held');
      assert.equal((await ada.comment({ text: 'quick', startedAt: Date.now() })).body.status, 'held');
      assert.equal((await ada.comment({ text: 'slow', startedAt: Date.now() - 5000 })).body.status, 'published');
    }));

  it('are all of the guests’ where guests are held, and guests are sent to log in where there are none', async () => {
    await withServer({ guests: 'held' }, async ({ client }) => assert.equal((await client.comment({ author: { name: 'G' } })).body.status, 'held'));
    await withServer({ guests: 'off' }, async ({ client }) => assert.equal((await client.comment({ author: { name: 'G' } })).status, 401));
  });
});
