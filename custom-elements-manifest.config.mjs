export default {
  globs: ['src/**/*.ts'],
  exclude: ['src/base/words/**', 'src/**/*.styles.ts'],
  outdir: '.',
  litelement: true,
  packagejson: false,
};
