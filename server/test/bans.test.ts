/** Who is banned is refused, by whatever way they come back; nobody else is. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openDatabase } from '../src/database/open.js';
import { deleteExpired } from '../src/database/cleanup.js';
import { addressHashExpiry, surroundingNetworks } from '../src/http/address-hashes.js';
import { key, makeModerator, withServer, type Answer, type Client } from './support.js';

const behindProxy = { trustedProxies: ['127.0.0.1'] };
interface Who {
  from?: string;
  token?: string;
}

const ask = (client: Client, { from = '203.0.113.1', token }: Who, method: string, path: string, body?: unknown): Promise<Answer> =>
  client.ask(method, path, body, { 'X-Forwarded-For': from, ...(token && { Authorization: `Bearer ${token}` }) });
const guest = (more = {}) => ({ author: { name: 'Guest', ...more }, secret: key() });
const comment = (client: Client, who: Who, fields: Record<string, unknown> = {}) =>
  ask(client, who, 'POST', '', { thread: '/a', text: key(), key: key(), ...(!who.token && guest()), ...fields });
const register = (client: Client, who: Who, email = `${key()}@example.org`) =>
  ask(client, who, 'POST', '/accounts', { name: 'Reader', email, password: 'long enough' });

describe('A ban', () => {
  it('of an account holds for the account, its mailbox and its network, whoever comes by them', () =>
    withServer({ ...behindProxy, guestEmail: 'optional' }, async (running) => {
      const { client } = running;
      const moderator = await makeModerator(running);
      const token = (await register(client, {}, 'eve@gmail.com')).body.token;
      const { id } = (await comment(client, { token })).body;
      const { id: other } = (await comment(client, { from: '198.51.100.1' })).body;
      assert.equal((await moderator.ask('POST', '/moderation/bans', { comment: id })).status, 204);

      const elsewhere = '198.51.100.200';
      const refused = {
        'a comment': comment(client, { token }),
        'a comment from elsewhere': comment(client, { token, from: elsewhere }),
        'an edit': ask(client, { token, from: elsewhere }, 'PATCH', `/${id}`, { text: 'x' }),
        'a vote': ask(client, { token, from: elsewhere }, 'PUT', `/${other}/vote`),
        'a report': ask(client, { token, from: elsewhere }, 'POST', `/${other}/report`, {}),
        'a guest from the network': comment(client, {}),
        'a report from the network': ask(client, {}, 'POST', `/${other}/report`, {}),
        'a new account from the network': register(client, {}),
        'a new account of the mailbox': register(client, { from: elsewhere }, 'e.v.e+new@googlemail.com'),
        'a guest of the mailbox': comment(client, { from: elsewhere }, guest({ email: 'EVE+x@gmail.com' })),
      };
      for (const [what, answer] of Object.entries(refused)) {
        const { status, body } = await answer;
        assert.deepEqual([status, body?.code], [403, 'forbidden'], what);
      }
      assert.equal((await comment(client, { from: '203.0.113.2' })).status, 201);
      assert.equal((await register(client, { from: '203.0.113.2' })).status, 201);
      // Who has left can read and take away what is theirs, and comes back as nobody new.
      assert.equal((await ask(client, { token }, 'GET', '/accounts/me/export')).status, 200);
      assert.equal((await ask(client, {}, 'POST', '/sessions', { email: 'eve@gmail.com', password: 'long enough' })).status, 201);
      assert.equal((await ask(client, { token, from: elsewhere }, 'DELETE', `/${id}`)).status, 204);
      assert.equal((await ask(client, { token, from: elsewhere }, 'DELETE', '/accounts/me')).status, 204);
      assert.equal((await register(client, { from: elsewhere }, 'eve@gmail.com')).status, 403);
      assert.equal((await register(client, {})).status, 403);

      const { bans } = (await moderator.get('/moderation/bans')).body;
      assert.deepEqual(
        bans.map(({ name, covers }: any) => [name, covers]),
        [['Reader', ['account', 'email', 'network']]],
      );
      assert.equal((await moderator.ask('DELETE', `/moderation/bans/${bans[0].id}`)).status, 204);
      assert.equal((await register(client, {}, 'eve@gmail.com')).status, 201);
      assert.deepEqual((await moderator.get('/moderation/bans')).body.bans, []);
    }));

  it('of a guest holds for the mailbox, the network, and the right to edit what is there', () =>
    withServer({ ...behindProxy, guestEmail: 'optional' }, async (running) => {
      const { client } = running;
      const moderator = await makeModerator(running);
      const secret = key();
      const { id } = (await comment(client, {}, { author: { name: 'Eve', email: 'eve@mail.example' }, secret })).body;
      const earlier = key();
      const { id: first } = (await comment(client, { from: '198.51.100.7' }, { author: { name: 'Eve', email: 'eve+1@mail.example' }, secret: earlier })).body;
      await moderator.ask('POST', '/moderation/bans', { comment: id });
      const elsewhere = '198.51.100.200';
      assert.equal((await ask(client, { from: elsewhere }, 'PATCH', `/${id}`, { text: 'x', secret })).status, 403);
      assert.equal((await ask(client, { from: elsewhere }, 'PATCH', `/${first}`, { text: 'x', secret: earlier })).status, 403);
      assert.equal((await comment(client, { from: elsewhere }, guest({ email: 'eve@mail.example' }))).status, 403);
      assert.equal((await register(client, { from: elsewhere }, 'eve@mail.example')).status, 403);
      assert.equal((await register(client, {})).status, 403);
      assert.equal((await ask(client, {}, 'DELETE', `/${id}`)).status, 401);
      assert.equal((await client.ask('DELETE', `/${id}`, undefined, { 'Edit-Secret': secret, 'X-Forwarded-For': '203.0.113.1' })).status, 204);
    }));

  it('can leave the network out, or take in the /24 around an IPv4 address', () =>
    withServer(behindProxy, async (running) => {
      const { client } = running;
      const moderator = await makeModerator(running);
      const { id: alone } = (await comment(client, { from: '203.0.113.1' })).body;
      await moderator.ask('POST', '/moderation/bans', { comment: alone, network: 'none' });
      assert.equal((await comment(client, { from: '203.0.113.1' })).status, 201);
      const { id } = (await comment(client, { from: '203.0.113.1' })).body;
      await moderator.ask('POST', '/moderation/bans', { comment: id, network: 'neighbors' });
      for (const [from, status] of [
        ['203.0.113.1', 403],
        ['203.0.113.254', 403],
        ['203.0.114.1', 201],
        ['203.0.112.255', 201],
      ] as const)
        assert.equal((await comment(client, { from })).status, status, from);
      assert.equal((await moderator.get('/moderation/bans')).body.bans[0].network, 24);
      assert.equal((await moderator.ask('POST', '/moderation/bans', { comment: id, network: 'all' })).status, 422);
    }));

  it('grows in IPv6: two /64 of a /56 ban the /56, two /56 of a /48 the /48, and never more', () =>
    withServer(behindProxy, async (running) => {
      const { client } = running;
      const moderator = await makeModerator(running);
      const ban = async (from: string): Promise<void> => {
        const { status, body } = await comment(client, { from });
        assert.equal(status, 201, from);
        assert.equal((await moderator.ask('POST', '/moderation/bans', { comment: body.id })).status, 204);
      };
      const is = async (from: string): Promise<number> => (await comment(client, { from })).status;
      await ban('2001:db8:1:100::1');
      assert.deepEqual([await is('2001:db8:1:100:ffff::9'), await is('2001:db8:1:101::1')], [403, 201]);
      await ban('2001:db8:1:101::1');
      assert.deepEqual([await is('2001:db8:1:1ff::1'), await is('2001:db8:1:200::1')], [403, 201]);
      await ban('2001:db8:1:200::1');
      assert.deepEqual([await is('2001:db8:1:201::1'), await is('2001:db8:1:300::1')], [201, 201]);
      await ban('2001:db8:1:2ff::1');
      assert.deepEqual([await is('2001:db8:1:300::1'), await is('2001:db8:1:ffff::1')], [403, 403]);
      assert.deepEqual([await is('2001:db8:2:300::1'), await is('2001:db8:0:1::1')], [201, 201]);
      const { bans } = (await moderator.get('/moderation/bans')).body;
      assert.deepEqual(
        bans.map(({ network }: any) => network),
        [48, undefined, 56, undefined],
      );
      // Undone as one act, with what it grew to.
      await moderator.ask('DELETE', `/moderation/bans/${bans[0].id}`);
      assert.deepEqual([await is('2001:db8:1:300::1'), await is('2001:db8:1:1aa::1')], [201, 403]);
    }));

  it('of a network ends when the key of its marks does, and the list says when; the rest goes on', () =>
    withServer({ ...behindProxy, guestEmail: 'optional' }, async (running) => {
      const { client } = running;
      const moderator = await makeModerator(running);
      const { id } = (await comment(client, {}, guest({ email: 'eve@mail.example' }))).body;
      await moderator.ask('POST', '/moderation/bans', { comment: id });
      const [{ ends }] = (await moderator.get('/moderation/bans')).body.bans;
      assert.equal(Date.parse(ends), addressHashExpiry(Date.now()));
      const { database, close } = await openDatabase(running.database, { lock: false });
      await database
        .updateTable('banEntries')
        .set({ ends: Date.now() - 1 })
        .where('kind', '=', 'network')
        .execute();
      assert.equal((await comment(client, {})).status, 201);
      await deleteExpired(database, { mayDelete: async () => true });
      const [ban] = (await moderator.get('/moderation/bans')).body.bans;
      assert.deepEqual([ban.covers, ban.ends], [['email', 'secret'], undefined]);
      assert.equal((await comment(client, {}, guest({ email: 'eve@mail.example' }))).status, 403);
      // A comment whose mark means nothing any more cannot ban a network; without anything else it bans nothing.
      const { id: old } = (await comment(client, { from: '198.51.100.3' }, { author: { name: 'Old' }, secret: undefined })).body;
      await database
        .updateTable('comments')
        .set({ created: Date.now() - 40 * 24 * 3600 * 1000 })
        .where('id', '=', old)
        .execute();
      assert.equal((await moderator.ask('POST', '/moderation/bans', { comment: old })).status, 404);
      await close();
    }));

  it('of an address that somebody only claimed does not reach whose it is; moderators cannot be banned, nor shut out by a network', () =>
    withServer(behindProxy, async (running) => {
      const { client } = running;
      const moderator = await makeModerator(running);
      const {
        body: { token, account },
      } = await register(client, {}, 'ada@mail.example');
      const { database, close } = await openDatabase(running.database, { lock: false });
      const { id } = (
        await comment(client, { from: '198.51.100.9', token: (await register(client, { from: '198.51.100.9' }, 'ada+1@mail.example')).body.token })
      ).body;
      await moderator.ask('POST', '/moderation/bans', { comment: id });
      assert.equal((await comment(client, { token })).status, 403);
      await database.updateTable('accounts').set({ confirmed: 1 }).where('id', '=', account.id).execute();
      assert.equal((await comment(client, { token })).status, 201);
      await database.updateTable('accounts').set({ moderator: 1 }).where('id', '=', account.id).execute();
      const { id: own } = (await comment(client, { token, from: '198.51.100.9' })).body;
      assert.ok(own);
      assert.equal((await moderator.ask('POST', '/moderation/bans', { comment: own })).status, 409);
      await close();
    }));
});

describe('Networks around an address', () => {
  it('are a /24 in IPv4, a /56 and a /48 in IPv6, and none of what is no address', () => {
    assert.deepEqual(surroundingNetworks('203.0.113.9'), ['203.0.113.9', '24:203.0.113.0']);
    assert.deepEqual(surroundingNetworks('2001:db8:0:1ab::/64'), ['2001:db8:0:1ab::/64', '56:2001:db8:0:100', '48:2001:db8:0']);
    assert.deepEqual(surroundingNetworks('unknown'), ['unknown']);
  });
});
