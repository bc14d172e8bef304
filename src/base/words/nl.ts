import type { Translation } from './translation.js';

const translation: Translation = {
  comments: {
  },
  post: {
  },
  related: {
  },
  textSize: {
  },
  youtube: {
  },
};
export default translation;
