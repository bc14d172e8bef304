/** From what stands in a form to what is sent, and from a store's refusal to what the reader is told. Knows no DOM. */

import type { Translation } from '../../base/words/translation.js';
import { readEditSecret } from '../edit-secrets.js';
import { lengthOf, type Comment, type FieldReason } from '../model.js';
import { StoreError, type Capabilities, type CommentStore, type NewComment, type StoreErrorCode } from '../stores/store.js';
import type { Attempt } from './draft-storage.js';
import type { DraftController } from './draft.js';
import { rememberGuest } from './guest.js';

/** The key of a sentence of the form. */
export type Key = keyof Translation['writing'];

/** What is wrong, by the name of the field; under `''` what belongs to none. */
export type Problems = Partial<Record<string, Key>>;

export interface Content {
  text: string;
  /** A guest's; left out for one who is logged in or changes a comment. */
  guest?: { name: string; email: string };
}

/** How many characters may still be written; negative when the text is too long. */
export function charactersLeft(text: string, { maxLength }: Capabilities): number {
  return maxLength ? maxLength - lengthOf(text) : Infinity;
}

/** What is not right yet, by field. */
function check({ text, guest }: Content, capabilities: Capabilities): Problems {
  const { maxNameLength, guestEmail = 'none' } = capabilities;
  const problems: Problems = {};
  if (!text.trim()) problems['text'] = 'missingText';
  else if (charactersLeft(text, capabilities) < 0) problems['text'] = 'tooLong';
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
  for (const char of text) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
  return bits.replace(/.{8}/g, (word) => ((parseInt(word, 16) ^ hash) >>> 0).toString(16).padStart(8, '0'));
}

/**
 * @param about where the comment goes: thread, parent, the page's address
 * @param bits the draft's own random bits, 256 as hex digits
 * @param before an attempt whose fate is unknown and whose text was taken back: its key and secret go on, so that there is one comment
 */
function makeAttempt(
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

/** The comment form, as far as a new comment is made of it. */
interface Form {
  readonly asksName: boolean;
  store: CommentStore;
  site: string;
  thread: string;
  threadUrl?: string;
  threadTitle?: string;
  parentComment?: Comment;
  editing?: Comment;
  /** What stands in the fields that the page added; undefined when one of them is not valid. */
  readPageFields(): Record<string, string> | undefined;
  /** Asks the page whether the comment may be sent. */
  maySend(comment: NewComment): boolean;
}

/**
 * Checks the comment, asks the page, and writes it to the draft's slot, ready to be sent.
 *
 * @returns `ready` when the slot holds an attempt, `stopped` when the page or one of its fields objects, `log-in` when the reader has to log in
 * first, or what is wrong
 */
export function prepareComment(form: Form, draft: DraftController, signInNeeded: boolean): 'ready' | 'stopped' | 'log-in' | Problems {
  const { store, site, thread, threadUrl, threadTitle, parentComment, editing } = form;
  const guest = form.asksName ? { name: draft.name.trim(), email: draft.email.trim() } : undefined;
  const content = { text: draft.text, ...(guest && { guest }) };
  const problems = check(content, store.capabilities);
  if (Object.keys(problems).length) return problems;
  if (signInNeeded) return 'log-in';
  const extra = form.readPageFields();
  if (!extra) return 'stopped';
  const about = { thread, ...(parentComment && { parent: parentComment.id }), ...(threadUrl && { threadUrl }), ...(threadTitle && { threadTitle }), extra };
  const attempt = makeAttempt(content, about, { bits: draft.bits, before: draft.parked, editing, ownSecret: editing && readEditSecret(site, editing.id) });
  if (!editing && !form.maySend(attempt.comment)) return 'stopped';
  if (guest) rememberGuest(site, draft.remember ? guest : undefined);
  draft.begin(attempt);
  return draft.text ? 'ready' : 'stopped';
}

const sentenceOfReason: Record<FieldReason, Key> = {
  missing: 'missing',
  'too-short': 'tooShort',
  'too-long': 'tooLong',
  malformed: 'malformed',
  taken: 'malformed',
  wrong: 'wrong',
  links: 'links',
  'too-common': 'commonPassword',
};
const sentenceOfField: Record<string, Key> = {
  'text missing': 'missingText',
  'email malformed': 'malformedEmail',
  'email taken': 'takenEmail',
  'name taken': 'takenName',
  'email wrong': 'wrongPassword',
  'password wrong': 'wrongPassword',
};
const sentenceOfCode: Partial<Record<StoreErrorCode, Key>> = {
  unauthorized: 'ended',
  forbidden: 'forbidden',
  'not-found': 'gone',
  closed: 'closed',
  duplicate: 'duplicate',
  'too-many': 'tooMany',
  'too-late': 'tooLate',
  full: 'full',
  offline: 'noAnswer',
  unavailable: 'noAnswer',
};

/**
 * What a reader is told when a store refuses: beside the fields that it names, else one sentence.
 *
 * @param isEdit what was refused is the change of a comment
 */
export function problemsOf(error: unknown, fields: string[], isEdit = false): Problems {
  if (!(error instanceof StoreError)) return { '': 'failed' };
  const problems: Problems = {};
  for (const [field, reason] of Object.entries(error.fields)) {
    if (fields.includes(field)) problems[field] = sentenceOfField[`${field} ${reason}`] ?? sentenceOfReason[reason] ?? 'malformed';
  }
  if (error.options.status === 413) return { text: 'tooLong' };
  if (Object.keys(problems).length) return problems;
  return isEdit && error.code === 'not-found' ? { '': 'deleted' } : { '': sentenceOfCode[error.code] ?? 'failed' };
}
