import { readText } from '../sources/readers.js';
import type { Post } from '../sources/post.js';

/** Markdown that stands in the page, in a script element that does not run. */
export async function readWritten(text: string): Promise<Post> {
  const [post] = await readText(dedent(text), { url: document.baseURI, format: 'markdown' });
  return post!;
}

/** Markdown written inside HTML is indented with it; four spaces would make code of it. */
function dedent(text: string): string {
  const indents = text.split('\n').filter((line) => line.trim()).map((line) => /^[ \t]*/.exec(line)![0]);
  const [shortest = ''] = indents.sort((a, b) => a.length - b.length);
  return shortest ? text.replace(new RegExp(`^${shortest}`, 'gm'), '') : text;
}
