/** Comments from outside, made safe to hold: whatever a store sends, what comes out has the shape that model.ts promises. */

import { safeUrl } from '../base/links.js';
import type { ForeignBlock } from './markup/parse.js';
import { cut, removeControlCharacters, roles, type Comment, type Role } from './model.js';

/** A name to show, at most 200 characters; empty when there is nothing to see in it. */
export function shownName(name: unknown): string {
  const shown = typeof name === 'string' ? cleanName(name.slice(0, 1000)) : '';
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(shown) ? cut(shown, 200) : '';
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
    author: {
      name: shownName(name),
      ...(home && { url: home }),
      ...(roles.includes(role as Role) && { role: role as Role }),
      ...(before && { formerly: before }),
    },
    text: typeof text === 'string' || Array.isArray(text) ? (text as string | ForeignBlock[]) : '',
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

/** Invisible, and of no use in a comment: zero-width space and the like. */
const invisible = /[\u200B\u2060-\u2064\u206A-\u206F\uFEFF\u180E\u115F\u1160\u3164\uFFA0]/g;
/** Joiners shape Persian, Indic and emoji, one at a time; several in a row hide something. */
const joiners = /([\u200C\u200D])[\u200C\u200D]+/g;
/** Tag letters spell the flags of England, Scotland and Wales behind a black flag, and nothing elsewhere. */
const tags = /(\u{1F3F4}[\u{E0020}-\u{E007F}]{1,8})|[\u{E0000}-\u{E007F}]+/gu;
/** Combining marks stacked on one letter would cover the lines around it. */
const stackedMarks = /(\p{M}{6})\p{M}+/gu;

/** Removes from a stranger's text the characters that nobody sees and that change what others see. */
export function cleanText(text: string): string {
  return removeControlCharacters(text).replace(invisible, '').replace(joiners, '$1').replace(tags, '$1').replace(stackedMarks, '$1');
}

/** A name on one line, without joiners at its ends, where they could only make two names look the same. */
export function cleanName(name: string): string {
  return cleanText(String(name))
    .replace(/^[\s\u00AD\u200C-\u200F\u061C]+|[\s\u00AD\u200C-\u200F\u061C]+$/g, '')
    .replace(/\s+/g, ' ');
}
