/** Removing all that somebody wrote, taking it back, and what that leaves of counts, versions, replies and events. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openDatabase } from '../src/database/open.js';
import type { Database } from '../src/database/types.js';
import { deleteExpired } from '../src/database/cleanup.js';
import { ChangeFeed } from '../src/database/change-feed.js';
import { Removals, undoLimit } from '../src/moderation/removals.js';
import type { Client } from './support.js';
import { everythingIn, key, makeModerator, start, until, withServer, type Moderator, type Running } from './support.js';

const from = (client: Client, address: string) => ({
  ask: (method: string, path: string, body?: unknown, headers = {}) => client.ask(method, path, body, { 'X-Forwarded-For': address, ...headers }),
});
const behindProxy = { trustedProxies: ['127.0.0.1'] };

async function write(client: Client, fields: Record<string, unknown>, address = '203.0.113.1', token?: string): Promise<string> {
  const { status, body } = await from(client, address).ask(
    'POST',
    '',
    { thread: '/a', text: key(), key: key(), ...(!token && { author: { name: 'Guest' }, secret: key() }), ...fields },
    token ? { Authorization: `Bearer ${token}` } : {},
  );
  assert.equal(status, 201, JSON.stringify(body));
  return body.id;
}

const stateOf = async (moderator: Moderator, id: string): Promise<string | undefined> =>
  (await moderator.get('/moderation/removals')).body.removals.find((each: { id: string }) => each.id === id)?.state;
async function remove(moderator: Moderator, comment: string, by = 'author', more = {}): Promise<string> {
  const { status, body } = await moderator.ask('POST', '/moderation/removals', { comment, by, ...more });
  assert.equal(status, 202, JSON.stringify(body));
  await until(async () => (await stateOf(moderator, body.id)) === 'removed' || undefined);
  return body.id;
}
async function undo(moderator: Moderator, id: string): Promise<void> {
  assert.equal((await moderator.ask('DELETE', `/moderation/removals/${id}`)).status, 202);
  await until(async () => (await stateOf(moderator, id)) === undefined || undefined);
}

/** Everything that is counted, counted again from the rows themselves. */
async function recount(database: Database): Promise<void> {
  const rows = await database
    .selectFrom('comments')
    .select(['seq', 'thread', 'parent', 'status', 'replies', 'version', 'shown'])
    .orderBy('seq', 'desc')
    .execute();
  const replies = new Map<number, number>();
  for (const { seq, parent, status, replies: kept } of rows) {
    const visible = replies.get(seq) ?? 0;
    assert.equal(kept, visible, `replies of ${seq}`);
    if (parent !== null && (status === 'published' || visible > 0)) replies.set(parent, (replies.get(parent) ?? 0) + 1);
  }
  for (const { id, count, version } of await database.selectFrom('threads').select(['id', 'count', 'version']).execute()) {
    const own = rows.filter(({ thread }) => thread === id);
    assert.equal(count, own.filter(({ status }) => status === 'published').length, `count of thread ${id}`);
    const versions = own.map((row) => row.version).filter(Boolean);
    assert.equal(new Set(versions).size, versions.length, `versions of thread ${id} are each one comment's`);
    assert.ok(
      versions.every((each) => each <= version),
      `version of thread ${id}`,
    );
    for (const row of own) if (row.status === 'published') assert.ok(row.shown !== null && row.shown <= row.version, `shown of ${row.seq}`);
  }
}

/** What everybody sees of a thread, whole. */
async function seen(client: Client, thread: string): Promise<unknown[]> {
  const all: unknown[] = [];
  for (let after = ''; ;) {
    const { body } = await client.page(`thread=${thread}&limit=100${after}`);
    all.push(...body.comments.map(({ id, status, text, replyCount, author }: any) => [id, status, text, replyCount, author.name]));
    if (!body.after) return [body.count, ...all];
    after = `&after=${body.after}`;
  }
}

