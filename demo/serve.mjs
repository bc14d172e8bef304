#!/usr/bin/env node
/**
 * The demo blog as a site would run it: static pages, the script files of `cdn/`, and the comment server at `/comments`,
 * all from one process. `PORT` (8080) and `DATABASE` (data/comments.sqlite) are its settings.
 */
import { createServer } from 'node:http';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { getRequestListener } from '@hono/node-server';

const project = fileURLToPath(new URL('..', import.meta.url));
const types = {
  '.html': 'text/html; charset=utf-8', '.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.json': 'application/json',
  '.xml': 'application/xml', '.svg': 'image/svg+xml', '.png': 'image/png', '.jpg': 'image/jpeg', '.webp': 'image/webp', '.md': 'text/markdown; charset=utf-8',
};
/** What the elements need, and nothing more: the README explains each part. */
const policy = "default-src 'self'; style-src 'self'; img-src 'self' https://i.ytimg.com; "
  + "frame-src https://www.youtube-nocookie.com; require-trusted-types-for 'script'; trusted-types lit-html blog-elements";

function stop(message) {
  console.error(message);
  process.exit(1);
}

const port = Number(process.env.PORT ?? 8080);
if (!Number.isInteger(port) || port < 0 || port > 65_535) stop(`PORT: expected a number from 0 to 65535, got "${process.env.PORT}".`);

for (const file of ['cdn/blog-elements.js', 'server/dist/index.js']) {
  if (!existsSync(join(project, file))) stop(`${file} is missing: run "npm run build" first, or "npm start", which builds it.`);
}

const { createCommentServer } = await import('../server/dist/index.js');
const comments = await createCommentServer({ database: process.env.DATABASE ?? join(project, 'data', 'comments.sqlite'), threadCheck: 'off' })
  .catch((error) => stop(error.message));

/** The file for a path, or undefined when there is none inside the folders that are served. */
async function findFile(path) {
  const [folder, inside] = path.startsWith('/cdn/') ? ['cdn', path.slice(5)] : ['demo', path.slice(1)];
  const base = join(project, folder);
  let file = resolve(base, inside);
  if (relative(base, file).startsWith('..') || !(extname(file) in types || path.endsWith('/') || !extname(file))) return undefined;
  if (!extname(file)) file = join(file, 'index.html');
  return readFile(file).then((body) => ({ body, type: types[extname(file)] }), () => undefined);
}

const commentListener = getRequestListener((request, environment) => comments.fetch(request, environment));

const server = createServer(async (request, response) => {
  let path;
  try {
    path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
  } catch {
    return response.writeHead(400, { 'Content-Type': 'text/plain' }).end('This URL is malformed.');
  }
  if (path === '/comments' || path.startsWith('/comments/')) return commentListener(request, response);
  const found = request.method === 'GET' || request.method === 'HEAD' ? await findFile(path) : undefined;
  if (!found) return response.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8' }).end('Page not found.');
  response.writeHead(200, {
    'Content-Type': found.type,
    'Content-Length': found.body.length,
    'Cache-Control': 'no-cache',
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'strict-origin-when-cross-origin',
    ...(found.type.startsWith('text/html') && !path.startsWith('/existing-site') && { 'Content-Security-Policy': policy }),
  }).end(request.method === 'HEAD' ? undefined : found.body);
});

server.on('error', async (error) => {
  await comments.close();
  stop(error.code === 'EADDRINUSE'
    ? `Port ${port} is in use: stop the program that uses it, or choose another port with PORT=8081 npm start.`
    : error.code === 'EACCES' ? `Port ${port} cannot be used by this account: choose one above 1023 with PORT=8080 npm start.`
    : `The demo could not start: ${error.message}`);
});
server.listen(port, '127.0.0.1', () => console.log(`The demo blog is at http://localhost:${server.address().port}/ (press Ctrl+C to stop)`));

let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, async () => {
    if (stopping) process.exit(1);
    stopping = true;
    server.close();
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 2000).unref();
    await comments.close();
    process.exit(0);
  });
}
