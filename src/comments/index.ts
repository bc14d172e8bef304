import { register } from '../base/register.js';
import { BlogComments } from './blog-comments.js';

register('blog-comments', BlogComments);
export * from './blog-comments.js';
