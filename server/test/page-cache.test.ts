import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PageCache } from '../src/http/page-cache.js';

describe('Pages that were sent', () => {
  it('are made once for all who ask at the same time, and anew for another version', async () => {
    const pages = new PageCache();
    let made = 0;
    const make = async () => {
      await new Promise(setImmediate);
      return `page ${++made}`;
    };
    const asked = await Promise.all(Array.from({ length: 50 }, () => pages.get('a', 1, make)));
    assert.deepEqual(new Set(asked.map(({ body }) => body)), new Set(['page 1']));
    assert.equal((await pages.get('a', 1, make)).body, 'page 1');
    const [next, other] = await Promise.all([pages.get('a', 2, make), pages.get('b', 2, make)]);
    assert.notEqual(next.etag, asked[0]!.etag);
    assert.notEqual(next.etag, other.etag);
    assert.equal(made, 3);
  });

  it('are not kept where they could not be made', async () => {
    const pages = new PageCache();
    const fail = () => Promise.reject(new Error('no database'));
    await assert.rejects(Promise.all([pages.get('a', 1, fail), pages.get('a', 1, fail)]), /no database/);
    assert.equal((await pages.get('a', 1, () => Promise.resolve('there'))).body, 'there');
  });

  it('are let go, the least asked for first, when they are many', async () => {
    const pages = new PageCache();
    const asked: string[] = [];
    const get = (name: string) =>
      pages.get(name, 1, () => {
        asked.push(name);
        return Promise.resolve('ж'.repeat(1024 * 1024));
      });
    for (const name of ['1', '2', '3', '4', '5', '6', '7']) await get(name);
    await get('1');
    for (const name of ['8', '9']) await get(name);
    await get('1');
    await get('2');
    assert.deepEqual(asked, ['1', '2', '3', '4', '5', '6', '7', '8', '9', '2']);
  });
});
