/**
 * dist/ (compiled by tsc) → cdn/ (script tags), three times:
 *
 * - `blog-elements.js`: all five elements, ready for the first view in one file; rooms that a page needs later are chunks.
 * - `post.js`, `comments.js`, …: one element each, for pages that want no more. They share `chunks/core-….js` and their rooms.
 * - `blog-elements.bundle.js`: everything in one file, for policies that list scripts by hash and for pages opened from a folder.
 *
 * Each is one graph, so that it holds one Lit: a second would throw under the Trusted Types policy name `lit-html`.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import resolve from '@rollup/plugin-node-resolve';
import strip from '@rollup/plugin-strip';
import terser from '@rollup/plugin-terser';
import literals from 'rollup-plugin-html-literals';

const { version } = createRequire(import.meta.url)('./package.json');
const elements = ['post', 'text-size', 'youtube', 'related', 'comments'];

/**
 * The rooms that load when they are needed, each as one file: a name, and what it holds of dist/. What nothing loads late is in the entry. Keep each room
 * whole: a file more is a round trip more.
 */
const rooms = {
  posts: /^sources\/(read-answer|readers|post|json|json-feed|wordpress|ghost|text|dates|errors|find-entry)\.js$|^post\/render\.js$/,
  feeds: /^sources\/(xml-feed|xml-repair|html)\.js$/,
  markdown: /^sources\/(markdown|footnotes|front-matter)\.js$|^node_modules\/marked\//,
  'post-extras': /^post\/(enhancements|embeds|tables|toc|progress|zoom|copy-code|structured-data|reading-time)\.js$/,
  ranking: /^related\/(rank|index-file|same-post|similarity|terms|stop-words)\.js$/,
  player: /^youtube\/(player|player-messages|overlay|consent|structured-data)\.js$/,
  conversation: /^comments\/(comments-view|comments-view\.styles|comment-actions|comment-toolbar|lazy-toolbars|write-area|edit-secrets|server-rendered|live|structured-data|composer\/draft-storage)\.js$/,
  markdown: /^sources\/(markdown|front-matter)\.js$|^node_modules\/marked\//,
  'text-scaling': /^text-size\/(remembered-scale|scale|measure|text-blocks|scroll-position)\.js$/,
  player: /^youtube\/(player|player-messages|overlay|consent|structured-data|events)\.js$/,
  conversation: /^comments\/(comments-view|comment-actions|comment-toolbar|server-rendered|live|structured-data)\.js$/,
  writing: /^comments\/composer\/(?!draft-storage)/,
  stores: /^comments\/stores\/(wordpress\/.*|bluesky|mastodon|local|html-to-blocks|json-client|paging)\.js$/,
};

/** The path within dist/, or within node_modules/. */
const pathOf = (id) => /\/dist\/(.*)$/.exec(id.replace(/.*\/node_modules\//, 'node_modules/'))?.[1] ?? /node_modules\/.*/.exec(id)?.[0] ?? '';
const roomOf = (id) => Object.keys(rooms).find((name) => rooms[name].test(pathOf(id)));
const isLanguage = (id) => /^base\/words\/(?!en\b)[\w-]+\.js$/.test(pathOf(id)) && !/translation\.js$/.test(id);

/** One hash for all languages: their names stand in what every page loads. */
function hashOfLanguages() {
  const hash = createHash('sha256');
  for (const name of readdirSync('dist/base/words').sort()) if (name.endsWith('.js')) hash.update(readFileSync(`dist/base/words/${name}`));
  return hash.digest('base64url').slice(0, 8);
}

const shared = {
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

const output = (folder, more) => ({
  dir: 'cdn',
  format: 'esm',
  banner: ({ isEntry }) => (isEntry ? `/*! blog-elements ${version}, MIT */` : ''),
  chunkFileNames: ({ facadeModuleId, name }) => (facadeModuleId && isLanguage(facadeModuleId) ? `languages/[name]-${hashOfLanguages()}.js` : `${folder}/${name}-[hash].js`),
  minifyInternalExports: true,
  ...more,
});

export default [
  {
    ...shared,
    input: { 'blog-elements': 'dist/index.js' },
    // What a room shares with the first view is in the entry itself: the entry is its code, not a list of imports.
    preserveEntrySignatures: 'allow-extension',
    output: output('chunks', { manualChunks: (id) => roomOf(id) ?? (isLanguage(id) ? undefined : 'blog-elements'), onlyExplicitManualChunks: true }),
  },
  {
    ...shared,
    input: Object.fromEntries(elements.map((name) => [name, `dist/${name}/index.js`])),
    preserveEntrySignatures: 'allow-extension',
    output: output('chunks/single', {
      manualChunks(id) {
        const path = pathOf(id);
        if (/^node_modules\/(lit|@lit|lit-html|lit-element)\/|^base\/(blog-element|language|theme|links|format|load-once|warn|scheduler|trusted-html|words\/en)\.js$/.test(path)) return 'core';
        // For the viewer and related posts: what asks for posts, and what their rooms share.
        if (/^sources\/(open|formats|page-post)\.js$|^base\/(sanitize|sanitize-rules)\.js$|^post\/anchors\.js$/.test(path)) return 'sources';
        if (/^node_modules\/(lit|@lit|lit-html|lit-element)\/|^base\/(blog-element|languages?|theme|links|format|json-ld|load-once|storage|trusted-html|video-url|warn|words\/en)\.js$/.test(path)) return 'core';
        // What the viewer and related posts both read with.
        if (/^sources\/(open|readers|post|json-feed|json|ghost|wordpress|errors|text|dates|find-entry)\.js$|^base\/scheduler\.js$/.test(path)) return 'sources';
        return roomOf(id);
      },
      onlyExplicitManualChunks: true,
    }),
  },
  {
    ...shared,
    input: { 'blog-elements.bundle': 'dist/index.js' },
    output: output('', { inlineDynamicImports: true }),
  },
];
