/** The contract as a document, and as a page. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Validator } from '@seriousme/openapi-schema-validator';
import { withServer } from './support.js';

it('The OpenAPI document is valid 3.1, says what errors are and who may ask, and its page shows every route', () =>
  withServer({}, async ({ client }) => {
    const { body: document } = await client.get('/openapi.json');
    const validator = new Validator();
    const { valid, errors } = await validator.validate(structuredClone(document));
    assert.deepEqual([valid, errors, validator.version], [true, undefined, '3.1']);
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name!);
    for (const name of references) assert.ok(document.components.schemas[name], name);
    const page = await fetch(`${client.base}/reference`);
    assert.deepEqual(
      [
        page.headers.get('content-security-policy')?.includes("frame-ancestors 'none'"),
        page.headers.get('referrer-policy'),
        page.headers.get('x-content-type-options'),
      ],
      [true, 'no-referrer', 'nosniff'],
    );
    const text = await page.text();
    for (const [path, methods] of Object.entries(
      document.paths as Record<string, Record<string, { responses: Record<string, unknown>; security?: unknown }>>,
    )) {
      for (const [method, { responses, security }] of Object.entries(methods)) {
        assert.ok(text.includes(`${method.toUpperCase()} /comments${path === '/' ? '' : path}<`), `${method} ${path}`);
        assert.equal(
          security !== undefined,
          (/moderation|accounts\/me|held|sessions/.test(path) &&
            `${method} ${path}` !== 'post /moderation/session' &&
            `${method} ${path}` !== 'post /sessions') ||
            (method !== 'get' && /^\/(\{|$)/.test(path)),
          `${method} ${path}`,
        );
        assert.ok(responses['default'], `${method} ${path} says nothing of errors`);
      }
    }
  }));
