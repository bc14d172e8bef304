/** Names that pass for others', names that nobody sees, and what readers are told of who wrote. */
import assert from 'node:assert/strict';
import { describe, it, mock } from 'node:test';
import { SignJWT } from 'jose';
import { sql } from 'kysely';
import { openDatabase } from '../src/database/open.js';
import { deleteExpired } from '../src/database/cleanup.js';
import { Moderators } from '../src/accounts/moderators.js';
import { claimsTitle, looksLike, mixesScripts } from '../src/accounts/look-alike-names.js';
import { cleanLine } from '../src/http/clean-text.js';
import { listen } from '../src/index.js';
import { freshPlace, key, makeModerator, until, withServer, Client, type Running } from './support.js';

const guest = (name: string, more = {}) => ({ author: { name, ...more }, secret: key() });

/** A reader who moderates, as `moderator add` makes one, logged in in the box. */
async function moderatorCalled(running: Running, name: string, role: 'author' | null = null): Promise<{ reader: Client; email: string }> {
  const { credentials } = await makeModerator(running);
  const reader = new Client(running.client.base);
  reader.token = (await reader.ask('POST', '/sessions', credentials)).body.token;
  assert.equal((await reader.ask('PATCH', '/accounts/me', { name })).status, 200);
  await beside(running, (moderators) => moderators.setRole(credentials.email, role));
  return { reader, email: credentials.email };
}

async function beside(running: Running, act: (moderators: Moderators) => Promise<unknown>): Promise<void> {
  const { database, close } = await openDatabase(running.database, { lock: false });
  await act(new Moderators(database, 1));
  await close();
}

describe('Names that look alike', () => {
  it('are found whatever their letters, case, accents, spaces and signs are', () => {
    for (const [name, ...others] of [
      [
        'Nienke',
        'nienke',
        'Νienke',
        'nіеnkе',
        'N I E N K E',
        'NlENKE',
        'N1enke',
        'Nienkë',
        '𝐍𝐢𝐞𝐧𝐤𝐞',
        'Ｎｉｅｎｋｅ',
        'ΝΙΕΝΚΕ',
        'ɴɪᴇɴᴋᴇ',
        'Ⓝⓘⓔⓝⓚⓔ',
        '★ Nienke ✓',
        'Nien\u00adke',
        'Nien\u3164ke',
      ],
      ['Вера', 'вера', 'Bepa', 'BEPA', 'ВЕРА'],
      ['محمد', 'مُحَمَّد'],
      ['Mark', 'rnark'],
      ['Bob', 'B0b'],
    ])
      for (const other of others) assert.ok(looksLike(name!, other), `${name} and ${other}`);
    for (const [name, ...others] of [
      ['Anna', 'Hanna', 'Anne', 'Ana'],
      ['Mary', 'Marr'],
      ['राम', 'रमा'],
      ['か', 'が'],
      ['田中', '中田'],
      ['José', 'Josef'],
      ['🦊 1', '🐻 2'],
    ]) {
      for (const other of others) assert.ok(!looksLike(name!, other), `${name} and ${other}`);
    }
  });

  it('are titles in seven languages, as a whole or in part', () => {
    for (const name of [
      'Moderator',
      'MODERATOR',
      'M0derat0r',
      'Mоderаtоr',
      'ADMlN',
      'Admin 2',
      'Beheerder',
      'Modératrice',
      'Redaktion',
      'Administradora',
      'Модератор',
      'المشرف',
      '— Author —',
    ]) {
      assert.equal(claimsTitle(name), 'whole', name);
    }
    for (const name of ['Anna (Moderator)', 'Admin of the blog', 'Anna, autora']) assert.equal(claimsTitle(name), 'part', name);
    for (const name of ['Anna', 'Modesta', 'Adam', 'Authorina', '7', '']) assert.equal(claimsTitle(name), undefined, name);
  });

  it('mix scripts within a word where no language does', () => {
    for (const name of ['Аnna', 'Pаypal', 'Ωmega', 'Annа Smith']) assert.ok(mixesScripts(name), name);
    for (const name of ['Anna Иванова', 'Ωμέγα', 'Tシャツ', '山田 Taro', 'Анна-Maria', 'O’Neill']) assert.ok(!mixesScripts(name), name);
  });
});

