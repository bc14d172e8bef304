/** A server on a free port, and a client that speaks to it over HTTP. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { Moderators } from '../src/accounts/moderators.js';
import { openDatabase } from '../src/database/open.js';
import { listen, type ServerOptions } from '../src/index.js';
import { freshDatabase } from './postgres.js';

/** Where the tests' PostgreSQL is; not set when they run on SQLite. */
export const postgres = process.env['TEST_DATABASE_URL'] || undefined;

export const key = (): string => randomBytes(16).toString('hex');

export interface Answer {
  status: number;
  body: any;
  headers: Headers;
}

export class Client {
  constructor(
    readonly base: string,
    public token?: string,
  ) {}

  async ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const response = await fetch(this.base + path, {
      method,
      headers: { ...(body !== undefined && { 'Content-Type': 'application/json' }), ...(this.token && { Authorization: `Bearer ${this.token}` }), ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text ? JSON.parse(text) : undefined, headers: response.headers };
  }

  get(path: string): Promise<Answer> {
    return this.ask('GET', path);
  }
  getAs(path: string, token: string): Promise<Answer> {
    return this.ask('GET', path, undefined, { Authorization: `Bearer ${token}` });
  }
  comment(fields: Record<string, unknown>): Promise<Answer> {
    return this.ask('POST', '', { thread: '/a', text: 'Hello', key: key(), ...fields });
  }
  page(query: string): Promise<Answer> {
    return this.get(`?${query}`);
  }

  /** A client of its own that is logged in. */
  async reader(name = 'Ada'): Promise<Client> {
    const client = new Client(this.base);
    const { body } = await client.ask('POST', '/accounts', { name, email: `${key()}@example.org`, password: 'long enough' });
    client.token = body.token;
    return client;
  }
}

export interface Running {
  client: Client;
  database: string;
  close(): Promise<void>;
  restart(options?: ServerOptions): Promise<void>;
}

/** A place for a database of this test only. */
export async function freshPlace(): Promise<{ place: string; remove(): Promise<void> }> {
  if (postgres) {
    const { url, drop } = await freshDatabase(postgres);
    return { place: url, remove: drop };
  }
  const folder = mkdtempSync(join(tmpdir(), 'comments-'));
  return { place: join(folder, 'comments.sqlite'), remove: async () => rmSync(folder, { recursive: true, force: true }) };
}

export async function start(options: ServerOptions = {}): Promise<Running> {
  const { place: database, remove } = await freshPlace();
  const open = (more: ServerOptions = {}) =>
    listen({ port: 0, database, rateLimits: 'off', threadCheck: 'off', guests: 'on', holdLinks: 3, ...options, ...more });
  let server = await open();
  const running: Running = {
    client: new Client(server.url),
    database,
    async close() {
      await server.close();
      await remove();
    },
    async restart(more) {
      await server.close();
      server = await open(more);
      running.client = new Client(server.url);
    },
  };
  return running;
}

/** Runs with a server that is gone afterwards. */
export async function withServer(options: ServerOptions, test: (running: Running) => Promise<void>): Promise<void> {
  const running = await start(options);
  try {
    await test(running);
  } finally {
    await running.close();
  }
}

/** All that is in the tables of a database, as text. */
export async function everythingIn(place: string): Promise<string> {
  const { database, close } = await openDatabase(place, { lock: false });
  try {
    const tables = await database.introspection.getTables();
    return JSON.stringify(await Promise.all(tables.map(async ({ name }) => (await sql`select * from ${sql.table(name)}`.execute(database)).rows)));
  } finally {
    await close();
  }
}

/** Waits for what comes by itself. */
export async function until<Value>(look: () => Value | undefined | Promise<Value | undefined>): Promise<Value> {
  const end = Date.now() + 20_000;
  for (;;) {
    const value = await look();
    if (value !== undefined) return value;
    if (Date.now() > end) throw new Error('What was waited for did not come.');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** A client with a moderator's cookie, on a page of the server's own. */
export class Moderator extends Client {
  readonly origin: string;
  constructor(
    base: string,
    readonly cookie: string,
    readonly credentials: { email: string; password: string },
  ) {
    super(base);
    this.origin = new URL(base).origin;
  }
  override ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return super.ask(method, path, body, { Cookie: this.cookie, Origin: this.origin, ...headers });
  }
}

/** A moderator, made beside the running server as the command does it. */
export async function makeModerator({ client, database: place }: Pick<Running, 'client' | 'database'>, base = '/comments'): Promise<Moderator> {
  const { database, close } = await openDatabase(place, { lock: false });
  const email = `${key()}@moderators.example`;
  const site = await database.selectFrom('sites').select('id').where('base', '=', base).executeTakeFirstOrThrow();
  const password = (await new Moderators(database, site.id).add(email))!;
  await close();
  const { headers } = await client.ask('POST', '/moderation/session', { email, password }, { Origin: new URL(client.base).origin });
  return new Moderator(client.base, headers.get('set-cookie')!.split(';')[0]!, { email, password });
}
