import { register } from '../base/register.js';
import { BlogPost } from './blog-post.js';

// The card comes only for posts that hold a film; without it the link inside works.
BlogPost.onFilm = () => { import('../youtube/index.js').catch(() => undefined); };
register('blog-post', BlogPost);
export * from './blog-post.js';
export * from './events.js';
export type { Post, PostAuthor, PostImage } from '../sources/post.js';
