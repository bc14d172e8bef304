/** Mail, single sign-on, moderators, votes and reports, and who may see what. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { Moderators } from '../src/accounts/moderators.js';
import { openDatabase } from '../src/database/open.js';
import { StartError } from '../src/errors.js';
import { resolveSettings } from '../src/options.js';
import { createTokenVerifier } from '../src/accounts/single-sign-on.js';
import { codeIn, startMailCatcher, type MailCatcher } from './mail-catcher.js';
import { Client, key, makeModerator, type Moderator, start, until, withServer, type Running } from './support.js';

describe('Accounts with mail', () => {
  let post: MailCatcher;
  let running: Running;
  before(async () => {
    post = await startMailCatcher();
    running = await start({ smtpUrl: post.url, mailFrom: 'comments@blog.example', publicOrigin: 'https://blog.example' });
  });
  after(async () => {
    await running.close();
    await post.close();
  });
  const letterTo = (to: string, nth = 1) => until(() => post.mails.filter((mail) => mail.to === to)[nth - 1]);
  const ada = { name: 'Ada', email: 'ada@example.org', password: 'correct horse' };

  it('say in the capabilities that a forgotten password can be set anew', async () => {
    assert.equal((await running.client.page('thread=/a')).body.site.passwordReset, true);
  });

  it('belong to an address when its letter has been answered, once', async () => {
    const { client } = running;
    const made = await client.ask('POST', '/accounts', ada);
    assert.deepEqual([made.status, made.body.account.email, made.body.account.emailConfirmed], [201, ada.email, false]);
    assert.equal((await client.ask('POST', '/sessions', ada)).status, 201);
    const code = codeIn(await letterTo(ada.email));
    assert.equal((await client.ask('POST', '/accounts/confirmation', { code, password: ada.password })).status, 204);
    assert.equal((await client.getAs('/accounts/me', made.body.token)).body.emailConfirmed, true);
    assert.deepEqual((await client.ask('POST', '/accounts/confirmation', { code, password: ada.password })).body.fields, { code: 'wrong' });
  });

  it('do not tell whether an address is taken: not when registering, logging in or forgetting', async () => {
    const { client } = running;
    const again = await client.ask('POST', '/accounts', { ...ada, name: 'Eve', password: 'of my own' });
    const fresh = await client.ask('POST', '/accounts', { name: 'Eve', email: 'fresh@example.org', password: 'of my own' });
    assert.deepEqual(
      [again.status, Object.keys(again.body), Object.keys(again.body.account), again.body.account.emailConfirmed],
      [fresh.status, Object.keys(fresh.body), Object.keys(fresh.body.account), false],
    );
    assert.match((await letterTo(ada.email, 2)).text, /already has one/);
    // Both can log in again, into what they made and into nothing else.
    const eve = await client.ask('POST', '/sessions', { email: ada.email, password: 'of my own' });
    assert.deepEqual([eve.status, eve.body.account.id], [201, again.body.account.id]);
    assert.equal((await client.ask('POST', '/sessions', ada)).body.account.name, 'Ada');
    const known = await client.ask('POST', '/accounts/password', { email: ada.email });
    const unknown = await client.ask('POST', '/accounts/password', { email: 'nobody@example.org' });
    assert.deepEqual([known.status, known.body], [unknown.status, unknown.body]);
    assert.equal(known.status, 202);
  });

  it('get letters, and the pages behind them, in the language of the browser that asked', async () => {
    for (const [language, subject, words, title] of [
      ['nl-BE,nl;q=0.9', 'Bevestig je e-mailadres', 'is opgegeven voor een account bij Comments', 'Bevestigen'],
      ['ar', 'أكّد بريدك الإلكتروني', 'لحساب في Comments', 'dir="rtl"'],
      ['ja,ru;q=0.8,en;q=0.5', 'Подтвердите адрес почты', 'указали для аккаунта на сайте Comments', 'Подтвердить'],
      ['ja', 'Confirm your email address', 'was entered for an account at Comments', 'Confirm'],
    ] as const) {
      const email = `${key()}@example.org`;
      assert.equal(
        (await running.client.ask('POST', '/accounts', { name: 'Reader', email, password: 'long enough' }, { 'Accept-Language': language })).status,
        201,
      );
      const { raw } = await letterTo(email);
      const [head = '', body = ''] = raw.replace(/=\r?\n/g, '').split(/\r?\n\r?\n(.*)/s);
      const text = /^content-transfer-encoding: base64/im.test(head)
        ? Buffer.from(body, 'base64').toString()
        : decodeURIComponent(body.replace(/%/g, '%25').replace(/=([0-9A-F]{2})/g, '%$1'));
      assert.ok(text.includes(words), text);
      const inHead = [...head.matchAll(/=\?UTF-8\?B\?([^?]*)\?/gi)].map(([, part]) => Buffer.from(part!, 'base64').toString()).join('') || head;
      assert.ok(inHead.replace(/_/g, ' ').includes(subject), inHead);
      const page = await fetch(`${running.client.base}/email/confirm?code=${codeIn({ text })}`, { headers: { 'Accept-Language': language } });
      assert.deepEqual([page.headers.get('referrer-policy'), page.headers.get('x-frame-options')], ['no-referrer', 'DENY']);
      assert.ok((await page.text()).includes(title), language);
    }
  });

  it('shut nobody out whose address others say too before it is confirmed', async () => {
    const { client } = running;
    const lin = { name: 'Lin', email: 'lin@example.org', password: 'of Lin alone' };
    const { body } = await client.ask('POST', '/accounts', lin);
    for (let n = 0; n < 3; n++) await client.ask('POST', '/accounts', { ...lin, name: 'Eve', password: `of Eve ${n}` });
    const back = await client.ask('POST', '/sessions', lin);
    assert.deepEqual([back.status, back.body.account?.id], [201, body.account.id]);
    const before = post.mails.length;
    await client.ask('POST', '/accounts/password', { email: lin.email });
    const letter = await until(() => post.mails.slice(before).find(({ text }) => text.includes('/email/reset')));
    assert.equal((await client.ask('PUT', '/accounts/password', { code: codeIn(letter), password: 'a new one of Lin' })).status, 204);
    const after = await client.ask('POST', '/sessions', { ...lin, password: 'a new one of Lin' });
    assert.deepEqual([after.body.account.id, after.body.account.emailConfirmed], [body.account.id, true]);
  });

  it('get a new password by a page that needs no script, which logs everybody else out', async () => {
    const { client } = running;
    const before = await client.ask('POST', '/sessions', ada);
    const resets = () => post.mails.filter(({ to, text }) => to === ada.email && text.includes('/email/reset'));
    // The one asked for above.
    const earlier = (await until(() => (resets().length ? resets() : undefined))).length;
    await client.ask('POST', '/accounts/password', { email: ada.email });
    const mails = await until(() => (resets().length > earlier ? resets() : undefined));
    const mail = mails.at(-1)!;
    assert.match(mail.text, /https:\/\/blog\.example\/comments\/email\/reset\?code=/);
    const code = codeIn(mail);
    const shown = await fetch(`${client.base}/email/reset?code=${code}`);
    assert.match(shown.headers.get('content-security-policy')!, /default-src 'none'/);
    assert.match(await shown.text(), /name="password"/);
    const send = (password: string) => fetch(`${client.base}/email/reset`, { method: 'POST', body: new URLSearchParams({ code, password }) });
    assert.equal((await send('short')).status, 422);
    assert.equal((await send('a new password')).status, 200);
    assert.equal((await send('another password')).status, 422);
    assert.equal((await client.getAs('/accounts/me', before.body.token)).status, 401);
    assert.equal((await client.ask('POST', '/sessions', ada)).status, 401);
    assert.equal((await client.ask('POST', '/sessions', { ...ada, password: 'a new password' })).status, 201);
  });

  it('change their address only when the new one has answered', async () => {
    const bob = await running.client.ask('POST', '/accounts', { name: 'Bob', email: 'bob@example.org', password: 'long enough' });
    await running.client.ask('POST', '/accounts/confirmation', { code: codeIn(await letterTo('bob@example.org')), password: 'long enough' });
    const me = new Client(running.client.base, bob.body.token);
    assert.deepEqual((await me.ask('PATCH', '/accounts/me', { email: 'robert@example.org' })).body.fields, { currentPassword: 'missing' });
    assert.deepEqual((await me.ask('PATCH', '/accounts/me', { email: 'robert@example.org', currentPassword: 'wrong one' })).body.fields, {
      currentPassword: 'wrong',
    });
    assert.equal((await me.ask('PATCH', '/accounts/me', { email: 'robert@example.org', currentPassword: 'long enough' })).body.email, 'bob@example.org');
    assert.equal(
      (await running.client.ask('POST', '/accounts/confirmation', { code: codeIn(await letterTo('robert@example.org')), password: 'long enough' })).status,
      204,
    );
    assert.equal((await me.get('/accounts/me')).body.email, 'robert@example.org');
    assert.match((await letterTo('bob@example.org', 2)).text, /address of your account/);
  });
});

describe('Accounts without mail', () => {
  it('say so, in the capabilities and at the route', () =>
    withServer({}, async ({ client }) => {
      assert.equal((await client.page('thread=/a')).body.site.passwordReset, false);
      const { status, body } = await client.ask('POST', '/accounts/password', { email: 'a@example.org' });
      assert.equal(status, 404);
      assert.match(body.detail, /sends no mail/);
    }));

  it('make no moderator of whoever said the address first', () =>
    withServer({}, async (running) => {
      const eve = { name: 'Eve', email: 'owner@blog.example', password: 'of Eve alone' };
      const { body } = await running.client.ask('POST', '/accounts', eve);
      const { database, close } = await openDatabase(running.database, { lock: false });
      const password = await new Moderators(database, 1).add(eve.email);
      await close();
      assert.ok(password);
      const origin = { Origin: new URL(running.client.base).origin };
      assert.equal((await running.client.ask('POST', '/moderation/session', eve, origin)).status, 401);
      assert.equal((await running.client.getAs('/accounts/me', body.token)).status, 401);
      assert.equal((await running.client.ask('POST', '/moderation/session', { email: eve.email, password }, origin)).status, 204);
    }));

  it('change name, address and password; the name beside comments follows, other sessions end', () =>
    withServer({}, async ({ client }) => {
      const ada = await client.reader('Ada');
      await ada.comment({ thread: '/name', text: 'Mine' });
      const { email } = (await ada.get('/accounts/me')).body;
      const elsewhere = (await client.ask('POST', '/sessions', { email, password: 'long enough' })).body.token;
      const changed = await ada.ask('PATCH', '/accounts/me', {
        name: 'Countess',
        email: 'countess@example.org',
        password: 'longer still',
        currentPassword: 'long enough',
      });
      assert.deepEqual([changed.status, changed.body.name, changed.body.email], [200, 'Countess', 'countess@example.org']);
      assert.equal((await client.page('thread=/name')).body.comments[0].author.name, 'Countess');
      assert.equal((await client.getAs('/accounts/me', elsewhere)).status, 401);
      assert.equal((await ada.get('/accounts/me')).status, 200);
      assert.equal((await client.ask('POST', '/sessions', { email: 'countess@example.org', password: 'longer still' })).status, 201);
    }));
});

describe('Single sign-on', () => {
  const secret = 'a secret of the host, of more than 32 bytes';
  const shared = { algorithm: 'HS256', issuer: 'https://host.example', audience: 'comments', secret } as const;
  const sign = (
    claims: Record<string, unknown>,
    { expires = '10m', issuer = shared.issuer as string, audience = shared.audience as string, by = secret, algorithm = 'HS256' } = {},
  ) =>
    new SignJWT(claims)
      .setProtectedHeader({ alg: algorithm })
      .setIssuedAt()
      .setIssuer(issuer)
      .setAudience(audience)
      .setExpirationTime(expires)
      .sign(new TextEncoder().encode(by));

  it('takes a reader that the host has logged in, the same one each time, and never by e-mail', () =>
    withServer({ singleSignOn: shared }, async ({ client }) => {
      const own = await client.ask('POST', '/accounts', { name: 'Ada', email: 'ada@example.org', password: 'long enough' });
      const hosts = new Client(client.base, await sign({ sub: '7', name: 'Ada of the host', email: 'ada@example.org', role: 'moderator', roles: ['admin'] }));
      const me = await hosts.get('/accounts/me');
      assert.deepEqual([me.status, me.body.name], [200, 'Ada of the host']);
      assert.notEqual(me.body.id, own.body.account.id);
      const sent = await hosts.comment({ thread: '/sso', text: 'From the host' });
      assert.equal(sent.status, 201);
      const later = new Client(client.base, await sign({ sub: '7', name: 'Ada L.' }));
      assert.equal((await later.get('/accounts/me')).body.id, me.body.id);
      assert.equal((await later.ask('PATCH', `/${sent.body.id}`, { text: 'Changed' })).status, 200);
      assert.equal((await later.get('/moderation/comments')).status, 401);
      assert.equal((await later.ask('PATCH', '/accounts/me', { name: 'Other' })).status, 403);
      const other = new Client(client.base, await sign({ sub: '8', name: 'Bob' }));
      assert.equal((await other.ask('PATCH', `/${sent.body.id}`, { text: 'Hacked' })).status, 403);
    }));

  it('refuses what is expired, too long, for others, by others, of another kind, or without a name', () =>
    withServer({ singleSignOn: shared }, async ({ client }) => {
      const claims = { sub: '7', name: 'Ada' };
      const { privateKey } = await generateKeyPair('RS256');
      const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
      const payload = { ...claims, iss: shared.issuer, aud: shared.audience, exp: Math.floor(Date.now() / 1000) + 300 };
      const tokens = {
        expired: await sign(claims, { expires: '-5m' }),
        'too long': await sign(claims, { expires: '20m' }),
        'another audience': await sign(claims, { audience: 'shop' }),
        'another issuer': await sign(claims, { issuer: 'https://evil.example' }),
        'another secret': await sign(claims, { by: 'another secret, also of more than 32 bytes' }),
        'another algorithm': await sign(claims, { algorithm: 'HS512' }),
        'another kind of key': await new SignJWT(claims)
          .setProtectedHeader({ alg: 'RS256' })
          .setIssuer(shared.issuer)
          .setAudience(shared.audience)
          .setExpirationTime('5m')
          .sign(privateKey),
        'no signature': `${part({ alg: 'none' })}.${part(payload)}.`,
        'no signature at all': `${part({ alg: 'none' })}.${part(payload)}.x`,
        'no name': await sign({ sub: '7' }),
        'no subject': await sign({ name: 'Ada' }),
        'an empty name': await sign({ sub: '7', name: '\u200b' }),
      };
      for (const [what, token] of Object.entries(tokens)) assert.equal((await new Client(client.base, token).get('/accounts/me')).status, 401, what);
    }));

  it('verifies with the public keys of the host, by EdDSA or RS256, and by no other', async () => {
    for (const algorithm of ['EdDSA', 'RS256'] as const) {
      const { publicKey, privateKey } = await generateKeyPair(algorithm, { extractable: true });
      const stranger = await generateKeyPair(algorithm);
      const jwks = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'one' }] });
      const verify = createTokenVerifier({ algorithm, issuer: 'i', audience: 'a', jwks }, (name) => name);
      const by = (privateKeyOf: typeof privateKey, kid = 'one') =>
        new SignJWT({ sub: '1', name: 'Ada' })
          .setProtectedHeader({ alg: algorithm, kid })
          .setIssuer('i')
          .setAudience('a')
          .setExpirationTime('5m')
          .sign(privateKeyOf);
      assert.deepEqual(await verify(await by(privateKey)), { issuer: 'i', subject: '1', name: 'Ada', email: '' });
      assert.equal(await verify(await by(stranger.privateKey)), undefined);
      assert.equal(await verify(await by(privateKey, 'two')), undefined);
      // The public key as a shared secret: the oldest trick.
      const confused = await new SignJWT({ sub: '1', name: 'Ada' })
        .setProtectedHeader({ alg: 'HS256', kid: 'one' })
        .setIssuer('i')
        .setAudience('a')
        .setExpirationTime('5m')
        .sign(new TextEncoder().encode(jwks));
      assert.equal(await verify(confused), undefined);
    }
  });

  it('explains each setting that is wrong', async () => {
    const wrong = (given: Record<string, unknown>, words: RegExp) =>
      assert.throws(
        () => {
          const { singleSignOn } = resolveSettings({ singleSignOn: { ...shared, ...given } as never });
          createTokenVerifier(singleSignOn!, (name) => name);
        },
        (error) => error instanceof StartError && words.test(error.message),
        JSON.stringify(given),
      );
    wrong({ algorithm: 'none' }, /expected EdDSA, RS256 or HS256/);
    wrong({ secret: 'too short' }, /at least 32 bytes, but 9 came/);
    wrong({ issuer: '' }, /SSO_ISSUER/);
    wrong({ algorithm: 'RS256' }, /SSO_SECRET/);
    wrong({ algorithm: 'RS256', secret: undefined }, /SSO_JWKS/);
    wrong({ algorithm: 'EdDSA', secret: undefined, jwks: '{"keys": []}' }, /SSO_JWKS/);
    const { privateKey } = await generateKeyPair('EdDSA', { extractable: true });
    wrong({ algorithm: 'EdDSA', secret: undefined, jwks: JSON.stringify({ keys: [await exportJWK(privateKey)] }) }, /private one came/);
    wrong({ algorithm: 'RS256', secret: undefined, jwks: JSON.stringify({ keys: [{ kty: 'OKP' }] }) }, /kty RSA/);
  });
});

describe('Votes and reports', () => {
  it('are one an account; the thread can be read by them, page by page', () =>
    withServer({}, async ({ client }) => {
      const readers = [await client.reader('A'), await client.reader('B'), await client.reader('C')];
      const ids: string[] = [];
      for (let n = 0; n < 7; n++) ids.push((await client.comment({ thread: '/votes', text: `n${n}`, author: { name: 'G' }, secret: key() })).body.id);
      assert.deepEqual((await readers[0]!.ask('PUT', `/${ids[3]}/vote`)).body, { votes: 1 });
      assert.deepEqual((await readers[0]!.ask('PUT', `/${ids[3]}/vote`)).body, { votes: 1 });
      assert.deepEqual((await readers[1]!.ask('PUT', `/${ids[3]}/vote`)).body, { votes: 2 });
      assert.deepEqual((await readers[2]!.ask('PUT', `/${ids[5]}/vote`)).body, { votes: 1 });
      assert.equal((await client.ask('PUT', `/${ids[5]}/vote`)).status, 401);
      const seen: string[] = [];
      let page;
      let cursor = '';
      do {
        page = (await client.page(`thread=/votes&order=top&limit=3${cursor}`)).body;
        seen.push(...page.comments.map(({ text }: any) => text));
        cursor = `&after=${page.after}`;
      } while (page.after);
      assert.deepEqual(seen, ['n3', 'n5', 'n6', 'n4', 'n2', 'n1', 'n0']);
      const back = (await client.page(`thread=/votes&order=top&limit=3&before=${page.before}`)).body;
      assert.deepEqual(
        back.comments.map(({ text }: any) => text),
        ['n4', 'n2', 'n1'],
      );
      assert.deepEqual(
        (await client.page(`thread=/votes&order=top&limit=3&around=${ids[4]}`)).body.comments.map(({ text }: any) => text),
        ['n4', 'n2', 'n1'],
      );
      assert.deepEqual((await readers[0]!.ask('DELETE', `/${ids[3]}/vote`)).body, { votes: 1 });
      // An account that goes takes its votes along.
      assert.equal((await readers[1]!.ask('DELETE', '/accounts/me')).status, 204);
      assert.equal((await client.page('thread=/votes&order=top&limit=1')).body.comments[0].text, 'n5');
    }));

  it('reach the moderators, who see the reason; a stranger sees nothing', () =>
    withServer({}, async (running) => {
      const { client } = running;
      const { id } = (await client.comment({ thread: '/r', text: 'Bad', author: { name: 'G' }, secret: key() })).body;
      assert.equal((await client.ask('POST', `/${id}/report`, { reason: 'It is\nspam' })).status, 202);
      assert.equal((await client.ask('POST', `/${id}/report`, {})).status, 202);
      const [reported] = (await (await makeModerator(running)).get('/moderation/comments?show=reported')).body.comments;
      assert.deepEqual([reported.id, reported.reports, reported.reason], [id, 1, 'It is spam']);
      assert.doesNotMatch(JSON.stringify((await client.page('thread=/r')).body), /report.*spam/);
      assert.equal((await client.ask('POST', '/nothing/report', {})).status, 404);
    }));

  it('are limited by address', () =>
    withServer({ rateLimits: 'on' }, async ({ client }) => {
      const { id } = (await client.comment({ thread: '/r', author: { name: 'G' }, secret: key() })).body;
      const statuses: number[] = [];
      for (let n = 0; n < 11; n++) statuses.push((await client.ask('POST', `/${id}/report`, {})).status);
      assert.deepEqual([statuses[9], statuses[10]], [202, 429]);
    }));
});

describe('Moderators', () => {
  let running: Running;
  let moderator: Moderator;
  before(async () => {
    running = await start({ hold: 'all' });
    moderator = await makeModerator(running);
  });
  after(() => running.close());

  const send = async (thread: string, text: string, more: Record<string, unknown> = {}): Promise<string> =>
    (await running.client.comment({ thread, text, author: { name: 'Guest' }, secret: key(), ...more })).body.id;
  const texts = async (thread: string) => (await running.client.page(`thread=${thread}`)).body.comments.map(({ status, text }: any) => text || status);

  it('are made on the command line and hold a cookie that no script reads and no other site sends', async () => {
    const { headers, status } = await running.client.ask('POST', '/moderation/session', moderator.credentials, { Origin: moderator.origin });
    assert.equal(status, 204);
    assert.match(headers.get('set-cookie')!, /^blog-moderator=[\w-]{43}; .*Path=\/comments\/moderation.*HttpOnly.*SameSite=Strict/);
    const reader = (await running.client.ask('POST', '/sessions', moderator.credentials)).body.token;
    assert.equal((await running.client.getAs('/moderation/comments', reader)).status, 401);
    assert.equal((await running.client.ask('GET', '/moderation/comments', undefined, { Cookie: `blog-moderator=${reader}` })).status, 401);
    assert.equal((await running.client.getAs('/accounts/me', moderator.cookie.split('=')[1]!)).status, 401);
    for (const origin of ['https://evil.example', 'null', '']) {
      const { status: refused } = await running.client.ask(
        'POST',
        '/moderation/decisions',
        { ids: ['x'], action: 'approve' },
        { Cookie: moderator.cookie, ...(origin && { Origin: origin }) },
      );
      assert.equal(refused, 403, origin);
    }
    const stranger = await running.client.reader('Ada');
    const { email } = (await stranger.get('/accounts/me')).body;
    assert.equal((await running.client.ask('POST', '/moderation/session', { email, password: 'long enough' }, { Origin: moderator.origin })).status, 401);
  });

  it('approve, hold, reject, mark as spam and delete, many at once; the counts stay true', async () => {
    const ids = [await send('/m', 'one'), await send('/m', 'two'), await send('/m', 'three'), await send('/m', 'four')];
    assert.deepEqual(await texts('/m'), []);
    const queue = (await moderator.get('/moderation/comments')).body.comments.filter(({ thread }: any) => thread === '/m');
    assert.deepEqual(
      queue.map(({ text }: any) => text),
      ['one', 'two', 'three', 'four'],
    );
    assert.ok(!JSON.stringify(queue).includes('@'));
    const answer = await moderator.ask('POST', '/moderation/decisions', { ids: [...ids, 'nothing'], action: 'approve' });
    assert.deepEqual(answer.body, { done: ids, missing: ['nothing'] });
    assert.deepEqual(await texts('/m'), ['one', 'two', 'three', 'four']);
    await moderator.ask('POST', '/moderation/decisions', { ids: [ids[0]], action: 'hold' });
    await moderator.ask('POST', '/moderation/decisions', { ids: [ids[1]], action: 'reject' });
    await moderator.ask('POST', '/moderation/decisions', { ids: [ids[2]], action: 'spam' });
    assert.deepEqual(await texts('/m'), ['four']);
    assert.equal((await running.client.get('/counts?thread=/m')).body.counts['/m'], 1);
    assert.deepEqual(
      (await moderator.get('/moderation/comments?show=rejected')).body.comments.map(({ text }: any) => text),
      ['two'],
    );
    assert.deepEqual(
      (await moderator.get('/moderation/comments?show=spam')).body.comments.map(({ text }: any) => text),
      ['three'],
    );
    await moderator.ask('POST', '/moderation/decisions', { ids: [ids[1]], action: 'approve' });
    await moderator.ask('POST', '/moderation/decisions', { ids: [ids[3]], action: 'delete' });
    assert.deepEqual(await texts('/m'), ['two']);
    assert.equal((await running.client.get('/counts?thread=/m')).body.counts['/m'], 1);
  });

  it('leave the place of a comment that has replies, never its words; or delete it with them', async () => {
    const root = await send('/tree', 'secret root');
    await moderator.ask('POST', '/moderation/decisions', { ids: [root], action: 'approve' });
    const reply = await send('/tree', 'reply', { parent: root });
    const deep = await send('/tree', 'deep', { parent: root });
    await moderator.ask('POST', '/moderation/decisions', { ids: [reply, deep], action: 'approve' });
    await moderator.ask('POST', '/moderation/decisions', { ids: [root], action: 'hold' });
    assert.deepEqual(await texts('/tree'), ['deleted', 'reply', 'deep']);
    for (const path of [`?thread=/tree&around=${reply}`, `/${root}`, '/feed?thread=/tree', `?thread=/tree&parent=${root}`]) {
      assert.doesNotMatch(await (await fetch(running.client.base + path)).text(), /secret/, path);
    }
    await moderator.ask('POST', '/moderation/decisions', { ids: [root], action: 'approve' });
    assert.deepEqual(await texts('/tree'), ['secret root', 'reply', 'deep']);
    assert.equal((await running.client.get('/counts?thread=/tree')).body.counts['/tree'], 3);
    assert.equal((await running.client.page('thread=/tree')).body.comments[0].replyCount, 2);
    await moderator.ask('POST', '/moderation/decisions', { ids: [root], action: 'delete-with-replies' });
    assert.deepEqual(await texts('/tree'), []);
    assert.equal((await running.client.get('/counts?thread=/tree')).body.counts['/tree'], 0);
  });

  it('close a thread and open it again', async () => {
    assert.equal((await moderator.ask('PUT', '/moderation/threads', { thread: '/closed', closed: true })).status, 204);
    assert.equal((await running.client.comment({ thread: '/closed', author: { name: 'G' }, secret: key() })).body.code, 'closed');
    assert.equal((await running.client.page('thread=/closed')).body.closed, true);
    await moderator.ask('PUT', '/moderation/threads', { thread: '/closed', closed: false });
    assert.equal((await running.client.comment({ thread: '/closed', author: { name: 'G' }, secret: key() })).status, 201);
  });

  it('ban an account, or a guest, and let them in again', async () => {
    const eve = await running.client.reader('Eve');
    const { id } = (await eve.comment({ thread: '/ban', text: 'Grr' })).body;
    assert.equal((await moderator.ask('POST', '/moderation/bans', { comment: id, network: 'none' })).status, 204);
    for (const refused of [
      await eve.comment({ thread: '/ban', text: 'More' }),
      await eve.ask('PATCH', `/${id}`, { text: 'More' }),
      await eve.ask('PUT', `/${id}/vote`),
      await eve.ask('POST', `/${id}/report`, {}),
    ])
      assert.equal(refused.status, 403);
    const guest = await send('/ban', 'A guest');
    assert.equal((await moderator.ask('POST', '/moderation/bans', { comment: guest })).status, 204);
    assert.equal((await running.client.comment({ thread: '/ban', author: { name: 'Another name' }, secret: key() })).status, 403);
    const { bans } = (await moderator.get('/moderation/bans')).body;
    assert.deepEqual(
      bans.map(({ name }: any) => name),
      ['Guest', 'Eve'],
    );
    assert.doesNotMatch(JSON.stringify(bans), /127\.0\.0\.1/);
    for (const { id: ban } of bans) assert.equal((await moderator.ask('DELETE', `/moderation/bans/${ban}`)).status, 204);
    assert.equal((await eve.comment({ thread: '/ban', text: 'Sorry' })).status, 201);
    assert.equal((await running.client.comment({ thread: '/ban', author: { name: 'G' }, secret: key() })).status, 201);
  });
});

describe('Word and link rules', () => {
  it('hold or hide what they match, in new comments and changed ones', () =>
    withServer({ holdLinks: 0 }, async (running) => {
      const moderator = await makeModerator(running);
      for (const rule of [
        { kind: 'word', pattern: 'Casino', verdict: 'hold' },
        { kind: 'link', pattern: 'https://pills.example/x', verdict: 'spam' },
      ]) {
        assert.equal((await moderator.ask('POST', '/moderation/rules', rule)).status, 204);
      }
      const ada = await running.client.reader();
      const status = async (text: string) => (await ada.comment({ thread: '/rules', text })).body.status;
      assert.equal(await status('A cásino here'), 'held');
      assert.equal(await status('casinos are another word'), 'published');
      assert.equal(await status('See http://www.pills.example/buy'), 'held');
      assert.equal(await status('See http://notpills.example/buy'), 'published');
      assert.deepEqual(
        (await moderator.get('/moderation/comments?show=spam')).body.comments.map(({ text }: any) => text),
        ['See http://www.pills.example/buy'],
      );
      const { id } = (await ada.comment({ thread: '/rules', text: 'Harmless' })).body;
      assert.equal((await ada.ask('PATCH', `/${id}`, { text: 'casino!' })).body.status, 'held');
      const { rules } = (await moderator.get('/moderation/rules')).body;
      for (const { id: rule } of rules) assert.equal((await moderator.ask('DELETE', `/moderation/rules/${rule}`)).status, 204);
      assert.equal(await status('casino again'), 'published');
    }));
});

describe('The moderators’ page', () => {
  it('works without a script: log in, decide on several, log out; in the browser’s language', () =>
    withServer({ hold: 'all' }, async (running) => {
      const moderator = await makeModerator(running);
      const ids: string[] = [];
      for (const text of ['<script>alert(1)</script>', 'Tweede', 'Derde'])
        ids.push((await running.client.comment({ thread: '/page', text, author: { name: '"><b>Eve' }, secret: key() })).body.id);
      const ask = (path: string, form?: [string, string][], cookie = moderator.cookie) =>
        fetch(`${running.client.base}/moderation${path}`, {
          redirect: 'manual',
          headers: { 'Accept-Language': 'nl,en;q=0.5', Cookie: cookie, ...(form && { Origin: moderator.origin }) },
          ...(form && { method: 'POST', body: new URLSearchParams(form) }),
        });
      assert.match(await (await ask('', undefined, '')).text(), /Wachtwoord/);
      const refused = await ask(
        '/log-in',
        [
          ['email', moderator.credentials.email],
          ['password', 'wrong'],
        ],
        '',
      );
      assert.deepEqual([refused.status, /onjuist/.test(await refused.text())], [401, true]);
      const entered = await ask('/log-in', Object.entries(moderator.credentials), '');
      assert.deepEqual([entered.status, entered.headers.get('location')], [303, '/comments/moderation']);
      const cookie = entered.headers.get('set-cookie')!.split(';')[0]!;

      const page = await ask('', undefined, cookie);
      const text = await page.text();
      assert.match(page.headers.get('content-security-policy')!, /default-src 'none'; style-src 'self'/);
      assert.match(text, /<html lang="nl"/);
      assert.ok(text.includes('&lt;script&gt;alert(1)') && !text.includes('<script') && !text.includes('<b>Eve'));
      assert.equal((text.match(/<article /g) ?? []).length, 3);
      const done = await ask(
        '',
        [
          ['show', 'held'],
          ['do', 'approve'],
          ['id', ids[0]!],
          ['id', ids[1]!],
        ],
        cookie,
      );
      assert.deepEqual([done.status, done.headers.get('location')], [303, '/comments/moderation?show=held&done=2']);
      assert.match(await (await ask('?show=held&done=2', undefined, cookie)).text(), /role="status"[^>]*>Gedaan: 2\./);
      assert.equal(
        (
          await ask(
            '',
            [
              ['show', 'held'],
              ['do', `spam:${ids[2]!}`],
            ],
            cookie,
          )
        ).status,
        303,
      );
      assert.equal((await running.client.page('thread=/page')).body.count, 2);
      assert.match(await (await ask('', [['do', 'approve']], cookie)).text(), /role="alert"/);
      for (const show of ['published', 'reported', 'rejected', 'spam', 'threads', 'bans', 'rules', 'nonsense'])
        assert.equal((await ask(`?show=${show}`, undefined, cookie)).status, 200, show);
      assert.equal(
        (
          await ask(
            '',
            [
              ['do', 'rule'],
              ['kind', 'word'],
              ['pattern', 'x'],
              ['verdict', 'hold'],
            ],
            cookie,
          )
        ).status,
        200,
      );
      assert.equal(
        (
          await ask(
            '',
            [
              ['do', 'rule'],
              ['kind', 'word'],
              ['pattern', 'casino'],
              ['verdict', 'hold'],
            ],
            cookie,
          )
        ).status,
        303,
      );
      assert.equal((await ask('', [['do', 'log-out']], cookie)).status, 303);
      assert.match(await (await ask('', undefined, cookie)).text(), /Wachtwoord/);
    }));
});
