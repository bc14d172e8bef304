/** What a reader is told when a store refuses: by field where the store names one, else one sentence. */

import english from '../../base/words/en/writing-sending.js';
import { StoreError } from '../stores/store.js';
import type { StoreErrorCode } from '../stores/store.js';
import { addWords } from './words.js';
import type { Key } from './words.js';

addWords(english);

/** Field → word. */
export type Problems = Partial<Record<string, Key>>;

const ofReason: Record<string, Key> = {
  missing: 'missing', 'too-short': 'tooShort', 'too-long': 'tooLong', malformed: 'malformed', taken: 'malformed', wrong: 'wrong', links: 'links',
  'too-common': 'commonPassword',
};
const ofField: Record<string, Key> = {
  'text missing': 'missingText', 'email malformed': 'malformedEmail', 'email taken': 'takenEmail', 'name taken': 'takenName',
  'email wrong': 'wrongPassword', 'password wrong': 'wrongPassword',
};
const ofCode: Partial<Record<StoreErrorCode, Key>> = {
  unauthorized: 'ended', forbidden: 'forbidden', 'not-found': 'gone', closed: 'closed', duplicate: 'duplicate',
  'too-many': 'tooMany', 'too-late': 'tooLate', full: 'full', offline: 'noAnswer', unavailable: 'noAnswer',
};

/** A word for each field of the form that the store objects to; `''` is for what belongs to none of them. */
export function problemsOf(error: unknown, fields: string[]): Problems {
  if (!(error instanceof StoreError)) return { '': 'failed' };
  const problems: Problems = {};
  for (const [field, reason] of Object.entries(error.fields)) {
    if (fields.includes(field)) problems[field] = ofField[`${field} ${reason}`] ?? ofReason[reason] ?? 'malformed';
  }
  if (error.options.status === 413) return { text: 'tooLong' };
  return Object.keys(problems).length ? problems : { '': ofCode[error.code] ?? 'failed' };
}
