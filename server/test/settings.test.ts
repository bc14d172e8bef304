import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createCommentServer } from '../src/index.js';
import { optionsFromEnvironment, resolveSettings, unknownVariables } from '../src/options.js';
import { Client, key, makeModerator, withServer } from './support.js';

describe('Settings', () => {
  it('that are mistyped in the environment are told, with the likely name', () => {
    for (const [wrong, right] of [
      ['GUEST', 'GUESTS'],
      ['RATE_LIMIT', 'RATE_LIMITS'],
      ['TRUSTED_PROXY', 'TRUSTED_PROXIES'],
      ['SITENAME', 'SITE_NAME'],
      ['EDIT_WIDNOW', 'EDIT_WINDOW'],
      ['guests', 'GUESTS'],
      ['SMTP_HOST', 'SMTP_URL'],
      ['SSO_KEY', 'SSO_JWKS'],
      ['DATABASE_FILE', 'DATABASE'],
      ['HOLD_LINK', 'HOLD_LINKS'],
      ['PUBLIC_ORIGINS', 'PUBLIC_ORIGIN'],
    ] as const) {
      const [sentence, ...more] = unknownVariables({ [wrong]: 'on' });
      assert.match(sentence ?? '', new RegExp(`^${wrong} is not a setting, and was passed over: did you mean (${right}|SSO_|DATABASE)`), wrong);
      assert.equal(more.length, 0);
    }
  });

  it('that belong to others are not taken for slips', () => {
    const others = [
      'PATH',
      'HOME',
      'HOSTNAME',
      'USER',
      'SHELL',
      'LANG',
      'NODE_ENV',
      'NODE_OPTIONS',
      'MAIL',
      'PWD',
      'OLDPWD',
      'TERM',
      'TZ',
      'CI',
      'DYNO',
      'npm_config_cache',
      'KUBERNETES_SERVICE_HOST',
      'TEST_DATABASE_URL',
      'INVOCATION_ID',
      'JOURNAL_STREAM',
    ];
    assert.deepEqual(unknownVariables(Object.fromEntries(others.map((name) => [name, 'x']))), []);
    assert.deepEqual(unknownVariables({ PORT: '1', HOST: 'x', DATABASE_URL: 'x', SITES: 'x', SSO_JWKS: 'x', GUESTS: 'on' }), []);
  });

  it('that an application mistypes are refused', async () => {
    await assert.rejects(createCommentServer({ guest: 'on' } as never), /"guest" is not an option: did you mean "guests"\?/);
    await assert.rejects(createCommentServer({ colour: 'red' } as never), /"colour" is not an option: expected database, pool/);
    await assert.rejects(createCommentServer({ sites: { '/a': { sitename: 'A' } } } as never), /"sitename" cannot be set for \/a: did you mean "siteName"\?/);
  });

  it('with a value in other words say which one is meant', () => {
    assert.throws(() => resolveSettings(optionsFromEnvironment({ GUESTS: 'yes' })), /guests: expected off, on, held, but "yes" came: write "on"/);
    assert.throws(() => resolveSettings(optionsFromEnvironment({ RATE_LIMITS: '0' })), /rateLimits: expected on, off, but "0" came: write "off"/);
    assert.throws(() => resolveSettings({ votes: true } as never), /votes: expected on, off, but "true" came: write "on"/);
    assert.throws(() => resolveSettings({ hold: 'no' } as never), /hold: expected none, first, all, but "no" came: write "none"/);
    assert.throws(() => resolveSettings({ guests: 'Held' } as never), /write "held"/);
    assert.throws(() => resolveSettings({ guests: 'maybe' } as never), /"maybe" came\.$/);
  });
});

describe('A site at the root of its server', () => {
  it('has all routes there, and health and readiness beside them', () =>
    withServer({ base: '/', guests: 'on', publicOrigin: 'https://blog.example' }, async (running) => {
      const root = new URL(running.client.base).origin;
      assert.equal(running.client.base.replace(/\/$/, ''), root);
      const client = new Client(root);
      const created = await client.comment({ thread: '/a', author: { name: 'G' }, key: key(), threadUrl: 'https://blog.example/a' });
      assert.equal(created.status, 201);
      assert.equal((await client.ask('POST', '/', { thread: '/a', text: 'With a slash', key: key(), author: { name: 'G' } })).status, 201);
      assert.equal((await client.get('/?thread=/a')).body.count, 2);
      assert.equal((await client.get(`/${created.body.id}`)).status, 200);
      assert.deepEqual((await client.get('/counts?thread=/a')).body, { counts: { '/a': 2 } });
      assert.equal((await client.get('/health')).body.status, 'ok');
      assert.deepEqual((await client.get('/ready')).body, { status: 'ok', writable: true });
      assert.equal((await client.get('/openapi.json')).body.servers[0].url, '/');
      for (const path of ['/reference', '/moderation', '/feed']) {
        const answer = await fetch(root + path);
        assert.equal(answer.status, 200, path);
        const links = [...(await answer.text()).matchAll(/(?:href|action)="([^"]*)"/g)].map(([, link]) => link!);
        assert.ok(links.length > 0 && links.every((link) => !link.startsWith('//')), `${path}: ${links.join(' ')}`);
        for (const link of links.filter((each) => each.startsWith('/') && each.endsWith('.css'))) assert.equal((await fetch(root + link)).status, 200, link);
      }
      const moderator = await makeModerator({ client: new Client(root), database: running.database }, '').then(
        (found) => found,
        (error: unknown) => assert.fail(String(error)),
      );
      const answer = await client.ask('POST', '/moderation/session', moderator.credentials, { Origin: 'https://blog.example' });
      assert.match(answer.headers.get('set-cookie') ?? '', /Path=\/moderation;/);
    }));

  it('is found with a slash behind its base', () =>
    withServer({ base: '/comments/' }, async ({ client }) => {
      assert.equal((await client.comment({ author: { name: 'G' } })).status, 201);
      assert.ok(client.base.endsWith('/comments'));
    }));
});
