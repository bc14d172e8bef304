/** What the codes in emails prove: that somebody reads a mailbox, and nothing else. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Moderators } from '../src/accounts/moderators.js';
import { openDatabase } from '../src/database/open.js';
import { codeIn, startMailCatcher, type MailCatcher } from './mail-catcher.js';
import { Client, key, start, until, type Running } from './support.js';

describe('Whoever confirms an address', () => {
  let post: MailCatcher;
  let running: Running;
  before(async () => {
    post = await startMailCatcher();
    running = await start({ smtpUrl: post.url, mailFrom: 'comments@blog.example', publicOrigin: 'https://blog.example', votes: 'on' });
  });
  after(async () => {
    await running.close();
    await post.close();
  });

  const codesFor = (to: string, kind: string) => post.mails.filter((mail) => mail.to === to && mail.text.includes(`/email/${kind}?`)).map(codeIn);
  const codeFor = (to: string, kind = 'confirm', nth = 1) => until(() => codesFor(to, kind)[nth - 1]);
  const register = async (email: string, password: string, name = 'Stranger') => {
    const { body } = await running.client.ask('POST', '/accounts', { name, email, password });
    return Object.assign(new Client(running.client.base, body.token), { id: body.account.id as string });
  };
  const confirm = (code: string, password?: string) =>
    running.client.ask('POST', '/accounts/confirmation', { code, ...(password !== undefined && { password }) });
  const logIn = (email: string, password: string) => running.client.ask('POST', '/sessions', { email, password });
  const asModerator = (email: string, password: string) =>
    running.client.ask('POST', '/moderation/session', { email, password }, { Origin: new URL(running.client.base).origin });
  const withModerators = async <Result>(work: (moderators: Moderators) => Promise<Result>): Promise<Result> => {
    const { database, close } = await openDatabase(running.database, { lock: false });
    try {
      return await work(new Moderators(database, 1));
    } finally {
      await close();
    }
  };

  it('with the password of the registration stays logged in', async () => {
    const ada = await register('present@example.org', 'of Ada alone', 'Ada');
    const { id } = (await ada.comment({ thread: '/present', text: 'Mine' })).body;
    assert.equal((await confirm(await codeFor('present@example.org'), 'of Ada alone')).status, 204);
    assert.equal((await ada.get('/accounts/me')).body.emailConfirmed, true);
    assert.equal((await ada.ask('PATCH', `/${id}`, { text: 'Mine still' })).status, 200);
  });

  it('with another password has the account alone: sessions end, and what a stranger wrote stays as a guest’s, without votes and reports', async () => {
    const other = await register(`${key()}@example.org`, 'long enough');
    const target = (await other.comment({ thread: '/claim', text: 'Voted for' })).body.id;
    const stranger = await register('claimed@example.org', 'of the stranger');
    const written = (await stranger.comment({ thread: '/claim', text: 'Not the owner’s words' })).body.id;
    await stranger.ask('PUT', `/${target}/vote`);
    await stranger.ask('POST', `/${target}/report`, { reason: 'x' });
    await running.client.ask('POST', '/accounts/password', { email: 'claimed@example.org' });
    const resetCode = await codeFor('claimed@example.org', 'reset');
    assert.equal((await running.client.page('thread=/claim')).body.comments[0].votes, 1);

    assert.equal((await confirm(await codeFor('claimed@example.org'), 'of the owner')).status, 204);
    assert.equal((await stranger.get('/accounts/me')).status, 401);
    assert.equal((await logIn('claimed@example.org', 'of the stranger')).status, 401);
    assert.deepEqual((await running.client.ask('PUT', '/accounts/password', { code: resetCode, password: 'of nobody else' })).body.fields, { code: 'wrong' });
    const owner = await logIn('claimed@example.org', 'of the owner');
    assert.deepEqual([owner.status, owner.body.account.emailConfirmed], [201, true]);
    const { comments, count } = (await running.client.page('thread=/claim')).body;
    assert.deepEqual(
      comments.map(({ author, text, votes }: any) => [author.name, text, votes]),
      [
        ['Stranger', 'Voted for', undefined],
        ['Stranger', 'Not the owner’s words', undefined],
      ],
    );
    assert.equal(count, 2);
    const own = new Client(running.client.base, owner.body.token);
    assert.equal((await own.ask('PATCH', `/${written}`, { text: 'x' })).status, 403);
    const kept = (await own.get('/accounts/me/export')).body;
    assert.deepEqual([kept.comments, kept.votes, kept.reports], [[], [], []]);
  });

  it('needs a password, and the code is not used up by one that is refused', async () => {
    await register('careful@example.org', 'of the stranger', 'Careful Name');
    const code = await codeFor('careful@example.org');
    for (const [password, reason] of [
      [undefined, 'missing'],
      ['', 'missing'],
      ['short', 'too-short'],
      ['password1', 'too-common'],
      ['careful name', 'too-common'],
    ] as const) {
      const { status, body } = await confirm(code, password);
      assert.deepEqual([status, body.fields], [422, { password: reason }]);
    }
    assert.equal((await confirm(code, 'of the owner')).status, 204);
    assert.deepEqual((await confirm(code, 'of the owner')).body.fields, { code: 'wrong' });
  });

  it('ends all other registrations of the address, each of which could be logged into until then', async () => {
    const email = 'many@example.org';
    const all: Awaited<ReturnType<typeof register>>[] = [];
    for (const n of [0, 1, 2, 3]) all.push(await register(email, `password number ${n}`, `Number ${n}`));
    for (const n of [0, 1, 2, 3]) {
      const { status, body } = await logIn(email, `password number ${n}`);
      assert.deepEqual([status, body.account?.id], [201, all[n]!.id]);
    }
    const target = (await all[0]!.comment({ thread: '/many', text: 'n0' })).body.id;
    for (const n of [1, 2, 3]) {
      await all[n]!.comment({ thread: '/many', text: `n${n}` });
      await all[n]!.ask('PUT', `/${target}/vote`);
    }
    const before = (await running.client.page('thread=/many')).body;
    assert.equal(before.comments[0].votes, 3);
    await codeFor(email, 'confirm', 4);
    // Emails may arrive in any order: the third's is the one that keeps the third logged in.
    const third = await until(async () => {
      for (const code of codesFor(email, 'confirm')) {
        const { database, close } = await openDatabase(running.database, { lock: false });
        const { sha256 } = await import('../src/accounts/passwords.js');
        const row = await database.selectFrom('codes').select('account').where('hash', '=', sha256(code)).executeTakeFirst();
        await close();
        if (row?.account === all[2]!.id) return code;
      }
      return undefined;
    });
    assert.equal((await confirm(third, 'password number 2')).status, 204);
    const after = (await running.client.page('thread=/many')).body;
    assert.deepEqual(
      after.comments.map(({ author, text, votes }: any) => [author.name, text, votes]),
      [
        ['Number 0', 'n0', 1],
        ['Number 1', 'n1', undefined],
        ['Number 2', 'n2', undefined],
        ['Number 3', 'n3', undefined],
      ],
    );
    assert.ok(after.version > before.version);
    for (const n of [0, 1, 3]) {
      assert.equal((await all[n]!.get('/accounts/me')).status, 401);
      assert.equal((await logIn(email, `password number ${n}`)).status, 401);
    }
    assert.equal((await all[2]!.get('/accounts/me')).status, 200);
    for (const code of codesFor(email, 'confirm')) assert.deepEqual((await confirm(code, 'password number 0')).body.fields, { code: 'wrong' });
  });

  it('of an account that has one already gives its present password, so that a mistyped address gives nothing away', async () => {
    const ada = await register('typed@example.org', 'of Ada alone');
    await confirm(await codeFor('typed@example.org'), 'of Ada alone');
    assert.equal((await ada.ask('PATCH', '/accounts/me', { email: 'mistyped@example.org', currentPassword: 'of Ada alone' })).status, 200);
    const code = await codeFor('mistyped@example.org');
    const { status, body } = await confirm(code, 'of somebody else');
    assert.deepEqual([status, body.fields], [422, { password: 'wrong' }]);
    assert.equal((await ada.get('/accounts/me')).body.email, 'typed@example.org');
    assert.equal((await confirm(code, 'of Ada alone')).status, 204);
    assert.equal((await ada.get('/accounts/me')).body.email, 'mistyped@example.org');
  });

  it('by a forgotten password has the account alone as well', async () => {
    const stranger = await register('forgot@example.org', 'of the stranger');
    await stranger.comment({ thread: '/forgot', text: 'Not the owner’s words' });
    await running.client.ask('POST', '/accounts/password', { email: 'forgot@example.org' });
    const code = await codeFor('forgot@example.org', 'reset');
    assert.deepEqual((await running.client.ask('PUT', '/accounts/password', { code, password: 'qwertyuiop' })).body.fields, { password: 'too-common' });
    assert.equal((await running.client.ask('PUT', '/accounts/password', { code, password: 'of the owner' })).status, 204);
    assert.equal((await stranger.get('/accounts/me')).status, 401);
    const { body } = await logIn('forgot@example.org', 'of the owner');
    assert.deepEqual((await running.client.getAs('/accounts/me/export', body.token)).body.comments, []);
  });

  it('finds a page that needs no script, at the old address too, where a refused password leaves the form', async () => {
    await register('page@example.org', 'of the stranger');
    const code = await codeFor('page@example.org');
    for (const path of ['/email/confirm', '/letters/confirm']) {
      const page = await (await fetch(`${running.client.base}${path}?code=${code}`, { headers: { 'Accept-Language': 'de' } })).text();
      assert.match(page, /Dein Passwort oder ein neues.*name="password" type="password"/);
    }
    const send = async (password: string, path = '/letters/confirm') => {
      const response = await fetch(running.client.base + path, { method: 'POST', body: new URLSearchParams({ code, password }) });
      return [response.status, await response.text()] as const;
    };
    const refused = await send('short');
    assert.equal(refused[0], 422);
    assert.match(refused[1], /8 to 200 characters[^]*name="password"/);
    assert.match((await send('letmein123'))[1], /too easy to guess[^]*name="password"/);
    const done = await send('of the owner');
    assert.equal(done[0], 200);
    assert.match(done[1], /email address is confirmed/);
    assert.match((await send('of the owner'))[1], /expired or was already used/);
  });

  it('as a moderator gets a new password each time, which ends all that was before', async () => {
    const email = 'owner@blog.example';
    const strangers = [await register(email, 'of the stranger'), await register(email, 'of another one')];
    const written = (await strangers[0]!.comment({ thread: '/owner', text: 'Not the owner’s' })).body.id;
    const codes = [await codeFor(email, 'confirm', 1), await codeFor(email, 'confirm', 2)];
    const first = await withModerators((moderators) => moderators.add(email));
    for (const password of ['of the stranger', 'of another one']) {
      assert.equal((await logIn(email, password)).status, 401);
      assert.equal((await asModerator(email, password)).status, 401);
    }
    for (const stranger of strangers) assert.equal((await stranger.get('/accounts/me')).status, 401);
    for (const code of codes) assert.deepEqual((await confirm(code, 'of the stranger')).body.fields, { code: 'wrong' });
    assert.equal((await running.client.get(`/${written}`)).body.author.name, 'Stranger');

    const entered = await asModerator(email, first);
    assert.equal(entered.status, 204);
    const cookie = entered.headers.get('set-cookie')!.split(';')[0]!;
    const asReader = await logIn(email, first);
    const second = await withModerators((moderators) => moderators.add(email));
    assert.notEqual(second, first);
    assert.equal((await asModerator(email, first)).status, 401);
    assert.equal((await running.client.ask('GET', '/moderation/comments', undefined, { Cookie: cookie })).status, 401);
    assert.equal((await running.client.getAs('/accounts/me', asReader.body.token)).status, 401);
    assert.equal((await asModerator(email, second)).status, 204);
  });

  it('finds the same on a server that sent no mail before, where the address was whoever’s came first', async () => {
    const before = await start();
    try {
      const { body } = await before.client.ask('POST', '/accounts', { name: 'First', email: 'first@example.org', password: 'of the first one' });
      await new Client(before.client.base, body.token).comment({ thread: '/first', text: 'From the time without mail' });
      await before.restart({ smtpUrl: post.url, mailFrom: 'comments@blog.example', publicOrigin: 'https://blog.example' });
      await before.client.ask('POST', '/accounts', { name: 'Second', email: 'first@example.org', password: 'of the second one' });
      assert.equal(
        (await before.client.ask('POST', '/accounts/confirmation', { code: await codeFor('first@example.org'), password: 'of the second one' })).status,
        204,
      );
      assert.equal((await before.client.ask('POST', '/sessions', { email: 'first@example.org', password: 'of the first one' })).status, 401);
      assert.equal((await before.client.page('thread=/first')).body.comments[0].author.name, 'First');
    } finally {
      await before.close();
    }
  });
});
