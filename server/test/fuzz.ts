/**
 * Requests made from the OpenAPI document, and to the pages and forms that are not in it, by chance, with a seed: values that fit, that almost fit, and that nobody expects. Whatever comes, the server
 * answers below 500 and is alive afterwards. `FUZZ=20000 SEED=1 npm run fuzz`.
 */
import { Client, makeModerator, start } from './support.js';

type Schema = {
  type?: string | string[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  enum?: unknown[];
  anyOf?: Schema[];
  format?: string;
  pattern?: string;
};

interface Operation {
  parameters?: { name: string; in: string; schema: Schema }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
}
type Paths = Record<string, Record<string, Operation>>;

const text: Schema = { type: 'string' };
const query = (...names: string[]): Operation => ({ parameters: names.map((name) => ({ name, in: 'query', schema: text })) });
const form = (properties: Record<string, Schema>): Operation => ({
  requestBody: { content: { 'application/x-www-form-urlencoded': { schema: { properties } } } },
});
const choices = [
  'approve',
  'hold',
  'reject',
  'spam',
  'delete',
  'delete-with-replies',
  'confirm',
  'unban',
  'undo',
  'close',
  'open',
  'rule',
  'unrule',
  'log-out',
];

/** The server's own pages. */
export const pages: Paths = {
  '/moderation': {
    get: query('show', 'after', 'all', 'done', 'missing'),
    post: form({
      do: { enum: choices },
      id: { type: 'array', items: text },
      show: { enum: ['held', 'spam', 'threads', 'bans', 'rules'] },
      after: text,
      thread: text,
      kind: { enum: ['word', 'link'] },
      pattern: text,
      verdict: { enum: ['hold', 'spam'] },
    }),
  },
  '/moderation/log-in': { post: form({ email: text, password: text }) },
  '/moderation/second-factor': { get: {}, post: form({ do: { enum: ['enroll', 'cancel', 'confirm', 'turn-off'] }, password: text, code: text }) },
  ...Object.fromEntries(
    ['/email/confirm', '/email/reset', '/letters/confirm', '/letters/reset'].map((path) => [
      path,
      { get: query('code'), post: form({ code: text, password: text }) },
    ]),
  ),
  '/pages.css': { get: {} },
  '/openapi.json': { get: {} },
  '/reference': { get: {} },
};

export async function fuzz(count: number, seed: number): Promise<{ statuses: Record<number, number>; failures: string[]; routes: number }> {
  let state = seed >>> 0;
  const random = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const pick = <Value>(values: readonly Value[]): Value => values[Math.floor(random() * values.length)]!;
  const hex = (): string => Array.from({ length: 32 }, () => pick([...'0123456789abcdef'])).join('');

  const running = await start({
    votes: 'on',
    guestEmail: 'optional',
    singleSignOn: { algorithm: 'HS256', issuer: 'i', audience: 'a', secret: 'x'.repeat(32) },
  });
  try {
    const { client } = running;
    const document = (await client.get('/openapi.json')).body as { paths: Paths };
    let moderator = await makeModerator(running);
    const readers = [await client.reader('Ada'), await client.reader('Bob')];
    const ids: string[] = [];
    for (let n = 0; n < 5; n++) ids.push((await readers[0]!.comment({ thread: '/a', text: `n${n}` })).body.id);

    const strange: unknown[] = [
      '',
      ' ',
      '\u0000',
      '\ud800',
      'a\udfff',
      '\u202e',
      '\ufffe',
      '𝕏'.repeat(200),
      'x'.repeat(3000),
      "'; drop table comments; --",
      '%00',
      '../..',
      '<script>',
      '`'.repeat(500),
      '['.repeat(2000),
      '> '.repeat(1000),
      '*'.repeat(3000),
      '__proto__',
      'constructor',
      -1,
      0,
      1e308,
      2 ** 53,
      1.5,
      null,
      true,
      [],
      {},
      [[]],
      { toString: 1 },
      '9'.repeat(30),
      'javascript:alert(1)',
      'http://[::1',
      'http://a:b@c',
      'e\u0301'.repeat(300),
    ];
    const fitting = (name: string, schema: Schema): unknown => {
      if (schema.anyOf) return fitting(name, pick(schema.anyOf));
      if (schema.enum) return pick(schema.enum);
      const type = [schema.type].flat()[0];
      if (type === 'object' || schema.properties) return objectOf(schema);
      if (type === 'array') return Array.from({ length: Math.floor(random() * 4) }, () => valueOf(name, schema.items ?? {}));
      if (type === 'integer' || type === 'number') return pick([0, 1, 20, 100, Date.now()]);
      if (type === 'boolean') return random() < 0.5;
      if (name === 'key' || name === 'secret') return hex();
      if (name === 'id' || name === 'ids' || name === 'parent' || name === 'around' || name === 'comment') return pick([...ids, 'address-1', '1', 'none']);
      if (name === 'thread') return pick(['/a', '/b', '/ünï?c=ö', '日本']);
      if (name === 'email') return pick(['ada@example.org', 'b@example.org', 'É@exämple.org']);
      if (name === 'after' || name === 'before') return pick(['djBzMQ', 'czE', 'c1', Buffer.from(`v1s${ids.length}`).toString('base64url')]);
      if (schema.format === 'uri' || /url$/i.test(name)) return 'https://example.org/x';
      return pick(['Hello *world*', 'A longer text with https://example.org/ in it', 'x', 'long enough', 'casino', 'مرحبا']);
    };
    const valueOf = (name: string, schema: Schema): unknown => (random() < 0.8 ? fitting(name, schema) : pick(strange));
    const objectOf = ({ properties = {}, required = [] }: Schema): Record<string, unknown> =>
      Object.fromEntries(
        Object.entries(properties)
          .filter(([name]) => (required.includes(name) ? random() < 0.95 : random() < 0.5))
          .map(([name, schema]) => [name, valueOf(name, schema)]),
      );
    const asText = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));
    const inUrl = (value: unknown): string => encodeURIComponent(asText(value).toWellFormed());

    const operations = Object.entries({ ...document.paths, ...pages })
      .flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), ...operation })))
      // A stream without an end is tested for itself.
      .filter(({ path }) => path !== '/live');
    const statuses: Record<number, number> = {};
    const failures: string[] = [];
    const one = async (): Promise<void> => {
      const { path, method, parameters = [], requestBody } = pick(operations);
      // argon2 is slow on purpose: these are tried less often.
      if (/^\/(accounts|sessions|moderation\/(session|log-in))$/.test(path) && method === 'POST' && random() < 0.7) return one();
      let url = path === '/' ? '' : path;
      const query: string[] = [];
      for (const { name, in: place, schema } of parameters) {
        if (place === 'path') url = url.replace(`{${name}}`, inUrl(valueOf(name, schema)) || 'x');
        else if (place === 'query' && random() < 0.8) for (const value of [valueOf(name, schema)].flat()) query.push(`${name}=${inUrl(value)}`);
      }
      if (random() < 0.02) query.push('%ff=%zz');
      const headers: Record<string, string> = {};
      const who = random();
      if (who < 0.4) headers['Authorization'] = pick([`Bearer ${pick(readers).token}`, 'Bearer x', 'Bearer a.b.c', 'Basic eDp5', '']);
      if (path.startsWith('/moderation') && who > 0.3)
        Object.assign(headers, { Cookie: moderator.cookie, Origin: pick([moderator.origin, moderator.origin, 'https://evil.example', 'x']) });
      if (random() < 0.2) headers['Edit-Secret'] = pick([hex(), 'x', '']);
      if (random() < 0.1) headers['If-None-Match'] = '*';
      let body: string | URLSearchParams | FormData | undefined;
      if (requestBody?.content['application/x-www-form-urlencoded']) {
        const fields = Object.entries(objectOf(requestBody.content['application/x-www-form-urlencoded'].schema)).flatMap(([name, value]) =>
          [value].flat().map((each): [string, string] => [name, asText(each).toWellFormed()]),
        );
        // A choice may name what it is about.
        for (const field of fields) if (field[0] === 'do' && random() < 0.5) field[1] += `:${asText(valueOf('id', text)).toWellFormed()}`;
        if (random() < 0.8) {
          body = new URLSearchParams(fields);
        } else if (random() < 0.6) {
          body = new FormData();
          for (const [name, value] of fields) body.append(name, random() < 0.8 ? value : new Blob([value]));
        } else {
          body = pick(['', '%', '=&=&', '--x\r\n\r\n', 'do=%ff%fe', '{}', '\u0000']);
          headers['Content-Type'] = pick(['application/x-www-form-urlencoded', 'multipart/form-data', 'multipart/form-data; boundary=x', 'text/plain']);
        }
      } else if (requestBody) {
        const schema = Object.values(requestBody.content)[0]!.schema;
        body =
          random() < 0.95
            ? JSON.stringify(objectOf(schema))
            : pick(['', '{', '[]', 'null', '"x"', '['.repeat(20_000), '{"__proto__": {"admin": true}}', '\u0000']);
        headers['Content-Type'] = random() < 0.97 ? 'application/json' : pick(['text/plain', 'multipart/form-data', 'application/json; charset=utf-16']);
      }
      const address = `${client.base}${url}${query.length ? `?${query.join('&')}` : ''}`;
      try {
        const response = await fetch(address, { method, headers, ...(body !== undefined && { body }), redirect: 'manual' });
        const answered = await response.text();
        statuses[response.status] = (statuses[response.status] ?? 0) + 1;
        if (response.status >= 500) failures.push(`${response.status} ${method} ${address} ${String(body ?? '')} → ${answered}`);
        // Whoever has logged out, or was told to, comes back.
        if (path.startsWith('/moderation') && method !== 'GET' && (await moderator.get('/moderation/bans')).status === 401)
          moderator = await makeModerator(running);
        // Readers that delete their account are made anew.
        if (method === 'DELETE' && /^\/(accounts\/me|sessions)/.test(path) && response.ok)
          readers.splice(0, 2, await client.reader('Ada'), await client.reader('Bob'));
        if (response.status === 201 && path === '/') ids[Math.floor(random() * 8)] ??= (JSON.parse(answered) as { id: string }).id;
      } catch (error) {
        failures.push(`no answer: ${method} ${address} ${String(body ?? '')} → ${String((error as Error).cause ?? error)}`);
      }
    };
    for (let done = 0; done < count; done++) await one();
    if ((await new Client(client.base).page('thread=/a')).status !== 200) failures.push('the server does not answer any more');
    return { statuses, failures, routes: operations.length };
  } finally {
    await running.close();
  }
}
