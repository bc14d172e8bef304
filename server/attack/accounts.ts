/** Who is who: taking over accounts, guessing passwords, keeping others from logging in, and mail to strangers. */

import { spawn } from 'node:child_process';
import { Moderators } from '../src/accounts/moderators.js';
import { openDatabase } from '../src/database/open.js';
import { codeIn } from '../test/mail-catcher.js';
import { Client, key, makeModerator, until, type Answer } from '../test/support.js';
import type { Attack, Target } from './attack.js';

const proxied = { trustedProxies: ['127.0.0.1'] };
const from = (n: number, more: Record<string, string> = {}) => ({ 'X-Forwarded-For': `198.51.${Math.floor(n / 200)}.${1 + (n % 200)}`, ...more });
const owner = 'owner@blog.example';
const stranger = { name: 'Stranger', email: owner, password: 'of the stranger alone' };
const originOf = ({ base }: Client) => new URL(base).origin;
const codeFor = async ({ mail }: Target, to: string, path: string) =>
  codeIn(await until(() => mail.mails.findLast((each) => each.to === to && each.text.includes(path))));

async function addModerator({ database: place }: Target, email: string): Promise<string | undefined> {
  const { database, close } = await openDatabase(place, { lock: false });
  try {
    return await new Moderators(database, 1).add(email);
  } finally {
    await close();
  }
}

/** Ways in that the stranger still has. */
async function waysIn({ client }: Target, token: string): Promise<string | undefined> {
  const credentials = { email: owner, password: stranger.password };
  const tries: [string, Answer][] = [
    ['the session from before', await client.getAs('/accounts/me', token)],
    ['the stranger’s password', await client.ask('POST', '/sessions', credentials)],
    ['the stranger’s password, at moderation', await client.ask('POST', '/moderation/session', credentials, { Origin: originOf(client) })],
  ];
  return (
    tries
      .filter(([, { status }]) => status < 300)
      .map(([what]) => what)
      .join(', ') || undefined
  );
}

async function guess(target: Target, moderator: { email: string; password: string }, path: string): Promise<string | undefined> {
  const { client } = target;
  let looked = 0;
  for (let n = 0; n < 600; n++) {
    const password = n === 599 ? moderator.password : `guess ${n}`;
    const { status } = await client.ask('POST', path, { email: moderator.email, password }, from(n % 60, { Origin: originOf(client) }));
    if (status < 300) return `guess ${n} of 600 from 60 addresses was let in`;
    if (status === 401) looked++;
  }
  return looked > 120 ? `${looked} of 600 guesses were looked at` : undefined;
}

/** Log-ins from 30 addresses, sent by a process of its own so that they cost the server nothing but themselves. */
function flood(url: string, count: number): Promise<unknown> {
  const script = `
    let left = ${count};
    await Promise.all(Array.from({ length: 300 }, async (_, n) => {
      while (left-- > 0) await fetch(${JSON.stringify(`${url}/sessions`)}, { method: 'POST', body: JSON.stringify({ email: left + '@nowhere.example', password: 'whatever it is' }),
        headers: { 'Content-Type': 'application/json', 'X-Forwarded-For': '203.0.113.' + (left % 30) } }).then((answer) => answer.arrayBuffer(), () => undefined);
    }));`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'ignore' });
  return new Promise((resolve) => child.on('close', resolve));
}

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const began = performance.now();
  await work();
  return performance.now() - began;
};

