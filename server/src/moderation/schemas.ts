/** What requests of moderators hold, and what is answered. */

import { z } from '@hono/zod-openapi';
import { maxTitleLength } from '../../../src/comments/model.js';
import { loginEmail, password } from '../accounts/schemas.js';
import { decisionActions } from '../comments/write.js';
import { because, commentId, count, line, threadKey, webUrl } from '../http/schemas.js';
import { networkChoices } from './bans.js';
import { queues } from './search.js';

export const logIn = z.object({
  email: loginEmail,
  password,
  code: z.string().max(100, because('too-long')).optional().openapi({ description: 'from an authenticator app, or a recovery code' }),
});

const cursor = count.min(0, because('malformed')).max(Number.MAX_SAFE_INTEGER, because('malformed')).optional();
/** A day, or a moment, as the first or the last of a time. */
const dateOf = (end: boolean) =>
  z
    .union([z.iso.date(because('malformed')), z.iso.datetime(because('malformed'))], because('malformed'))
    .transform((text) => Date.parse(text.length > 10 ? text : `${text}T${end ? '23:59:59.999' : '00:00:00.000'}Z`))
    .optional()
    .openapi({ type: 'string', description: 'a day (UTC), such as 2026-01-31, or a moment' });
export const queueQuery = z.object({
  show: z.enum(queues, because('malformed')).default('held'),
  after: cursor,
  q: line(200).optional().openapi({ description: 'words that are all in the text or the name' }),
  author: commentId.optional().openapi({ description: 'all by the author of this comment' }),
  address: commentId.optional().openapi({ description: 'all from the address of this comment' }),
  thread: threadKey.optional(),
  from: dateOf(false),
  to: dateOf(true),
});
export const moderated = z.object({
  id: z.string(),
  place: z.number().int(),
  thread: z.string(),
  title: z.string().optional(),
  url: z.string().optional(),
  author: z.string(),
  text: z.string(),
  dateCreated: z.iso.datetime(),
  status: z.string(),
  verdict: z.string().optional(),
  guest: z.boolean(),
  role: z.enum(['moderator', 'member', 'guest']),
  banned: z.boolean(),
  bannable: z.boolean(),
  hasAddress: z.boolean(),
  authorComments: z.number().int().openapi({ description: 'comments of this author, counted up to 200' }),
  reports: z.number().int(),
  reason: z.string().optional(),
});
export const decision = z.object({
  ids: z.array(commentId).min(1, because('missing')).max(200, because('too-long')),
  action: z.enum(decisionActions, because('malformed')),
});
/** Closes or opens a thread, or says where it is and what it is called. */
export const threadChange = z.object({
  thread: threadKey,
  closed: z.boolean(because('malformed')).optional(),
  url: webUrl.optional(),
  title: line(maxTitleLength).optional(),
});
const network = z.enum(networkChoices, because('malformed')).default('address');
export const ban = z.object({ comment: commentId, network });
export const bans = z.object({
  bans: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      since: z.iso.datetime(),
      covers: z.array(z.enum(['account', 'email', 'secret', 'network'])),
      ends: z.iso.datetime().optional().openapi({ description: 'when the network is free again' }),
      network: z.number().int().optional().openapi({ description: 'its prefix, where it is more than an address or a /64' }),
    }),
  ),
  after: z.number().int().optional(),
});
export const removal = z.object({
  comment: commentId,
  by: z.enum(['author', 'address'], because('malformed')),
  ban: z.boolean().default(false).openapi({ description: 'bans the author first' }),
  network,
});
export const removals = z.object({
  removals: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      by: z.enum(['author', 'address']),
      since: z.iso.datetime(),
      ends: z.iso.datetime().openapi({ description: 'until when it can be undone' }),
      state: z.enum(['removing', 'removed', 'undoing']),
      comments: z.number().int(),
    }),
  ),
  after: z.number().int().optional(),
});
export const actsQuery = z.object({ after: cursor });
export const rule = z.object({
  kind: z.enum(['word', 'link'], because('malformed')),
  pattern: line(200).refine((value) => value.length > 1, because('too-short')),
  verdict: z.enum(['hold', 'spam'], because('malformed')),
});
