/** The command as a process of its own, and writers that do not give up, as the element's send queue does not. */

import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { isPostgresUrl } from '../src/database/dialect.js';
import { Client, key } from './support.js';

const program = fileURLToPath(new URL('../bin/blog-elements-server.mjs', import.meta.url));

export interface ServerProcess {
  child: ChildProcess;
  client: Client;
  port: number;
  out(): string;
  end(signal?: NodeJS.Signals): Promise<number | null>;
}

/** @throws Error with what it said, when it ends instead of serving */
export function startProcess(place: string, env: Record<string, string> = {}, port = 0): Promise<ServerProcess> {
  const child = spawn(process.execPath, [program, '--port', String(port)], {
    env: {
      ...process.env,
      GUESTS: 'on',
      RATE_LIMITS: 'off',
      THREAD_CHECK: 'off',
      ...(isPostgresUrl(place) ? { DATABASE_URL: place, DATABASE: '' } : { DATABASE: place, DATABASE_URL: '' }),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let error = '';
  child.stderr.on('data', (data) => {
    error += data;
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  return new Promise((resolve, reject) => {
    child.stdout.on('data', (data) => {
      out += data;
      const url = /http:\/\/[^\s"]+/.exec(out)?.[0];
      if (url)
        resolve({
          child,
          client: new Client(url),
          port: Number(new URL(url).port),
          out: () => out,
          end: (signal = 'SIGTERM') => {
            child.kill(signal);
            return ended;
          },
        });
    });
    void ended.then(() => reject(new Error(error)));
  });
}

export const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });

/**
 * Clients write comments, each again with the same key until it is confirmed.
 *
 * @param to where to send now: servers come and go
 * @returns texts by thread, and how often an answer said 201 or did not come
 */
export async function writeAll(writes: number, clients: number, to: () => Client, patience = 60_000) {
  const confirmed = new Map<string, string[]>();
  const counts = { created: 0, repeated: 0, failed: 0 };
  let left = writes;
  let last = Date.now();
  await Promise.all(
    Array.from({ length: clients }, async (_, n) => {
      const thread = `/loss/${n % 10}`;
      while (left-- > 0) {
        const comment = { thread, text: key(), key: key(), secret: key(), author: { name: `Writer ${n}` } };
        for (;;) {
          const status = await to()
            .comment(comment)
            .then(
              (answer) => answer.status,
              () => 0,
            );
          if (status === 201 || status === 200) {
            counts[status === 201 ? 'created' : 'repeated']++;
            last = Date.now();
            break;
          }
          if (status !== 0 && status < 500) throw new Error(`A writer was answered ${status}`);
          if (Date.now() - last > patience) throw new Error(`Nothing was confirmed for ${patience / 1000} s; the last answer was ${status}`);
          counts.failed++;
          await pause(20 + Math.random() * 80);
        }
        confirmed.set(thread, [...(confirmed.get(thread) ?? []), comment.text]);
      }
    }),
  );
  return { confirmed, counts };
}

/** What is missing and what is there twice, of what was confirmed. */
export async function compare(client: Client, confirmed: Map<string, string[]>): Promise<{ lost: number; twice: number; stored: number }> {
  let [lost, twice, stored] = [0, 0, 0];
  for (const [thread, texts] of confirmed) {
    const times = new Map<string, number>();
    for (let cursor = '', more = true; more;) {
      const { body } = await client.page(`thread=${thread}&limit=100${cursor}`);
      for (const { text } of body.comments) times.set(text, (times.get(text) ?? 0) + 1);
      stored += body.comments.length;
      cursor = `&after=${body.after}`;
      more = body.after !== undefined;
    }
    lost += texts.filter((text) => !times.has(text)).length;
    twice += [...times.values()].filter((count) => count > 1).length;
    const { body } = await client.get(`/counts?thread=${thread}`);
    if (body.counts[thread] !== times.size) throw new Error(`${thread} counts ${body.counts[thread]}, but holds ${times.size}`);
  }
  return { lost, twice, stored };
}

/** `kill -9` at random moments while clients write, each time followed by a new start. */
export async function killWhileWriting(place: string, { writes, clients, kills: planned }: { writes: number; clients: number; kills: number }) {
  let server = await startProcess(place);
  const { port } = server;
  let done = false;
  let kills = 0;
  const killer = (async () => {
    // The last one comes while there is still something to write.
    while (kills < planned && !done) {
      await pause(30 + Math.random() * 700);
      await server.end('SIGKILL');
      kills++;
      server = await startProcess(place, {}, port);
    }
  })();
  try {
    const { confirmed, counts } = await writeAll(writes, clients, () => server.client);
    done = true;
    await killer;
    await server.end('SIGKILL');
    server = await startProcess(place);
    return { kills, ...counts, ...(await compare(server.client, confirmed)) };
  } finally {
    done = true;
    await killer.catch(() => undefined);
    await server.end('SIGKILL');
  }
}
