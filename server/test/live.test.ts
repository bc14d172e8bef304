import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { key, start, withServer, type Running } from './support.js';

interface Told {
  event: string;
  id: string;
  comment: any;
}

/** A listener as `EventSource` is one: reads lines, keeps the last id. */
class Listener {
  readonly told: Told[] = [];
  lastId = '';
  ended = false;
  private abort = new AbortController();
  private woken: (() => void)[] = [];

  static async open(url: string, lastId?: string): Promise<Listener> {
    const listener = new Listener();
    const response = await fetch(url, { signal: listener.abort.signal, headers: lastId ? { 'Last-Event-ID': lastId } : {} });
    assert.equal(response.status, 200);
    assert.match(response.headers.get('content-type')!, /^text\/event-stream/);
    assert.equal(response.headers.get('cache-control'), 'no-store');
    void listener
      .read(response.body!)
      .catch(() => undefined)
      .finally(() => {
        listener.ended = true;
        listener.wake();
      });
    await listener.until(() => listener.lastId !== '');
    return listener;
  }

  close(): void {
    this.abort.abort();
  }

  async until(holds: () => boolean): Promise<void> {
    const timeout = AbortSignal.timeout(10_000);
    while (!holds()) {
      assert.ok(!timeout.aborted, `in time; told were ${JSON.stringify(this.told)}`);
      await new Promise<void>((resolve) => {
        this.woken.push(resolve);
        setTimeout(resolve, 500);
      });
    }
  }

  private wake(): void {
    for (const resolve of this.woken.splice(0)) resolve();
  }

  private async read(body: ReadableStream<Uint8Array>): Promise<void> {
    let text = '';
    for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
      text += new TextDecoder().decode(chunk);
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        const fields = Object.fromEntries(
          text
            .slice(0, end)
            .split('\n')
            .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
        );
        text = text.slice(end + 2);
        if (fields['id']) this.lastId = fields['id'];
        if (fields['data']) this.told.push({ event: fields['event']!, id: fields['id']!, comment: JSON.parse(fields['data']) });
      }
      this.wake();
    }
  }
}

