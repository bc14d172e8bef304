/** The pages of the demo: the posts, and all of them. */
export const posts: string[] = [];
export const pages: string[] = [];
