/** Guessing passwords, second factors, known devices, and floods of log-ins. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Secret, TOTP } from 'otpauth';
import { Moderators } from '../src/accounts/moderators.js';
import { mailboxOf, parseEmail } from '../src/accounts/email-address.js';
import { HashQueue } from '../src/accounts/hash-queue.js';
import { Problem } from '../src/http/problems.js';
import { openDatabase } from '../src/database/open.js';
import type { ServerOptions } from '../src/index.js';
import { startMailCatcher } from './mail-catcher.js';
import { Client, key, makeModerator, until, withServer, type Moderator, type Running } from './support.js';

const proxied: ServerOptions = { rateLimits: 'on', trustedProxies: ['127.0.0.1'] };
const from = (n: number, more: Record<string, string> = {}) => ({ 'X-Forwarded-For': `198.51.${Math.floor(n / 200)}.${1 + (n % 200)}`, ...more });
const cookiesOf = (headers: Headers): string =>
  headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ');

describe('Guesses at a password', () => {
  it('are limited for an account from whatever address, and tell nothing about which accounts there are', () =>
    withServer(proxied, async (running) => {
      const { credentials, origin } = await makeModerator(running);
      const looked: Record<string, number> = {};
      for (const email of [credentials.email, 'nobody@blog.example']) {
        looked[email] = 0;
        for (let n = 0; n < 40; n++) {
          // Where readers log in and where moderators do, together.
          const answer = await running.client.ask(
            'POST',
            n % 2 ? '/sessions' : '/moderation/session',
            { email, password: `guess ${n}` },
            from(n, { Origin: origin }),
          );
          if (answer.status === 401) looked[email]!++;
          else assert.ok(answer.status === 429 && Number(answer.headers.get('retry-after')) > 0);
        }
      }
      // The moderator's own log-in was no guess.
      assert.deepEqual(Object.values(looked), [20, 20]);
    }));

  it('do not lock out a moderator’s browser that was let in before, which has few tries of its own', () =>
    withServer(proxied, async (running) => {
      const { client } = running;
      const { credentials, origin } = await makeModerator(running);
      const logIn = (cookie: string, password = credentials.password, n = 500) =>
        client.ask('POST', '/moderation/session', { ...credentials, password }, from(n, { Origin: origin, Cookie: cookie }));
      const device = cookiesOf((await logIn('')).headers);
      assert.match(device, /blog-device=[\w-]{43}/);
      for (let n = 0; n < 25; n++) await logIn('', 'wrong', n);
      assert.equal((await logIn('')).status, 429);
      assert.equal((await logIn(device)).status, 204);
      assert.equal((await logIn(`blog-device=${'x'.repeat(43)}`)).status, 429);
      for (let n = 0; n < 10; n++) assert.equal((await logIn(device, 'wrong', 600 + n)).status, 401);
      assert.equal((await logIn(device, 'wrong', 700)).status, 429);
    }));

  it('do not lock out a reader’s browser either, where it says by which device', () =>
    withServer(proxied, async ({ client }) => {
      const ada = { email: 'ada@example.org', password: 'of Ada alone' };
      await client.ask('POST', '/accounts', { name: 'Ada', ...ada });
      const { device } = (await client.ask('POST', '/sessions', ada)).body;
      for (let n = 0; n < 25; n++) await client.ask('POST', '/sessions', { ...ada, password: 'wrong' }, from(n));
      assert.equal((await client.ask('POST', '/sessions', ada, from(99))).status, 429);
      const again = await client.ask('POST', '/sessions', { ...ada, device }, from(99));
      assert.deepEqual([again.status, again.body.device], [201, device]);
      // Whatever does not fit is no device.
      assert.equal((await client.ask('POST', '/sessions', { ...ada, device: { toString: 1 } }, from(98))).status, 429);
    }));

  it('leave a line in the log that has the address in it only where the owner says so', async () => {
    for (const logAddresses of ['off', 'on'] as const) {
      const lines: Record<string, unknown>[] = [];
      await withServer({ ...proxied, logAddresses, log: (line) => lines.push(line) }, async ({ client }) => {
        await client.ask('POST', '/sessions', { email: 'ada@example.org', password: 'secret guess' }, { 'X-Forwarded-For': '2001:db8::7' });
        await client.ask(
          'POST',
          '/moderation/session',
          { email: 'ada@example.org', password: 'secret guess' },
          { 'X-Forwarded-For': '2001:db8::7', Origin: new URL(client.base).origin },
        );
      });
      const failed = lines.filter(({ event }) => event === 'login-failed');
      const address = logAddresses === 'on' ? { address: '2001:db8::7' } : {};
      assert.deepEqual(
        failed,
        ['/comments/sessions', '/comments/moderation/session'].map((route) => ({ level: 'warn', event: 'login-failed', route, reason: 'wrong', ...address })),
      );
      if (logAddresses === 'off') assert.doesNotMatch(JSON.stringify(lines), /2001:db8|ada@|secret guess/);
    }
  });
});

describe('Passwords', () => {
  it('that guessers try first are refused wherever one is chosen', () =>
    withServer({}, async ({ client }) => {
      const register = (password: string, email = `${key()}@example.org`) => client.ask('POST', '/accounts', { name: 'Ada Lovelace', email, password });
      for (const password of ['password', 'PassWord', '12345678', 'ada lovelace'])
        assert.deepEqual((await register(password)).body.fields, { password: 'too-common' }, password);
      assert.deepEqual((await register('ada.l.1815@example.org', 'ada.l.1815@example.org')).body.fields, { password: 'too-common' });
      const { body } = await register('of Ada alone');
      const ada = new Client(client.base, body.token);
      assert.deepEqual((await ada.ask('PATCH', '/accounts/me', { password: 'iloveyou1', currentPassword: 'of Ada alone' })).body.fields, {
        password: 'too-common',
      });
      assert.equal((await ada.get('/accounts/me')).status, 200);
    }));
});

describe('A moderator’s second factor', () => {
  const pageOf = (moderator: Moderator) => ({
    async read() {
      return (await fetch(`${moderator.base}/moderation/second-factor`, { headers: { Cookie: moderator.cookie } })).text();
    },
    async send(fields: Record<string, string>) {
      const response = await fetch(`${moderator.base}/moderation/second-factor`, {
        method: 'POST',
        redirect: 'manual',
        headers: { Cookie: moderator.cookie, Origin: moderator.origin },
        body: new URLSearchParams(fields),
      });
      return { status: response.status, text: await response.text() };
    },
  });
  const codeAt = (secret: string, offset = 0) => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + offset });
  const enroll = async (moderator: Moderator) => {
    const page = pageOf(moderator);
    assert.equal((await page.send({ do: 'enroll', password: moderator.credentials.password })).status, 303);
    const text = await page.read();
    const secret = /secret=([A-Z2-7]{32})/.exec(text)![1]!;
    return { page, text, secret };
  };
  /** With the code of this period, which leaves the next one's for the log-in: it is taken as well. */
  const turnOn = async (moderator: Moderator) => {
    const { page, secret } = await enroll(moderator);
    const { text } = await page.send({ do: 'confirm', code: codeAt(secret) });
    return { page, secret, recoveryCodes: text.match(/[0-9a-f]{5}(-[0-9a-f]{5}){3}/g)! };
  };
  const logInWith =
    ({ client }: Running, { credentials, origin }: Moderator) =>
    (code?: string, more = {}) =>
      client.ask('POST', '/moderation/session', { ...credentials, ...(code !== undefined && { code }) }, { Origin: origin, ...more });

  it('is turned on by a plain form, with a QR code, a key as text and recovery codes that are shown once', () =>
    withServer({}, async (running) => {
      const moderator = await makeModerator(running);
      const logIn = logInWith(running, moderator);
      assert.equal((await pageOf(moderator).send({ do: 'enroll', password: 'wrong' })).status, 401);
      const { page, text, secret } = await enroll(moderator);
      assert.match(text, /<svg[^>]*role="img" aria-label="QR code/);
      assert.match(text, new RegExp(`otpauth://totp/[^"]*secret=${secret}`));
      assert.ok(text.includes(secret.replace(/(.{4})(?=.)/g, '$1 ')));
      assert.doesNotMatch(text, /<script|style=/);
      // Until a code has been given, the password is enough.
      assert.equal((await logIn()).status, 204);
      assert.equal((await page.send({ do: 'confirm', code: '000000' })).status, 401);
      const done = await page.send({ do: 'confirm', code: codeAt(secret) });
      assert.equal(new Set(done.text.match(/[0-9a-f]{5}(-[0-9a-f]{5}){3}/g)).size, 10);
      const later = await page.read();
      assert.doesNotMatch(later, /[0-9a-f]{5}(-[0-9a-f]{5}){3}|secret=/);
      assert.match(later, /Recovery codes left: 10/);
    }));

  it('asks for a code of the moment, each once, or a recovery code, each once', () =>
    withServer({}, async (running) => {
      const moderator = await makeModerator(running);
      const logIn = logInWith(running, moderator);
      const { secret, recoveryCodes } = await turnOn(moderator);
      const missing = await logIn();
      assert.deepEqual([missing.status, missing.body.fields], [401, { code: 'missing' }]);
      assert.deepEqual((await logIn('000000')).body.fields, { code: 'wrong' });
      assert.deepEqual((await logIn(codeAt(secret, -30_000))).body.fields, { code: 'wrong' });
      const code = codeAt(secret, 30_000);
      assert.equal((await logIn(`${code.slice(0, 3)} ${code.slice(3)}`)).status, 204);
      assert.deepEqual((await logIn(code)).body.fields, { code: 'wrong' });
      assert.equal((await logIn(recoveryCodes[0])).status, 204);
      assert.deepEqual((await logIn(recoveryCodes[0])).body.fields, { code: 'wrong' });
      // A wrong password is told before anything of a code.
      assert.deepEqual(
        (await running.client.ask('POST', '/moderation/session', { ...moderator.credentials, password: 'wrong', code }, { Origin: moderator.origin })).body
          .fields,
        { password: 'wrong' },
      );
      // The same by the page's form.
      const form = (fields: Record<string, string>) =>
        fetch(`${moderator.base}/moderation/log-in`, {
          method: 'POST',
          redirect: 'manual',
          headers: { Origin: moderator.origin },
          body: new URLSearchParams({ ...moderator.credentials, ...fields }),
        });
      const asked = await form({});
      assert.deepEqual([asked.status, /Enter the code/.test(await asked.text())], [401, true]);
      assert.equal((await form({ code: recoveryCodes[1]! })).status, 303);
    }));

  it('does not keep secrets that could be used instead', () =>
    withServer({}, async (running) => {
      const { everythingIn } = await import('./support.js');
      const { recoveryCodes } = await turnOn(await makeModerator(running));
      const bytes = await everythingIn(running.database);
      for (const code of recoveryCodes) assert.ok(!bytes.includes(code) && !bytes.includes(code.replaceAll('-', '')));
    }));

  it('is limited like passwords', () =>
    withServer(proxied, async (running) => {
      const moderator = await makeModerator(running);
      const logIn = logInWith(running, moderator);
      await turnOn(moderator);
      const statuses: number[] = [];
      for (let n = 0; n < 30; n++) statuses.push((await logIn(String(100_000 + n), from(n))).status);
      assert.deepEqual([statuses.filter((status) => status === 401).length, statuses.at(-1)], [20, 429]);
    }));

  it('is turned off by password and code together, or by whoever runs the server', () =>
    withServer({}, async (running) => {
      const moderator = await makeModerator(running);
      const logIn = logInWith(running, moderator);
      const { page, secret, recoveryCodes } = await turnOn(moderator);
      assert.equal((await page.send({ do: 'turn-off', password: 'wrong', code: recoveryCodes[0]! })).status, 401);
      assert.equal((await page.send({ do: 'turn-off', password: moderator.credentials.password, code: '000000' })).status, 401);
      assert.equal((await page.send({ do: 'cancel' })).status, 303);
      assert.equal((await logIn()).status, 401);
      assert.equal((await page.send({ do: 'turn-off', password: moderator.credentials.password, code: codeAt(secret, 30_000) })).status, 200);
      assert.equal((await logIn()).status, 204);

      await turnOn(moderator);
      assert.equal((await logIn()).status, 401);
      const { database, close } = await openDatabase(running.database, { lock: false });
      const moderators = new Moderators(database, 1);
      assert.deepEqual(
        [await moderators.removeSecondFactor(moderator.credentials.email), await moderators.removeSecondFactor(moderator.credentials.email)],
        [true, false],
      );
      await close();
      assert.equal((await logIn()).status, 204);
    }));

  it('is told by email when a browser that was not known logs in, in spite of others’ emails', async () => {
    const post = await startMailCatcher();
    try {
      await withServer({ rateLimits: 'on', smtpUrl: post.url, mailFrom: 'a@blog.example', publicOrigin: 'https://blog.example' }, async (running) => {
        const moderator = await makeModerator(running);
        const { email } = moderator.credentials;
        const notices = () => post.mails.filter(({ to, text }) => to === email && text.includes('new device or browser'));
        await until(() => notices()[0]);
        const logIn = logInWith(running, moderator);
        const { headers } = await logIn();
        await until(() => notices()[1]);
        assert.equal((await logIn(undefined, { Cookie: cookiesOf(headers) })).status, 204);
        // Whatever is sent after it has been sent after a notice of it would have been.
        for (let n = 0; n < 8; n++)
          await running.client.ask('POST', '/accounts', { name: 'Eve', email: `${email.replace('@', `+${n}@`)}`, password: 'long enough' });
        await logIn();
        await until(() => notices()[2]);
        assert.equal(notices().length, 3);
        assert.match(notices()[0]!.text, /https:\/\/blog\.example\/comments\/moderation/);
      });
    } finally {
      await post.close();
    }
  });
});

