import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { resolveSettings } from '../src/options.js';
import { parseForwarded, Proxies } from '../src/http/proxies.js';
import { withServer } from './support.js';

describe('Behind proxies', () => {
  it('the reader is whoever the last trusted proxy names: in X-Forwarded-For, with ports and in brackets', () => {
    const proxies = new Proxies(['10.0.0.0/8', '::1', 'fd00::/8']);
    for (const [neighbor, header, client] of [
      ['10.0.0.1', '198.51.100.7', '198.51.100.7'],
      ['10.0.0.1', '198.51.100.7:4711', '198.51.100.7'],
      ['::1', '[2001:db8::7]:4711', '2001:db8::7'],
      ['::1', '2001:db8::7', '2001:db8::7'],
      ['::ffff:10.0.0.1', '198.51.100.7', '198.51.100.7'],
      ['10.0.0.1', '1.2.3.4, 198.51.100.7, 10.2.3.4, fd00::5', '198.51.100.7'],
      // What is no address ends the walk.
      ['10.0.0.1', 'unknown', '10.0.0.1'],
      ['10.0.0.1', '198.51.100.7, <script>', '10.0.0.1'],
      ['10.0.0.1', '0x7f.1', '10.0.0.1'],
      ['10.0.0.1', '999.1.1.1', '10.0.0.1'],
      ['10.0.0.1', '', '10.0.0.1'],
      ['10.0.0.1', '198.51.100.7, , 10.2.3.4', '10.2.3.4'],
      ['10.0.0.1', '198.51.100.7:port', '10.0.0.1'],
      // From a stranger nothing is believed.
      ['203.0.113.9', '198.51.100.7', '203.0.113.9'],
      ['203.0.113.9', '10.0.0.1', '203.0.113.9'],
    ] as const)
      assert.equal(proxies.clientOf(neighbor, { xForwardedFor: header }), client, `${neighbor} says ${header}`);
  });

  it('Forwarded is read by its grammar (RFC 7239)', () => {
    for (const [header, addresses] of [
      ['for=192.0.2.60;proto=http;by=203.0.113.43', ['192.0.2.60']],
      ['For="[2001:db8:cafe::17]:4711"', ['2001:db8:cafe::17']],
      ['for=192.0.2.43, for="198.51.100.17:80"', ['192.0.2.43', '198.51.100.17']],
      ['for=_hidden, for=unknown', [undefined, undefined]],
      ['for="_gazonk"', [undefined]],
      ['for=2001:db8::1', [undefined]],
      ['proto=https', [undefined]],
      // A comma, a semicolon or a quote within quotes.
      ['for="a, for=1.2.3.4;b\\", for=1.2.3.4", for=192.0.2.1', [undefined, '192.0.2.1']],
      ['for="192.0.2.1', [undefined]],
      ['for=192.0.2.1;for=192.0.2.2', [undefined]],
      ['host="x;for=1.2.3.4";for=192.0.2.9', ['192.0.2.9']],
      ['xfor=1.2.3.4', [undefined]],
    ] as const)
      assert.deepEqual(parseForwarded(header), addresses, header);
    const proxies = new Proxies(['private']);
    assert.equal(proxies.clientOf('127.0.0.1', { forwarded: 'for=192.0.2.1, for=10.0.0.7' }), '192.0.2.1');
    assert.equal(proxies.clientOf('192.168.0.1', { forwarded: 'for=192.0.2.1, for=_proxy' }), '192.168.0.1');
  });

  it('both headers count only where they agree: one of them may be the reader’s own', () => {
    const proxies = new Proxies(['loopback']);
    assert.equal(proxies.clientOf('127.0.0.1', { xForwardedFor: '192.0.2.1', forwarded: 'for=198.51.100.1' }), '127.0.0.1');
    assert.equal(proxies.clientOf('127.0.0.1', { xForwardedFor: '192.0.2.1', forwarded: 'for="192.0.2.1:80"' }), '192.0.2.1');
  });

  it('names stand for ranges', () => {
    const named = (name: string, address: string) => new Proxies([name]).trusts(address);
    assert.deepEqual(
      ['127.0.0.1', '127.9.9.9', '::1', '10.1.1.1', '8.8.8.8'].map((each) => named('loopback', each)),
      [true, true, true, false, false],
    );
    assert.deepEqual(
      [
        '127.0.0.1',
        '10.1.1.1',
        '172.31.0.1',
        '172.32.0.1',
        '192.168.1.1',
        '169.254.1.1',
        'fd12::1',
        'fe80::1%eth0',
        '::ffff:10.1.1.1',
        '8.8.8.8',
        '2606:4700::1',
      ].map((each) => named('private', each)),
      [true, true, true, false, true, true, true, true, true, false, false],
    );
    assert.deepEqual(
      ['173.245.48.1', '104.16.0.1', '2606:4700::1', '8.8.8.8', '127.0.0.1'].map((each) => named('cloudflare', each)),
      [true, true, true, false, false],
    );
    for (const wrong of ['10.0.0.0/33', '10.0.0.0/', 'fd00::/129', 'proxy', '10.0.0', '', '0x0a.0.0.1', '10.0.0.0/8/8', 'constructor'])
      assert.throws(() => resolveSettings({ trustedProxies: [wrong] }), /trustedProxies: expected addresses such as/, wrong);
  });

  const heard = async (trustedProxies: string[], ask: (send: (headers: Record<string, string>) => Promise<unknown>) => Promise<void>): Promise<string[]> => {
    const warnings: string[] = [];
    await withServer(
      {
        trustedProxies,
        rateLimits: 'on',
        publicOrigin: 'https://blog.example',
        log: ({ warning }) => {
          if (warning) warnings.push(String(warning));
        },
      },
      async ({ client }) => {
        await ask((headers) => client.ask('GET', '/counts?thread=/a', undefined, headers));
      },
    );
    return warnings;
  };

  it('the log names the line to set when a neighbor that is not trusted forwards, once', async () => {
    const warnings = await heard([], async (send) => {
      for (let n = 0; n < 3; n++) await send({ 'X-Forwarded-For': `198.51.100.${n}` });
    });
    assert.equal(warnings.length, 1);
    assert.match(warnings[0]!, /X-Forwarded-For.*TRUSTED_PROXIES=127\.0\.0\.1/);
    assert.doesNotMatch(warnings[0]!, /198\.51/);
    assert.match(
      (
        await heard([], async (send) => {
          await send({ Forwarded: 'for=198.51.100.1' });
        })
      )[0]!,
      /^Forwarded.*TRUSTED_PROXIES=127\.0\.0\.1/,
    );
    assert.deepEqual(
      await heard(['loopback'], async (send) => {
        await send({ 'X-Forwarded-For': '198.51.100.1' });
      }),
      [],
    );
  });

  it('the log says when all readers share one address, once', async () => {
    const many = (of: number, headers: (n: number) => Record<string, string>) => async (send: (headers: Record<string, string>) => Promise<unknown>) => {
      for (let n = 0; n < of; n++) await send(headers(n));
    };
    const warnings = await heard(
      [],
      many(130, (n) => ({ 'User-Agent': `Browser ${n % 5}` })),
    );
    assert.equal(warnings.length, 1);
    assert.match(warnings[0]!, /share one address.*X-Forwarded-For.*TRUSTED_PROXIES=127\.0\.0\.1/);
    // One browser is one reader; several addresses are several.
    assert.deepEqual(
      await heard(
        [],
        many(130, () => ({ 'User-Agent': 'Browser' })),
      ),
      [],
    );
    assert.deepEqual(
      await heard(
        ['loopback'],
        many(130, (n) => ({ 'User-Agent': `Browser ${n % 5}`, 'X-Forwarded-For': `198.51.100.${n % 3}` })),
      ),
      [],
    );
    assert.match(
      (
        await heard(
          ['loopback'],
          many(130, (n) => ({ 'User-Agent': `Browser ${n % 5}` })),
        )
      )[0]!,
      /Let your proxy send X-Forwarded-For[^,]*\.$/,
    );
  });
});
