import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createApp } from '../src/app.js';
import { openDatabase } from '../src/database.js';
import { Limits } from '../src/limits.js';
import { settle } from '../src/options.js';
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
    const { app, live } = createApp(open, 1, settle({}), new Limits(false, open.database));
    const { paths } = await (await app.request('/comments/openapi.json')).json() as { paths: Record<string, object> };
    const known = new Set(Object.entries({ ...paths, ...pages }).flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} /comments${path === '/' ? '' : path.replace(/\{(\w+)\}/g, ':$1')}`)));
    const there = new Set(app.routes.filter(({ method, path }) => method !== 'ALL' && !path.endsWith('*')).map(({ method, path }) => `${method} ${path}`));
    assert.deepEqual([...there].filter((route) => !known.has(route)), []);
    assert.deepEqual([...known].filter((route) => !there.has(route)), []);
    live.close();
    await open.close();
    await remove();
  });
});

describe('Who may do what', () => {
  it('is the same on every route: nobody reads or changes another’s comment, token, address or held text', () => withServer({ hold: 'all' }, async (running) => {
    const { client } = running;
    const moderator = await makeModerator(running);
    const owner = await client.reader('Owner');
    const other = await client.reader('Other');
    const secret = key();
    const published = (await owner.comment({ thread: '/x', text: 'shown words' })).body.id;
    await moderator.ask('POST', '/moderation/decisions', { ids: [published], action: 'approve' });
    const held = (await owner.comment({ thread: '/x', text: 'hidden words' })).body.id;
    const guests = (await client.comment({ thread: '/x', text: 'hidden guest words', author: { name: 'G' }, secret })).body.id;
    const { email } = (await owner.get('/accounts/me')).body;
    // A cookie of a moderator without its own page's Origin; a reader's token as a cookie.
    const roles: Record<string, Client> = { nobody: new Client(client.base), other, 'a guest': new Client(client.base), 'a made-up token': new Client(client.base, 'x'.repeat(43)) };
    const routes: [string, string, unknown?][] = [
      ['GET', '?thread=/x'], ['GET', `?thread=/x&around=${published}`], ['GET', '?thread=/x&order=top'], ['GET', '/counts?thread=/x'], ['GET', '/held?thread=/x'], ['GET', `/${held}`], ['GET', `/${guests}`],
      ['GET', `?thread=/x&parent=${held}`], ['GET', `?thread=/x&around=${held}`], ['GET', '/feed'], ['GET', '/feed?thread=/x'], ['GET', '/accounts/me'], ['GET', '/accounts/me/export'], ['GET', '/moderation'],
      ['PATCH', `/${published}`, { text: 'changed' }], ['PATCH', `/${held}`, { text: 'changed' }], ['PATCH', `/${guests}`, { text: 'changed', secret: key() }], ['PATCH', `/${published}`, { text: 'changed', secret }],
      ['DELETE', `/${published}`], ['DELETE', `/${held}`], ['DELETE', `/${guests}`], ['PUT', `/${held}/vote`], ['POST', `/${held}/report`, {}], ['POST', '', { thread: '/x', parent: held, text: 'An answer', key: key(), author: { name: 'G' }, secret: key() }],
      ['GET', '/moderation/comments'], ['GET', '/moderation/threads'], ['GET', '/moderation/bans'], ['GET', '/moderation/rules'], ['POST', '/moderation/decisions', { ids: [held], action: 'approve' }], ['PUT', '/moderation/threads', { thread: '/x', closed: true }],
      ['POST', '/moderation/bans', { comment: published }], ['DELETE', '/moderation/bans/1'], ['POST', '/moderation/rules', { kind: 'word', pattern: 'shown', verdict: 'hold' }], ['DELETE', '/moderation/rules/1'],
      ['GET', '/openapi.json'], ['GET', '/reference'], ['GET', '/nothing-there'],
    ];
    const raw = async (who: Client, method: string, path: string, body?: unknown): Promise<{ status: number; text: string }> => {
      const response = await fetch(who.base + path, { method, headers: { Origin: moderator.origin, 'Content-Type': 'application/json', ...(who.token && { Authorization: `Bearer ${who.token}`, Cookie: `blog-moderator=${who.token}` }) }, ...(body !== undefined && { body: JSON.stringify(body) }) });
      return { status: response.status, text: await response.text() };
    };
    for (const [role, who] of Object.entries(roles)) {
      for (const [method, path, body] of routes) {
        const { status, text } = await raw(who, method, path, body);
        const at = `${role}: ${method} ${path} → ${status} ${text}`;
        for (const word of ['hidden', email, owner.token!, secret, 'argon2', moderator.credentials.email]) assert.ok(!text.includes(word), at);
        if (path.startsWith('/moderation/') || method === 'PATCH' || method === 'DELETE' || path.includes(held)) assert.ok(status >= 400, at);
      }
    }
    // Nothing has moved.
    const page = (await client.page('thread=/x')).body;
    assert.deepEqual([page.count, page.comments[0].text, page.closed], [1, 'shown words', undefined]);
    const mine: Answer = await owner.get('/held?thread=/x');
    assert.deepEqual(mine.body.comments.map(({ text }: any) => text), ['hidden words']);
    const queue: string[] = (await moderator.get('/moderation/comments')).body.comments.map(({ text }: any) => text);
    assert.ok(queue.includes('hidden words') && queue.includes('hidden guest words'));
    assert.ok(!JSON.stringify((await moderator.get('/moderation/comments')).body).includes(email));
  }));
});
