/** custom-elements.json from the source, and from it editor data and types for frameworks, in types/. */
import { readFileSync } from 'node:fs';
import { customElementJetBrainsPlugin } from 'custom-element-jet-brains-integration';
import { customElementVsCodePlugin } from 'custom-element-vs-code-integration';
import { jsxTypesPlugin } from '@wc-toolkit/jsx-types';
import { frameworkTypes } from './scripts/framework-types.mjs';

const pathOf = (tag) => `../dist/${tag === 'blog-comment-count' ? 'comments' : tag.replace('blog-', '')}/${tag}.js`;

/** Elements that are made by others of ours only: they are nobody's to write. */
function leaveOutInternal() {
  return {
    name: 'leave-out-internal',
    packageLinkPhase({ customElementsManifest }) {
      for (const module of customElementsManifest.modules) {
        module.declarations = module.declarations?.filter(({ tagName, customElement }) => !customElement || publicTags.includes(tagName));
      }
    },
  };
}

export const publicTags = ['blog-post', 'blog-text-size', 'blog-youtube', 'blog-related', 'blog-comments', 'blog-comment-count'];

export default {
  globs: ['src/**/*.ts'],
  exclude: ['src/base/words/**', 'src/**/*.styles.ts'],
  outdir: '.',
  litelement: true,
  packagejson: false,
  // In the same order each time: the analyzer takes files as the disk gives them, and what it writes follows that.
  overrideModuleCreation: ({ ts, globs }) =>
    [...globs].sort().map((file) => ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022, true)),
  plugins: [
    leaveOutInternal(),
    customElementVsCodePlugin({ outdir: 'types', htmlFileName: 'vscode.html-custom-data.json', cssFileName: 'vscode.css-custom-data.json', hideLogs: true }),
    customElementJetBrainsPlugin({ outdir: 'types', excludeCss: true, packageJson: false, hideLogs: true }),
    jsxTypesPlugin({ outdir: 'types', fileName: 'jsx.d.ts', componentTypePath: (_, tag) => pathOf(tag), hideLogs: true }),
    frameworkTypes({ outdir: 'types', tags: publicTags, pathOf }),
  ],
};
