/** The store asks and understands as in the examples that the server keeps to: server/test/examples.test.ts. */
import { expect } from '@open-wc/testing';
import { RestStore } from '../../../src/comments/stores/rest.js';
import { StoreError } from '../../../src/comments/stores/store.js';

interface Example {
  name: string;
  call: [string, ...unknown[]];
  session?: boolean;
  request: { method: string; path: string; body?: unknown };
  answer: { status: number; body?: Record<string, unknown> };
}

describe('The rest store, by the examples it shares with the server', () => {
  const plain = window.fetch;
  afterEach(() => {
    window.fetch = plain;
    localStorage.clear();
  });

  it('asks what they ask and understands what they answer', async () => {
    const text = await (await plain(new URL('../../fixtures/rest-examples.json', import.meta.url))).text();
    const examples = JSON.parse(
      text
        .replaceAll('{id}', 'abc')
        .replaceAll('{token}', 'a-token-of-a-session')
        .replaceAll('{device}', 'a-known-device')
        .replaceAll('"*"', '"2026-01-02T03:04:05.000Z"'),
    ) as Example[];
    const base = `${location.origin}/examples`;
    const store = new RestStore(base);
    for (const {
      name,
      call: [method, ...given],
      session,
      request,
      answer,
    } of examples) {
      let asked: { url: string; method: string; token: string | null; body: unknown } | undefined;
      window.fetch = async (input, { method: verb = 'GET', headers, body } = {}) => {
        asked = {
          url: String(input),
          method: verb,
          token: new Headers(headers).get('Authorization'),
          body: body ? (JSON.parse(String(body)) as unknown) : undefined,
        };
        return new Response(answer.body ? JSON.stringify(answer.body) : null, { status: answer.status });
      };
      const result = await (store as unknown as Record<string, (...all: unknown[]) => Promise<unknown>>)[method]!(...given).catch((error: unknown) => error);
      expect(asked, name).to.deep.equal({
        url: base + request.path,
        method: request.method,
        token: session ? 'Bearer a-token-of-a-session' : null,
        body: request.body,
      });
      if (answer.status >= 400) {
        expect(result, name).to.be.instanceOf(StoreError);
        expect([(result as StoreError).code, (result as StoreError).fields], name).to.deep.equal([answer.body!['code'], answer.body!['fields'] ?? {}]);
      } else {
        expect(result, name).not.to.be.instanceOf(Error);
        if (method === 'vote') expect(result, name).to.equal(answer.body!['votes']);
        else if (method === 'counts') expect(Object.fromEntries(result as Map<string, number>), name).to.deep.equal(answer.body!['counts']);
        else if (method === 'held') expect(result, name).to.deep.equal(answer.body!['comments']);
        else if (answer.body) expect(result, name).to.deep.equal(answer.body);
      }
    }
  });
});
