/**
 * `npm run bench:memory -w server`: the memory of a server over 50,000 pages of 500 threads, with and without the heap limit of the unit and the image.
 * Fails where a server with the limit grows beyond what the unit allows, or goes on growing: that would be a leak. `--pages 10000` for fewer.
 */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startProcess } from '../test/process.js';
import { key } from '../test/support.js';

const { values } = parseArgs({ options: { pages: { type: 'string', default: '50000' } } });
const pages = Number(values.pages);
const threads = 500;
const unit = readFileSync(new URL('../blog-elements-server.service', import.meta.url), 'utf8');
const limit = /--max-old-space-size=\d+/.exec(unit)![0];
const allowed = Number(/MemoryHigh=(\d+)M/.exec(unit)![1]);
const agent = new Agent({ keepAlive: true, maxSockets: 8 });

const get = (url: string): Promise<void> =>
  new Promise((resolve, reject) => {
    request(url, { agent }, (response) => {
      response.resume().on('end', () => (response.statusCode === 200 ? resolve() : reject(new Error(`answered ${response.statusCode}`))));
    })
      .on('error', reject)
      .end();
  });

async function measure(options: string): Promise<number[]> {
  const folder = mkdtempSync(join(tmpdir(), 'comments-memory-'));
  const server = await startProcess(join(folder, 'comments.sqlite'), { NODE_OPTIONS: options });
  const memory = (): number => Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.child.pid}/status`, 'utf8'))![1]) / 1024);
  try {
    let written = 0;
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        while (written++ < threads * 4) {
          const { status } = await server.client.comment({
            thread: `/${written % threads}`,
            text: `${key()} ${'Words of a comment. '.repeat(20)}`,
            author: { name: 'Reader' },
          });
          if (status !== 201) throw new Error(`A comment was answered ${status}.`);
        }
      }),
    );
    const seen = [memory()];
    for (let part = 0; part < 10; part++) {
      let left = pages / 10;
      await Promise.all(
        Array.from({ length: 8 }, async () => {
          while (left-- > 0) await get(`${server.client.base}?thread=/${left % threads}&limit=${1 + (left % 20)}`);
        }),
      );
      seen.push(memory());
    }
    return seen;
  } finally {
    await server.end('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
}

console.log(`MB after each tenth of ${pages} pages:`);
const free = await measure('');
console.log(`  without a limit: ${free.join(' ')}`);
const limited = await measure(limit);
console.log(`  ${limit}: ${limited.join(' ')}`);
const most = Math.max(...limited);
const grew = limited.at(-1)! - limited[5]!;
if (most > allowed) console.log(`✖ more than the ${allowed} MB of the unit`);
if (grew > 30) console.log(`✖ it grew by ${grew} MB in the second half: does it keep something?`);
process.exitCode = most > allowed || grew > 30 ? 1 : 0;