describe('Lines', () => {
  it('lose what nobody sees, and keep what a language or a pictogram needs', () => {
    const unseen = [
      '\u3164',
      '\uffa0',
      '\u115f',
      '\u1160',
      '\u2800',
      '\u034f',
      '\u00ad',
      '\u200b',
      '\u200c',
      '\u200d',
      '\u2060',
      '\ufe0f',
      '\ufeff',
      '\ufffc',
      '\u180e',
      '\u17b4',
      '\u202e',
      '\u{e0041}',
      '\u{e0101}',
      '\u{1d173}',
      '\ue000',
      '\u0301',
    ];
    for (const each of unseen) {
      assert.equal(cleanLine(`${each}${each} ${each}`), '', each.codePointAt(0)!.toString(16));
      if (!['\u2800', '\u0301'].includes(each)) assert.equal(cleanLine(`A${each}nn`), 'Ann', each.codePointAt(0)!.toString(16));
    }
    assert.equal(cleanLine('A\u2800\u2800nn'), 'A nn');
    for (const kept of [
      'می\u200cخواهم',
      'क्\u200dष',
      '👩\u200d💻 Ann',
      '❤\ufe0f Ann',
      '\u{1f3f4}\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f} Ann',
      '葛\u{e0100}城',
      '1\ufe0f\u20e3',
      'Nguyễn',
      'שָׁלוֹם',
    ]) {
      assert.equal(cleanLine(kept), kept.normalize('NFC'));
    }
    assert.equal([...cleanLine(`Z${'\u0316\u0317'.repeat(39)}oe`)].length, 7);
  });
});

