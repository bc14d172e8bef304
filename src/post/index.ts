import { register } from '../base/register.js';
import { BlogPost } from './blog-post.js';

register('blog-post', BlogPost);
export * from './blog-post.js';
