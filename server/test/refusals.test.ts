import assert from 'node:assert/strict';
import { it } from 'node:test';
import { key, withServer } from './support.js';

it('A refusal names the field, what was expected and what came, and repeats no secret', () =>
  withServer({}, async ({ client }) => {
    const good = { thread: '/a', text: 'Hello', key: key(), author: { name: 'G' } };
    const hidden = 'hunter2-hunter2';
    const cases: [string, string, object | string | undefined, RegExp][] = [
      ['POST', '', { ...good, key: '1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed' }, /^key: expected 32 hex digits, got "1b9d6bcd…" \(36 characters\)$/],
      ['POST', '', { ...good, key: undefined }, /^key: expected 32 hex digits, got nothing$/],
      ['POST', '', { ...good, secret: hidden }, /^secret: expected 32 hex digits, got 15 characters$/],
      ['POST', '', { ...good, key: 'a\u202eb\u001b[' }, /^key: expected 32 hex digits, got "a�b�\["$/],
      ['POST', '', { ...good, key: 7 }, /^key: expected 32 hex digits, got 7$/],
      ['POST', '', { ...good, text: ' ' }, /^text: expected a text that is not empty.*got " "$/],
      ['POST', '', { ...good, text: 'x'.repeat(10_001) }, /^text: expected .*maxLength.* \(10001 characters\)$/],
      ['POST', '', { ...good, author: { name: 'G', url: 'javascript:alert(1)' } }, /^author\.url: expected an http or https URL/],
      ['POST', '', { ...good, thread: '' }, /^thread: expected a text of 1 to 1000 characters, got ""$/],
      ['POST', '', '{', /^body: expected JSON/],
      ['POST', '', '[]', /^body: expected .*got a list of 0$/],
      ['GET', '?thread=/a&limit=1000', undefined, /^limit: expected a whole number from 1 to 100, got "1000"$/],
      ['GET', '?thread=/a&order=best', undefined, /^order: expected one of oldest, newest, top, got "best"$/],
      ['GET', '', undefined, /^thread: expected .*got nothing$/],
      ['GET', '/live?thread=/a&since=-1', undefined, /^since: expected a whole number from 0, got "-1"$/],
      [
        'POST',
        '/accounts',
        { name: 'A', email: 'nobody', password: 'short' },
        /^email: expected an email address such as ada@example.org, got "nobody"; password: expected 8 to 200 characters, got 5 characters$/,
      ],
      ['PUT', '/accounts/password', { code: hidden, password: hidden }, /^code: expected the code from the email, got 15 characters$/],
    ];
    for (const [method, path, body, expected] of cases) {
      const answer = await client.ask(method, path, body);
      assert.ok([400, 422].includes(answer.status), `${method} ${path} ${answer.status}`);
      assert.match(answer.body.detail, expected);
      assert.ok(!JSON.stringify(answer.body).includes(hidden));
    }
  }));
