/**
 * `node --import tsx bench/removal.ts`: removes 100,000 comments of one author, and takes that back, while somebody reads, writes and searches. Prints how long it
 * took, and the longest that anybody waited meanwhile. On PostgreSQL with TEST_DATABASE_URL.
 */

import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { sql } from 'kysely';
import { openDatabase } from '../src/database/open.js';
import { pause, startProcess, type ServerProcess } from '../test/process.js';
import { freshPlace, key, makeModerator } from '../test/support.js';

const { values } = parseArgs({ options: { comments: { type: 'string', default: '100000' }, others: { type: 'string', default: '100000' } } });
const [comments, others] = [Number(values.comments), Number(values.others)];

const { place, remove } = await freshPlace();
const server = await startProcess(place);
/** Milliseconds of a processor that the server has used: on a busy machine these tell more than the time. */
const processor = ({ child }: ServerProcess): number =>
  readFileSync(`/proc/${child.pid}/stat`, 'utf8')
    .split(') ')[1]!
    .split(' ')
    .slice(11, 13)
    .reduce((sum, ticks) => sum + Number(ticks) * 10, 0);
const { client } = server;
try {
  const moderator = await makeModerator({ client, database: place });
  const eve = await client.reader('Eve');
  const {
    body: { id },
  } = await eve.comment({ thread: '/first' });

  const { database, close } = await openDatabase(place, { lock: false });
  const { seq: first, account, site } = await database.selectFrom('comments').select(['seq', 'account', 'site']).where('id', '=', id).executeTakeFirstOrThrow();
  const threads = Math.ceil((comments + others) / 500);
  // By the hundred, an answer to the one before it at every third; every other one by somebody else.
  for (let thread = 1; thread <= threads; thread++) {
    const { id: threadId } = await database
      .insertInto('threads')
      .values({ site, key: `/post/${thread}`, url: null, title: null, count: 500, version: 500 })
      .returning('id')
      .executeTakeFirstOrThrow();
    const base = first + (thread - 1) * 500 + 1;
    await database
      .insertInto('comments')
      .values(
        Array.from({ length: 500 }, (_, n) => {
          const isReply = n % 3 === 2;
          const own = n / 500 < comments / (comments + others);
          return {
            seq: base + n,
            id: `seed${base + n}`,
            site,
            thread: threadId,
            parent: isReply ? base + n - 1 : null,
            root: isReply ? base + n - 1 : null,
            depth: isReply ? 1 : 0,
            account: own ? account : null,
            authorName: own ? 'Eve' : 'Other',
            authorUrl: null,
            authorEmail: null,
            mailbox: null,
            secret: null,
            text: `Comment ${n} that says something of the usual length, as people do, about what was written above it.`,
            status: 'published' as const,
            verdict: null,
            removal: null,
            statusBefore: null,
            deletedBy: null,
            created: Date.now(),
            modified: null,
            key: key(),
            body: '',
            replies: n % 3 === 1 && n + 1 < 500 ? 1 : 0,
            version: n + 1,
            shown: n + 1,
            address: null,
            networks: null,
          } as never;
        }),
      )
      .execute();
  }
  if (place.startsWith('postgres')) await sql`select setval(pg_get_serial_sequence('comments', 'seq'), (select max(seq) from comments))`.execute(database);
  await close();
  // The seeding held this process up: connections that ended meanwhile are noticed first.
  await pause(500);

  const run = async (what: string, begin: () => Promise<unknown>, isOver: () => Promise<boolean>): Promise<void> => {
    let longest = { milliseconds: 0, of: '' };
    let asked = 0;
    let over = false;
    const askers = ['read', 'count', 'write'].map(async (kind, index) => {
      for (let n = 0; !over; n++) {
        const started = performance.now();
        const { status } =
          kind === 'read'
            ? await client.page(`thread=/post/${1 + ((n * 7) % threads)}`)
            : kind === 'count'
              ? await client.get(`/counts?thread=/post/${1 + (n % threads)}`)
              : await client.comment({ thread: `/post/${1 + ((n * 11) % threads)}`, author: { name: 'Somebody' }, secret: key(), text: key() });
        const milliseconds = performance.now() - started;
        if (status >= 400) throw new Error(`${kind} answered ${status}`);
        asked++;
        if (milliseconds > longest.milliseconds) longest = { milliseconds, of: kind };
        await new Promise((resolve) => {
          setTimeout(resolve, 5 + index);
        });
      }
    });
    const started = performance.now();
    const used = processor(server);
    try {
      await begin();
      while (!(await isOver())) await pause(50);
    } finally {
      over = true;
    }
    const took = performance.now() - started;
    await Promise.all(askers);
    console.log(
      `${what}: ${(took / 1000).toFixed(2)} s (${((processor(server) - used) / 1000).toFixed(2)} s of a processor, other requests included); ${asked} other requests meanwhile, the longest (${longest.of}) took ${longest.milliseconds.toFixed(0)} ms`,
    );
  };
  const stateOf = async (): Promise<string | undefined> => (await moderator.get('/moderation/removals')).body.removals[0]?.state;
  await run(
    'nothing, for comparison',
    async () => {
      await new Promise((resolve) => {
        setTimeout(resolve, 2000);
      });
    },
    async () => true,
  );
  let act = '';
  await run(
    `removing ${comments}`,
    async () => {
      act = (await moderator.ask('POST', '/moderation/removals', { comment: id, by: 'author' })).body.id;
    },
    async () => (await stateOf()) === 'removed',
  );
  await run(
    `bringing ${comments} back`,
    () => moderator.ask('DELETE', `/moderation/removals/${act}`),
    async () => (await stateOf()) === undefined,
  );
  await run(
    'searching for a word that is nowhere',
    () => moderator.get('/moderation/comments?show=all&q=nowhere'),
    async () => true,
  );
} catch (error) {
  console.error(error, server.child.exitCode, server.child.signalCode, server.out().slice(-2000));
  throw error;
} finally {
  await server.end();
  await remove();
}
