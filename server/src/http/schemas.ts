/** What may come in and what goes out. These schemas check every request and describe the contract. */

import { z } from '@hono/zod-openapi';
import { parseEmail } from '../accounts/email-address.js';
import { networkChoices } from '../moderation/bans.js';
import { queues } from '../moderation/search.js';
import type { FieldReason } from './problems.js';
import type { Settings } from '../options.js';
import { actions } from '../comments/write.js';
import { cleanLine, cleanText } from './clean-text.js';
import { serializeWebUrl } from './web-url.js';

/** Code points, as a reader counts. */
const lengthOf = (text: string): number => [...text].length;

/** A title or a reason: cut where it is too long, since nothing hangs on its end. */
const line = (most: number) => z.string().transform((value) => [...cleanLine(value)].slice(0, most).join('')).openapi({ type: 'string' });

/** The reason travels as the message: see `fieldsOf`. */
const because = (reason: FieldReason) => ({ message: reason });

const webUrl = z.string().max(10_000, because('too-long')).transform((text, context) => {
  const url = serializeWebUrl(text);
  if (url !== undefined) return url;
  context.addIssue({ code: 'custom', message: 'malformed' });
  return z.NEVER;
}).refine((url) => url.length <= 2000, because('too-long')).openapi({ type: 'string', format: 'uri', description: 'an http or https address of at most 2000 characters, without a user name; kept as the parser writes it' });

const hexKey = z.string(because('missing')).regex(/^[0-9a-f]{32}$/, because('malformed')).openapi({ description: '128 random bits as 32 hex digits', example: '0f1e2d3c4b5a69788796a5b4c3d2e1f0' });
export const threadKey = z.string(because('missing')).min(1, because('missing')).max(1000, because('too-long'))
  .refine((key) => !key.includes('\0'), because('malformed')).transform((key) => key.toWellFormed());
export const commentId = z.string().regex(/^[\w-]{1,64}$/, because('malformed'));

export function makeSchemas({ maxLength, maxNameLength, guestEmail }: Settings) {
  const text = z.string(because('missing')).transform((value) => cleanText(value).trim()).refine((value) => cleanLine(value) !== '', because('missing'))
    .refine((value) => lengthOf(value) <= maxLength, because('too-long'))
    .openapi({ type: 'string', description: `source of the light markup, at most ${maxLength} characters` });
  const name = z.string(because('missing')).transform(cleanLine).refine((value) => /[\p{L}\p{N}]/u.test(value), because('missing'))
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

export const roles = ['author', 'moderator', 'member', 'guest'] as const;
const author = z.object({
  name: z.string(), url: z.string().optional(),
  role: z.enum(roles).optional().openapi({ description: 'absent for deleted comments, and for those of accounts that are gone or were brought in from elsewhere' }),
  formerly: z.string().optional().openapi({ description: 'what the author was called in the last 30 days, the latest first, separated by commas' }),
});

export const comment = z.object({
  id: z.string(), parent: z.string().optional(), author, text: z.string(),
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
const cursor = z.coerce.number(because('malformed')).int(because('malformed')).min(0, because('malformed')).max(Number.MAX_SAFE_INTEGER, because('malformed')).optional();
/** A day, or a moment, as the first or the last of a time. */
const dateOf = (end: boolean) => z.union([z.iso.date(because('malformed')), z.iso.datetime(because('malformed'))], because('malformed'))
  .transform((text) => Date.parse(text.length > 10 ? text : `${text}T${end ? '23:59:59.999' : '00:00:00.000'}Z`)).optional().openapi({ type: 'string', description: 'a day (UTC), such as 2026-01-31, or a moment' });
export const queueQuery = z.object({
  show: z.enum(queues, because('malformed')).default('held'), after: cursor,
  q: line(200).optional().openapi({ description: 'words that are all in the text or the name' }),
  author: commentId.optional().openapi({ description: 'all by the author of this comment' }), address: commentId.optional().openapi({ description: 'all from the address of this comment' }),
  thread: threadKey.optional(), from: dateOf(false), to: dateOf(true),
});
export const moderated = z.object({
  id: z.string(), place: z.number().int(), thread: z.string(), title: z.string().optional(), url: z.string().optional(), author: z.string(), text: z.string(), dateCreated: z.iso.datetime(),
  status: z.string(), verdict: z.string().optional(), guest: z.boolean(), role: z.enum(['moderator', 'member', 'guest']), banned: z.boolean(), bannable: z.boolean(), hasAddress: z.boolean(),
  authorComments: z.number().int().openapi({ description: 'comments of this author, counted up to 200' }), reports: z.number().int(), reason: z.string().optional(),
});
export const decision = z.object({ ids: z.array(commentId).min(1, because('missing')).max(200, because('too-long')), action: z.enum(actions, because('malformed')) });
/** Closes or opens a thread, or says where it is and what it is called. */
export const threadChange = z.object({ thread: threadKey, closed: z.boolean(because('malformed')).optional(), url: webUrl.optional(), title: line(300).optional() });
const network = z.enum(networkChoices, because('malformed')).default('address');
export const ban = z.object({ comment: commentId, network });
export const bans = z.object({
  bans: z.array(z.object({
    id: z.string(), name: z.string(), since: z.iso.datetime(), covers: z.array(z.enum(['account', 'email', 'secret', 'network'])),
    ends: z.iso.datetime().optional().openapi({ description: 'when the network is free again' }), network: z.number().int().optional().openapi({ description: 'its prefix, where it is more than an address or a /64' }),
  })),
  after: z.number().int().optional(),
});
export const removal = z.object({ comment: commentId, by: z.enum(['author', 'address'], because('malformed')), ban: z.boolean().default(false).openapi({ description: 'bans the author first' }), network });
export const removals = z.object({
  removals: z.array(z.object({
    id: z.string(), name: z.string(), by: z.enum(['author', 'address']), since: z.iso.datetime(), ends: z.iso.datetime().openapi({ description: 'until when it can be undone' }),
    state: z.enum(['removing', 'removed', 'undoing']), comments: z.number().int(),
  })),
  after: z.number().int().optional(),
});
export const actsQuery = z.object({ after: cursor });
export const origin = z.object({ comment: commentId });
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
