/** The door: registers all elements and exports their classes. */
export * from './comments/index.js';
export * from './post/index.js';
export * from './related/index.js';
export * from './text-size/index.js';
export * from './youtube/index.js';
export { registerTranslation } from './base/language.js';
export type { PartialTranslation } from './base/words/translation.js';
