/** From what stands in a form to what is sent. Knows no DOM. */

import type { Comment } from '../model.js';
import type { Capabilities, NewComment } from '../stores/store.js';
import type { Attempt } from './draft-storage.js';
import type { Problems } from '../writing/problems.js';
import { lengthOf } from '../writing/words.js';

export interface Content {
  text: string;
  /** A guest's; left out for one who is logged in or changes a comment. */
  guest?: { name: string; email: string };
}

/** What is not right yet, by field. */
export function check({ text, guest }: Content, { maxLength, maxNameLength, guestEmail = 'none' }: Capabilities): Problems {
  const problems: Problems = {};
  if (!text.trim()) problems['text'] = 'missingText';
  else if (maxLength && lengthOf(text) > maxLength) problems['text'] = 'tooLong';
  if (!guest) return problems;
  if (!guest.name) problems['name'] = 'missing';
  else if (maxNameLength && lengthOf(guest.name) > maxNameLength) problems['name'] = 'tooLong';
  if (guestEmail === 'required' && !guest.email) problems['email'] = 'missing';
  else if (guestEmail !== 'none' && guest.email && !/^\S+@\S+\.\S+$/.test(guest.email)) problems['email'] = 'malformedEmail';
  return problems;
}

/**
 * 128 bits that are as random as `bits`, and the same whenever the same text of the same draft is sent: two tabs that send it at once make one
 * comment, also where one does not see yet what the other has written down (Firefox). Another text is another comment.
 */
function keyOf(bits: string, text: string): string {
  let hash = 0x811c9dc5;
  for (const char of text) hash = Math.imul(hash ^ char.codePointAt(0)!, 0x01000193);
  return bits.replace(/.{8}/g, (word) => ((parseInt(word, 16) ^ hash) >>> 0).toString(16).padStart(8, '0'));
}

/**
 * @param about where the comment goes: thread, parent, the page's address
 * @param bits the draft's own random bits, 256 as hex digits
 * @param before an attempt whose fate is unknown and whose text was taken back: its key and secret go on, so that there is one comment
 */
export function makeAttempt(
  { text, guest }: Content,
  about: Pick<NewComment, 'thread' | 'parent' | 'threadUrl' | 'threadTitle' | 'extra'>,
  { bits, before, editing, ownSecret }: { bits: string; before?: Attempt | undefined; editing?: Comment | undefined; ownSecret?: string | undefined },
): Attempt {
  const secret = editing ? ownSecret : guest && (before?.comment.secret ?? bits.slice(32));
  const comment: NewComment = {
    ...about,
    text: text.trim(),
    key: before?.comment.key ?? keyOf(bits.slice(0, 32), text.trim()),
    ...(guest && { author: { name: guest.name, ...(guest.email && { email: guest.email }) } }),
    ...(secret && { secret }),
  };
  const changed = before && (before.changed || before.comment.text !== comment.text);
  return { comment, ...(editing && { edits: editing.id }), ...(before?.unknown && { unknown: true }), ...(changed && { changed: true }) };
}
