import { register } from '../base/register.js';
import { BlogYoutube } from './blog-youtube.js';

register('blog-youtube', BlogYoutube);
export * from './blog-youtube.js';
export * from './events.js';
