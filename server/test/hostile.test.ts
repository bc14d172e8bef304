import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SignJWT } from 'jose';
import { createApp } from '../src/app.js';
import { openDatabase } from '../src/database/open.js';
import { RateLimits } from '../src/http/rate-limits.js';
import { resolveSettings } from '../src/options.js';
import { fuzz, pages } from './fuzz.js';
import { Client, freshPlace, key, makeModerator, withServer, type Answer } from './support.js';

describe('Whatever comes', () => {
  it('is answered below 500, on every route, and the server lives', async () => {
    const { failures, statuses } = await fuzz(800, 7);
    assert.deepEqual(failures, []);
    assert.ok((statuses[200] ?? 0) > 50 && (statuses[422] ?? 0) > 20, JSON.stringify(statuses));
  });
});

describe('Every route', () => {
  it('is in the OpenAPI document, or among the pages that are tried beside it', async () => {
    const { place, remove } = await freshPlace();
    const open = await openDatabase(place);
    const { app, live } = createApp(open, 1, resolveSettings({}), new RateLimits(false, open.database));
    const { paths } = (await (await app.request('/comments/openapi.json')).json()) as { paths: Record<string, object> };
    const known = new Set(
      Object.entries({ ...paths, ...pages }).flatMap(([path, methods]) =>
        Object.keys(methods).map((method) => `${method.toUpperCase()} /comments${path === '/' ? '' : path.replace(/\{(\w+)\}/g, ':$1')}`),
      ),
    );
    const there = new Set(app.routes.filter(({ method, path }) => method !== 'ALL' && !path.endsWith('*')).map(({ method, path }) => `${method} ${path}`));
    assert.deepEqual(
      [...there].filter((route) => !known.has(route)),
      [],
    );
    assert.deepEqual(
      [...known].filter((route) => !there.has(route)),
      [],
    );
    live.close();
    await open.close();
    await remove();
  });
});

