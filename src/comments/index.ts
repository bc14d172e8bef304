import { register } from '../base/blog-element.js';
import { BlogCommentCount } from './blog-comment-count.js';
import { BlogComments } from './blog-comments.js';

register('blog-comments', BlogComments);
register('blog-comment-count', BlogCommentCount);
export * from './blog-comments.js';
export * from './blog-comment-count.js';
export type * from './events.js';
export { registerCommentStore } from './stores/registry.js';
export * from './stores/store.js';
export type * from './model.js';
