/** Comments from outside, made safe to hold: whatever a store sends, what comes out has the shape that model.ts promises. */

import { safeUrl } from '../base/links.js';
import { cleanName } from './clean-text.js';
import type { ForeignBlock } from './markup.js';
import type { Comment, Role } from './model.js';

const roles: Role[] = ['author', 'moderator', 'member', 'guest'];

/** A name to show, at most 200 characters; empty when there is nothing to see in it. */
export function shownName(name: unknown): string {
  const shown = typeof name === 'string' ? cleanName(name.slice(0, 1000)) : '';
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(shown) ? [...shown].slice(0, 200).join('') : '';
}

/** True for what can stand in `#comment-ID`. */
export function isCommentId(id: unknown): id is string {
  return typeof id === 'string' && /^[\w-]{1,128}$/.test(id);
}

/** A comment that keeps the model's promises, or undefined for what is none. */
export function cleanComment(data: unknown): Comment | undefined {
  const given = (data ?? {}) as Record<string, unknown>;
  const [id, parent] = [asId(given['id']), asId(given['parent'])];
  if (!id) return undefined;
  const { name, url, role, formerly } = (given['author'] ?? {}) as Record<string, unknown>;
  const { text, status, votes, replyCount, own } = given;
  const home = typeof url === 'string' ? safeUrl(url) : undefined;
  const before = shownName(formerly);
  const dateModified = asDate(given['dateModified']);
  return {
    id,
    ...(parent && parent !== id && { parent }),
    author: { name: shownName(name), ...(home && { url: home }), ...(roles.includes(role as Role) && { role: role as Role }), ...(before && { formerly: before }) },
    text: typeof text === 'string' || Array.isArray(text) ? text as string | ForeignBlock[] : '',
    dateCreated: asDate(given['dateCreated']),
    ...(dateModified && { dateModified }),
    status: status === 'held' || status === 'deleted' ? status : 'published',
    ...(Number.isFinite(votes) && { votes: votes as number }),
    ...(Number.isSafeInteger(replyCount) && { replyCount: replyCount as number }),
    ...(own === true && { own }),
  };
}

/** Some back ends count their comments. */
function asId(id: unknown): string | undefined {
  const text = typeof id === 'number' ? String(id) : id;
  return isCommentId(text) ? text : undefined;
}

function asDate(date: unknown): string {
  return typeof date === 'string' && date.length < 64 && !Number.isNaN(Date.parse(date)) ? date : '';
}