describe('Who writes under a name', () => {
  it('cannot be a guest or a new reader who looks like a moderator, the author or the site, or takes a title', () =>
    withServer({ siteName: 'The Harbour' }, async (running) => {
      const { reader } = await moderatorCalled(running, 'Nienke', 'author');
      for (const name of ['Nienke', 'Nіеnkе', 'NIENKE ✓', 'N\u3164ienke', 'Moderator', 'Модератор', 'Мodеrаtоr', 'The Harbour', 'the harb0ur']) {
        const sent = await running.client.comment(guest(name));
        assert.deepEqual([name, sent.status, sent.body.fields], [name, 422, { name: 'taken' }]);
        const registered = await running.client.ask('POST', '/accounts', { name, email: `${key()}@example.org`, password: 'long enough' });
        assert.deepEqual([name, registered.status, registered.body.fields], [name, 422, { name: 'taken' }]);
      }
      const ada = await running.client.reader('Ada');
      const before = (await ada.get('/accounts/me')).body;
      const renamed = await ada.ask('PATCH', '/accounts/me', {
        name: 'Niеnke',
        email: 'new@example.org',
        password: 'another one',
        currentPassword: 'long enough',
      });
      assert.deepEqual([renamed.status, renamed.body.fields], [422, { name: 'taken' }]);
      assert.deepEqual((await ada.get('/accounts/me')).body, before);
      assert.equal((await ada.ask('PATCH', '/accounts/me', { name: 'Adá', password: 'another one', currentPassword: 'long enough' })).status, 200);
      // Whose name it is has it.
      assert.equal((await reader.comment({ text: 'Mine' })).body.author.name, 'Nienke');
      assert.equal((await reader.ask('PATCH', '/accounts/me', { name: 'Nienke de Boer' })).status, 200);
      assert.equal((await reader.ask('PATCH', '/accounts/me', { name: 'Nienke' })).status, 200);
    }));

  it('waits for a moderator with a reader’s name as a guest, a look-alike, a mixture or a title beside a name; a moderator’s word settles it', () =>
    withServer({}, async (running) => {
      const { client } = running;
      const anna = await client.reader('Anna');
      assert.equal((await client.comment(guest('Anna', {}))).body.status, 'published', 'nobody knows Anna yet');
      assert.equal((await anna.comment({ text: 'One' })).body.status, 'published');
      for (const name of ['Anna', 'ANNA', 'Аnna', 'Annа Smith', 'Ben, moderator']) {
        assert.equal((await client.comment({ text: key(), ...guest(name) })).body.status, 'held', name);
      }
      assert.equal((await client.comment({ text: key(), ...guest('Hanna') })).body.status, 'published');
      // Two people may be called Anna.
      assert.equal((await (await client.reader('anna')).comment({ text: 'Another Anna' })).body.status, 'published');
      const trickster = await client.reader('Аnna');
      const { id, status } = (await trickster.comment({ text: 'No Anna' })).body;
      assert.equal(status, 'held');
      const moderator = await makeModerator(running);
      await moderator.ask('POST', '/moderation/decisions', { ids: [id], action: 'approve' });
      assert.equal((await trickster.comment({ text: 'Known now' })).body.status, 'published');
      // Another doubtful name is another matter.
      await trickster.ask('PATCH', '/accounts/me', { name: 'Annа' });
      assert.equal((await trickster.comment({ text: 'And now?' })).body.status, 'held');
    }));

  it('is held when single sign-on brings a moderator’s name, which the server cannot refuse', () => {
    const sso = { algorithm: 'HS256' as const, issuer: 'https://blog.example', audience: 'comments', secret: 'a secret of more than thirty-two bytes' };
    return withServer({ singleSignOn: sso }, async (running) => {
      await moderatorCalled(running, 'Nienke');
      const sign = (sub: string, name: string) =>
        new SignJWT({ sub, name })
          .setProtectedHeader({ alg: 'HS256' })
          .setIssuer(sso.issuer)
          .setAudience(sso.audience)
          .setExpirationTime('5m')
          .sign(new TextEncoder().encode(sso.secret));
      const first = new Client(running.client.base, await sign('1', 'Niеnke'));
      const { author, status } = (await first.comment({ text: 'No Nienke' })).body;
      assert.deepEqual([author, status], [{ name: 'Niеnke', role: 'member' }, 'held']);
      const second = new Client(running.client.base, await sign('2', 'Bob'));
      assert.equal((await second.comment({ text: 'As Bob' })).body.status, 'published');
      second.token = await sign('2', 'Moderator');
      const later = (await second.comment({ text: 'As moderator' })).body;
      assert.deepEqual([later.author, later.status], [{ name: 'Moderator', role: 'member', formerly: 'Bob' }, 'held']);
    });
  });
});