describe('Removing all by an author', () => {
  it('takes away what is there, in every thread, and undo brings back exactly that: what was held stays held', () =>
    withServer(behindProxy, async (running) => {
      const { client } = running;
      const moderator = await makeModerator(running);
      const eve = await client.reader('Eve');
      const mine = [
        await write(client, { thread: '/one' }, undefined, eve.token!),
        await write(client, { thread: '/one' }, undefined, eve.token!),
        await write(client, { thread: '/two' }, undefined, eve.token!),
        await write(client, { thread: '/two' }, undefined, eve.token!),
      ];
      const answer = await write(client, { thread: '/one', parent: mine[0] });
      await moderator.ask('POST', '/moderation/decisions', { ids: [mine[1]], action: 'hold' });
      await moderator.ask('POST', '/moderation/decisions', { ids: [mine[2]], action: 'spam' });
      const before = [await seen(client, '/one'), await seen(client, '/two')];

      const act = await remove(moderator, mine[0]!);
      assert.deepEqual(
        (await seen(client, '/one')).map((row) => (Array.isArray(row) ? row.slice(0, 2) : row)),
        [1, [mine[0], 'deleted'], [answer, 'published']],
      );
      assert.deepEqual(await seen(client, '/two'), [0]);
      for (const show of ['held', 'published', 'spam', 'rejected'])
        assert.ok(!(await moderator.get(`/moderation/comments?show=${show}`)).body.comments.some(({ id }: any) => mine.includes(id)), show);
      assert.deepEqual(
        (await moderator.get('/moderation/comments?show=removed')).body.comments.map(({ id }: any) => id),
        [...mine].reverse(),
      );
      assert.deepEqual((await eve.get('/held?thread=/one')).body.comments, []);
      const { removals } = (await moderator.get('/moderation/removals')).body;
      assert.deepEqual([removals[0].name, removals[0].by, removals[0].comments], ['Eve', 'author', 4]);
      // Nothing removed is changed behind the moderators' back; taking it back is one's right.
      assert.equal((await eve.ask('PATCH', `/${mine[0]}`, { text: 'other' })).status, 404);
      assert.equal((await eve.ask('DELETE', `/${mine[3]}`)).status, 204);

      await undo(moderator, act);
      assert.deepEqual(await seen(client, '/one'), before[0]);
      assert.deepEqual(await seen(client, '/two'), [0]);
      assert.deepEqual(
        (await moderator.get('/moderation/comments')).body.comments.map(({ id }: any) => id),
        [mine[1]],
      );
      assert.deepEqual(
        (await moderator.get('/moderation/comments?show=spam')).body.comments.map(({ id }: any) => id),
        [mine[2]],
      );
      assert.equal((await moderator.ask('DELETE', `/moderation/removals/${act}`)).status, 404);
    }));

  it('knows a guest by the mailbox, else by name and address together; or takes all from an address', () =>
    withServer({ ...behindProxy, guestEmail: 'optional' }, async (running) => {
      const { client } = running;
      const moderator = await makeModerator(running);
      const mailed = [
        await write(client, { author: { name: 'Eve', email: 'e.ve+1@gmail.com' } }, '203.0.113.5'),
        await write(client, { author: { name: 'Other', email: 'eve@googlemail.com' } }, '203.0.113.6'),
      ];
      const named = [await write(client, { author: { name: 'Bob' } }, '203.0.113.5'), await write(client, { author: { name: 'Bob' } }, '203.0.113.5')];
      const elsewhere = await write(client, { author: { name: 'Bob' } }, '203.0.113.77');
      const neighbor = await write(client, { author: { name: 'Lin' } }, '203.0.113.5');
      const left = async () => (await client.page('thread=/a&limit=100')).body.comments.map(({ id }: any) => id);
      await undo(
        moderator,
        await remove(moderator, mailed[0]!).then(async (act) => {
          assert.deepEqual(await left(), [...named, elsewhere, neighbor]);
          return act;
        }),
      );
      await undo(
        moderator,
        await remove(moderator, named[0]!).then(async (act) => {
          assert.deepEqual(await left(), [...mailed, elsewhere, neighbor]);
          return act;
        }),
      );
      await remove(moderator, neighbor, 'address');
      assert.deepEqual(await left(), [mailed[1], elsewhere]);
    }));

  it('bans first when it is told to, so that nothing new comes while it runs', () =>
    withServer(behindProxy, async (running) => {
      const { client } = running;
      const moderator = await makeModerator(running);
      const eve = await client.reader('Eve');
      const first = await write(client, {}, '198.51.100.9', eve.token!);
      const attempts = Array.from({ length: 60 }, (_, n) =>
        from(client, `198.51.100.${n}`).ask('POST', '', { thread: `/t${n % 7}`, text: key(), key: key() }, { Authorization: `Bearer ${eve.token}` }),
      );
      const act = await remove(moderator, first, 'author', { ban: true, network: 'none' });
      const statuses = (await Promise.all(attempts)).map(({ status }) => status);
      assert.ok(
        statuses.every((status) => status === 201 || status === 403),
        String(statuses),
      );
      for (let n = 0; n < 7; n++) assert.deepEqual(await seen(client, `/t${n}`), [0]);
      const { removals } = (await moderator.get('/moderation/removals')).body;
      assert.equal(removals.find(({ id }: any) => id === act).comments, 1 + statuses.filter((status) => status === 201).length);
    }));

  it('tells whoever follows the thread, each comment once, and shows pages of now', () =>
    withServer(behindProxy, async (running) => {
      const { client } = running;
      const moderator = await makeModerator(running);
      const eve = await client.reader('Eve');
      const ids: string[] = [];
      for (let n = 0; n < 30; n++) ids.push(await write(client, { thread: '/live' }, undefined, eve.token!));
      const { version } = (await client.page('thread=/live')).body;
      const act = await remove(moderator, ids[0]!);
      const eventsSince = async (since: number): Promise<string[]> => {
        const done = new AbortController();
        const response = await fetch(`${client.base}/live?thread=/live&since=${since}`, { signal: done.signal });
        const reader = response.body!.getReader();
        let text = '';
        while ((text.match(/^event:/gm) ?? []).length < 30) text += new TextDecoder().decode((await reader.read()).value);
        done.abort();
        return [...text.matchAll(/^event: (\w+)\nid: \d+\ndata: .*?"id":"(\w+)"/gm)].map(([, event, id]) => `${event} ${id}`);
      };
      assert.deepEqual((await eventsSince(version)).sort(), ids.map((id) => `deleted ${id}`).sort());
      const removed = (await client.page('thread=/live')).body;
      assert.deepEqual([removed.count, removed.comments], [0, []]);
      await undo(moderator, act);
      assert.deepEqual((await eventsSince(removed.version)).sort(), ids.map((id) => `created ${id}`).sort());
      assert.equal((await client.page('thread=/live')).body.count, 30);
    }));
});

