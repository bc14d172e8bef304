import { register } from '../base/blog-element.js';
import { BlogYoutube } from './blog-youtube.js';

register('blog-youtube', BlogYoutube);
export * from './blog-youtube.js';
// The classes come with the player; a page needs their types only.
export type * from './events.js';