export const attacks: Attack[] = [
  {
    name: 'register with the owner’s address, wait until the owner confirms it and becomes moderator, and log in',
    withMail: true,
    async play(target) {
      const { body } = await target.client.ask('POST', '/accounts', stranger);
      const code = await codeFor(target, owner, '/confirm');
      await target.client.ask('POST', '/accounts/confirmation', { code, password: 'of the owner alone' });
      const asReader = await waysIn(target, body.token);
      if (asReader) return `after the confirmation: ${asReader}`;
      await addModerator(target, owner);
      return waysIn(target, body.token);
    },
  },
  {
    name: 'register with the owner’s address on a server without mail, and wait for `moderator add`',
    options: { accounts: 'on' },
    async play(target) {
      const { body } = await target.client.ask('POST', '/accounts', stranger);
      await addModerator(target, owner);
      return waysIn(target, body.token);
    },
  },
  {
    name: 'stay in the account after its owner set a forgotten password',
    withMail: true,
    async play(target) {
      const { client } = target;
      const { body } = await client.ask('POST', '/accounts', stranger);
      const comment = await new Client(client.base, body.token).comment({ thread: '/a', text: 'Words in the owner’s mouth' });
      await client.ask('POST', '/accounts/password', { email: owner });
      const reset = await client.ask('PUT', '/accounts/password', { code: await codeFor(target, owner, '/reset'), password: 'of the owner alone' });
      if (reset.status !== 204) return `the owner was refused: ${reset.status}`;
      const { body: session } = await client.ask('POST', '/sessions', { email: owner, password: 'of the owner alone' });
      const still = await new Client(client.base, session.token).ask('PATCH', `/${comment.body.id}`, { text: 'x' });
      return (await waysIn(target, body.token)) ?? (still.status < 300 ? 'the stranger’s comment is the owner’s' : undefined);
    },
  },
  {
    name: 'take over the account of someone who mistyped a new address',
    withMail: true,
    async play(target) {
      const { client } = target;
      const ada = { name: 'Ada', email: 'ada@blog.example', password: 'of Ada alone' };
      const { body } = await client.ask('POST', '/accounts', ada);
      await client.ask('POST', '/accounts/confirmation', { code: await codeFor(target, ada.email, '/confirm'), password: ada.password });
      await new Client(client.base, body.token).ask('PATCH', '/accounts/me', { email: 'adda@blog.example', currentPassword: ada.password });
      await client.ask('POST', '/accounts/confirmation', { code: await codeFor(target, 'adda@blog.example', '/confirm'), password: 'of another one' });
      const { status } = await client.ask('POST', '/sessions', ada);
      return status === 201 ? undefined : 'Ada cannot log in any more';
    },
  },
  {
    name: 'guess a moderator’s password from 60 addresses',
    options: proxied,
    play: async (target) => guess(target, (await makeModerator(target)).credentials, '/moderation/session'),
  },
  { name: 'guess it where readers log in', options: proxied, play: async (target) => guess(target, (await makeModerator(target)).credentials, '/sessions') },
  {
    name: 'lock a moderator out by wrong guesses',
    options: proxied,
    async play(target) {
      const { client } = target;
      const { credentials } = await makeModerator(target);
      const logIn = (headers: Record<string, string>) => client.ask('POST', '/moderation/session', credentials, { Origin: originOf(client), ...headers });
      const first = await logIn({});
      const cookie = first.headers
        .getSetCookie()
        .map((each) => each.split(';')[0])
        .join('; ');
      for (let n = 0; n < 200; n++)
        await client.ask('POST', '/moderation/session', { email: credentials.email, password: 'wrong' }, from(n, { Origin: originOf(client) }));
      const { status } = await logIn({ Cookie: cookie });
      return status === 204 ? undefined : `the moderator is answered ${status} in a browser that was let in before`;
    },
  },
  {
    name: 'choose "password" for a password',
    async play({ client }) {
      const taken: string[] = [];
      for (const password of ['password', 'Password1', '12345678', 'qwertyuiop'])
        if ((await client.ask('POST', '/accounts', { name: 'Ada', email: `${key()}@blog.example`, password })).status === 201) taken.push(password);
      return taken.join(', ') || undefined;
    },
  },
  {
    name: 'make others wait by 3,000 log-ins from 30 addresses',
    options: proxied,
    async play(target) {
      const { client } = target;
      const ada = { name: 'Ada', email: 'ada@blog.example', password: 'of Ada alone' };
      const { body } = await client.ask('POST', '/accounts', ada);
      await new Client(client.base, body.token).comment({ thread: '/a' });
      const flooding = flood(client.base, 3000);
      let over = false;
      void flooding.then(() => {
        over = true;
      });
      const pages: number[] = [];
      const reading = (async () => {
        while (!over) pages.push(await timed(() => client.page('thread=/a')));
      })();
      // The flood is in full swing.
      await until(() => (pages.length >= 5 ? true : undefined));
      const logIn = Math.round(
        await timed(async () => {
          // As people do: again when they are told that the server is busy.
          while ((await client.ask('POST', '/sessions', ada)).status !== 201 && !over)
            await new Promise((resolve) => {
              setTimeout(resolve, 200);
            });
        }),
      );
      await Promise.all([flooding, reading]);
      pages.sort((a, b) => a - b);
      const [middle, slowest] = [pages[pages.length >> 1]!, pages.at(-1)!].map(Math.round) as [number, number];
      if (process.env['MEASURE'])
        console.log(`          pages: ${pages.length}, half of them within ${middle} ms, all within ${slowest} ms; the log-in ${logIn} ms`);
      return middle > 500 || slowest > 4000 || logIn > 5000
        ? `half of the pages took ${middle} ms, the slowest ${slowest} ms; an honest log-in ${logIn} ms`
        : undefined;
    },
  },
  {
    name: 'fill one mailbox by addresses with +, and reach several by one address',
    withMail: true,
    options: proxied,
    async play({ client, mail }) {
      for (let n = 0; n < 30; n++) await client.ask('POST', '/accounts', { name: 'Ada', email: `victim+${n}@blog.example`, password: 'long enough' }, from(n));
      for (let n = 0; n < 30; n++) await client.ask('POST', '/accounts/password', { email: `victim+${n}@blog.example` }, from(n));
      const odd: string[] = [];
      for (const email of [
        'a,b@c.example',
        'a;b@c.example',
        'team:a@c.example',
        '<a@c.example>',
        'a@b.example,c@d.example',
        '"a b"@c.example',
        'a(b)@c.example',
        'a%d.example@c.example',
        'a@[127.0.0.1]',
        'a@127.0.0.1',
        'a@localhost',
        'a\\@c.example',
      ]) {
        if ((await client.ask('POST', '/accounts', { name: 'Ada', email, password: 'long enough' }, from(100 + odd.length))).status === 201) odd.push(email);
      }
      await client.ask('POST', '/accounts', { name: 'Last', email: 'last@blog.example', password: 'long enough' }, from(300));
      await until(() => mail.mails.find(({ to }) => to === 'last@blog.example'));
      const filled = mail.mails.filter(({ to }) => to.startsWith('victim')).length;
      return [filled > 10 && `${filled} emails in one mailbox`, odd.length > 0 && `taken: ${odd.join(' ')}`].filter(Boolean).join('; ') || undefined;
    },
  },
];
