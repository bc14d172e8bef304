/** Scripts of other projects, bundled from npm. */
import { build } from 'esbuild';

const root = new URL('../../../', import.meta.url).pathname;
const options = { bundle: true, minify: true, format: 'esm', target: 'es2022', write: false };

/**
 * zero-md takes its parts from a CDN; its documented LOADERS and STYLES give it those of its own dependencies here instead,
 * and no style sheets, which is in its favor. The sample text holds no code and no formulas, so it loads no highlighter either.
 */
const zeroMd = `
import ZeroMd, { LOADERS, STYLES } from 'zero-md';
import { Marked } from 'marked';
import { baseUrl } from 'marked-base-url';
import { markedHighlight } from 'marked-highlight';
import { gfmHeadingId } from 'marked-gfm-heading-id';
import markedAlert from 'marked-alert';
Object.assign(LOADERS, {
  marked: async () => new Marked({ async: true }), markedBaseUrl: async () => baseUrl, markedHighlight: async () => markedHighlight,
  markedGfmHeadingId: async () => gfmHeadingId, markedAlert: async () => markedAlert,
});
Object.assign(STYLES, { MARKDOWN: '', HIGHLIGHT_LIGHT: '', HIGHLIGHT_PREFERS_DARK: '', KATEX: '' });
customElements.define('zero-md', ZeroMd);`;

export async function bundleZeroMd() {
  return (await build({ ...options, stdin: { contents: zeroMd, resolveDir: root } })).outputFiles[0].text;
}

/** A package's own file, with what it imports. */
export async function bundlePeer(path) {
  return (await build({ ...options, entryPoints: [`node_modules/${path}`], absWorkingDir: root })).outputFiles[0].text;
}
