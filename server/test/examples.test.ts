/** The server keeps to the examples that the elements' store is tested with: test/comments/stores/rest-examples.test.ts. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { it } from 'node:test';
import { withServer } from './support.js';

interface Example {
  name: string;
  session?: boolean;
  request: { method: string; path: string; body?: unknown };
  answer: { status: number; body?: unknown };
}
const examples = readFileSync(new URL('../../test/fixtures/rest-examples.json', import.meta.url), 'utf8');

it('The server answers as in the examples that it shares with the elements', () =>
  withServer({}, async ({ client }) => {
    const learned: Record<string, string> = {};
    const filled = (text: string): string => text.replace(/\{(id|token|device)\}/g, (whole, name: string) => learned[name] ?? whole);
    for (const raw of JSON.parse(examples) as Example[]) {
      // A new session has a token of its own.
      if (raw.request.path === '/accounts' || raw.request.path === '/sessions') delete learned['token'];
      const { name, session, request, answer } = JSON.parse(filled(JSON.stringify(raw))) as Example;
      const { status, body } = await client.ask(request.method, request.path, request.body, session ? { Authorization: `Bearer ${learned['token']}` } : {});
      assert.equal(status, answer.status, name);
      assert.deepEqual(alike(body, answer.body, learned), answer.body, name);
    }
  }));

/** What came, with the example's own words where it says that anything may stand: `*`, or a name to remember it by. */
function alike(came: any, expected: any, learned: Record<string, string>): unknown {
  const name = /^\{(\w+)\}$/.exec(String(expected))?.[1];
  if (name && typeof came === 'string') learned[name] = came;
  if ((name || expected === '*') && came !== undefined) return expected;
  if (Array.isArray(came) && Array.isArray(expected)) return came.map((each, index) => alike(each, expected[index], learned));
  if (came && typeof came === 'object') return Object.fromEntries(Object.entries(came).map(([key, value]) => [key, alike(value, expected?.[key], learned)]));
  return came;
}