describe('Authors', () => {
  it('are told by role, and pages and listeners follow when it changes', () =>
    withServer({}, async (running) => {
      const { client } = running;
      const { reader, email } = await moderatorCalled(running, 'Nienke');
      await reader.comment({ thread: '/roles', text: 'By a moderator' });
      await (await client.reader('Ada')).comment({ thread: '/roles', text: 'By a member' });
      await client.comment({ thread: '/roles', text: 'By a guest', ...guest('Bob') });
      await client.comment({ thread: '/roles', text: 'By a guest who cannot edit', author: { name: 'Cas' } });
      await reader.comment({ thread: '/roles', text: 'Again' });
      const roles = async () => (await client.page('thread=/roles')).body.comments.map(({ author }: any) => author.role);
      assert.deepEqual(await roles(), ['moderator', 'member', 'guest', 'guest', 'moderator']);

      const { version } = (await client.page('thread=/roles')).body;
      const stream = await fetch(`${client.base}/live?thread=/roles&since=${version}`);
      const chunks = stream.body!.pipeThrough(new TextDecoderStream()).getReader();
      await beside(running, (moderators) => moderators.setRole(email, 'author'));
      assert.deepEqual(await roles(), ['author', 'member', 'guest', 'guest', 'author']);
      let heard = '';
      await until(async () => {
        heard += (await chunks.read()).value ?? '';
        return (heard.match(/event: changed/g) ?? []).length === 2 || undefined;
      });
      assert.equal((heard.match(/"role":"author"/g) ?? []).length, 2);
      await chunks.cancel();

      await beside(running, async (moderators) => {
        await moderators.remove(email);
        await moderators.setRole(email, null);
      });
      assert.deepEqual(await roles(), ['member', 'member', 'guest', 'guest', 'member']);
      await reader.ask('DELETE', '/accounts/me');
      assert.deepEqual((await client.page('thread=/roles')).body.comments[0].author, { name: '—' });
    }));

  it('are told by their former names for 30 days, on pages that were kept as well', async () => {
    await withServer({}, async ({ client, database: place }) => {
      const ada = await client.reader('Ada');
      await ada.comment({ thread: '/former', text: 'One' });
      await ada.comment({ thread: '/former', text: 'Two' });
      const authors = async () => (await client.page('thread=/former')).body.comments.map(({ author }: any) => [author.name, author.formerly]);
      const rename = async (name: string) => (await ada.ask('PATCH', '/accounts/me', { name })).status;
      assert.equal(await rename('Countess'), 200);
      assert.deepEqual(await authors(), [
        ['Countess', 'Ada'],
        ['Countess', 'Ada'],
      ]);
      assert.equal(await rename('Lovelace'), 200);
      assert.deepEqual(await authors(), [
        ['Lovelace', 'Countess, Ada'],
        ['Lovelace', 'Countess, Ada'],
      ]);
      assert.equal(await rename('Ada'), 200);
      assert.deepEqual(await authors(), [
        ['Ada', 'Lovelace, Countess'],
        ['Ada', 'Lovelace, Countess'],
      ]);
      assert.equal((await ada.get('/accounts/me/export')).body.account.formerly, 'Lovelace, Countess');
      assert.deepEqual([await rename('Augusta'), await rename('Byron')], [200, 200]);
      const sixth = await ada.ask('PATCH', '/accounts/me', { name: 'King', password: 'not changed', currentPassword: 'long enough' });
      assert.equal(sixth.status, 429);
      assert.ok(Number(sixth.headers.get('retry-after')) > 3600);
      assert.deepEqual((await authors())[0], ['Byron', 'Augusta, Ada, Lovelace']);

      const { database, close } = await openDatabase(place, { lock: false });
      mock.timers.enable({ apis: ['Date'], now: Date.now() + 31 * 24 * 3600 * 1000 });
      try {
        await deleteExpired(database, { mayDelete: async () => true });
      } finally {
        mock.timers.reset();
        await close();
      }
      assert.deepEqual(await authors(), [
        ['Byron', undefined],
        ['Byron', undefined],
      ]);
    });
  });

  it('give web addresses that come back parsed and written out, and none that cannot be', () =>
    withServer({}, async ({ client }) => {
      for (const [given, kept] of [
        ['https://a.example/"onmouseover="alert(1)', 'https://a.example/%22onmouseover=%22alert(1)'],
        ["https://a.example/'onmouseover='alert(1)#'x", 'https://a.example/%27onmouseover=%27alert(1)#%27x'],
        ['https://a.example/\u202egpj.exe', 'https://a.example/%E2%80%AEgpj.exe'],
        [' https:\\\\a.exa\tmple\\b c?<q>#`{}', 'https://a.example/b%20c?%3Cq%3E#%60%7B%7D'],
        ['https://bücher.example', 'https://xn--bcher-kva.example/'],
        ['http://аррӏе.example', 'http://xn--80ak6aa92e.example/'],
      ]) {
        const { status, body } = await client.comment({ thread: '/url', text: key(), ...guest('Bob', { url: given }) });
        assert.deepEqual([given, status, body.author?.url], [given, 201, kept]);
      }
      const shown = (await client.page('thread=/url')).body.comments.map(({ author }: any) => author.url).join('\n');
      assert.match(shown, /^[!#-&(-;=?-_a-z~\n]+$/i);
      const feed = await (await fetch(`${client.base}/feed?thread=/url`)).text();
      assert.ok(feed.includes('<uri>https://a.example/%22onmouseover=%22alert(1)</uri>') && !feed.includes('\u202e'));
      for (const [url, reason] of [
        ['javascript:alert(1)', 'malformed'],
        ['https://u:p@a.example', 'malformed'],
        ['https://a"b.example/', 'malformed'],
        ["https://a'b.example/", 'malformed'],
        ['//a.example', 'malformed'],
        [`https://a.example/${'\u202e'.repeat(300)}`, 'too-long'],
        [`https://a.example/${'a'.repeat(2000)}`, 'too-long'],
        ['x'.repeat(20_000), 'too-long'],
      ] as const) {
        const { status, body } = await client.comment({ thread: '/url', text: key(), ...guest('Bob', { url }) });
        assert.deepEqual([url.slice(0, 40), status, body.fields], [url.slice(0, 40), 422, { url: reason }]);
      }
    }));
});

describe('Votes', () => {
  it('for one’s own comment are refused', () =>
    withServer({}, async ({ client }) => {
      const ada = await client.reader('Ada');
      const { id } = (await ada.comment({ thread: '/vote', text: 'Mine' })).body;
      const own = await ada.ask('PUT', `/${id}/vote`);
      assert.deepEqual([own.status, own.body.code], [403, 'forbidden']);
      assert.equal((await (await client.reader('Bob')).ask('PUT', `/${id}/vote`)).body.votes, 1);
      assert.equal((await ada.ask('DELETE', `/${id}/vote`)).body.votes, 1);
    }));
});

describe('A database from before', () => {
  it('gets skeletons, cleaned names and addresses, and loses votes for one’s own', async () => {
    const { place, remove } = await freshPlace();
    const before = await listen({ port: 0, database: place, guests: 'on', rateLimits: 'off', threadCheck: 'off' });
    const client = new Client(before.url);
    const [ada, bob] = [await client.reader('Ada'), await client.reader('Bob')];
    const { id } = (await ada.comment({ thread: '/old', text: 'Mine' })).body;
    await bob.ask('PUT', `/${id}/vote`);
    const theirs = (await client.comment({ thread: '/old', text: 'A guest', author: { name: 'Cas', url: 'https://a.example/' } })).body.id;
    await before.close();

    const old = await openDatabase(place, { migrate: false });
    for (const statement of [
      'drop index "accountsBySkeleton"',
      'drop index "staffOfSite"',
      'drop table "formerNames"',
      ...['role', 'skeleton', 'formerly'].map((column) => `alter table "accounts" drop column "${column}"`),
      `delete from steps where name = '303 names and roles'`,
    ])
      await sql.raw(statement).execute(old.database);
    const { database } = old;
    const { seq, account } = await database.selectFrom('comments').select(['seq', 'account']).where('id', '=', id).executeTakeFirstOrThrow();
    await database.insertInto('votes').values({ comment: seq, account: account! }).execute();
    await database.updateTable('comments').set({ votes: 2 }).where('id', '=', id).execute();
    await database
      .updateTable('comments')
      .set({ authorName: 'C\u3164as', authorUrl: 'https://a.example/"onmouseover="alert(1)' })
      .where('id', '=', theirs)
      .execute();
    await database.updateTable('threads').set({ url: 'https://a.example/\u202e old' }).where('key', '=', '/old').execute();
    await old.close();

    const after = await listen({ port: 0, database: place, guests: 'on', rateLimits: 'off', threadCheck: 'off' });
    const now = new Client(after.url);
    const { comments } = (await now.page('thread=/old')).body;
    assert.deepEqual(
      comments.map(({ author, votes }: any) => [author, votes]),
      [
        [{ name: 'Ada', role: 'member' }, 1],
        [{ name: 'Cas', url: 'https://a.example/%22onmouseover=%22alert(1)', role: 'guest' }, undefined],
      ],
    );
    assert.equal((await now.comment({ thread: '/new', text: 'No Ada', ...guest('Adа') })).body.status, 'held');
    await after.close();
    const { database: look, close } = await openDatabase(place, { lock: false });
    assert.deepEqual(await look.selectFrom('threads').select('url').where('key', '=', '/old').execute(), [{ url: 'https://a.example/%E2%80%AE%20old' }]);
    await close();
    await remove();
  });
});
