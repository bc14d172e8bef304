/**
 * dist/ (compiled by tsc) → cdn/ (script tags):
 *
 * - `blog-elements.js`: all five elements, ready for the first view in one file.
 * - `post.js`, `comments.js`, …: one element each, for pages that want no more. They share `chunks/core-….js`.
 * - `chunks/ROOM-….js`: what a page needs later, or beside its data. All entries share them (scripts/rooms.mjs).
 * - `blog-elements.bundle.js`: everything in one file, for policies that list scripts by hash and for pages opened from a folder.
 */
import { createRequire } from 'node:module';
import resolve from '@rollup/plugin-node-resolve';
import strip from '@rollup/plugin-strip';
import terser from '@rollup/plugin-terser';
import literals from 'rollup-plugin-html-literals';
import { cutIntoRooms } from './scripts/rooms.mjs';

const { version } = createRequire(import.meta.url)('./package.json');
const elements = ['post', 'text-size', 'youtube', 'related', 'comments'];

/**
 * The rooms that load when they are needed, each as one file: a name, and what it holds of dist/ (or which packages). What nothing loads late is in the
 * entry. Keep each room whole: a file more is a round trip more.
 */
const rooms = {
  sanitizer: /^base\/sanitize(-rules)?\.js$/,
  posts: /^sources\/(read-answer|readers|post|json|json-feed|wordpress|ghost|text|dates|errors|find-entry)\.js$/,
  article: /^post\/render\.js$/,
  feeds: /^sources\/(xml-feed|xml-repair|html)\.js$/,
  markdown: /^sources\/(markdown|footnotes|front-matter)\.js$|^marked$/,
  'post-extras': /^post\/(enhancements|embeds|tables|toc|progress|zoom|copy-code|structured-data|reading-time)\.js$/,
  ranking: /^related\/(rank|index-file|same-post|similarity|terms|stop-words)\.js$/,
  'text-scaling': /^text-size\/(remembered-scale|scale|measure|text-blocks|scroll-position)\.js$/,
  player: /^youtube\/(player|player-messages|overlay|consent|structured-data|events)\.js$/,
  conversation:
    /^comments\/(comments-view|comments-view\.styles|comment-actions|comment-toolbar|lazy-toolbars|write-area|edit-secrets|new-comments|site-key|server-rendered|live|structured-data|composer\/draft-storage)\.js$/,
  writing: /^comments\/composer\/(?!draft-storage)/,
  'foreign-comments': /^comments\/stores\/(html-to-blocks|json-client|paging)\.js$/,
  wordpress: /^comments\/stores\/wordpress\/(?!addresses)/,
  'other-stores': /^comments\/stores\/(bluesky|mastodon|local)\.js$/,
};
/** What single elements share with each other. */
const core = /^(lit|@lit\/.*|lit-html|lit-element)$|^base\//;
/** What the viewer and related posts share besides. */
const sources = /^sources\/(open|formats|page-post)\.js$|^post\/anchors\.js$/;

const cut = cutIntoRooms(rooms, version);

const shared = {
  treeshake: {
    // Only what registers itself has effects.
    moduleSideEffects: (id) => /dist\/(index|[\w-]+\/index)\.js$/.test(id) || /reactive-element|lit-html|lit-element/.test(id),
  },
  // What rooms share with each other stays in the room it belongs to.
  preserveEntrySignatures: 'allow-extension',
};
const plugins = [
  resolve(),
  // Developer warnings are for the npm modules.
  strip({ include: ['dist/**/*.js'], functions: ['warn'], debugger: false, sourceMap: false }),
  literals({ include: ['dist/**/*.js'] }),
  terser({ ecma: 2022, module: true, mangle: { properties: false }, compress: { passes: 2, unsafe_arrows: true }, format: { comments: /^!/ } }),
];
const output = {
  dir: 'cdn',
  format: 'esm',
  chunkFileNames: 'chunks/[name]-[hash].js',
  minifyInternalExports: true,
  onlyExplicitManualChunks: true,
};
const banner = ({ isEntry }) => (isEntry ? `/*! blog-elements ${version}, MIT */` : '');

export default [
  {
    ...shared,
    input: cut.input,
    plugins: [cut.roomsPlugin, ...plugins],
    output: { ...output, entryFileNames: ({ facadeModuleId }) => cut.languageFile(facadeModuleId) ?? '[name]-[hash].js', manualChunks: (id) => cut.roomOf(id) },
  },
  {
    ...shared,
    input: { 'blog-elements': 'dist/index.js' },
    plugins: [cut.entriesPlugin, ...plugins],
    output: { ...output, banner, manualChunks: () => 'blog-elements' },
  },
  {
    ...shared,
    input: Object.fromEntries(elements.map((name) => [name, `dist/${name}/index.js`])),
    plugins: [cut.entriesPlugin, ...plugins],
    output: {
      ...output,
      banner,
      manualChunks(id) {
        const path = cut.pathOf(id);
        return sources.test(path) ? 'sources' : core.test(path) ? 'core' : undefined;
      },
    },
  },
  {
    ...shared,
    input: { 'blog-elements.bundle': 'dist/index.js' },
    plugins,
    output: { dir: 'cdn', format: 'esm', banner, inlineDynamicImports: true },
  },
];