describe('Live events', () => {
  let running: Running;
  before(async () => {
    running = await start();
  });
  after(() => running.close());
  const url = (thread: string) => `${running.client.base}/live?thread=${encodeURIComponent(thread)}`;
  const guest = () => ({ author: { name: 'Guest' }, secret: key() });

  it('tell of what is written, changed and deleted, to those who follow that thread', async () => {
    const here = await Listener.open(url('/live'));
    const elsewhere = await Listener.open(url('/other'));
    const ada = await running.client.reader('Ada');
    const first = (await ada.comment({ thread: '/live', text: 'First' })).body;
    const reply = (await ada.comment({ thread: '/live', text: 'Reply', parent: first.id })).body;
    await ada.ask('PATCH', `/${first.id}`, { text: 'Changed' });
    await ada.ask('DELETE', `/${reply.id}`);
    await here.until(() => here.told.length >= 4);
    assert.deepEqual(
      here.told.map(({ event, comment }) => [event, comment.id, comment.text]),
      [
        ['created', first.id, 'First'],
        ['created', reply.id, 'Reply'],
        ['changed', first.id, 'Changed'],
        ['deleted', reply.id, ''],
      ],
    );
    assert.equal(here.told[1]!.comment.parent, first.id);
    assert.equal(here.told[3]!.comment.author.name, '');
    assert.ok(here.told.every(({ comment }) => comment.own === undefined));
    assert.deepEqual(elsewhere.told, []);
    here.close();
    elsewhere.close();
  });

  it('go on behind the last one that was heard, without a gap and without anything twice', async () => {
    const texts = Array.from({ length: 40 }, (_, n) => `Number ${n}`);
    const heard: string[] = [];
    let lastId: string | undefined;
    const write = (async () => {
      for (const text of texts) await running.client.comment({ thread: '/resume', text, ...guest() });
    })();
    while (heard.length < texts.length) {
      const listener: Listener = await Listener.open(url('/resume') + (lastId === undefined ? '&since=0' : ''), lastId);
      const before = heard.length;
      await listener.until(() => listener.told.length >= Math.min(7, texts.length - before));
      listener.close();
      heard.push(...listener.told.map(({ comment }) => comment.text));
      lastId = listener.told.at(-1)!.id;
    }
    await write;
    assert.deepEqual(heard, texts);
  });

  it('begin where a page was read', async () => {
    await running.client.comment({ thread: '/page', text: 'On the page', ...guest() });
    const { version } = (await running.client.page('thread=/page')).body;
    await running.client.comment({ thread: '/page', text: 'After the page', ...guest() });
    const listener = await Listener.open(`${url('/page')}&since=${version}`);
    await listener.until(() => listener.told.length > 0);
    assert.deepEqual(
      listener.told.map(({ comment }) => comment.text),
      ['After the page'],
    );
    listener.close();
  });

  it('say what was missed as it is now: a comment that came and went is not told, one that was known and went is', async () => {
    const ada = await running.client.reader();
    const known = (await ada.comment({ thread: '/missed', text: 'Known' })).body.id;
    const { version } = (await running.client.page('thread=/missed')).body;
    await ada.ask('DELETE', `/${known}`);
    const brief = (await ada.comment({ thread: '/missed', text: 'Brief' })).body.id;
    await ada.ask('DELETE', `/${brief}`);
    const edited = (await ada.comment({ thread: '/missed', text: 'Frist' })).body.id;
    await ada.ask('PATCH', `/${edited}`, { text: 'First' });
    const listener = await Listener.open(`${url('/missed')}&since=${version}`);
    await listener.until(() => listener.told.length >= 2);
    assert.deepEqual(
      listener.told.map(({ event, comment }) => [event, comment.id, comment.text]),
      [
        ['deleted', known, ''],
        ['created', edited, 'First'],
      ],
    );
    listener.close();
  });

  it('end when the server stops, so that it can', () =>
    withServer({}, async (stopped) => {
      const listener = await Listener.open(`${stopped.client.base}/live?thread=/end`);
      const started = Date.now();
      await stopped.restart();
      await listener.until(() => listener.ended);
      assert.ok(Date.now() - started < 4000);
    }));

  it('never hold what is held, before or after it was shown', () =>
    withServer({ hold: 'first' }, async ({ client }) => {
      const listener = await Listener.open(`${client.base}/live?thread=/held`);
      const ada = await client.reader();
      assert.equal((await ada.comment({ thread: '/held', text: 'Secret' })).body.status, 'held');
      const again = await Listener.open(`${client.base}/live?thread=/held&since=0`);
      assert.equal(again.lastId, '0');
      assert.deepEqual([...listener.told, ...again.told], []);
      listener.close();
      again.close();
    }));

  it('tell that a comment is gone when a change has it held', () =>
    withServer({ holdLinks: 2 }, async ({ client }) => {
      const listener = await Listener.open(`${client.base}/live?thread=/links`);
      const ada = await client.reader();
      const { id } = (await ada.comment({ thread: '/links', text: 'Plain' })).body;
      await ada.ask('PATCH', `/${id}`, { text: 'https://a.example https://b.example' });
      await listener.until(() => listener.told.length >= 2);
      assert.deepEqual(
        listener.told.map(({ event, comment }) => [event, comment.text]),
        [
          ['created', 'Plain'],
          ['deleted', ''],
        ],
      );
      listener.close();
    }));

  it('refuse more than fifty from one address, and say when to come back', async () => {
    const listeners = await Promise.all(Array.from({ length: 50 }, () => Listener.open(url('/many'))));
    const refused = await fetch(url('/many'));
    assert.equal(refused.status, 429);
    assert.ok(Number(refused.headers.get('retry-after')) > 0);
    for (const listener of listeners) listener.close();
  });
});
