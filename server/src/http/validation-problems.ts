/** Explains an invalid request to its developer: the field, what was expected, what came. */

import type { z } from '@hono/zod-openapi';
import { fieldReasons, maxPageSize, maxThreadKeyLength, passwordLength, type FieldReason } from '../../../src/comments/model.js';
import { Problem } from './problems.js';

const expected: Record<string, string> = {
  key: '32 hex digits',
  secret: '32 hex digits',
  'edit-secret': '32 hex digits',
  thread: `a text of 1 to ${maxThreadKeyLength} characters`,
  id: 'the id of a comment',
  parent: 'the id of a comment',
  around: 'the id of a comment',
  comment: 'the id of a comment',
  text: 'a text that is not empty, of at most site.maxLength characters',
  name: 'a name with a letter or a digit, of at most site.maxNameLength characters',
  email: 'an email address such as ada@example.org',
  url: 'an http or https URL of at most 2000 characters',
  author: 'an object { name, email?, url? }',
  password: `${passwordLength.min} to ${passwordLength.max} characters`,
  currentPassword: 'the present password',
  code: 'the code from the email',
  limit: `a whole number from 1 to ${maxPageSize}`,
  since: 'a whole number from 0',
  after: 'a cursor from an answer',
  before: 'a cursor from an answer',
  startedAt: 'milliseconds since 1970',
  website: 'a text',
  ids: '1 to 100 ids of comments',
  closed: 'true or false',
  pattern: 'a text of 2 to 200 characters',
};
/** Never repeated, not even to whoever sent them: answers are logged and pasted into bug reports. */
const secret = /password|secret|code|token/i;

export function validationProblem(error: z.ZodError, given: unknown): Problem {
  return new Problem(
    'invalid',
    error.issues
      .slice(0, 5)
      .map((issue) => sentenceOf(issue, given))
      .join('; '),
    { fields: fieldsOf(error) },
  );
}

/** The first reason for each field of the form. */
function fieldsOf(error: z.ZodError): Record<string, FieldReason> {
  const fields: Record<string, FieldReason> = {};
  for (const { path, message } of error.issues) {
    const field = String((path[0] === 'author' ? (path[1] ?? 'name') : path[0]) ?? 'body');
    fields[field] ??= fieldReasons.find((reason) => reason === message) ?? 'malformed';
  }
  return fields;
}

function sentenceOf(issue: z.core.$ZodIssue, given: unknown): string {
  const field = String(issue.path.findLast((part) => typeof part === 'string') ?? 'body');
  const value = issue.path.reduce<unknown>(
    (within, part) => (typeof within === 'object' && within !== null ? (within as Record<PropertyKey, unknown>)[part] : undefined),
    given,
  );
  const wanted =
    issue.code === 'invalid_value'
      ? `one of ${issue.values.map(String).join(', ')}`
      : (expected[field] ?? (issue.code === 'invalid_type' ? `a value of type ${issue.expected}` : 'another value'));
  return `${issue.path.map(String).join('.') || 'body'}: expected ${wanted}, got ${describeValue(value, secret.test(field))}`;
}

/** What came, short, and without what would steer a terminal or turn the text around. */
function describeValue(value: unknown, isSecret: boolean): string {
  if (value === undefined) return 'nothing';
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return isSecret ? `a ${typeof value}` : String(value);
  if (typeof value !== 'string') return Array.isArray(value) ? `a list of ${value.length}` : 'an object';
  const characters = [...value.toWellFormed()];
  if (isSecret) return `${characters.length} characters`;
  const start = characters
    .slice(0, 8)
    .join('')
    .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '�');
  return characters.length > 8 ? `${JSON.stringify(`${start}…`)} (${characters.length} characters)` : JSON.stringify(start);
}
