import { register } from '../base/blog-element.js';
import { BlogTextSize } from './blog-text-size.js';

register('blog-text-size', BlogTextSize);
export * from './blog-text-size.js';
export * from './events.js';
