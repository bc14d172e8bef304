/** Comments for search engines (schema.org), with `json-ld`. */

import { putJsonLd } from '../base/json-ld.js';
import { parseMarkup } from './markup/parse.js';
import { plainText } from './markup/render.js';
import type { Entry, Thread } from './thread.js';

/** More than a search engine reads, and no more than can be described between two frames. */
const most = 200;

/** The description of a thread in the page's head, kept up to date. */
export class ThreadDescription {
  private timer?: ReturnType<typeof setTimeout>;
  private takeOut?: (() => void) | undefined;

  /** Describes the thread as it is in a moment: once for all that changes until then. */
  update(thread: Thread, pageUrl: string): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.takeOut?.();
      this.takeOut = putJsonLd(describe(thread, pageUrl));
    }, 50);
  }

  remove(): void {
    clearTimeout(this.timer);
    this.takeOut?.();
    this.takeOut = undefined;
  }
}

function describe(thread: Thread, pageUrl: string) {
  const published = [...thread.entries.values()].filter(({ comment }) => comment.status === 'published');
  return {
    '@type': 'WebPage',
    '@id': pageUrl,
    url: pageUrl,
    commentCount: thread.count,
    comment: published.slice(0, most).map((entry) => describeComment(entry, pageUrl)),
  };
}

function describeComment({ comment, parent }: Entry, pageUrl: string) {
  const { id, author, text, dateCreated, dateModified, votes } = comment;
  const url = `${pageUrl}#comment-${id}`;
  return {
    '@type': 'Comment',
    '@id': url,
    url,
    text: plainText(typeof text === 'string' ? parseMarkup(text) : text),
    ...(author.name && { author: { '@type': 'Person', name: author.name, ...(author.url && { url: author.url }) } }),
    ...(dateCreated && { dateCreated }),
    ...(dateModified && { dateModified }),
    ...(votes && { upvoteCount: votes }),
    ...(parent && { parentItem: { '@type': 'Comment', '@id': `${pageUrl}#comment-${parent.comment.id}` } }),
  };
}