describe('The queue for hashing', () => {
  const held = () => {
    let release = (): void => undefined;
    const until = new Promise<void>((resolve) => {
      release = resolve;
    });
    return { until, release };
  };
  const codeOf = (work: Promise<unknown>) =>
    work.then(
      () => 'done',
      (error: unknown) => (error instanceof Problem ? error.code : String(error)),
    );

  it('takes two of one caller and 64 in all beside those that are worked on, and refuses others at once', async () => {
    const queue = new HashQueue(1);
    const gate = held();
    const first = queue.run('a', () => gate.until);
    const waiting = [queue.run('a', async () => 1), queue.run('a', async () => 2)];
    assert.equal(await codeOf(queue.run('a', async () => 3)), 'too-many');
    for (let n = 0; n < 62; n++) waiting.push(queue.run(`caller ${n}`, async () => n));
    assert.equal(await codeOf(queue.run('b', async () => 4)), 'unavailable');
    gate.release();
    await first;
    await Promise.all(waiting);
    assert.equal(await queue.run('a', async () => 5), 5);
  });

  it('takes next whose last turn is the longest ago, so that a flood holds up nobody else', async () => {
    const queue = new HashQueue(1);
    for (const caller of ['a', 'b', 'c']) await queue.run(caller, async () => undefined);
    const gate = held();
    const first = queue.run('a', () => gate.until);
    const turns: string[] = [];
    const waiting = ['b', 'b', 'c', 'c', 'new', 'a'].map((caller) =>
      queue.run(caller, async () => {
        turns.push(caller);
      }),
    );
    gate.release();
    await Promise.all([first, ...waiting]);
    assert.deepEqual(turns, ['new', 'b', 'c', 'a', 'b', 'c']);
  });

  it('goes on after work that failed', async () => {
    const queue = new HashQueue(1);
    const all = ['x', 'y'].map((caller) =>
      codeOf(
        queue.run(caller, async () => {
          throw new Error(caller);
        }),
      ),
    );
    assert.deepEqual(await Promise.all(all), ['Error: x', 'Error: y']);
    assert.equal(await queue.run('z', async () => 1), 1);
  });

  it('keeps pages and an honest log-in going during a flood, most of which is refused at once', () =>
    withServer(proxied, async ({ client }) => {
      const ada = { name: 'Ada', email: 'ada@example.org', password: 'of Ada alone' };
      await client.ask('POST', '/accounts', ada);
      const statuses: Record<number, number> = {};
      let over = false;
      const flood = Promise.all(
        Array.from({ length: 300 }, async (_, n) => {
          const { status } = await client.ask(
            'POST',
            '/sessions',
            { email: `${n}@nowhere.example`, password: 'whatever' },
            { 'X-Forwarded-For': `203.0.113.${n % 30}` },
          );
          statuses[status] = (statuses[status] ?? 0) + 1;
        }),
      ).then(() => {
        over = true;
      });
      const honest = client.ask('POST', '/sessions', ada);
      for (let n = 0; n < 5; n++) assert.equal((await client.page('thread=/a')).status, 200);
      assert.equal((await honest).status, 201);
      // Neither waited for the flood to end.
      assert.equal(over, false);
      await flood;
      assert.ok(statuses[429]! > 150, JSON.stringify(statuses));
    }));
});

