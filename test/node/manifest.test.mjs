/** What editors and frameworks read of the elements is generated, and comes out the same on every machine. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folders = [];
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const listFiles = (folder) =>
  readdirSync(join(root, folder), { recursive: true })
    .map((file) => join(folder, file))
    .sort();

/** Analyzes a copy of the source whose files were written in the order given. */
function analyze(files) {
  const folder = mkdtempSync(join(tmpdir(), 'blog-elements-manifest-'));
  folders.push(folder);
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  for (const file of [...files, 'custom-elements-manifest.config.mjs', 'scripts/framework-types.mjs', 'package.json']) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(join(root, file), join(folder, file));
  }
  execFileSync(
    process.execPath,
    [join(root, 'node_modules/@custom-elements-manifest/analyzer/cem.js'), 'analyze', '--config', 'custom-elements-manifest.config.mjs', '--quiet'],
    { cwd: folder, stdio: 'ignore' },
  );
  return folder;
}

it('The manifest and what is made of it are the same, byte for byte, from two builds', () => {
  const files = listFiles('src').filter((file) => file.endsWith('.ts'));
  const [one, other] = [analyze(files), analyze(files.toReversed())];
  for (const file of ['custom-elements.json', ...readdirSync(join(one, 'types')).map((name) => join('types', name))]) {
    const [first, second] = [one, other].map((folder) => readFileSync(join(folder, file)));
    assert.ok(first.length > 100, `${file} is empty`);
    assert.ok(first.equals(second), `${file} differs`);
  }
});
