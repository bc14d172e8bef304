#!/usr/bin/env node
/**
 * For the person who develops: serves the demo with the elements straight from `src/`, compiled file by file, and reloads the page when a file is saved.
 * The comment server is built and started anew when its code changes. `tsc` tells about types beside it. Ctrl+C ends all of it.
 */
import { spawn } from 'node:child_process';
import { existsSync, watch } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { getRequestListener } from '@hono/node-server';
import { startDevServer } from '@web/dev-server';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { root, run } from './run.mjs';

const project = fileURLToPath(root);
const database = process.env.DATABASE ?? join(project, 'data', 'comments.sqlite');

let comments;
let serveComments;

async function startComments() {
  await run('node', ['server/build.mjs']);
  // A query, since Node keeps what it has imported.
  const { createCommentServer } = await import(new URL(`server/dist/index.js?${Date.now()}`, root).href);
  await comments?.close();
  comments = await createCommentServer({ database, threadCheck: 'off' });
  const { fetch } = comments;
  serveComments = getRequestListener((request, environment) => fetch(request, environment));
}

/** One start after another. When the code cannot be built, the server of before goes on. */
let started = startComments();
function restartComments() {
  started = started.then(startComments).then(
    () => console.log('The comment server runs anew.'),
    (error) => console.error(`${error.message}. Waiting for the next change.`),
  );
}

let timer;
const onServerChange = () => {
  clearTimeout(timer);
  timer = setTimeout(restartComments, 100);
};
watch(new URL('server/src', root), { recursive: true }, onServerChange);
// What the server shares with the elements.
for (const path of ['src/comments/markup', 'src/comments/model.ts']) watch(new URL(path, root), onServerChange);

async function answerComments(context, next) {
  if (context.path !== '/comments' && !context.path.startsWith('/comments/')) return next();
  await started;
  context.respond = false;
  return serveComments(context.req, context.res);
}

/** The demo is at the root, as in `npm start`. */
function findPages(context, next) {
  const page = context.path.endsWith('/') ? `${context.path}index.html` : context.path;
  if (existsSync(join(project, 'demo', page)) && !page.endsWith('.mjs')) context.url = `/demo${page}${context.search}`;
  return next();
}

/** Pages name the files of `cdn/`: here each stands for its source. */
const sources = {
  name: 'cdn-from-source',
  async serve({ path }) {
    const name = /^\/cdn\/([\w-]+)\.js$/.exec(path)?.[1];
    if (name === 'loader') return { body: await readFile(new URL('src/loader.js', root), 'utf8'), type: 'js' };
    if (name) return { body: `export * from '/src/${name === 'blog-elements' ? '' : `${name}/`}index.ts';`, type: 'js' };
    if (path === '/cdn/blog-elements.css') return { body: await readFile(new URL('src/blog-elements.css', root), 'utf8'), type: 'css' };
    return undefined;
  },
};

await started;
// Without a port it takes the first free one from 8000 on.
await startDevServer({
  readCliArgs: false,
  readFileConfig: false,
  config: {
    rootDir: project,
    ...(process.env.PORT && { port: Number(process.env.PORT) }),
    nodeResolve: true,
    watch: true,
    clearTerminalOnReload: false,
    middleware: [answerComments, findPages],
    plugins: [sources, esbuildPlugin({ ts: true, target: 'es2022', tsconfig: fileURLToPath(new URL('tsconfig.json', root)) })],
  },
});

const types = spawn('node', ['node_modules/typescript/bin/tsc', '--noEmit', '--watch', '--preserveWatchOutput'], { cwd: project, stdio: 'inherit' });
process.on('exit', () => types.kill());
