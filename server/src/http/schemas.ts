/** What may come in and what goes out. These schemas check every request and describe the contract. */

import { z } from '@hono/zod-openapi';
import { queues } from '../moderation/moderation.js';
import { parseEmail } from '../accounts/email-address.js';
import type { FieldReason } from './problems.js';
import type { Settings } from '../options.js';
import { actions } from '../comments/write.js';

/** Code points, as a reader counts. */
const lengthOf = (text: string): number => [...text].length;

/** No lone surrogates, no control characters but line feed and tab, nothing that turns the text around it about, one Unicode form. */
const tidy = (text: string): string => text.toWellFormed().normalize('NFC').replace(/\r\n?|[\u2028\u2029]/g, '\n').replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/g, '');

/** One line, without marks that are not seen or turn the text around: a name must not pass for another. */
export const tidyLine = (text: string): string => tidy(text).replace(/[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g, '').replace(/\s+/g, ' ').trim();

/** A title or a reason: cut where it is too long, since nothing hangs on its end. */
const line = (most: number) => z.string().transform((value) => [...tidyLine(value)].slice(0, most).join('')).openapi({ type: 'string' });

/** The reason travels as the message: see `fieldsOf`. */
const because = (reason: FieldReason) => ({ message: reason });

const webUrl = z.string().max(2000, because('too-long')).refine((text) => {
  try {
    const url = new URL(text);
    return /^https?:$/.test(url.protocol) && !url.username && !url.password;
  } catch {
    return false;
  }
}, because('malformed'));

const hexKey = z.string(because('missing')).regex(/^[0-9a-f]{32}$/, because('malformed')).openapi({ description: '128 random bits as 32 hex digits', example: '0f1e2d3c4b5a69788796a5b4c3d2e1f0' });
export const threadKey = z.string(because('missing')).min(1, because('missing')).max(1000, because('too-long'))
  .refine((key) => !key.includes('\0'), because('malformed')).transform((key) => key.toWellFormed());
export const commentId = z.string().regex(/^[\w-]{1,64}$/, because('malformed'));

export function makeSchemas({ maxLength, maxNameLength, guestEmail }: Settings) {
  const text = z.string(because('missing')).transform((value) => tidy(value).trim()).refine((value) => value.length > 0, because('missing'))
    .refine((value) => lengthOf(value) <= maxLength, because('too-long'))
    .openapi({ type: 'string', description: `source of the light markup, at most ${maxLength} characters` });
  const name = z.string(because('missing')).transform(tidyLine).refine((value) => /[\p{L}\p{N}]/u.test(value), because('missing'))
    .refine((value) => lengthOf(value) <= maxNameLength, because('too-long')).openapi({ type: 'string' });
  const email = z.string(because('missing')).refine((value) => value.trim() !== '', because('missing')).refine((value) => value.trim().length <= 254, because('too-long'))
    .transform((value) => parseEmail(value) ?? '').refine((value) => value !== '', because('malformed')).openapi({ type: 'string', format: 'email' });
  // Whoever has an account with an address that is no longer taken still logs in.
  const loginEmail = z.string(because('missing')).transform((value) => parseEmail(value) ?? value.trim().toLowerCase()).refine((value) => value !== '', because('missing'))
    .refine((value) => value.length <= 254, because('too-long')).openapi({ type: 'string', format: 'email' });
  const password = z.string(because('missing')).min(1, because('missing')).max(200, because('too-long'));

  const newPassword = password.refine((value) => lengthOf(value) >= 8, because('too-short'));
  const code = z.string(because('missing')).regex(/^[\w-]{20,100}$/, because('malformed'));

  const device = z.string().regex(/^[\w-]{43}$/, because('malformed')).optional().catch(undefined)
    .openapi({ type: 'string', description: 'the `device` that an earlier log-in in this browser answered' });

  const guest = z.object({ name, email: guestEmail === 'required' ? email : email.optional(), url: webUrl.optional() });

  return {
    newComment: z.object({
      thread: threadKey, parent: commentId.optional(), text, key: hexKey, author: guest.optional(), secret: hexKey.optional(),
      threadUrl: webUrl.optional().catch(undefined).openapi({ type: 'string', format: 'uri', description: 'where the thread’s page is; taken within the site’s own origins only' }), threadTitle: line(300).optional(),
      website: z.string().optional().openapi({ description: 'a trap for machines: people leave it empty' }),
      startedAt: z.number().optional().openapi({ description: 'when the writer began, in milliseconds since 1970' }),
    }),
    edit: z.object({ text, secret: hexKey.optional() }),
    register: z.object({ name, email, password: newPassword }),
    logIn: z.object({ email: loginEmail, password, device }),
    moderatorLogIn: z.object({ email: loginEmail, password, code: z.string().max(100, because('too-long')).optional().openapi({ description: 'from an authenticator app, or a recovery code' }) }),
    change: z.object({ name: name.optional(), email: email.optional(), password: newPassword.optional(), currentPassword: password.optional() }),
    forgot: z.object({ email }),
    reset: z.object({ code, password: newPassword }),
    confirm: z.object({ code, password }),
    report: z.object({ reason: line(500).optional() }),
    name, text, url: webUrl, email,
  };
}

export type Schemas = ReturnType<typeof makeSchemas>;
export type NewComment = z.infer<Schemas['newComment']>;

export const pageQuery = z.object({
  thread: threadKey,
  order: z.enum(['oldest', 'newest', 'top'], because('malformed')).default('oldest'),
  limit: z.coerce.number(because('malformed')).int(because('malformed')).min(1, because('malformed')).max(100, because('malformed')).default(20),
  after: z.string().max(200).optional(),
  before: z.string().max(200).optional(),
  parent: commentId.optional(),
  around: commentId.optional(),
});
export type PageQuery = z.infer<typeof pageQuery>;

export const countsQuery = z.object({
  thread: z.union([threadKey.transform((key) => [key]), z.array(threadKey).max(100, because('too-long'))]),
});
export const liveQuery = z.object({ thread: threadKey, since: z.coerce.number(because('malformed')).int(because('malformed')).min(0, because('malformed')).optional() });
export const heldQuery = z.object({ thread: threadKey });
export const idParameter = z.object({ id: commentId });

export const comment = z.object({
  id: z.string(), parent: z.string().optional(), author: z.object({ name: z.string(), url: z.string().optional() }), text: z.string(),
  dateCreated: z.iso.datetime(), dateModified: z.iso.datetime().optional(), status: z.enum(['published', 'held', 'deleted']),
  votes: z.number().int().optional(), replyCount: z.number().int(), own: z.boolean().optional(),
}).openapi('Comment');
export type CommentAnswer = z.infer<typeof comment>;

export const site = z.object({
  name: z.string(), guests: z.enum(['off', 'on', 'held']), guestEmail: z.enum(['none', 'optional', 'required']), accounts: z.boolean(),
  editWindow: z.number().int(), maxLength: z.number().int(), maxNameLength: z.number().int(), votes: z.boolean(), reports: z.boolean(), passwordReset: z.boolean(), live: z.boolean(),
}).openapi('Site');

export const page = z.object({
  comments: z.array(comment), count: z.number().int(), version: z.number().int(), after: z.string().optional(), before: z.string().optional(), closed: z.boolean().optional(), site,
}).openapi('Page');

export const feedQuery = z.object({ thread: threadKey.optional() });

export const votes = z.object({ votes: z.number().int() });
export const ownData = z.object({
  account: z.looseObject({ id: z.string(), name: z.string() }), comments: z.array(z.looseObject({ id: z.string(), text: z.string() })),
  votes: z.array(z.string()), reports: z.array(z.looseObject({ comment: z.string() })),
}).openapi('OwnData');

// For moderators
export const queueQuery = z.object({ show: z.enum(queues, because('malformed')).default('held'), after: z.coerce.number(because('malformed')).int(because('malformed')).min(0).max(Number.MAX_SAFE_INTEGER, because('malformed')).optional() });
export const moderated = z.object({
  id: z.string(), place: z.number().int(), thread: z.string(), title: z.string().optional(), url: z.string().optional(), author: z.string(), text: z.string(), dateCreated: z.iso.datetime(),
  status: z.string(), verdict: z.string().optional(), guest: z.boolean(), banned: z.boolean(), bannable: z.boolean(), reports: z.number().int(), reason: z.string().optional(),
});
export const decision = z.object({ ids: z.array(commentId).min(1, because('missing')).max(100, because('too-long')), action: z.enum(actions, because('malformed')) });
export const closing = z.object({ thread: threadKey, closed: z.boolean(because('malformed')) });
export const ban = z.object({ comment: commentId });
export const rule = z.object({ kind: z.enum(['word', 'link'], because('malformed')), pattern: line(200).refine((value) => value.length > 1, because('too-short')), verdict: z.enum(['hold', 'spam'], because('malformed')) });

export const account = z.object({ id: z.string(), name: z.string(), email: z.string(), emailConfirmed: z.boolean() }).openapi('Account');
export const session = z.object({ token: z.string(), account, device: z.string().optional() }).openapi('Session');
export const problem = z.object({
  type: z.string(), title: z.string(), status: z.number().int(), detail: z.string(), code: z.string(), fields: z.record(z.string(), z.string()).optional(),
}).openapi('Problem');

const reasons = new Set<string>(['missing', 'too-short', 'too-long', 'malformed', 'taken', 'wrong', 'links', 'too-common']);

/** The first reason for each field of the form. */
export function fieldsOf(error: z.ZodError): Record<string, FieldReason> {
  const fields: Record<string, FieldReason> = {};
  for (const { path, message } of error.issues) {
    const field = String((path[0] === 'author' ? path[1] ?? 'name' : path[0]) ?? 'body');
    fields[field] ??= reasons.has(message) ? message as FieldReason : 'malformed';
  }
  return fields;
}
