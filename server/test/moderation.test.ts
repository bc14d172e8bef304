/** Finding comments among many, deciding on many, and what came over from before. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sql } from 'kysely';
import { migrate } from '../src/database/migrate.js';
import { openDatabase } from '../src/database/open.js';
import { freshPlace, key, makeModerator, postgres, withServer, type Moderator } from './support.js';

const texts = async (moderator: Moderator, query: string): Promise<string[]> => {
  const { status, body } = await moderator.get(`/moderation/comments?${query}`);
  assert.equal(status, 200, JSON.stringify(body));
  return body.comments.map(({ text }: { text: string }) => text);
};

describe('Moderators find comments', () => {
  it('by words in text and name, author, address, thread, state and date, and see who wrote them', () =>
    withServer({ trustedProxies: ['127.0.0.1'] }, async (running) => {
      const { client } = running;
      const moderator = await makeModerator(running);
      const send = async (text: string, fields: Record<string, unknown>, from: string, token?: string): Promise<string> =>
        (
          await client.ask(
            'POST',
            '',
            {
              thread: '/a',
              text,
              key: key(),
              ...(!token && { author: { name: 'Zoë' }, secret: key() }),
              ...fields,
            },
            { 'X-Forwarded-For': from, ...(token && { Authorization: `Bearer ${token}` }) },
          )
        ).body.id;
      const { token } = await client.reader('Ada');
      const one = await send('Crème brûlée is nice', {}, '203.0.113.1');
      await send('nothing of it', { thread: '/b' }, '203.0.113.1', token);
      const three = await send('Ada writes again', { thread: '/b' }, '203.0.113.2', token);
      await send('another guest', { author: { name: 'Bob' } }, '203.0.113.2');
      assert.deepEqual(await texts(moderator, 'show=all&q=CREME+nice'), ['Crème brûlée is nice']);
      assert.deepEqual(await texts(moderator, 'show=published&q=zoe'), ['Crème brûlée is nice']);
      assert.deepEqual(await texts(moderator, 'show=held&q=zoe'), []);
      assert.deepEqual(await texts(moderator, `show=all&author=${three}`), ['Ada writes again', 'nothing of it']);
      assert.deepEqual(await texts(moderator, `show=all&author=${one}`), ['Crème brûlée is nice']);
      assert.deepEqual(await texts(moderator, `show=all&address=${one}`), ['nothing of it', 'Crème brûlée is nice']);
      assert.deepEqual(await texts(moderator, `show=all&address=${one}&thread=/b`), ['nothing of it']);
      assert.deepEqual(await texts(moderator, 'show=published&thread=/a'), ['another guest', 'Crème brûlée is nice']);
      const today = new Date().toISOString().slice(0, 10);
      assert.equal((await texts(moderator, `show=all&from=${today}&to=${today}`)).length, 4);
      assert.deepEqual(await texts(moderator, 'show=all&to=2020-01-01'), []);
      assert.equal((await moderator.get('/moderation/comments?from=yesterday')).status, 422);
      assert.equal((await moderator.get('/moderation/comments?show=all&author=nothing')).status, 404);
      await moderator.ask('POST', '/moderation/bans', { comment: three, network: 'none' });
      const [listed] = (await moderator.get(`/moderation/comments?show=all&author=${three}`)).body.comments;
      assert.deepEqual([listed.role, listed.banned, listed.authorComments, listed.hasAddress], ['member', true, 2, true]);
      const page = await (await fetch(`${client.base}/moderation?show=all&q=zoe&thread=/a`, { headers: { Cookie: moderator.cookie } })).text();
      assert.ok(page.includes('Crème brûlée') && !page.includes('another guest') && page.includes('value="zoe"'));
    }));

  it('200 a page, each once, whatever lies between, and decide on thousands without holding others up', { timeout: 120_000 }, () =>
    withServer({}, async (running) => {
      const { client } = running;
      const moderator = await makeModerator(running);
      await client.comment({ thread: '/many', author: { name: 'G' }, secret: key() });
      const { database, close } = await openDatabase(running.database, { lock: false });
      const { seq, site, thread } = await database.selectFrom('comments').select(['seq', 'site', 'thread']).executeTakeFirstOrThrow();
      for (let n = 0; n < 3000; n += 500) {
        await database
          .insertInto('comments')
          .values(
            Array.from({ length: 500 }, (_, k) => ({
              seq: seq + 1 + n + k,
              id: `many${n + k}`,
              site,
              thread,
              parent: seq,
              root: seq,
              depth: 1,
              account: null,
              authorName: 'Many',
              authorUrl: null,
              authorEmail: null,
              mailbox: null,
              secret: null,
              text: (n + k) % 7 ? 'chaff' : 'wheat',
              status: 'published' as const,
              verdict: null,
              removal: null,
              statusBefore: null,
              deletedBy: null,
              created: Date.now(),
              modified: null,
              key: `many${n + k}`,
              body: '',
              version: n + k + 2,
              shown: n + k + 2,
              address: null,
              networks: null,
            })),
          )
          .execute();
      }
      await database.updateTable('threads').set({ count: 3001, version: 3001 }).execute();
      await database.updateTable('comments').set({ replies: 3000 }).where('seq', '=', seq).execute();
      if (postgres) await sql`select setval(pg_get_serial_sequence('comments', 'seq'), (select max(seq) from comments))`.execute(database);
      const found: string[] = [];
      for (let after = ''; ;) {
        const { body } = await moderator.get(`/moderation/comments?show=published&q=wheat${after}`);
        assert.ok(body.comments.length <= 200);
        found.push(...body.comments.map(({ id }: { id: string }) => id));
        if (body.after === undefined) break;
        after = `&after=${body.after}`;
      }
      assert.deepEqual([found.length, new Set(found).size, found[0]], [429, 429, 'many2996']);

      // The whole conversation, by one word; others read meanwhile, between its transactions.
      const { id: root } = await database.selectFrom('comments').select('id').where('seq', '=', seq).executeTakeFirstOrThrow();
      let over = false;
      const decided = moderator.ask('POST', '/moderation/decisions', { ids: [root], action: 'delete-with-replies' }).finally(() => {
        over = true;
      });
      let read = 0;
      while (!over) {
        const { status, body } = await client.get('/counts?thread=/many');
        assert.equal(status, 200);
        if (body.counts['/many'] > 0 && body.counts['/many'] < 3001) read++;
      }
      assert.deepEqual((await decided).body.done, [root]);
      assert.ok(read > 0, 'others were answered while it went on');
      assert.deepEqual([(await client.get('/counts?thread=/many')).body.counts['/many'], (await client.page('thread=/many')).body.comments], [0, []]);
      await close();
    }),
  );
});

describe('The step to bans and removals', () => {
  it('carries bans over, which hold on, and takes from deleted comments what is not needed', async () => {
    const { place, remove } = await freshPlace();
    const { database, close } = await openDatabase(place);
    try {
      // As it was before: undone by hand, since steps only go forward.
      for (const statement of [
        "delete from steps where name = '302 bans and removals'",
        'drop table "banEntries"',
        'drop table "acts"',
        'drop index "commentsOfAccount"',
        'drop index "commentsOfMailbox"',
        'drop index "commentsOfAddress"',
        'drop index "commentsOfThread"',
        'drop index "commentsOfRemoval"',
        'drop index "heldOfSite"',
        ...['mailbox', 'networks', 'removal', 'statusBefore', 'deletedBy'].map((name) => `alter table comments drop column "${name}"`),
        'create index "commentsByAccount" on "comments" ("account", "created")',
        'create index "heldOfSite" on "comments" ("site", "seq") where "status" = \'held\'',
        `create table "bans" ("id" ${postgres ? 'bigint generated by default as identity primary key' : 'integer primary key'}, "site" bigint not null, "address" text not null, "created" bigint not null)`,
      ])
        await sql.raw(statement).execute(database);
      const now = Date.now();
      await sql`insert into sites (id, base, name) values (1, '/comments', 'Site')`.execute(database);
      await sql`insert into accounts (id, site, name, email, password, created, banned, confirmed) values ('eve', 1, 'Eve', 'e.ve@gmail.com', '', 1, 1, 1), ('ada', 1, 'Ada', 'ada@mail.example', '', 1, 0, 1)`.execute(
        database,
      );
      await sql`insert into threads (id, site, key) values (1, 1, '/a')`.execute(database);
      await sql`insert into bans (site, address, created) values (1, 'marked', ${now})`.execute(database);
      const row = (id: string, status: string, account: string | null) =>
        sql`insert into comments (id, site, thread, depth, account, "authorName", "authorEmail", secret, text, status, created, key, body, address)
        values (${id}, 1, 1, 0, ${account}, 'Name of it', ${account ? null : 'Guest+1@mail.example'}, 'hash', '', ${status}, ${now}, ${'0'.repeat(31) + id}, 'words', 'marked')`.execute(
          database,
        );
      await row('1', 'deleted', 'ada');
      await row('2', 'published', null);
      assert.deepEqual(await migrate(database), ['302 bans and removals']);
      const entries = await database
        .selectFrom('banEntries')
        .innerJoin('acts', 'acts.id', 'banEntries.act')
        .select(['acts.name', 'banEntries.kind', 'banEntries.ends'])
        .orderBy('acts.id')
        .orderBy('banEntries.kind')
        .execute();
      assert.deepEqual(
        entries.map(({ name, kind, ends }) => [name, kind, ends !== null && ends > now]),
        [
          ['Eve', 'account', false],
          ['Eve', 'email', false],
          ['Name of it', 'network', true],
        ],
      );
      const [deleted, kept] = await database.selectFrom('comments').selectAll().orderBy('id').execute();
      assert.deepEqual(
        [deleted!.authorName, deleted!.account, deleted!.secret, deleted!.address, deleted!.key.startsWith('deleted:')],
        ['', null, null, null, true],
      );
      assert.equal(kept!.mailbox?.length, 64);
    } finally {
      await close();
      await remove();
    }
  });
});
