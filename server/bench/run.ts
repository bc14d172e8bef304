/**
 * `npm run bench:server`: the server on SQLite with a million comments, asked at a fixed rate, whether it answers or not, so that a slow answer delays no
 * question. Prints what was measured and what is promised, and fails where a promise is missed. `--comments 100000` for a smaller database.
 */

import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { cpus, hostname, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import Sqlite from 'libsql';
import { openDatabase } from '../src/database/open.js';
import { ensureSite } from '../src/index.js';
import { pause, startProcess, type ServerProcess } from '../test/process.js';
import { key } from '../test/support.js';

const { values } = parseArgs({
  options: { comments: { type: 'string', default: '1000000' }, seconds: { type: 'string', default: '10' }, listeners: { type: 'string', default: '1000' } },
});
const comments = Number(values.comments);
const seconds = Number(values.seconds);
const listeners = Number(values.listeners);
let missed = 0;

function report(what: string, measured: number, promised: number, unit: string): void {
  const kept = measured <= promised;
  if (!kept) missed++;
  console.log(`${kept ? '  ' : '✖ '}${what}: ${measured.toFixed(1)} ${unit} (at most ${promised} ${unit})`);
}

/** One thread of 10,000, the rest in threads of a hundred, a third of them replies. Kept for the next run. */
async function seed(): Promise<string> {
  const folder = join(tmpdir(), 'blog-elements-bench');
  const file = join(folder, `comments-${comments}-3.sqlite`);
  if (existsSync(`${file}-done`)) return file;
  mkdirSync(folder, { recursive: true });
  const { database, close } = await openDatabase(file);
  const site = await ensureSite(database, '/comments', 'Benchmark');
  await close();
  const connection = new Sqlite(file);
  connection.exec('pragma synchronous = off; begin');
  const thread = connection.prepare('insert into threads (id, site, key, count) values (?, ?, ?, ?)');
  const comment =
    connection.prepare(`insert into comments (seq, id, site, thread, parent, root, depth, authorName, text, status, created, key, body, replies, version, shown)
    values (?, ?, ?, ?, ?, ?, ?, 'A reader', ?, 'published', ?, ?, '', ?, ?, ?)`);
  const text = 'Thank you for this post: the second part says what I had been thinking for a long time, and *better*. '.repeat(2);
  for (let seq = 1, number = 1; seq <= comments; number++) {
    const size = Math.min(number === 1 ? 10_000 : 100, comments - seq + 1);
    thread.run([number, site, number === 1 ? '/long' : `/post/${number}`, size]);
    for (let n = 0; n < size; n++, seq++) {
      const isReply = n % 3 === 2;
      const parent = isReply ? seq - 2 : null;
      comment.run([
        seq,
        `seed${seq}`,
        site,
        number,
        parent,
        parent,
        isReply ? 1 : 0,
        text,
        1.7e12 + seq * 1000,
        `seed${seq}`,
        n % 3 === 0 && n + 2 < size ? 1 : 0,
        n + 1,
        n + 1,
      ]);
    }
  }
  connection.exec('commit; pragma wal_checkpoint(truncate)');
  connection.close();
  new Sqlite(`${file}-done`).exec('create table done (x)');
  return file;
}

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

function ask(url: string, body?: object): Promise<{ milliseconds: number; status: number; text: string }> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent, method: body ? 'POST' : 'GET', headers: body ? { 'Content-Type': 'application/json' } : {} }, (response) => {
      let text = '';
      response
        .setEncoding('utf8')
        .on('data', (data: string) => {
          text += data;
        })
        .on('end', () => resolve({ milliseconds: performance.now() - started, status: response.statusCode!, text }));
    });
    sent.on('error', reject);
    sent.end(body && JSON.stringify(body));
  });
}

async function atRate(rate: number, next: (n: number) => ReturnType<typeof ask>, forSeconds = seconds): Promise<{ p50: number; p99: number; rate: number }> {
  const times: number[] = [];
  const asked: Promise<void>[] = [];
  const started = performance.now();
  for (let n = 0; n < rate * forSeconds; n++) {
    const due = started + (n * 1000) / rate;
    while (performance.now() < due) await pause(due - performance.now());
    // Counted from when it was due: what the asking itself was late is the machine's, and in the figure.
    asked.push(
      next(n).then(({ status }) => {
        if (status >= 300) throw new Error(`answered ${status}`);
        times.push(performance.now() - due);
      }),
    );
  }
  await Promise.all(asked);
  const took = (performance.now() - started) / 1000;
  times.sort((a, b) => a - b);
  return { p50: times[Math.floor(times.length * 0.5)]!, p99: times[Math.floor(times.length * 0.99)]!, rate: times.length / took };
}

/** Seconds of a processor that the server has used. */
const processor = (server: ServerProcess): number =>
  readFileSync(`/proc/${server.child.pid}/stat`, 'utf8')
    .split(') ')[1]!
    .split(' ')
    .slice(11, 13)
    .reduce((sum, ticks) => sum + Number(ticks) / 100, 0);