describe('Who may do what', () => {
  const sso = { algorithm: 'HS256', issuer: 'https://host.example', audience: 'comments', secret: 'a secret of the host, of more than 32 bytes' } as const;
  const sites = { '/one': { hold: 'all', singleSignOn: sso }, '/two': {} } as const;

  it('is the same on every route for every role: nobody reads or changes another’s comment, token, address or held text', { timeout: 120_000 }, () =>
    withServer({ sites }, async (running) => {
      const { client } = running;
      const { origin } = new URL(client.base);
      const two = new Client(`${origin}/two`);
      const moderator = await makeModerator(running, '/one');
      const twosModerator = await makeModerator({ client: two, database: running.database }, '/two');
      const judge = (id: string, action: string) => moderator.ask('POST', '/moderation/decisions', { ids: [id], action });

      // Whose things they are.
      const owner = await client.reader('Olga');
      const secret = key();
      const ownersKey = key();
      const published = (await owner.comment({ thread: '/x', text: 'shown words', key: ownersKey })).body.id;
      await judge(published, 'approve');
      const held = (await owner.comment({ thread: '/x', text: 'veiled words' })).body.id;
      const guests = (await client.comment({ thread: '/x', text: 'veiled guest words', author: { name: 'G', email: 'veiled@guests.example' }, secret })).body
        .id;
      const spam = (await owner.comment({ thread: '/x', text: 'veiled spam' })).body.id;
      await judge(spam, 'spam');
      const { email } = (await owner.get('/accounts/me')).body;
      const victims = [published, held, guests, spam];
      const secrets = ['veiled', email, owner.token!, secret, ownersKey, 'argon2', moderator.credentials.email, moderator.cookie.split('=')[1]!];

      // Who tries.
      const banned = await client.reader('Banned');
      const bannedComment = (await banned.comment({ thread: '/elsewhere', text: 'of the banned one' })).body.id;
      await judge(bannedComment, 'approve');
      // All of them share one address here.
      await moderator.ask('POST', '/moderation/bans', { comment: bannedComment, network: 'none' });
      const colleague = await makeModerator(running, '/one');
      const moderatorsToken = (await client.ask('POST', '/sessions', colleague.credentials)).body.token as string;
      const hosts = await new SignJWT({ sub: '1', name: 'Of the host', role: 'moderator' })
        .setProtectedHeader({ alg: 'HS256' })
        .setIssuedAt()
        .setIssuer(sso.issuer)
        .setAudience(sso.audience)
        .setExpirationTime('5m')
        .sign(new TextEncoder().encode(sso.secret));
      const as = (token: string | undefined, cookie: string | undefined, from = origin) => ({
        Origin: from,
        ...(token && { Authorization: `Bearer ${token}` }),
        ...(cookie && { Cookie: `blog-moderator=${cookie}` }),
      });
      const other = await client.reader('Other');
      const roles: Record<string, Record<string, string>> = {
        nobody: as(undefined, undefined),
        'a guest with a secret': { ...as(undefined, undefined), 'Edit-Secret': key() },
        'another reader': as(other.token, other.token),
        'another reader with a guest’s id for a secret': { ...as((await client.reader()).token, undefined), 'Edit-Secret': guests },
        'a banned reader': as(banned.token, banned.token),
        'a reader of the host': as(hosts, hosts),
        'a made-up token': as('x'.repeat(43), 'x'.repeat(43)),
        'a moderator’s cookie as a token': as(colleague.cookie.split('=')[1], undefined),
        'a moderator’s token in a page': as(moderatorsToken, moderatorsToken),
        'a moderator’s cookie from another origin': as(undefined, undefined, 'https://evil.example'),
        'another site’s moderator': as(undefined, twosModerator.cookie.split('=')[1]),
        'another site’s reader': as((await two.reader()).token, undefined),
      };

      // On what.
      const json: Record<string, (id: string) => unknown> = {
        'post /': (id) => ({ thread: '/x', parent: id, text: 'An answer', key: key(), author: { name: 'G' }, secret: key() }),
        'patch /{id}': () => ({ text: 'changed', secret: key() }),
        'post /{id}/report': () => ({}),
        'post /accounts': () => ({ name: 'New', email: `${key()}@example.org`, password: 'long enough' }),
        'patch /accounts/me': () => ({ email, currentPassword: 'not this one' }),
        'post /accounts/password': () => ({ email }),
        'put /accounts/password': () => ({ code: 'x'.repeat(43), password: 'long enough' }),
        'post /accounts/confirmation': () => ({ code: 'x'.repeat(43), password: 'long enough' }),
        'post /sessions': () => ({ email, password: 'not this one' }),
        'post /moderation/session': () => ({ email, password: 'long enough' }),
        'post /moderation/decisions': (id) => ({ ids: [id], action: 'approve' }),
        'put /moderation/threads': () => ({ thread: '/x', closed: true }),
        'post /moderation/bans': (id) => ({ comment: id }),
        'post /moderation/removals': (id) => ({ comment: id, by: 'author', ban: true }),
        'post /moderation/rules': () => ({ kind: 'word', pattern: 'shown', verdict: 'hold' }),
      };
      const forms: Record<string, (id: string) => Record<string, string>[]> = {
        'post /moderation': (id) => [
          ...[`approve:${id}`, `delete:${id}`, `confirm:${id}`, 'undo:1', 'close:/x'].map((choice) => ({ do: choice, ban: '1', remove: 'author' })),
          { do: 'rule', kind: 'word', pattern: 'shown', verdict: 'hold' } as Record<string, string>,
        ],
        'post /moderation/second-factor': () => ['enroll', 'turn-off'].map((choice) => ({ do: choice, password: 'long enough', code: '000000' })),
        'post /moderation/log-in': () => [{ email, password: 'long enough' }],
        ...Object.fromEntries(
          ['/email/confirm', '/email/reset', '/letters/confirm', '/letters/reset'].map((path) => [
            `post ${path}`,
            () => [{ code: 'x', password: 'long enough' }],
          ]),
        ),
      };
      const queries: Record<string, (id: string) => string[]> = {
        'get /': (id) => ['?thread=/x', '?thread=/x&order=top', `?thread=/x&around=${id}`, `?thread=/x&parent=${id}`],
        'get /counts': () => ['?thread=/x'],
        'get /held': () => ['?thread=/x'],
        'get /live': () => ['?thread=/x&since=0'],
        'get /feed': () => ['', '?thread=/x'],
        'get /moderation': (id) => ['', '?show=spam', '?show=bans', `?confirm=${id}`, `?show=all&author=${id}`],
        'get /moderation/comments': (id) => ['?show=held', '?show=spam', `?show=all&author=${id}`, '?show=all&q=veiled'],
      };
      const { paths } = (await client.get('/openapi.json')).body as { paths: Record<string, Record<string, { requestBody?: unknown }>> };
      const routes = Object.entries({ ...paths, ...pages }).flatMap(([path, methods]) =>
        Object.entries(methods).map(([method, { requestBody }]) => ({ path, method, requestBody, name: `${method} ${path}` })),
      );
      // What ends the caller's own session comes last.
      const ends = ({ path, method }: { path: string; method: string }) =>
        Number(method === 'delete' && /^\/(accounts\/me|sessions|moderation\/session)/.test(path));
      routes.sort((a, b) => ends(a) - ends(b));
      for (const { name, requestBody } of routes) if (requestBody) assert.ok(json[name] ?? forms[name], `${name} has no body to try it with`);

      const ask = async (
        path: string,
        method: string,
        headers: Record<string, string>,
        body?: string | URLSearchParams,
      ): Promise<{ status: number; text: string }> => {
        const done = new AbortController();
        const response = await fetch(client.base + path, {
          method: method.toUpperCase(),
          headers: { ...headers, ...(typeof body === 'string' && { 'Content-Type': 'application/json' }) },
          redirect: 'manual',
          signal: done.signal,
          ...(body !== undefined && { body }),
        });
        if (!response.headers.get('content-type')?.startsWith('text/event-stream')) return { status: response.status, text: await response.text() };
        // What a stream begins with: all that changed since the beginning.
        const text = new TextDecoder().decode((await response.body!.getReader().read()).value);
        done.abort();
        return { status: response.status, text };
      };
      let tried = 0;
      for (const [role, headers] of Object.entries(roles)) {
        for (const { name, path, method } of routes) {
          for (const id of /\{id\}/.test(path) || json[name]?.length || forms[name]?.length || queries[name]?.length ? victims : [held]) {
            const variants: [string, (string | URLSearchParams)?][] = json[name]
              ? [['', JSON.stringify(json[name](id))]]
              : forms[name]
                ? forms[name](id).map((fields) => ['', new URLSearchParams(fields)])
                : (queries[name]?.(id) ?? ['']).map((query) => [query]);
            for (const [query, body] of variants) {
              const at = `${path === '/' ? '' : path.replace('{id}', path.startsWith('/moderation') ? '1' : id)}${query}`;
              const { status, text } = await ask(at, method, headers, body);
              tried++;
              const what = `${role}: ${method} ${at} ${String(body ?? '')} → ${status} ${text}`;
              // A form that was refused holds what was typed into it.
              for (const word of secrets) assert.ok(!text.includes(word) || decodeURIComponent(String(body)).includes(word), what);
              const mayNot =
                path.startsWith('/moderation/') ||
                ((method === 'patch' || method === 'delete') && path === '/{id}') ||
                (id !== published && (path.startsWith('/{id}') || (name === 'post /' && status !== 401)));
              if (mayNot && path !== '/moderation/session') assert.ok(status >= 400, what);
              if (role === 'a banned reader' && (path.startsWith('/{id}') || name === 'post /') && method !== 'get' && name !== 'delete /{id}')
                assert.equal(status, 403, what);
            }
          }
        }
      }
      assert.ok(tried > 1000, String(tried));

      // Nothing has moved.
      const page = (await client.page(`thread=/x&around=${published}`)).body;
      assert.deepEqual([page.count, page.comments[0].text, page.closed], [1, 'shown words', undefined]);
      const mine: Answer = await owner.get('/held?thread=/x');
      assert.deepEqual(
        mine.body.comments.map(({ text }: any) => text),
        ['veiled words'],
      );
      const queue: { id: string; text: string }[] = (await moderator.get('/moderation/comments')).body.comments;
      assert.deepEqual(
        queue.filter(({ id }) => victims.includes(id)).map(({ text }) => text),
        ['veiled words', 'veiled guest words'],
      );
      assert.ok(!JSON.stringify(queue).includes(email) && !JSON.stringify(queue).includes('veiled@'));
      // Whoever was banned has given up the account in the end, and is banned still.
      assert.deepEqual(
        (await moderator.get('/moderation/bans')).body.bans.map(({ name }: any) => name),
        ['Banned'],
      );
      assert.deepEqual((await moderator.get('/moderation/removals')).body.removals, []);
      assert.deepEqual((await moderator.get('/moderation/rules')).body.rules, []);
      assert.equal((await owner.get('/accounts/me')).body.email, email);
      assert.equal((await client.ask('POST', '/sessions', { email, password: 'long enough' })).status, 201);
      // And who may, may: the guest with the secret takes the comment back, the owner changes a held one.
      assert.equal((await owner.ask('PATCH', `/${held}`, { text: 'veiled still' })).status, 200);
      assert.equal((await client.ask('DELETE', `/${guests}`, undefined, { 'Edit-Secret': secret })).status, 204);
    }),
  );
});
