#!/usr/bin/env node
/**
 * Builds everything, or the parts named: `lib` (dist/), `cdn`, `manifest`, `server`.
 */
import { rm, mkdir, readFile, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { run, root } from './run.mjs';
import { transform } from 'esbuild';

const parts = {
  async lib() {
    await rm(new URL('dist', root), { recursive: true, force: true });
    await run('tsc', []);
  },
  async cdn() {
    await rm(new URL('cdn', root), { recursive: true, force: true });
    await run('rollup', ['-c', '--silent']);
    const css = await readFile(new URL('src/blog-elements.css', root), 'utf8');
    const { code } = await transform(css, { loader: 'css', minify: true });
    await mkdir(new URL('cdn', root), { recursive: true });
    await writeFile(new URL('cdn/blog-elements.css', root), code);
    const loader = await readFile(new URL('src/loader.js', root), 'utf8');
    await writeFile(new URL('cdn/loader.js', root), (await transform(loader, { minify: true })).code);
  },
  async manifest() {
    await run('cem', ['analyze', '--config', 'custom-elements-manifest.config.mjs', '--quiet']);
  },
  async server() {
    if (existsSync(new URL('server/build.mjs', root))) await run('node', ['server/build.mjs']);
  },
};

const wanted = process.argv.slice(2);
for (const [name, build] of Object.entries(parts)) {
  if (wanted.length && !wanted.includes(name)) continue;
  const started = performance.now();
  await build();
  console.log(`built ${name} in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}
