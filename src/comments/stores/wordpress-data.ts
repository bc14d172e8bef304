/** WordPress's comments as ours. */

import type { Comment } from '../model.js';
import { textOf, treeOf } from './html-to-blocks.js';
import { record, text } from './json-client.js';

/** What is asked for of each: a third of the bytes of all. */
export const commentFields = 'id,post,parent,author_name,author_url,date_gmt,content,status,_links.children';

/** Undefined for what is none, or not for this reader. (Avatars stay where they are: at gravatar.com.) */
export function commentOf(data: unknown, base: string): Comment | undefined {
  const { id, parent, author_name: name, author_url: url, date_gmt: date, content, status } = record(data);
  if (!Number.isSafeInteger(id) || (id as number) < 1 || !/^(approved?|1|hold)$/.test(String(status ?? 'approved'))) return undefined;
  return {
    id: String(id),
    ...(Number.isSafeInteger(parent) && (parent as number) > 0 && { parent: String(parent) }),
    author: { name: textOf(text(name)), ...(text(url) && { url: text(url) }) },
    text: treeOf(text(record(content)['rendered']), base),
    dateCreated: inUtc(text(date)),
    status: status === 'hold' ? 'held' : 'published',
  };
}

/** True when somebody answered it. */
export function isAnswered(data: unknown): boolean {
  const { children } = record(record(data)['_links']);
  return Array.isArray(children) && children.length > 0;
}

/** `date` is in the site's zone and does not say which; `date_gmt` is in UTC and does not say so. */
function inUtc(date: string): string {
  return /T[\d:.]+$/.test(date) ? `${date}Z` : date;
}
