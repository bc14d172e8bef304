/** Comments for search engines (schema.org), loaded with `json-ld`. */

import { putJsonLd } from '../base/json-ld.js';
import { plainText } from './markup/render.js';
import { parseMarkup } from './markup/parse.js';
import type { Thread } from './thread.js';

/** More than a search engine reads, and no more than can be described between two frames. */
const most = 200;

/** Describes what is shown of a thread in the page's head. Returns what takes it out again. */
export function describeThread(thread: Thread, pageUrl: string): () => void {
  const addressOf = (id: string) => `${pageUrl}#comment-${id}`;
  const comment = [...thread.entries.values()].filter((entry) => entry.comment.status === 'published').slice(0, most).map(({ comment: { id, author, text, dateCreated, dateModified, votes }, parent }) => ({
    '@type': 'Comment',
    '@id': addressOf(id),
    url: addressOf(id),
    text: plainText(typeof text === 'string' ? parseMarkup(text) : text),
    ...(author.name && { author: { '@type': 'Person', name: author.name, ...(author.url && { url: author.url }) } }),
    ...(dateCreated && { dateCreated }),
    ...(dateModified && { dateModified }),
    ...(votes && { upvoteCount: votes }),
    ...(parent && { parentItem: { '@type': 'Comment', '@id': addressOf(parent.comment.id) } }),
  }));
  return putJsonLd({ '@type': 'WebPage', '@id': pageUrl, url: pageUrl, commentCount: thread.count, comment });
}
