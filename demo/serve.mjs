#!/usr/bin/env node
/**
 * The demo blog as a site would run it: static pages, the script files of `cdn/`, and the comment server at `/comments`,
 * all from one process. Environment: `PORT` (default 8080, or the next free one) and `DATABASE` (default data/comments.sqlite).
 */
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { getRequestListener } from '@hono/node-server';
import sirv from 'sirv';

const project = fileURLToPath(new URL('..', import.meta.url));
/** What the elements need, and nothing more: the README explains each part. */
const policy =
  "default-src 'self'; style-src 'self'; img-src 'self' https://i.ytimg.com; " +
  "frame-src https://www.youtube-nocookie.com; require-trusted-types-for 'script'; trusted-types lit-html blog-elements";

function stop(message) {
  console.error(message);
  process.exit(1);
}

const wantedPort = Number(process.env.PORT ?? 8080);
if (!Number.isInteger(wantedPort) || wantedPort < 0 || wantedPort > 65_535) stop(`PORT: expected a number from 0 to 65535, got "${process.env.PORT}".`);

for (const file of ['cdn/blog-elements.js', 'server/dist/index.js']) {
  if (!existsSync(join(project, file))) stop(`${file} is missing: run "npm run build" first, or "npm start", which builds it.`);
}

const { createCommentServer } = await import('../server/dist/index.js');
const comments = await createCommentServer({ database: process.env.DATABASE ?? join(project, 'data', 'comments.sqlite'), threadCheck: 'off' }).catch((error) =>
  stop(error.message),
);
const serveComments = getRequestListener((request, environment) => comments.fetch(request, environment));

// `dev`: files are looked up anew for each request, so that a build shows without a restart.
const serveScripts = sirv(join(project, 'cdn'), { dev: true, etag: true, setHeaders });
const servePages = sirv(join(project, 'demo'), { dev: true, etag: true, setHeaders });

function setHeaders(response, path) {
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Referrer-Policy', 'strict-origin-when-cross-origin');
  const isPage = !/\.(?!html$)\w+$/.test(path);
  if (isPage && !path.startsWith('/existing-site')) response.setHeader('Content-Security-Policy', policy);
}

const server = createServer((request, response) => {
  const [pathname] = request.url.split('?');
  if (pathname === '/comments' || pathname.startsWith('/comments/')) return serveComments(request, response);
  const notFound = () => response.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8' }).end('Page not found.');
  if (pathname.endsWith('.mjs') || !['GET', 'HEAD'].includes(request.method)) return notFound();
  if (!pathname.startsWith('/cdn/')) return servePages(request, response, notFound);
  request.url = request.url.slice('/cdn'.length);
  return serveScripts(request, response, notFound);
});

let port = wantedPort;
server.on('error', async (error) => {
  if (error.code === 'EADDRINUSE' && !process.env.PORT && port < wantedPort + 100) return listen(port + 1);
  await comments.close();
  return stop(
    error.code === 'EADDRINUSE'
      ? `Port ${port} is in use: stop the program that uses it, or choose another port with PORT=8081 npm start.`
      : error.code === 'EACCES'
        ? `Port ${port} cannot be used by this account: choose one above 1023 with PORT=8080 npm start.`
        : `The demo could not start: ${error.message}`,
  );
});
server.on('listening', () => {
  if (port !== wantedPort) console.log(`Port ${wantedPort} is in use, so this one is on port ${port}.`);
  console.log(`The demo blog is at http://localhost:${server.address().port}/ (press Ctrl+C to stop)`);
});

function listen(on) {
  port = on;
  server.listen(port, '127.0.0.1');
}
listen(wantedPort);

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
