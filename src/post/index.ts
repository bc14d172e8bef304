import { register } from '../base/blog-element.js';
import { BlogPost } from './blog-post.js';

// Loaded only for posts that hold a video; without it the link inside works.
BlogPost.onVideo = () => {
  import('../youtube/index.js').catch(() => undefined);
};
register('blog-post', BlogPost);
export * from './blog-post.js';
export * from './events.js';
export type { Post, PostAuthor, PostImage } from '../sources/post.js';
