import config from './rollup.config.mjs';
export default config[0];