describe('Counts, versions and replies', () => {
  it('are those of a full recount after removals, undoing and decisions in any order, in random trees', { timeout: 120_000 }, () =>
    withServer({ ...behindProxy, votes: 'on' }, async (running) => {
      const { client } = running;
      const moderator = await makeModerator(running);
      const { database, close } = await openDatabase(running.database, { lock: false });
      let seed = 20261201;
      const random = (): number => {
        seed = (seed * 1103515245 + 12345) & 0x7fffffff;
        return seed / 0x7fffffff;
      };
      const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)]!;
      try {
        for (let round = 0; round < 6; round++) {
          const readers = [(await client.reader('A')).token!, (await client.reader('B')).token!, (await client.reader('C')).token!];
          const of = new Map<string, string[]>(readers.map((token) => [token, []]));
          const threads = [`/r${round}/1`, `/r${round}/2`];
          for (const thread of threads) {
            const ids: string[] = [];
            for (let n = 0; n < 40; n++) {
              const token = pick(readers);
              const id = await write(client, { thread, ...(ids.length && random() < 0.75 && { parent: pick(ids.slice(-12)) }) }, undefined, token);
              ids.push(id);
              of.get(token)!.push(id);
            }
          }
          const all = [...of.values()].flat();
          const decide = async (times: number): Promise<void> => {
            for (let n = 0; n < times; n++) {
              const ids = Array.from({ length: 1 + Math.floor(random() * 6) }, () => pick(all));
              await moderator.ask('POST', '/moderation/decisions', {
                ids,
                action: pick(['approve', 'hold', 'reject', 'spam', 'delete', 'delete-with-replies']),
              });
            }
          };
          await decide(4);
          await recount(database);
          const before = await Promise.all(threads.map((thread) => seen(client, thread)));
          const acts: string[] = [];
          for (const token of readers.slice(0, 2)) {
            const listed = await database.selectFrom('comments').select('id').where('id', 'in', of.get(token)!).where('status', '!=', 'deleted').execute();
            if (listed.length) acts.push(await remove(moderator, pick(listed).id));
            await recount(database);
          }
          for (const act of acts.reverse()) {
            await undo(moderator, act);
            await recount(database);
          }
          assert.deepEqual(await Promise.all(threads.map((thread) => seen(client, thread))), before);
          // Decisions on what was removed count as well.
          const left = await database.selectFrom('comments').select('id').where('id', 'in', of.get(readers[2]!)!).where('status', '!=', 'deleted').execute();
          const last = left.length ? await remove(moderator, pick(left).id) : undefined;
          await decide(4);
          await recount(database);
          if (last) await undo(moderator, last);
          await recount(database);
        }
      } finally {
        await close();
      }
    }),
  );
});

