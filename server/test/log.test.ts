import assert from 'node:assert/strict';
import { it } from 'node:test';
import { key, withServer } from './support.js';

it('Each route is logged by a name of its own, as the OpenAPI document lists it', async () => {
  const lines: { method: string; route: string; status: number }[] = [];
  await withServer({ log: (line) => lines.push(line as never), origins: ['https://other.example'], rateLimits: 'off' }, async ({ client }) => {
    const { body: document } = await client.get('/openapi.json');
    const {
      body: { id },
    } = await client.comment({ author: { name: 'G' } });
    const asked = Object.entries(document.paths as Record<string, object>).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => ({ method: method.toUpperCase(), path })),
    );
    assert.ok(asked.length > 25);
    for (const { method, path } of [
      ...asked,
      { method: 'GET', path: '/openapi.json' },
      { method: 'GET', path: '/reference' },
      { method: 'GET', path: '/moderation' },
      { method: 'GET', path: '/pages.css' },
      { method: 'HEAD', path: '/counts' },
    ]) {
      lines.length = 0;
      const response = await fetch(client.base + (path === '/' ? '' : path).replace(/\{\w+\}/, id) + (method === 'GET' ? '?thread=/a' : ''), {
        method,
        redirect: 'manual',
      });
      await response.body?.cancel();
      assert.deepEqual(
        lines.map((line) => [line.method, line.route]),
        [[method, `/comments${path === '/' ? '' : path.replace(/\{(\w+)\}/g, ':$1')}`]],
        `${method} ${path}`,
      );
    }
    const routeOf = async (path: string, how: RequestInit = {}) => {
      lines.length = 0;
      await (await fetch(new URL(path, client.base), how)).text();
      return lines.map(({ route, status }) => [route, status]);
    };
    assert.deepEqual(await routeOf('/comments/of/nobody/at/all'), [['(none)', 404]]);
    assert.deepEqual(await routeOf('/elsewhere'), [['(none)', 404]]);
    assert.deepEqual(await routeOf('/health'), [['/health', 200]]);
    assert.deepEqual(await routeOf('/ready'), [['/ready', 200]]);
    assert.deepEqual(await routeOf('/comments', { method: 'OPTIONS', headers: { Origin: 'https://other.example', 'Access-Control-Request-Method': 'POST' } }), [
      ['(preflight)', 204],
    ]);
    const big = {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ thread: '/a', text: 'x'.repeat(70_000), key: key() }),
    };
    assert.deepEqual(await routeOf('/comments', big), [['/comments', 413]]);
    assert.deepEqual(await routeOf('/comments', { ...big, body: '{' }), [['/comments', 400]]);
  });
});
