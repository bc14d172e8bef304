/** The real nginx with one of the recipes in server/nginx, on free ports. */

import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { until } from './support.js';

const program = ['/usr/sbin/nginx', '/usr/local/sbin/nginx', 'nginx'].find((each) => spawnSync(each, ['-v']).status === 0);

/** Why these tests cannot run here; undefined where they can. Where nobody reads along they must. */
export const noNginx = program || process.env['CI'] ? undefined : 'nginx is not installed (Debian: apt-get install nginx-light)';

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** @param ports of the comment servers, in the order of the recipe's */
export async function startNginx(recipe: 'one-process' | 'several-processes', ports: number[]): Promise<{ origin: string; close(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'nginx-'));
  const port = await freePort();
  let text = readFileSync(fileURLToPath(new URL(`../nginx/${recipe}.conf`, import.meta.url)), 'utf8').replace('listen 80;', `listen 127.0.0.1:${port};`);
  for (const [n, each] of ports.entries()) text = text.replace(`server 127.0.0.1:${8081 + n}`, `server 127.0.0.1:${each}`);
  writeFileSync(
    join(folder, 'nginx.conf'),
    `user ${userInfo().username};
daemon off; worker_processes 1; pid ${folder}/nginx.pid; error_log ${folder}/error.log info;
events { worker_connections 512; }
http { access_log off; ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((what) => `${what}_temp_path ${folder}/${what};`).join(' ')}
${text.replace('/var/www/your.site', folder)}
}`,
  );
  const child = spawn(program ?? 'nginx', ['-p', folder, '-c', join(folder, 'nginx.conf')], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (data) => {
    said += data;
  });
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
  const origin = `http://127.0.0.1:${port}`;
  await until(async () => {
    if (child.exitCode !== null) throw new Error(said);
    return await fetch(origin).then(
      () => true,
      () => undefined,
    );
  });
  return {
    origin,
    async close() {
      child.kill('SIGQUIT');
      const patience = setTimeout(() => child.kill('SIGTERM'), 3000);
      await ended;
      clearTimeout(patience);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