const memory = (server: ServerProcess): number => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.child.pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;

async function reading(server: ServerProcess): Promise<void> {
  const { base } = server.client;
  await atRate(200, () => ask(`${base}?thread=/long`), 2);
  const used = processor(server);
  const first = await atRate(500, () => ask(`${base}?thread=/long`));
  report('first page of a thread of 10,000, p99 at 500/s', first.p99, 20, 'ms');
  console.log(
    `    p50 ${first.p50.toFixed(1)} ms, ${first.rate.toFixed(0)}/s answered; ${(((processor(server) - used) * 1000) / (500 * seconds)).toFixed(2)} ms of a processor each`,
  );
  const keys = (n: number) => Array.from({ length: 100 }, (_, k) => `thread=/post/${2 + ((n * 100 + k) % Math.max(1, comments / 100 - 101))}`).join('&');
  report('counts of 100 threads, p99 at 100/s', (await atRate(100, (n) => ask(`${base}/counts?${keys(n)}`))).p99, 10, 'ms');

  // Page 500 of ten roots each, reached by its cursor; taken in turns, so that the machine's mood is in both.
  let cursor = '';
  for (let page = 1; page < 500; page++)
    cursor = `&after=${(JSON.parse((await ask(`${base}?thread=/long&limit=10${cursor}`)).text) as { after: string }).after}`;
  const times: [number[], number[]] = [[], []];
  for (let n = 0; n < 1000; n++) times[n % 2]!.push((await ask(`${base}?thread=/long&limit=10${n % 2 ? cursor : ''}`)).milliseconds);
  const [page1, page500] = times.map((each) => each.sort((a, b) => a - b)[250]!) as [number, number];
  report('page 500 against page 1, medians', page500 / page1, 1.2, 'times');
}

async function writing(server: ServerProcess): Promise<void> {
  const { base } = server.client;
  const created = await atRate(200, (n) =>
    ask(base, { thread: `/new/${n % 50}`, text: `Number ${n} ${key()}`, key: key(), secret: key(), author: { name: 'A reader' } }),
  );
  report('seconds for 200 new comments', 200 / created.rate, 1.05, 's');
  console.log(`    p50 ${created.p50.toFixed(1)} ms, p99 ${created.p99.toFixed(1)} ms`);
}

/** Listeners are plain sockets, each with an address of its own as a proxy would tell it. */
async function listening(server: ServerProcess): Promise<void> {
  const { base } = server.client;
  // A thread that no earlier run has written in.
  const thread = `/followed/${key()}`;
  await pause(2000);
  const before = memory(server);
  const arrived: number[] = [];
  const open = (n: number) => {
    const socket = connect(server.port, '127.0.0.1');
    socket.write(`GET /comments/live?thread=${thread} HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 10.0.${n >> 8}.${n & 255}\r\n\r\n`);
    return new Promise<Socket>((resolve, reject) => {
      socket.on('error', reject).on('data', (data) => {
        if (data.includes('id: 0')) resolve(socket);
        else if (data.includes('event: created')) arrived.push(performance.now());
      });
    });
  };
  const sockets: Socket[] = [];
  // No more at once than the system's queue of new connections takes.
  while (sockets.length < listeners)
    sockets.push(...(await Promise.all(Array.from({ length: Math.min(100, listeners - sockets.length) }, (_, n) => open(sockets.length + n)))));
  await pause(3000);
  report(`an idle listener, of ${listeners}`, ((memory(server) - before) * 1024) / listeners, 20, 'kB');
  const started = performance.now();
  // On a connection of its own: those that were kept may just be closing.
  agent.destroy();
  await ask(base, { thread, text: `To all ${key()}`, key: key(), author: { name: 'A reader' } });
  while (arrived.length < listeners && performance.now() < started + 20_000) await pause(5);
  if (arrived.length < listeners) console.log(`    only ${arrived.length} heard it`);
  report(`a new comment at all ${listeners} listeners`, arrived.length < listeners ? Infinity : (Math.max(...arrived) - started) / 1000, 1, 's');
  for (const socket of sockets) socket.destroy();
}

const [kind] = cpus();
console.log(
  `${hostname()}: ${cpus().length} × ${kind?.model}, Node ${process.version}, load ${loadavg()[0]!.toFixed(1)} before; ${comments} comments in SQLite`,
);
const file = await seed();
const server = await startProcess(file, { TRUSTED_PROXIES: '127.0.0.1' });
try {
  await reading(server);
  await writing(server);
  report('memory under that load', memory(server), 200, 'MB');
  await listening(server);
} finally {
  await server.end();
}
console.log(
  missed ? `${missed} missed, at load ${loadavg()[0]!.toFixed(1)} of ${cpus().length} processors (the questions come from the same machine)` : 'All kept',
);
process.exit(missed ? 1 : 0);
