/** A banned troll comes back: by another name, another mailbox of the same, another account, another address of the same network. */

import type { ServerOptions } from '../src/index.js';
import type { Attack, Target } from './attack.js';
import { key, makeModerator, until, type Answer, type Client, type Moderator } from '../test/support.js';

const options: ServerOptions = { trustedProxies: ['127.0.0.1'], rateLimits: 'off', guestEmail: 'optional' };

const from = (client: Client, address: string, method: string, path: string, body?: unknown, token?: string): Promise<Answer> =>
  client.ask(method, path, body, { 'X-Forwarded-For': address, ...(token && { Authorization: `Bearer ${token}` }) });
const comment = (fields: Record<string, unknown> = {}) => ({ thread: '/post', text: key(), key: key(), ...fields });
const guest = (email?: string) => ({ author: { name: 'Troll', ...(email && { email }) }, secret: key() });

/** What was answered with something else than a refusal. */
async function through(attempts: Record<string, Promise<Answer>>): Promise<string | undefined> {
  const found: string[] = [];
  for (const [what, attempt] of Object.entries(attempts)) {
    const { status } = await attempt;
    if (status < 400) found.push(`${what} (${status})`);
  }
  return found.length ? found.join(', ') : undefined;
}

async function banOf(target: Target, id: string): Promise<Moderator> {
  const moderator = await makeModerator(target);
  const { status } = await moderator.ask('POST', '/moderation/bans', { comment: id });
  if (status !== 204) throw new Error(`the ban was answered ${status}`);
  return moderator;
}

export const attacks: Attack[] = [
  {
    name: 'a banned guest comes back with an account, another name, or an edit',
    options,
    async play(target) {
      const { client } = target;
      const secret = key();
      const { body } = await from(client, '203.0.113.1', 'POST', '', comment({ ...guest('troll@mail.example'), secret }));
      await banOf(target, body.id);
      return through({
        'registered from the address': from(client, '203.0.113.1', 'POST', '/accounts', {
          name: 'New',
          email: 'new@mail.example',
          password: 'correct horse battery',
        }),
        'registered with the mailbox': from(client, '198.51.100.1', 'POST', '/accounts', {
          name: 'New',
          email: 'Troll+2@mail.example',
          password: 'correct horse battery',
        }),
        'wrote as another guest': from(client, '203.0.113.1', 'POST', '', comment({ author: { name: 'Somebody' }, secret: key() })),
        'wrote with the mailbox': from(client, '198.51.100.1', 'POST', '', comment(guest('troll+x@mail.example'))),
        'edited the comment': from(client, '198.51.100.1', 'PATCH', `/${body.id}`, { text: 'insult', secret }),
        'reported others': from(client, '203.0.113.1', 'POST', `/${body.id}/report`, {}),
      });
    },
  },
  {
    name: 'a banned account deletes itself and registers anew',
    options,
    async play(target) {
      const { client } = target;
      const {
        body: { token },
      } = await from(client, '203.0.113.1', 'POST', '/accounts', { name: 'Troll', email: 'troll@mail.example', password: 'correct horse battery' });
      const { body } = await from(client, '203.0.113.1', 'POST', '', comment(), token);
      await banOf(target, body.id);
      const first = await through({
        voted: from(client, '203.0.113.1', 'PUT', `/${body.id}/vote`, undefined, token),
        'wrote on': from(client, '198.51.100.2', 'POST', '', comment(), token),
      });
      await from(client, '198.51.100.2', 'DELETE', '/accounts/me', undefined, token);
      return (
        first ??
        through({
          'registered from the same address': from(client, '203.0.113.1', 'POST', '/accounts', {
            name: 'New',
            email: 'another@mail.example',
            password: 'correct horse battery',
          }),
          'registered with the same mailbox': from(client, '198.51.100.2', 'POST', '/accounts', {
            name: 'New',
            email: 'troll+1@mail.example',
            password: 'correct horse battery',
          }),
        })
      );
    },
  },
  {
    name: 'a banned guest moves through the /48 of the provider, or shuts out more than that',
    options,
    async play(target) {
      const { client } = target;
      const moderator = await makeModerator(target);
      let written = 0;
      for (const network of ['0100', '0101', '0200', '0201', '0300', '0400', 'ff00']) {
        const { status, body } = await from(client, `2001:db8:5:${network}::1`, 'POST', '', comment(guest()));
        if (status !== 201) continue;
        written++;
        await moderator.ask('POST', '/moderation/bans', { comment: body.id });
      }
      if (written > 4) return `wrote from ${written} networks of one /48`;
      const { status } = await from(client, '2001:db8:6:100::1', 'POST', '', comment(guest()));
      return status === 201 ? undefined : `a neighbor in another /48 was answered ${status}`;
    },
  },
  {
    name: 'a troll leaves hundreds of comments behind and goes on while they are removed',
    options: { ...options, hold: 'none' },
    async play(target) {
      const { client } = target;
      const moderator = await makeModerator(target);
      const {
        body: { token },
      } = await from(client, '203.0.113.1', 'POST', '/accounts', { name: 'Troll', email: 'troll@mail.example', password: 'correct horse battery' });
      let first = '';
      for (let n = 0; n < 20; n++) {
        const answers = await Promise.all(
          Array.from({ length: 15 }, (_, k) => from(client, '203.0.113.1', 'POST', '', comment({ thread: `/post/${k % 5}` }), token)),
        );
        first ||= answers[0]!.body.id;
      }
      const more = Array.from({ length: 20 }, (_, n) => from(client, `198.51.100.${n}`, 'POST', '', comment({ thread: `/post/${n % 5}` }), token));
      const { status, body } = await moderator.ask('POST', '/moderation/removals', { comment: first, by: 'author', ban: true });
      if (status !== 202) return `the removal was answered ${status}`;
      await Promise.all(more);
      await until(
        async () =>
          (await moderator.get('/moderation/removals')).body.removals.some(
            ({ id, state }: { id: string; state: string }) => id === body.id && state === 'removed',
          ) || undefined,
      );
      const {
        body: { counts },
      } = await client.get(`/counts?${[0, 1, 2, 3, 4].map((n) => `thread=/post/${n}`).join('&')}`);
      const left = Object.values(counts as Record<string, number>).reduce((sum, count) => sum + count, 0);
      return left === 0 ? undefined : `${left} comments are still there`;
    },
  },
  {
    name: 'a deleted comment tells who wrote what',
    options,
    async play(target) {
      const { client } = target;
      const secret = key();
      const { body } = await from(
        client,
        '203.0.113.1',
        'POST',
        '',
        comment({ author: { name: 'Whistleblower', email: 'secret@mail.example' }, text: 'quite unique words', secret }),
      );
      await client.ask('DELETE', `/${body.id}`, undefined, { 'Edit-Secret': secret });
      const { everythingIn } = await import('../test/support.js');
      const { sha256 } = await import('../src/accounts/passwords.js');
      const all = await everythingIn(target.database);
      const kept = [
        'Whistleblower',
        'secret@mail.example',
        'quite unique words',
        sha256(secret),
        sha256(JSON.stringify(['/post', '', 'quite unique words'])),
      ].filter((text) => all.includes(text));
      return kept.length ? `kept: ${kept.join(', ')}` : undefined;
    },
  },
];
