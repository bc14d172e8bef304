/** Keys at the host's address, for what comes from there in a good and in a bad hour. */
import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import { after, before, describe, it, mock } from 'node:test';
import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose';
import { StartError } from '../src/errors.js';
import { resolveSettings } from '../src/options.js';
import { Problem } from '../src/http/problems.js';
import { createTokenVerifier } from '../src/accounts/single-sign-on.js';
import { Client, makeModerator, withServer } from './support.js';

const names = { issuer: 'https://host.example', audience: 'comments' };

async function keyPair(algorithm: 'EdDSA' | 'RS256', kid: string) {
  const { publicKey, privateKey } = await generateKeyPair(algorithm, { extractable: true });
  const sign = (claims: JWTPayload = {}, header: Record<string, unknown> = {}) =>
    new SignJWT({ sub: '7', name: 'Ada', ...claims })
      .setProtectedHeader({ alg: algorithm, kid, ...header })
      .setIssuedAt()
      .setIssuer(names.issuer)
      .setAudience(names.audience)
      .setExpirationTime('5m')
      .sign(privateKey);
  return { jwk: { ...(await exportJWK(publicKey)), kid, alg: algorithm, use: 'sig' }, sign };
}

describe('Keys at an address', () => {
  let answer: RequestListener = (_request, response) => response.end();
  let asked = 0;
  const server = createServer((request, response) => {
    asked++;
    answer(request, response);
  });
  let jwks = '';
  const serve = (...keys: object[]) => {
    answer = (_request, response) => response.end(JSON.stringify({ keys }));
  };
  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    jwks = `http://127.0.0.1:${(server.address() as { port: number }).port}/jwks.json`;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  const open = (algorithm: 'EdDSA' | 'RS256' = 'EdDSA', log?: (line: Record<string, unknown>) => void) =>
    createTokenVerifier({ algorithm, ...names, jwks }, (name) => name, log);
  const away = (error: unknown): boolean => error instanceof Problem && error.code === 'unavailable' && error.options.retryAfter !== undefined;

  it('are fetched once for many readers, and anew when the host signs with another key, but not for each name that somebody makes up', async (test) => {
    test.after(() => mock.timers.reset());
    mock.timers.enable({ apis: ['Date'], now: Date.now() });
    for (const algorithm of ['EdDSA', 'RS256'] as const) {
      const [one, two] = [await keyPair(algorithm, 'one'), await keyPair(algorithm, 'two')];
      serve(one.jwk);
      asked = 0;
      const verify = open(algorithm);
      const token = await one.sign();
      for (const subject of await Promise.all([verify(token), verify(token), verify(token)])) assert.equal(subject?.subject, '7');
      assert.equal(asked, 1);
      serve(one.jwk, two.jwk);
      mock.timers.tick(31_000);
      assert.equal((await verify(await two.sign()))?.subject, '7');
      assert.equal((await verify(token))?.subject, '7');
      assert.equal(asked, 2);
      for (let n = 0; n < 20; n++) assert.equal(await verify(await two.sign({}, { kid: `made-up-${n}` })), undefined);
      assert.equal(asked, 2);
      // The first is taken back: gone when what was fetched is old.
      serve(two.jwk);
      mock.timers.tick(11 * 60_000);
      assert.equal((await verify(await two.sign()))?.subject, '7');
      assert.equal(await verify(await one.sign()), undefined);
    }
  });

  it('that do not come say so, and log nobody out: refused, slow, huge, elsewhere, broken, not there', { timeout: 30_000 }, async () => {
    const { jwk, sign } = await keyPair('EdDSA', 'one');
    const token = await sign();
    let elsewhere = 0;
    const bad: Record<string, RequestListener> = {
      'not there': (_request, response) => {
        response.writeHead(404).end(JSON.stringify({ keys: [jwk] }));
      },
      'broken off': (_request, response) => {
        response.writeHead(200, { 'Content-Length': '1000' }).write('{"keys": [');
        response.destroy();
      },
      'not JSON': (_request, response) => {
        response.end('<html>');
      },
      'no set': (_request, response) => {
        response.end('{"keys": [null]}');
      },
      elsewhere: (request, response) => {
        if (request.url === '/jwks.json') response.writeHead(302, { Location: '/other.json' }).end();
        else {
          elsewhere++;
          response.end(JSON.stringify({ keys: [jwk] }));
        }
      },
      huge: (_request, response) => {
        response.write('{"keys": [], "more": "');
        const more = (): void => {
          while (!response.destroyed && response.write('x'.repeat(65_536)));
          if (!response.destroyed) response.once('drain', more);
        };
        more();
      },
      slow: (_request, response) => {
        response.write('{');
      },
    };
    for (const [what, how] of Object.entries(bad)) {
      answer = how;
      const lines: Record<string, unknown>[] = [];
      await assert.rejects(open('EdDSA', (line) => lines.push(line))(token), away, what);
      assert.match(JSON.stringify(lines), /SSO_JWKS cannot be fetched/, what);
    }
    assert.equal(elsewhere, 0);
    // Not asked again at once, however many ask us.
    answer = bad['not there']!;
    asked = 0;
    const verify = open();
    for (let n = 0; n < 10; n++) await assert.rejects(verify(token), away);
    assert.equal(asked, 1);
    await assert.rejects(createTokenVerifier({ algorithm: 'EdDSA', ...names, jwks: 'http://127.0.0.1:1/' }, (name) => name)(token), away);
  });

  it('let readers in, and out again with the same words as any other token: roles do nothing, a ban holds, a made-up algorithm is none', async () => {
    const { jwk, sign } = await keyPair('RS256', 'one');
    serve(jwk);
    await withServer({ singleSignOn: { algorithm: 'RS256', ...names, jwks } }, async (running) => {
      const ada = new Client(running.client.base, await sign({ role: 'moderator', roles: ['admin'], moderator: true, email: 'owner@example.org' }));
      const { id } = (await ada.comment({ thread: '/sso' })).body;
      const origin = new URL(ada.base).origin;
      assert.equal((await ada.ask('POST', '/moderation/decisions', { ids: [id], action: 'spam' }, { Origin: origin })).status, 401);
      const moderator = await makeModerator(running);
      assert.equal((await moderator.ask('POST', '/moderation/bans', { comment: id })).status, 204);
      assert.equal((await ada.comment({ thread: '/sso', text: 'More' })).status, 403);
      // An account that is given up and comes back is still banned.
      assert.equal((await ada.ask('DELETE', '/accounts/me')).status, 204);
      assert.equal((await ada.comment({ thread: '/sso', text: 'More' })).status, 403);
      const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
      const [, payload, signature] = ada.token!.split('.');
      for (const token of [
        `${part({ alg: 'none', kid: 'one' })}.${payload}.`,
        `${part({ alg: 'none' })}.${payload}.${signature}`,
        `${part({ alg: 'HS256', kid: 'one' })}.${payload}.${signature}`,
        await sign({ sub: 7 as never }),
        await sign({ sub: '' }),
        await sign({ sub: 'a\0b' }),
        await sign({ sub: { $ne: 1 } as never }),
        await sign({ sub: 'x'.repeat(256) }),
        await sign({ nbf: Date.now() / 1000 + 600 }),
        await sign({}, { jwk, jku: 'http://127.0.0.1:1/keys', kid: 'other' }),
      ]) {
        const { status, body } = await new Client(running.client.base, token).get('/accounts/me');
        assert.deepEqual([status, body.detail], [401, 'The session has ended: log in again.'], token);
      }
    });
  });

  it('answer 503 with a moment to wait, not 401, while they cannot be fetched', async () => {
    const { sign } = await keyPair('EdDSA', 'one');
    await withServer({ singleSignOn: { algorithm: 'EdDSA', ...names, jwks: 'http://127.0.0.1:1/' } }, async ({ client }) => {
      const { status, headers } = await new Client(client.base, await sign()).comment({});
      assert.deepEqual([status, headers.get('retry-after')], [503, '5']);
      assert.equal((await client.comment({ author: { name: 'G' } })).status, 201);
    });
  });

  it('are an address that is safe, and keys that are strong: else the start is refused in a sentence', async () => {
    const weak = await crypto.subtle.generateKey(
      { name: 'RSASSA-PKCS1-v1_5', modulusLength: 1024, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' },
      true,
      ['sign', 'verify'],
    );
    const other = (await crypto.subtle.generateKey('X25519', true, ['deriveBits'])) as typeof weak;
    const wrong: ['EdDSA' | 'RS256', string, RegExp][] = [
      ['EdDSA', 'http://host.example/jwks.json', /https URL/],
      ['EdDSA', 'https://user:secret@host.example/', /https URL/],
      ['EdDSA', 'https://', /https URL/],
      ['EdDSA', 'ftp://host.example/', /https URL/],
      ['EdDSA', '/no/such/file.json', /a file/],
      ['RS256', JSON.stringify({ keys: [await exportJWK(weak.publicKey)] }), /at least 2048 bits/],
      ['EdDSA', JSON.stringify({ keys: [await exportJWK(other.publicKey)] }), /Ed25519/],
    ];
    for (const [algorithm, given, words] of wrong) {
      const { singleSignOn } = resolveSettings({ singleSignOn: { algorithm, ...names, jwks: given } });
      assert.throws(
        () => createTokenVerifier(singleSignOn!, (name) => name),
        (error) => error instanceof StartError && words.test(error.message) && !error.message.includes('secret'),
        given,
      );
    }
  });
});
