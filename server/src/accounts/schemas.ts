/** What requests about accounts hold, and what is answered. */

import { z } from '@hono/zod-openapi';
import { lengthOf, passwordLength, type ServerAccount, type ServerSession } from '../../../src/comments/model.js';
import { because, contract, nameOf } from '../http/schemas.js';
import type { Settings } from '../options.js';
import { parseEmail } from './email-address.js';

const maxEmailLength = 254;
export const email = z
  .string(because('missing'))
  .refine((value) => value.trim() !== '', because('missing'))
  .refine((value) => value.trim().length <= maxEmailLength, because('too-long'))
  .transform((value) => parseEmail(value) ?? '')
  .refine((value) => value !== '', because('malformed'))
  .openapi({ type: 'string', format: 'email' });
/** An account may have an address that is no longer accepted for new ones: its owner can still log in. */
export const loginEmail = z
  .string(because('missing'))
  .transform((value) => parseEmail(value) ?? value.trim().toLowerCase())
  .refine((value) => value !== '', because('missing'))
  .refine((value) => value.length <= maxEmailLength, because('too-long'))
  .openapi({ type: 'string', format: 'email' });
export const password = z.string(because('missing')).min(1, because('missing')).max(passwordLength.max, because('too-long'));
const newPassword = password.refine((value) => lengthOf(value) >= passwordLength.min, because('too-short'));
const code = z.string(because('missing')).regex(/^[\w-]{20,100}$/, because('malformed'));
const device = z
  .string()
  .regex(/^[\w-]{43}$/, because('malformed'))
  .optional()
  .catch(undefined)
  .openapi({ type: 'string', description: 'the `device` that an earlier log-in in this browser answered' });

export const logIn = z.object({ email: loginEmail, password, device });
export const forgot = z.object({ email });
export const reset = z.object({ code, password: newPassword });
export const confirm = z.object({ code, password });

export function makeAccountSchemas({ maxNameLength }: Pick<Settings, 'maxNameLength'>) {
  const name = nameOf(maxNameLength);
  return {
    register: z.object({ name, email, password: newPassword }),
    change: z.object({ name: name.optional(), email: email.optional(), password: newPassword.optional(), currentPassword: password.optional() }),
  };
}

export const account = contract<ServerAccount>()(
  z.object({ id: z.string(), name: z.string(), email: z.string(), emailConfirmed: z.boolean() }).openapi('Account'),
);
export const session = contract<ServerSession>()(z.object({ token: z.string(), account, device: z.string().optional() }).openapi('Session'));

export const ownData = z
  .object({
    account: z.looseObject({ id: z.string(), name: z.string() }),
    comments: z.array(z.looseObject({ id: z.string(), text: z.string() })),
    votes: z.array(z.string()),
    reports: z.array(z.looseObject({ comment: z.string() })),
  })
  .openapi('OwnData');
