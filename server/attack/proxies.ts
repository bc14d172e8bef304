/** Behind a proxy: addresses that are made up, and a Host that is another's. */

import { request } from 'node:http';
import { key, makeModerator, type Client } from '../test/support.js';
import type { Attack } from './attack.js';

/** With a Host that `fetch` would not send. */
function getWithHost(client: Client, path: string, host: string): Promise<string> {
  const { port } = new URL(client.base);
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, headers: { Host: host, 'X-Forwarded-Host': host, Forwarded: `host=${host}` } }, (response) => {
      let text = '';
      response.on('data', (data) => {
        text += data;
      });
      response.on('end', () => resolve(text));
    })
      .on('error', reject)
      .end();
  });
}

/** How many of 30 log-ins are not refused when each says that it comes from elsewhere, of ten that each of `readers` has. */
async function guesses(client: Client, headersOf: (n: number) => Record<string, string>, readers = 1): Promise<string | undefined> {
  let taken = 0;
  for (let n = 0; n < 30; n++) {
    const { status } = await client.ask('POST', '/sessions', { email: 'ada@example.org', password: 'wrong' }, headersOf(n));
    if (status !== 429) taken++;
  }
  return taken > 10 * readers ? `${taken} of 30 were taken for different readers` : undefined;
}

export const attacks: Attack[] = [
  { name: 'X-Forwarded-For from a stranger', play: ({ client }) => guesses(client, (n) => ({ 'X-Forwarded-For': `198.51.100.${n}` })) },
  { name: 'Forwarded from a stranger', play: ({ client }) => guesses(client, (n) => ({ Forwarded: `for=198.51.100.${n}` })) },
  {
    name: 'an address in front of the one that the proxy adds',
    options: { trustedProxies: ['127.0.0.1'] },
    play: ({ client }) => guesses(client, (n) => ({ 'X-Forwarded-For': `198.51.100.${n}, 203.0.113.7` })),
  },
  {
    name: 'Forwarded beside the X-Forwarded-For of a proxy that does not know it',
    options: { trustedProxies: ['127.0.0.1'] },
    play: ({ client }) => guesses(client, (n) => ({ 'X-Forwarded-For': '203.0.113.7', Forwarded: `for=198.51.100.${n}` })),
  },
  {
    name: 'words, ports and quotes that are no address',
    options: { trustedProxies: ['127.0.0.1'] },
    play: ({ client }) =>
      guesses(client, (n) => (n % 2 ? { 'X-Forwarded-For': n % 3 ? `203.0.113.7:${4000 + n}` : `203.0.113.7:${n}` } : { 'X-Forwarded-For': `nobody-${n}` }), 2),
  },
  {
    name: 'the feed takes the attacker’s Host, for a shared cache to keep',
    async play({ client }) {
      await client.comment({ author: { name: 'G' } });
      const text = await getWithHost(client, '/comments/feed', 'evil.example');
      return text.includes('evil.example') ? 'the feed links to evil.example' : undefined;
    },
  },
  {
    name: 'a page on the attacker’s Host becomes a thread’s page',
    async play({ client }) {
      const { port } = new URL(client.base);
      await new Promise<void>((resolve, reject) => {
        const sent = request(
          { host: '127.0.0.1', port, path: '/comments', method: 'POST', headers: { Host: 'evil.example', 'Content-Type': 'application/json' } },
          (response) => response.resume().on('end', resolve),
        ).on('error', reject);
        sent.end(JSON.stringify({ thread: '/a', text: 'x', key: key(), author: { name: 'G' }, threadUrl: 'http://evil.example/win', threadTitle: 'Win' }));
      });
      const text = await getWithHost(client, '/comments/feed', 'evil.example');
      return text.includes('evil.example/win') ? 'the feed links to evil.example/win' : undefined;
    },
  },
  {
    name: 'the first commenter claims a thread’s address for good',
    options: { origins: ['https://blog.example'] },
    async play(target) {
      await target.client.comment({ author: { name: 'G' }, threadUrl: 'https://blog.example/log-out', threadTitle: 'Win a phone' });
      const moderator = await makeModerator(target);
      await moderator.ask('PUT', '/moderation/threads', { thread: '/a', url: 'https://blog.example/a', title: 'A' });
      const text = await getWithHost(target.client, '/comments/feed', 'blog.example');
      return /log-out|Win a phone/.test(text) ? 'a moderator cannot correct it' : undefined;
    },
  },
  {
    name: 'a page of another site moderates with the moderator’s cookie',
    async play(target) {
      const moderator = await makeModerator(target);
      const { status } = await moderator.ask(
        'POST',
        '/moderation/rules',
        { kind: 'word', pattern: 'good', verdict: 'spam' },
        { Origin: moderator.origin, 'Sec-Fetch-Site': 'cross-site' },
      );
      return status < 400 ? 'it was done' : undefined;
    },
  },
];
