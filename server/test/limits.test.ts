import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openDatabase } from '../src/database/open.js';
import type { ServerOptions } from '../src/index.js';
import { startMailCatcher } from './mail-catcher.js';
import { key, withServer, type Client, type Running } from './support.js';

const from = (address: string) => ({ 'X-Forwarded-For': address });
const behindProxy: ServerOptions = { rateLimits: 'on', trustedProxies: ['loopback'] };
const write = async (client: Client, address: string, thread = '/a'): Promise<number> =>
  (await client.ask('POST', '', { thread, text: key(), key: key(), ...(!client.token && { author: { name: 'G' } }) }, from(address))).status;
const register = (client: Client, address: string) =>
  client.ask('POST', '/accounts', { name: 'N', email: `${key()}@example.org`, password: `${key()} long enough` }, from(address));

/** Registered long ago, with enough comments to be known. */
async function makeKnown({ database: place }: Running): Promise<void> {
  const { database, close } = await openDatabase(place, { lock: false });
  await database
    .updateTable('accounts')
    .set({ created: Date.now() - 2 * 24 * 3600_000 })
    .execute();
  await close();
}

describe('Limits of writing', () => {
  it('count one address over all its accounts and guests together', () =>
    withServer(behindProxy, async ({ client }) => {
      const readers: Client[] = [];
      for (let n = 0; n < 6; n++) {
        const { body } = await register(client, '198.51.100.1');
        readers.push(Object.assign(Object.create(client) as Client, { token: body.token }));
      }
      let taken = 0;
      for (let round = 0; round < 8; round++) for (const each of [...readers, client]) if ((await write(each, '198.51.100.1')) === 201) taken++;
      assert.equal(taken, 10);
      // Others write on.
      assert.equal(await write(client, '198.51.100.2'), 201);
      // So does IPv6: a household has a /64.
      let there = 0;
      for (let n = 1; n < 15; n++) if ((await write(client, `2001:db8::${n}`)) === 201) there++;
      assert.equal(there, 10);
      assert.equal(await write(client, '2001:db8:0:1::1'), 201);
    }));

  it('count an account wherever it is, and a new one sooner', () =>
    withServer(behindProxy, async (running) => {
      const { client } = running;
      const { body } = await register(client, '198.51.100.1');
      const reader: Client = Object.assign(Object.create(client) as Client, { token: body.token });
      const statuses: number[] = [];
      for (let n = 0; n < 6; n++) statuses.push(await write(reader, `198.51.100.${n}`));
      assert.deepEqual(statuses, [201, 201, 201, 201, 201, 429]);
      await makeKnown(running);
      let known = 0;
      for (let n = 0; n < 20; n++) if ((await write(reader, `198.51.101.${n}`)) === 201) known++;
      // Twenty a minute, of which six have been asked for.
      assert.equal(known, 14);
    }));

  it('a known reader is not slowed by new ones beside him until the address is full', () =>
    withServer(behindProxy, async (running) => {
      const { client } = running;
      const { body } = await register(client, '198.51.100.1');
      const reader: Client = Object.assign(Object.create(client) as Client, { token: body.token });
      for (let n = 0; n < 5; n++) assert.equal(await write(reader, '198.51.100.1'), 201);
      await makeKnown(running);
      for (let n = 0; n < 6; n++) await write(client, '198.51.100.1');
      assert.equal(await write(client, '198.51.100.1'), 429);
      assert.equal(await write(reader, '198.51.100.1'), 201);
    }));

  it('new accounts are counted by address: ten an hour', () =>
    withServer(behindProxy, async ({ client }) => {
      const statuses: number[] = [];
      for (let n = 0; n < 11; n++) statuses.push((await register(client, '198.51.100.1')).status);
      assert.deepEqual([statuses[9], statuses[10]], [201, 429]);
      assert.equal((await register(client, '198.51.100.2')).status, 201);
    }));

  it('votes and reports of one address count together, whoever sends them', () =>
    withServer(behindProxy, async ({ client }) => {
      const {
        body: { id },
      } = await client.comment({ author: { name: 'G' } });
      const reports: number[] = [];
      for (let n = 0; n < 4; n++) {
        const { body } = await register(client, '198.51.100.1');
        for (let m = 0; m < 3; m++)
          reports.push((await client.ask('POST', `/${id}/report`, {}, { ...from('198.51.100.1'), Authorization: `Bearer ${body.token}` })).status);
      }
      assert.equal(reports.filter((status) => status === 202).length, 10);
    }));
});

