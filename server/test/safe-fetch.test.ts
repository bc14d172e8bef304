import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import { describe, it } from 'node:test';
import { safeFetch, type Lookup, type Reach } from '../src/http/safe-fetch.js';

async function serving(listener: RequestListener, test: (origin: string, port: number) => Promise<void>): Promise<void> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  try {
    await test(`http://127.0.0.1:${port}`, port);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** What each name leads to, one answer a question, the last one for all that follow. */
const leading =
  (names: Record<string, string[][]>): Lookup =>
  (hostname, _, callback) => {
    const answers = names[hostname]!;
    const addresses = (answers.length > 1 ? answers.shift() : answers[0])!;
    setImmediate(() =>
      callback(
        null,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      ),
    );
  };

const get = (url: string, more: Partial<Parameters<typeof safeFetch>[1]> = {}) =>
  safeFetch(new URL(url), { reach: () => 'public', timeout: 3000, maxBytes: 1000, ...more });

describe('Requests to addresses that a stranger chose', () => {
  it('do not go into private networks, however the address is written', () =>
    serving(
      (_, response) => response.end('secret'),
      async (_, port) => {
        for (const host of [
          '127.0.0.1',
          '2130706433',
          '0x7f000001',
          '0177.0.0.1',
          '127.1',
          '[::1]',
          '[::ffff:127.0.0.1]',
          '[::ffff:7f00:1]',
          '[64:ff9b::7f00:1]',
          '0.0.0.0',
          '10.0.0.1',
          '172.16.0.1',
          '192.168.1.1',
          '169.254.169.254',
          '100.64.0.1',
          '[fd00::1]',
          '[fe80::1]',
          '224.0.0.1',
        ]) {
          await assert.rejects(get(`http://${host}:${port}/`), /private network/, host);
        }
      },
    ));

  it('do not go where a name leads into a private network, wholly or in part', () =>
    serving(
      (_, response) => response.end('secret'),
      async (_, port) => {
        for (const addresses of [
          ['127.0.0.1'],
          ['::1'],
          ['::ffff:127.0.0.1'],
          ['192.168.0.1'],
          ['fd00::1'],
          ['169.254.169.254'],
          ['203.0.113.5'],
          ['1.1.1.1', '127.0.0.1'],
          [],
        ]) {
          await assert.rejects(
            get(`http://inside.example:${port}/`, { lookup: leading({ 'inside.example': [addresses] }) }),
            /private network/,
            addresses.join(),
          );
        }
      },
    ));

  it('connect to the address that was checked: a name is asked once, so that it cannot lead elsewhere afterwards', () =>
    serving(
      (_, response) => response.end('here'),
      async (_, port) => {
        let asked = 0;
        const rebinding =
          (first: string, then: string): Lookup =>
          (_, __, callback) =>
            callback(null, [{ address: asked++ === 0 ? first : then, family: 4 }]);
        assert.equal(
          (await get(`http://rebinding.example:${port}/`, { reach: () => 'own', lookup: rebinding('127.0.0.1', '240.0.0.1') })).body.toString(),
          'here',
        );
        assert.equal(asked, 1);
        asked = 0;
        await assert.rejects(get(`http://rebinding.example:${port}/`, { lookup: rebinding('240.0.0.1', '127.0.0.1') }), /private network/);
        assert.equal(asked, 1);
      },
    ));

  it('do not follow a redirect to where they would not go at first', () =>
    serving(
      (request, response) => {
        response
          .writeHead(302, {
            Location: request.url === '/in' ? 'http://169.254.169.254/latest/meta-data/' : request.url === '/file' ? 'file:///etc/passwd' : '/again',
          })
          .end();
      },
      async (origin) => {
        const reach = (url: URL): Reach => (url.origin === origin ? 'own' : 'public');
        await assert.rejects(get(`${origin}/in`, { reach }), /private network/);
        await assert.rejects(get(`${origin}/file`, { reach }), /not asked/);
        await assert.rejects(get(`${origin}/again`, { reach }), /more than 3 times/);
        await assert.rejects(get(`${origin}/in`, { reach: (url) => (url.origin === origin ? 'own' : 'refused') }), /not asked/);
      },
    ));

  it('reach the owner’s own origins wherever they are, by their names too', () =>
    serving(
      (request, response) => response.end(request.headers.host),
      async (origin, port) => {
        assert.equal((await get(origin, { reach: () => 'own' })).body.toString(), `127.0.0.1:${port}`);
        assert.equal(
          (await get(`http://blog.example:${port}/`, { reach: () => 'own', lookup: leading({ 'blog.example': [['127.0.0.1']] }) })).body.toString(),
          `blog.example:${port}`,
        );
      },
    ));

  it('end in time and read no more than they need, whatever comes', () =>
    serving(
      (request, response) => {
        if (request.url === '/silent') return;
        response.writeHead(200, { 'Content-Type': 'text/html', ...(request.url === '/gzip' && { 'Content-Encoding': 'gzip' }) });
        const write = (): void => {
          while (!response.destroyed && response.write('x'.repeat(request.url === '/slow' ? 1 : 10_000)) && request.url !== '/slow');
        };
        response.on('drain', write);
        write();
      },
      async (origin) => {
        const own = { reach: (): Reach => 'own' };
        const started = performance.now();
        await assert.rejects(get(`${origin}/silent`, { ...own, timeout: 200 }), /in time/);
        await assert.rejects(get(`${origin}/slow`, { ...own, timeout: 200 }));
        assert.ok(performance.now() - started < 3000);
        await assert.rejects(get(`${origin}/endless`, own), /more than 1000 bytes/);
        const { status, body } = await get(`${origin}/endless`, { ...own, whenLonger: 'cut' });
        assert.deepEqual([status, body.length], [200, 1000]);
        await assert.rejects(get(`${origin}/gzip`, own), /compressed/);
      },
    ));
});
