/** Limits that mean something: floods of comments from one place, threads of pages that do not exist, reads that cost. */

import { createServer } from 'node:http';
import { key, type Client } from '../test/support.js';
import type { Attack } from './attack.js';

/** Sends as fast as the server takes it, and counts what is published. */
async function flood(writers: Client[], rounds: number, thread = '/flood'): Promise<number> {
  let published = 0;
  for (let round = 0; round < rounds; round++) {
    const answers = await Promise.all(writers.map((each) => each.comment({ thread, text: key(), ...(!each.token && { author: { name: `G ${round}` } }) })));
    published += answers.filter(({ status, body }) => status === 201 && body.status === 'published').length;
  }
  return published;
}

/** A site on this machine whose pages are few, and which tells who asked for what. */
async function siteWith(test: (origin: string, asked: string[]) => Promise<string | undefined>): Promise<string | undefined> {
  const asked: string[] = [];
  const site = createServer((request, response) => {
    asked.push(request.url!);
    response.writeHead(request.url === '/post' ? 200 : 404, { 'Content-Type': 'text/html' }).end('<title>Post</title>');
  });
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  try {
    return await test(`http://127.0.0.1:${(site.address() as { port: number }).port}`, asked);
  } finally {
    site.closeAllConnections();
    site.close();
  }
}

const spam = [
  '/win-a-phone',
  '/win-a-phone?1',
  '/?win-a-phone',
  '/post#win-a-phone',
  'https://evil.example/win',
  '//evil.example/win',
  'win a phone',
  '/../win',
  '/comments/win',
  '/post/../win',
];
async function shownOf(client: Client): Promise<string | undefined> {
  let published = 0;
  for (const thread of spam) {
    const { body } = await client.comment({ thread, text: `win a phone ${key()}`, author: { name: 'G' }, threadTitle: 'WIN A PHONE' });
    if (body.status === 'published') published++;
  }
  const inFeed = ((await (await fetch(`${client.base}/feed`)).text()).match(/win a phone/gi) ?? []).length;
  return published || inFeed ? `${published} of ${spam.length} were published, the site's feed shows ${inFeed}` : undefined;
}

export const attacks: Attack[] = [
  {
    name: 'ten accounts of one address publish as much as they like',
    async play({ client }) {
      const writers = await Promise.all(Array.from({ length: 10 }, () => client.reader()));
      const published = await flood(
        writers.filter(({ token }) => token),
        20,
      );
      return published > 20 ? `${published} comments were published within a minute` : undefined;
    },
  },
  {
    name: 'guests of one address, each with another name, publish as much as they like',
    async play({ client }) {
      const published = await flood([client], 60);
      return published > 10 ? `${published} comments were published within a minute` : undefined;
    },
  },
  {
    name: 'accounts and guests of one address add up',
    async play({ client }) {
      const published = await flood([...(await Promise.all(Array.from({ length: 4 }, () => client.reader()))), client, client], 10);
      return published > 20 ? `${published} comments were published within a minute` : undefined;
    },
  },
  {
    name: 'accounts with addresses that nobody confirmed comment where guests may not',
    withMail: true,
    options: { guests: 'off' },
    async play({ client }) {
      const { body } = await (await client.reader()).comment({});
      return body.status === 'published' ? 'a comment was published' : undefined;
    },
  },
  {
    name: 'comments to threads of pages that do not exist stand in the site’s feed',
    options: { threadCheck: 'on', rateLimits: 'off' },
    play: ({ client }) => shownOf(client),
  },
  {
    name: 'the same where the site’s pages can be checked',
    options: { rateLimits: 'off' },
    play: (target) =>
      siteWith(async (origin, asked) => {
        await target.restart({ threadCheck: 'on', origins: [origin] });
        const through = await shownOf(target.client);
        const own = asked.filter((path) => path.startsWith('/comments'));
        return through ?? (own.length && own.some((path) => path !== '/comments/win') ? `the server asked itself: ${own.join()}` : undefined);
      }),
  },
  {
    name: 'a thread makes the server ask addresses of the private network',
    options: { rateLimits: 'off' },
    play: (target) =>
      siteWith(async (inside, asked) => {
        await target.restart({ threadCheck: 'on', origins: ['https://blog.example'] });
        const { port } = new URL(inside);
        for (const url of [
          `${inside}/post`,
          `http://localhost:${port}/post`,
          `http://2130706433:${port}/post`,
          `http://[::ffff:127.0.0.1]:${port}/post`,
          `http://blog.example@127.0.0.1:${port}/post`,
        ]) {
          await target.client.comment({ thread: url, threadUrl: url, author: { name: 'G' }, text: key() });
        }
        return asked.length ? `${asked.length} requests came in` : undefined;
      }),
  },
  {
    name: 'one address has thousands of pages made anew',
    async play({ client }) {
      await client.comment({ author: { name: 'G' } });
      let made = 0;
      for (let n = 0; n < 3000; n += 50) {
        const statuses = await Promise.all(
          Array.from(
            { length: 50 },
            async (_, m) => (await client.page(`thread=/a&limit=100&after=${Buffer.from(`v0s${n + m}`).toString('base64url')}`)).status,
          ),
        );
        made += statuses.filter((status) => status === 200).length;
        if (statuses.every((status) => status === 429)) break;
      }
      return made > 1200 ? `${made} pages were made` : undefined;
    },
  },
  {
    name: 'a reader behind the address of many is refused a page that was made already',
    async play({ client }) {
      await client.comment({ author: { name: 'G' } });
      let refused = 0;
      for (let n = 0; n < 30; n++)
        refused += (await Promise.all(Array.from({ length: 50 }, async () => (await client.page('thread=/a')).status))).filter(
          (status) => status !== 200,
        ).length;
      return refused ? `${refused} of 1500 were refused` : undefined;
    },
  },
];
