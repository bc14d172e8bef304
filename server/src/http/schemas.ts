/** The parts that the schemas of requests and answers share. The schemas check every request and make the OpenAPI document. */

import { z } from '@hono/zod-openapi';
import { cut, lengthOf, maxThreadKeyLength, randomKeyPattern, type FieldReason, type ProblemDocument } from '../../../src/comments/model.js';
import { cleanLine } from './clean-text.js';
import { serializeWebUrl } from './web-url.js';

/** A type with its properties resolved to any depth, so that two can be compared. */
type Resolved<T> = T extends object ? { [Name in keyof T]: Resolved<T[Name]> } : T;
type Same<A, B> = (<T>() => T extends Resolved<A> ? 1 : 2) extends <T>() => T extends Resolved<B> ? 1 : 2 ? true : false;

/** A schema of something in the contract (src/comments/model.ts): it compiles only while its output has exactly that type. */
export const contract =
  <Type>() =>
  <Schema extends z.ZodType>(
    schema: Schema & (Same<z.output<Schema>, Type> extends true ? unknown : 'the schema and the type in src/comments/model.ts differ'),
  ): Schema =>
    schema;

/** The reason travels as the message: see `fieldsOf` in validation-problems.ts. */
export const because = (reason: FieldReason) => ({ message: reason });

/** A title or a reason: cut where it is too long, since its end matters little. */
export const line = (most: number) =>
  z
    .string()
    .transform((value) => cut(cleanLine(value), most))
    .openapi({ type: 'string' });

export const nameOf = (maxNameLength: number) =>
  z
    .string(because('missing'))
    .transform(cleanLine)
    .refine((value) => /[\p{L}\p{N}]/u.test(value), because('missing'))
    .refine((value) => lengthOf(value) <= maxNameLength, because('too-long'))
    .openapi({ type: 'string' });

export const webUrl = z
  .string()
  .max(10_000, because('too-long'))
  .transform((text, context) => {
    const url = serializeWebUrl(text);
    if (url !== undefined) return url;
    context.addIssue({ code: 'custom', message: 'malformed' });
    return z.NEVER;
  })
  .refine((url) => url.length <= 2000, because('too-long'))
  .openapi({
    type: 'string',
    format: 'uri',
    description: 'an http or https address of at most 2000 characters, without a user name; kept as the parser writes it',
  });

export const randomKey = z
  .string(because('missing'))
  .regex(randomKeyPattern, because('malformed'))
  .openapi({ description: '128 random bits as 32 hex digits', example: '0f1e2d3c4b5a69788796a5b4c3d2e1f0' });
export const threadKey = z
  .string(because('missing'))
  .min(1, because('missing'))
  .max(maxThreadKeyLength, because('too-long'))
  .refine((key) => !key.includes('\0'), because('malformed'))
  .transform((key) => key.toWellFormed());
export const commentId = z.string().regex(/^[\w-]{1,64}$/, because('malformed'));
export const idParameter = z.object({ id: commentId });
/** A whole number in a query. */
export const count = z.coerce.number(because('malformed')).int(because('malformed'));

export const problem = contract<ProblemDocument>()(
  z
    .object({
      type: z.string(),
      title: z.string(),
      status: z.number().int(),
      detail: z.string(),
      code: z.string(),
      fields: z.record(z.string(), z.string()).optional(),
    })
    .openapi('Problem'),
);