describe('A removal', () => {
  it('that was interrupted is finished at the next start, and so is its undoing', async () => {
    const running: Running = await start(behindProxy);
    try {
      const moderator = await makeModerator(running);
      const eve = await running.client.reader('Eve');
      const ids: string[] = [];
      for (let n = 0; n < 40; n++) ids.push(await write(running.client, { thread: '/crash' }, undefined, eve.token!));
      // As a crash leaves it: begun, some of it done.
      const { database, close } = await openDatabase(running.database, { lock: false });
      const beside = new Removals(database, 1, new ChangeFeed());
      const { id } = await beside.start(ids[0]!, 'author', async () => undefined);
      await beside.close();
      await database
        .updateTable('acts')
        .set({ state: 'removing', cursor: (await database.selectFrom('comments').select('seq').where('id', '=', ids[20]!).executeTakeFirstOrThrow()).seq })
        .where('id', '=', Number(id))
        .execute();
      await recount(database);
      await close();
      await running.restart();
      const again = await openDatabase(running.database, { lock: false });
      const state = async () => (await again.database.selectFrom('acts').select('state').where('id', '=', Number(id)).executeTakeFirst())?.state;
      await until(async () => (await state()) === 'removed' || undefined);
      assert.equal((await running.client.page('thread=/crash')).body.count < 40, true);
      await again.database.updateTable('acts').set({ state: 'undoing', cursor: 0 }).where('id', '=', Number(id)).execute();
      await running.restart();
      await until(async () => (await state()) === undefined || undefined);
      await recount(again.database);
      await again.close();
      assert.equal((await running.client.page('thread=/crash')).body.count, 40);
      assert.ok(moderator);
    } finally {
      await running.close();
    }
  });

  it('that nobody has undone for 30 days wipes the texts for good', () =>
    withServer({ ...behindProxy, guestEmail: 'optional' }, async (running) => {
      const { client } = running;
      const moderator = await makeModerator(running);
      const word = `secretive${key()}`;
      const root = await write(client, {
        thread: '/wipe',
        text: word,
        author: { name: `Eve ${word}`, email: `${word}@mail.example`, url: `https://${word}.example` },
      });
      const answer = await write(client, { thread: '/wipe', parent: root, author: { name: 'Ada' } });
      const act = await remove(moderator, root);
      assert.ok((await everythingIn(running.database)).includes(word));
      const { database, close } = await openDatabase(running.database, { lock: false });
      await database
        .updateTable('acts')
        .set({ created: Date.now() - undoLimit - 1 })
        .where('id', '=', Number(act))
        .execute();
      await deleteExpired(database, { mayDelete: async () => true });
      await close();
      await running.restart();
      await until(async () => !(await everythingIn(running.database)).includes(word) || undefined);
      assert.deepEqual(
        (await running.client.page('thread=/wipe')).body.comments.map(({ id, status }: any) => [id, status]),
        [
          [root, 'deleted'],
          [answer, 'published'],
        ],
      );
      assert.deepEqual((await moderator.get('/moderation/removals').catch(() => ({ body: { removals: [] } }))).body.removals, []);
    }));
});

describe('A deleted comment', () => {
  it('keeps its place, its dates and who deleted it, and nothing else; its key still makes no second comment', () =>
    withServer({ ...behindProxy, guestEmail: 'optional' }, async (running) => {
      const { client } = running;
      const moderator = await makeModerator(running);
      const word = `secretive${key()}`;
      const sent = {
        thread: '/gone',
        text: `Text ${word}`,
        key: key(),
        secret: key(),
        author: { name: `Eve ${word}`, email: `${word}@mail.example`, url: `https://${word}.example` },
      };
      const own = await from(client, '203.0.113.8').ask('POST', '', sent);
      const eve = await client.reader('Eve');
      const others = await write(client, { thread: '/gone' }, undefined, eve.token!);
      await client.ask('DELETE', `/${own.body.id}`, undefined, { 'Edit-Secret': sent.secret });
      await moderator.ask('POST', '/moderation/decisions', { ids: [others], action: 'delete' });
      const { database, close } = await openDatabase(running.database, { lock: false });
      const rows = await database.selectFrom('comments').selectAll().orderBy('seq').execute();
      await close();
      assert.deepEqual(
        rows.map(({ deletedBy }) => deletedBy),
        ['writer', 'moderator'],
      );
      for (const { authorName, authorUrl, authorEmail, mailbox, secret, text, account, address, networks, key: kept } of rows) {
        assert.deepEqual(
          [authorName, authorUrl, authorEmail, mailbox, secret, text, account, address, networks],
          ['', null, null, null, null, '', null, null, null],
        );
        assert.notEqual(kept, sent.key);
      }
      assert.ok(!(await everythingIn(running.database)).includes(word));
      const again = await client.ask('POST', '', sent);
      assert.deepEqual([again.status, again.body.id, again.body.status], [200, own.body.id, 'deleted']);
      assert.equal((await client.ask('POST', '', { ...sent, secret: key() })).status, 409);
      assert.equal((await client.ask('POST', '', { ...sent, text: 'Another' })).status, 409);
    }));
});
