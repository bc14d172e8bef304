/** Bundles the server for Node: its own files and the markup parser that it shares with the elements; packages stay outside. */
import { readFile, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const { version } = JSON.parse(await readFile(here('package.json'), 'utf8'));
await rm(here('dist'), { recursive: true, force: true });
await build({
  entryPoints: [here('src/index.ts'), here('src/cli.ts')],
  outdir: here('dist'),
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  packages: 'external',
  sourcemap: true,
  define: { VERSION: JSON.stringify(version) },
});
