import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { freePort, noNginx, startNginx } from './nginx.js';
import { startProcess } from './process.js';
import { Client, freshPlace, key, postgres, start, until } from './support.js';

if (noNginx) console.log(`The nginx recipes are not tried: ${noNginx}.`);

describe('Behind nginx, one process', { skip: noNginx ?? false }, () => {
  it('limits count readers and not the proxy, whatever they say of themselves', async () => {
    const running = await start({ rateLimits: 'on', trustedProxies: ['loopback'] });
    const nginx = await startNginx('one-process', [Number(new URL(running.client.base).port)]);
    try {
      const client = new Client(`${nginx.origin}/comments`);
      const wrong = (headers: Record<string, string>) => client.ask('POST', '/sessions', { email: 'a@example.org', password: 'x' }, headers);
      // All from 127.0.0.1, which is nginx's neighbor: that another address is claimed changes nothing.
      const statuses: number[] = [];
      for (let n = 0; n < 11; n++) statuses.push((await wrong({ 'X-Forwarded-For': `198.51.100.${n}`, Forwarded: `for=198.51.100.${n}` })).status);
      assert.deepEqual([statuses[9], statuses[10]], [401, 429]);
      // A reader elsewhere is somebody else.
      const { status } = await running.client.ask('POST', '/sessions', { email: 'a@example.org', password: 'x' }, { 'X-Forwarded-For': '203.0.113.5' });
      assert.equal(status, 401);
      const large = await client.comment({ author: { name: 'G' }, text: 'x'.repeat(70_000) });
      assert.deepEqual([large.status, large.body.code], [413, 'too-large']);
    } finally {
      await nginx.close();
      await running.close();
    }
  });

  it('live events come at once', async () => {
    const running = await start();
    const nginx = await startNginx('one-process', [Number(new URL(running.client.base).port)]);
    const abort = new AbortController();
    try {
      const response = await fetch(`${nginx.origin}/comments/live?thread=/a`, { signal: abort.signal });
      const events = response.body!.pipeThrough(new TextDecoderStream()).getReader();
      let text = '';
      void (async () => {
        for (;;) {
          const { done, value } = await events.read();
          if (done) return;
          text += value;
        }
      })().catch(() => undefined);
      await until(() => (text.includes('retry:') ? true : undefined));
      const { body } = await new Client(`${nginx.origin}/comments`).comment({ author: { name: 'G' } });
      await until(() => (text.includes(body.id) ? true : undefined));
    } finally {
      abort.abort();
      await nginx.close();
      await running.close();
    }
  });
});

describe('Behind nginx, two processes on PostgreSQL', { skip: noNginx ?? (postgres ? false : 'needs PostgreSQL') }, () => {
  it('restarting one after the other under load loses no request', async () => {
    const { place, remove } = await freshPlace();
    const ports = [await freePort(), await freePort()];
    const servers = [await startProcess(place, {}, ports[0]), await startProcess(place, {}, ports[1])];
    const nginx = await startNginx('several-processes', ports);
    const client = new Client(`${nginx.origin}/comments`);
    const statuses = new Map<number, number>();
    const texts: string[] = [];
    let done = false;
    const load = Array.from({ length: 8 }, async (_, n) => {
      for (let round = 0; !done && round < 5000; round++) {
        const text = key();
        const answers = [
          await client.comment({ thread: `/rolling/${n}`, text, author: { name: `G ${n}` } }),
          await client.page(`thread=/rolling/${n}&limit=5&order=newest`),
        ];
        texts.push(text);
        for (const { status } of answers) statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }
    });
    try {
      for (let round = 0; round < 2; round++) {
        for (const n of [0, 1]) {
          const before = texts.length;
          await until(() => (texts.length > before + 20 ? true : undefined));
          await servers[n]!.end();
          servers[n] = await startProcess(place, {}, ports[n]);
        }
      }
      done = true;
      await Promise.all(load);
      assert.deepEqual([...statuses.keys()].sort(), [200, 201], JSON.stringify([...statuses]));
      const { body } = await client.get(`/counts?${Array.from({ length: 8 }, (_, n) => `thread=/rolling/${n}`).join('&')}`);
      assert.equal(
        Object.values<number>(body.counts).reduce((sum, count) => sum + count, 0),
        texts.length,
      );
    } finally {
      done = true;
      await Promise.allSettled(load);
      await nginx.close();
      for (const server of servers) await server.end();
      await remove();
    }
  });
});