describe('Email addresses', () => {
  it('are those that lead to one mailbox, and nothing that a mail server could read as more', () => {
    for (const [given, kept] of [
      ['Ada@Example.org ', 'ada@example.org'],
      ['ada+tag@example.org', 'ada+tag@example.org'],
      ["o'neill@example.co.uk", "o'neill@example.co.uk"],
      ['a@münchen.example', 'a@xn--mnchen-3ya.example'],
      ['a@例子.广告', 'a@xn--fsqu00a.xn--4rr70v'],
      ['first.last_x=y@sub.example.org', 'first.last_x=y@sub.example.org'],
    ] as const)
      assert.equal(parseEmail(given), kept);
    for (const odd of [
      '',
      'a',
      'a@',
      '@example.org',
      'a,b@c.example',
      'a;b@c.example',
      'team:a@c.example',
      '<a@c.example>',
      'Ada <a@c.example>',
      'a@b.example,c@d.example',
      'a@b.example c@d.example',
      '"a b"@c.example',
      'a(b)@c.example',
      'a%d.example@c.example',
      'd.example!a@c.example',
      '|id@c.example',
      'a@[127.0.0.1]',
      'a@127.0.0.1',
      'a@localhost',
      'a@c.example.',
      'a@-c.example',
      'a\\@c.example',
      '.a@c.example',
      'a.@c.example',
      'a..b@c.example',
      'a@c..example',
      'a\r\nBcc: b@c.example',
      'a@%63.example',
      'a@c.example/b',
      'a@c\tc.example',
      'a@c.example\r\nb',
      `${'a'.repeat(65)}@c.example`,
      `a@${'b'.repeat(64)}.example`,
      'a\u0000@c.example',
      'а@c.example',
    ])
      assert.equal(parseEmail(odd), undefined, odd);
  });

  it('of one mailbox count together', () => {
    for (const [one, other] of [
      ['ada+x@example.org', 'Ada@example.org'],
      ['a.d.a+y@gmail.com', 'ada@googlemail.com'],
      ['a@münchen.example', 'a@xn--mnchen-3ya.example'],
    ] as const)
      assert.equal(mailboxOf(one), mailboxOf(other));
    assert.notEqual(mailboxOf('a.da@example.org'), mailboxOf('ada@example.org'));
  });

  it('of one mailbox get five registrations and five emails of a kind an hour, however they are written', async () => {
    const post = await startMailCatcher();
    try {
      await withServer({ ...proxied, smtpUrl: post.url, mailFrom: 'a@blog.example', publicOrigin: 'https://blog.example' }, async ({ client }) => {
        const statuses: number[] = [];
        for (let n = 0; n < 8; n++)
          statuses.push((await client.ask('POST', '/accounts', { name: 'Eve', email: `victim+${n}@example.org`, password: 'long enough' }, from(n))).status);
        assert.deepEqual(statuses, [201, 201, 201, 201, 201, 429, 429, 429]);
        for (let n = 0; n < 8; n++) await client.ask('POST', '/accounts/password', { email: `victim+${n % 5}@example.org` }, from(n));
        await until(() => (post.mails.length === 10 ? true : undefined));
        await client.ask('POST', '/accounts', { name: 'Last', email: 'last@example.org', password: 'long enough' }, from(50));
        await until(() => post.mails.find(({ to }) => to === 'last@example.org'));
        assert.equal(post.mails.filter(({ to }) => to.startsWith('victim')).length, 10);
      });
    } finally {
      await post.close();
    }
  });
});
