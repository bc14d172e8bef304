/** WordPress's comments as ours, and how they are asked for. */

import type { Account, Comment } from '../../model.js';
import type { HeldComments } from '../held-comments.js';
import { textOf, treeOf } from '../html-to-blocks.js';
import { fieldsOf, isInteger, listIn, textIn } from '../../json.js';
import type { Query } from './addresses.js';
import type { WordPressSite } from './client.js';

export interface Listed {
  comments: Comment[];
  /** Ids of those that were answered. */
  answered: Set<string>;
  /** How many there are at WordPress. */
  total: number;
}

/** A WordPress whose comments can be listed. */
export interface WordPressComments {
  readonly site: WordPressSite;
  readonly account: Account | undefined;
  readonly heldComments: HeldComments;
  /** Comments that fit a query. */
  list(query: Query, signal?: AbortSignal): Promise<Listed>;
  /** How many comments a long thread has, and which of them have been given. */
  progress(post: string): { total: number; given: Set<string> };
}

/** Undefined for what is none, or not for this reader. (Avatars stay where they are: at gravatar.com.) */
export function commentOf(data: unknown, base: string): Comment | undefined {
  const { id, parent, author_name: name, author_url: url, date_gmt: date, content, status } = fieldsOf(data);
  if (!isInteger(id) || id < 1 || !/^(approved?|1|hold)$/.test(status === undefined || status === null ? 'approved' : textIn(status))) return undefined;
  return {
    id: String(id),
    ...(isInteger(parent) && parent > 0 && { parent: String(parent) }),
    author: { name: textOf(textIn(name)), ...(textIn(url) && { url: textIn(url) }) },
    text: treeOf(textIn(fieldsOf(content)['rendered']), base),
    dateCreated: inUtc(textIn(date)),
    status: status === 'hold' ? 'held' : 'published',
  };
}

/** True when somebody answered it. */
export function isAnswered(data: unknown): boolean {
  const { children } = fieldsOf(fieldsOf(data)['_links']);
  return listIn(children).length > 0;
}

/** `date` is in the site's zone and does not say which; `date_gmt` is in UTC and does not say so. */
function inUtc(date: string): string {
  return /T[\d:.]+$/.test(date) ? `${date}Z` : date;
}
