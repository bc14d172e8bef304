import { register } from '../base/blog-element.js';
import { BlogRelated } from './blog-related.js';

register('blog-related', BlogRelated);
export * from './blog-related.js';
export * from './events.js';
