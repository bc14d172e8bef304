/** What requests about comments hold, and what is answered. */

import { z } from '@hono/zod-openapi';
import {
  commentOrders,
  commentStatuses,
  defaultPageSize,
  lengthOf,
  maxCountedThreads,
  maxPageSize,
  maxTitleLength,
  roles,
  type NewCommentBody,
  type ServerComment,
  type ServerPage,
  type Site,
} from '../../../src/comments/model.js';
import { email } from '../accounts/schemas.js';
import { cleanLine, cleanText } from '../http/clean-text.js';
import { because, commentId, contract, count, line, nameOf, randomKey, threadKey, webUrl } from '../http/schemas.js';
import type { Settings } from '../options.js';

/** A new comment as this server takes it: with two fields that tell people from machines. */
export interface NewComment extends NewCommentBody {
  website?: string;
  startedAt?: number;
}

export function makeCommentSchemas({ maxLength, maxNameLength, guestEmail }: Settings) {
  const text = z
    .string(because('missing'))
    .transform((value) => cleanText(value).trim())
    .refine((value) => cleanLine(value) !== '', because('missing'))
    .refine((value) => lengthOf(value) <= maxLength, because('too-long'))
    .openapi({ type: 'string', description: `source of the light markup, at most ${maxLength} characters` });
  const name = nameOf(maxNameLength);
  // The contract's type is the same for every setting: an address that is required here is optional there.
  const guestsEmail = (guestEmail === 'required' ? email : email.optional()) as z.ZodOptional<typeof email>;
  const author = z.object({ name, email: guestsEmail, url: webUrl.optional() });
  const threadTitle = line(maxTitleLength);
  return {
    newComment: contract<NewComment>()(
      z.object({
        thread: threadKey,
        parent: commentId.optional(),
        text,
        key: randomKey,
        author: author.optional(),
        secret: randomKey.optional(),
        threadUrl: webUrl
          .optional()
          .catch(undefined)
          .openapi({ type: 'string', format: 'uri', description: 'where the thread’s page is; taken within the site’s own origins only' }),
        threadTitle: threadTitle.optional(),
        website: z.string().optional().openapi({ description: 'a trap for machines: people leave it empty' }),
        startedAt: z.number().optional().openapi({ description: 'when the writer began, in milliseconds since 1970' }),
      }),
    ),
    edit: z.object({ text, secret: randomKey.optional() }),
    name,
    text,
    threadTitle,
  };
}

export type CommentSchemas = ReturnType<typeof makeCommentSchemas>;

export const pageQuery = z.object({
  thread: threadKey,
  order: z.enum(commentOrders, because('malformed')).default('oldest'),
  limit: count.min(1, because('malformed')).max(maxPageSize, because('malformed')).default(defaultPageSize),
  after: z.string().max(200).optional(),
  before: z.string().max(200).optional(),
  parent: commentId.optional(),
  around: commentId.optional(),
});
export type PageQuery = z.infer<typeof pageQuery>;

export const countsQuery = z.object({
  thread: z.union([threadKey.transform((key) => [key]), z.array(threadKey).max(maxCountedThreads, because('too-long'))]),
});
export const liveQuery = z.object({ thread: threadKey, since: count.min(0, because('malformed')).optional() });
export const feedQuery = z.object({ thread: threadKey.optional() });
export const heldQuery = z.object({ thread: threadKey });
export const report = z.object({ reason: line(500).optional() });

const author = z.object({
  name: z.string(),
  url: z.string().optional(),
  role: z
    .enum(roles)
    .optional()
    .openapi({ description: 'absent for deleted comments, and for those of accounts that are gone or were brought in from elsewhere' }),
  formerly: z.string().optional().openapi({ description: 'what the author was called in the last 30 days, the latest first, separated by commas' }),
});

export const comment = contract<ServerComment>()(
  z
    .object({
      id: z.string(),
      parent: z.string().optional(),
      author,
      text: z.string(),
      dateCreated: z.iso.datetime(),
      dateModified: z.iso.datetime().optional(),
      status: z.enum(commentStatuses),
      votes: z.number().int().optional(),
      replyCount: z.number().int(),
      own: z.boolean().optional(),
    })
    .openapi('Comment'),
);

const site = contract<Site>()(
  z
    .object({
      name: z.string(),
      guests: z.enum(['off', 'on', 'held']),
      guestEmail: z.enum(['none', 'optional', 'required']),
      accounts: z.boolean(),
      editWindow: z.number().int(),
      maxLength: z.number().int(),
      maxNameLength: z.number().int(),
      votes: z.boolean(),
      reports: z.boolean(),
      passwordReset: z.boolean(),
      live: z.boolean(),
    })
    .openapi('Site'),
);

export const page = contract<ServerPage>()(
  z
    .object({
      comments: z.array(comment),
      count: z.number().int(),
      version: z.number().int(),
      after: z.string().optional(),
      before: z.string().optional(),
      closed: z.boolean().optional(),
      site,
    })
    .openapi('Page'),
);

export const counts = z.object({ counts: z.record(z.string(), z.number().int()) });
export const held = z.object({ comments: z.array(comment) });
export const votes = z.object({ votes: z.number().int() });
