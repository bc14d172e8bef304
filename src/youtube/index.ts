import { register } from '../base/blog-element.js';
import { BlogYoutube } from './blog-youtube.js';

register('blog-youtube', BlogYoutube);
export * from './blog-youtube.js';
// The classes load with the player; a page needs only their types.
export type * from './events.js';
