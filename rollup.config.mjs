/**
 * dist/ (compiled by tsc, Lit outside) → cdn/ (script tags). One graph for all entries: several elements on a page share
 * one Lit, since a second copy would throw under the Trusted Types policy name `lit-html`.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import resolve from '@rollup/plugin-node-resolve';
import strip from '@rollup/plugin-strip';
import terser from '@rollup/plugin-terser';
import literals from 'rollup-plugin-html-literals';

const { version } = createRequire(import.meta.url)('./package.json');
const isLanguage = /dist\/base\/words\/\w\w\.js$/;

function hashOfLanguages() {
  const hash = createHash('sha256');
  for (const name of readdirSync('dist/base/words').sort()) if (/^\w\w\.js$/.test(name)) hash.update(readFileSync(`dist/base/words/${name}`));
  return hash.digest('base64url').slice(0, 8);
}

const elements = ['post', 'text-size', 'youtube', 'related', 'comments'];

export default {
  // An element's own file holds it: a page that asks for one makes no detour.
  input: {
    'blog-elements': 'dist/index.js',
    ...Object.fromEntries(elements.map((name) => [name, `dist/${name}/index.js`])),
  },
  output: {
    dir: 'cdn',
    format: 'esm',
    banner: ({ isEntry }) => (isEntry ? `/*! blog-elements ${version}, MIT */` : ''),
    // One hash for all languages: their names stand in what every page loads.
    chunkFileNames: ({ facadeModuleId }) => `chunks/[name]-${isLanguage.test(facadeModuleId) ? hashOfLanguages() : '[hash]'}.js`,
    manualChunks(id) {
      if (/node_modules\/(lit|@lit|lit-html|lit-element)\//.test(id)) return 'lit';
      // What every element needs stands in one file.
      if (/dist\/base\/(blog-element|language|register|theme|words\/languages)\.js$/.test(id)) return 'base';
      // What always comes together comes in one.
      if (/dist\/(post\/render|base\/(sanitise|allowed|foreign-urls))\.js$/.test(id)) return 'viewer';
      if (/dist\/base\/(links|page-styles|once)\.js$/.test(id)) return 'links';
      if (/dist\/sources\/(open|normalise|each|json-feed)\.js$/.test(id)) return 'open';
      if (/dist\/sources\/(readers|detect|shapes|decode|source-error)\.js$/.test(id)) return 'readers';
      if (/dist\/related\/(current-post|same-post)\.js$/.test(id)) return 'current-post';
      if (/dist\/sources\/(dates|plain-text)\.js$/.test(id)) return 'texts';
      if (/dist\/(comments\/writing\/(composer|composer\.styles|form-parts|access|drafting|draft|guest|words)|base\/words\/en\/writing)\.js$/.test(id)) return 'composer';
      return undefined;
    },
    // Only what is named there: what else those files need stays where others find it.
    onlyExplicitManualChunks: true,
    minifyInternalExports: true,
  },
  treeshake: {
    // Only what registers itself has effects.
    moduleSideEffects: (id) => /dist\/(index|[\w-]+\/index)\.js$/.test(id) || /reactive-element|lit-html|lit-element/.test(id),
  },
  plugins: [
    resolve(),
    // Developer warnings are for the npm modules.
    strip({ include: ['dist/**/*.js'], functions: ['warn'], debugger: false, sourceMap: false }),
    literals({ include: ['dist/**/*.js'] }),
    terser({ ecma: 2022, module: true, mangle: { properties: false }, compress: { passes: 2, unsafe_arrows: true }, format: { comments: /^!/ } }),
  ],
};