describe('An account whose address nobody has confirmed', () => {
  const withMail = async (options: object, test: (running: Running) => Promise<void>): Promise<void> => {
    const mail = await startMailCatcher();
    try {
      await withServer({ smtpUrl: mail.url, mailFrom: 'comments@blog.example', publicOrigin: 'https://blog.example', ...options }, test);
    } finally {
      await mail.close();
    }
  };
  const standing = async ({ client }: Running): Promise<string> => (await (await client.reader()).comment({ text: key() })).body.status;

  it('is worth what a guest is, where the server sends mail', async () => {
    await withMail({ guests: 'on' }, async (running) => assert.equal(await standing(running), 'published'));
    for (const guests of ['held', 'off']) {
      await withMail({ guests }, async (running) => {
        assert.equal(await standing(running), 'held');
        const { database, close } = await openDatabase(running.database, { lock: false });
        const reader = await running.client.reader();
        await database.updateTable('accounts').set({ confirmed: 1 }).execute();
        await close();
        assert.equal((await reader.comment({ text: key() })).body.status, 'published');
      });
    }
  });

  it('is as good as any where it sends none', () => withServer({ guests: 'held' }, async (running) => assert.equal(await standing(running), 'published')));
});

describe('Limits of reading', () => {
  it('never refuse what was made before: a school of readers behind one address', () =>
    withServer(behindProxy, async ({ client }) => {
      await client.comment({ author: { name: 'G' } });
      const statuses = new Set<number>();
      await Promise.all(
        Array.from({ length: 10 }, async () => {
          for (let n = 0; n < 500; n++) statuses.add((await client.ask('GET', '?thread=/a', undefined, from('198.51.100.1'))).status);
        }),
      );
      assert.deepEqual([...statuses], [200]);
    }));

  it('slow down whoever has page after page made anew, and nobody else', () =>
    withServer({ ...behindProxy }, async (running) => {
      const { client } = running;
      await client.comment({ author: { name: 'G' } });
      const page = async (n: number, address: string) =>
        (await client.ask('GET', `?thread=/a&limit=100&after=${Buffer.from(`v0s${n}`).toString('base64url')}`, undefined, from(address))).status;
      let refused = 0;
      let served = 0;
      for (let n = 0; n < 3000 && refused < 50; n += 50) {
        for (const status of await Promise.all(Array.from({ length: 50 }, (_, m) => page(n + m, '198.51.100.1'))))
          if (status === 429) refused++;
          else served++;
      }
      assert.ok(refused > 0 && served > 300, `${served} served, ${refused} refused`);
      // The same address reads on what is there, and others read everything.
      assert.equal((await client.ask('GET', '?thread=/a', undefined, from('198.51.100.9'))).status, 200);
      assert.equal((await client.ask('GET', '?thread=/a', undefined, from('198.51.100.1'))).status, 200);
      assert.equal(await page(5000, '198.51.100.2'), 200);
    }));

  it('a refusal is one reader’s own: who asks for the same page at the same moment gets it', () =>
    withServer(behindProxy, async ({ client }) => {
      await client.comment({ author: { name: 'G' } });
      const page = async (n: number, address: string) =>
        (await client.ask('GET', `?thread=/a&limit=100&after=${Buffer.from(`v0s${n}`).toString('base64url')}`, undefined, from(address))).status;
      let n = 0;
      while (n < 1500 && (await Promise.all(Array.from({ length: 50 }, () => page(n++, '198.51.100.1')))).every((status) => status === 200));
      const both = await Promise.all([page(9000, '198.51.100.1'), page(9000, '198.51.100.2')]);
      assert.deepEqual([both[0] === 429 || both[0] === 200, both[1]], [true, 200]);
    }));
});
