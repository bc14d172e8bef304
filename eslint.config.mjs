import { configs as lit } from 'eslint-plugin-lit';
import litA11y from 'eslint-plugin-lit-a11y';
import { configs as wc } from 'eslint-plugin-wc';
import ts from 'typescript-eslint';

const houses = ['post', 'text-size', 'youtube', 'related', 'comments'];

/** Imports run one way: an element's folder uses `sources/` and `base/`, never another element's. */
const noNeighbours = houses.map((house) => ({
  files: [`src/${house}/**/*.ts`],
  // The registration file may load the card that a post holds.
  ignores: ['src/post/index.ts'],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: houses
          .filter((other) => other !== house)
          .map((other) => ({ regex: `^(\\.\\./)+${other}/`, message: `${house}/ may import from base/ and sources/ only.` })),
      },
    ],
  },
}));

export default ts.config(
  { ignores: ['dist/', 'cdn/', 'server/dist/', 'node_modules/', 'coverage/', '.cache/', 'demo/existing-site/', 'custom-elements.json', 'types/'] },
  { files: ['**/*.ts'], extends: [ts.configs.recommended] },
  {
    files: ['src/**/*.ts', 'server/src/**/*.ts'],
    extends: [ts.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // A promise that can fail is awaited, returned or caught: `void` in front of it would only hide the failure.
      '@typescript-eslint/no-floating-promises': ['error', { ignoreVoid: false }],
    },
  },
  {
    files: ['**/*.ts'],
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-eval': 'error',
      'no-implied-eval': 'error',
    },
  },
  {
    files: ['src/**/*.ts'],
    extends: [lit['flat/recommended'], wc['flat/recommended']],
    plugins: { 'lit-a11y': litA11y },
    rules: {
      ...litA11y.configs.recommended.rules,
      'lit/no-template-bind': 'off',
      'wc/guard-super-call': 'off', // Lit's own base classes have every lifecycle method
      'wc/max-elements-per-file': 'off',
      'no-restricted-properties': [
        'error',
        { property: 'innerHTML', message: 'Strings become markup through base/sanitize.ts only.' },
        { property: 'outerHTML', message: 'Strings become markup through base/sanitize.ts only.' },
        { property: 'insertAdjacentHTML', message: 'Strings become markup through base/sanitize.ts only.' },
      ],
      'no-restricted-imports': [
        'error',
        { paths: [{ name: 'lit/directives/unsafe-html.js', message: 'Strings become markup through base/sanitize.ts only.' }] },
      ],
    },
  },
  {
    files: ['src/base/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ regex: `^(\\.\\./)+(${houses.join('|')}|sources)/`, message: 'base/ knows nothing of the rooms above it.' }] },
      ],
    },
  },
  ...noNeighbours,
  {
    // A store says what it needs; what uses stores knows none of them by name.
    files: ['src/comments/**/*.ts', 'src/base/**/*.ts'],
    ignores: ['src/comments/stores/**', 'src/base/words/**'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...['Identifier[name=NAMES]', 'Literal[value=NAMES]', 'Literal[regex.pattern=NAMES]', 'TemplateElement[value.raw=NAMES]'].map((selector) => ({
          // Not the host names of services.
          selector: selector.replace('NAMES', '/(wordpress|bluesky|mastodon)(?!\\\\?\\.com)/i'),
          message: 'Only src/comments/stores/ may name a back end.',
        })),
      ],
    },
  },
  // Chai's assertions are expressions; the server's tests read answers of any shape.
  { files: ['test/**/*.ts', 'server/test/**/*.ts'], rules: { '@typescript-eslint/no-unused-expressions': 'off', '@typescript-eslint/no-explicit-any': 'off' } },
);
