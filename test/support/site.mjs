/**
 * The pages under test, as a site serves them: `demo/` at the root with a strict Content Security Policy, and the comment
 * server at `/comments`, which a test can stop and start again.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { getRequestListener } from '@hono/node-server';

const strictPolicy =
  "default-src 'self'; style-src 'self'; img-src 'self' https://i.ytimg.com; " +
  "frame-src https://www.youtube-nocookie.com; require-trusted-types-for 'script'; trusted-types lit-html blog-elements; report-uri /csp-reports";

const root = new URL('../../', import.meta.url).pathname;
const types = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.xml': 'application/xml',
  '.md': 'text/markdown',
};

let server;
let listener;
let running = true;
let slowly = 0;
const reports = [];

async function commentServer() {
  const { createCommentServer } = await import('../../server/dist/index.js');
  const database = join(await mkdtemp(join(tmpdir(), 'blog-elements-')), 'comments.sqlite');
  server = await createCommentServer({ database, rateLimits: 'off', threadCheck: 'off', hold: 'none', guests: 'on' });
  return getRequestListener((request) => server.fetch(request));
}

/** Pages and comments. */
export async function site(context, next) {
  const { path } = context;
  // The page that a test file runs in is at the root too.
  if (context.query['wtr-session-id']) return next();
  if (path === '/csp-reports') {
    let body = '';
    for await (const part of context.req) body += part;
    reports.push(JSON.parse(body)['csp-report']);
    context.status = 204;
    return;
  }
  if (path === '/comments' || path.startsWith('/comments/')) {
    if (!running) {
      context.req.destroy();
      context.respond = false;
      return;
    }
    if (slowly) await new Promise((resolve) => setTimeout(resolve, slowly));
    context.respond = false;
    await (listener ??= commentServer()).then((listen) => listen(context.req, context.res));
    return;
  }
  const file = join(root, 'demo', normalize(path.endsWith('/') ? `${path}index.html` : path));
  const late = context.query.late;
  if (path.startsWith('/cdn/') && context.query.after) await new Promise((resolve) => setTimeout(resolve, Number(context.query.after)));
  if (!path.startsWith('/test/') && !path.startsWith('/src/') && existsSync(file) && extname(file) in types) {
    let body = await readFile(file);
    // `?late=1000`: the page as it is with its script that many milliseconds late.
    if (late && extname(file) === '.html') body = String(body).replace('/cdn/blog-elements.js"', `/cdn/blog-elements.js?after=${late}&once=${Date.now()}"`);
    context.set('Content-Type', types[extname(file)]);
    context.set('Cache-Control', 'no-store');
    // `?open`: without its policy, for tests that bring a script of their own.
    if (extname(file) === '.html' && !('open' in context.query)) context.set('Content-Security-Policy', strictPolicy);
    context.body = body;
    return;
  }
  await next();
}

/**
 * Web Test Runner commands. `comment-server`: `stop`, `start`, or `{ slow: ms }`. `csp-reports`: what the pages' policies
 * have reported since it was last asked.
 */
export const siteCommands = {
  name: 'comment-server',
  executeCommand({ command, payload }) {
    if (command === 'csp-reports') return reports.splice(0);
    if (command !== 'comment-server') return undefined;
    if (payload === 'stop') running = false;
    if (payload === 'start') running = true;
    if (typeof payload?.slow === 'number') slowly = payload.slow;
    return true;
  },
  async serverStop() {
    await server?.close();
  },
};
