/** Tokens, hashes and passwords. Whatever hashes a password runs in the hash queue. */

import { createHash, randomBytes } from 'node:crypto';
import { hash, parseOptions, verify } from '@node-rs/argon2';
import { Problem } from '../http/problems.js';

/** 256 random bits, for a session. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** 12 letters and digits, for what stands in a URL or an anchor. */
export function newId(): string {
  // 32 signs without those that look alike; 60 bits.
  const signs = '0123456789abcdefghjkmnpqrstvwxyz';
  return [...randomBytes(12)].map((byte) => signs[byte & 31]).join('');
}

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** OWASP's Argon2id (which this library means by 2): 19 MiB, two passes. */
const argon2id = 2;
const cost = { algorithm: argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const hashPassword = (password: string): Promise<string> => hash(password, cost);

/** A hash up to its digest: kind, cost and salt. */
export const saltOf = (stored: string): string => stored.slice(0, stored.lastIndexOf('$'));

/** Hashes with the salt and cost of another hash, so that one hash can be compared with many. */
export function hashLike(password: string, model: string): Promise<string> {
  const { memoryCost, timeCost, parallelism } = parseOptions(model);
  return hash(password, { algorithm: argon2id, memoryCost, timeCost, parallelism, salt: Buffer.from(model.split('$')[4] ?? '', 'base64') });
}

let nobody: Promise<string> | undefined;

/** Takes as long for an account that is not there, so that the time tells nothing. */
export async function checkPassword(password: string, stored: string | undefined): Promise<boolean> {
  return (await verify(stored ?? (await (nobody ??= hashPassword(newToken()))), password)) && stored !== undefined;
}

export const wrongPassword = (field = 'password'): Problem =>
  new Problem(field === 'password' ? 'unauthorized' : 'invalid', field === 'password' ? 'Wrong email or password.' : 'This is not the present password.', {
    fields: { [field]: 'wrong' },
  });

let common: Promise<Set<string>> | undefined;

async function loadCommonPasswords(): Promise<Set<string>> {
  const { dictionary } = await import('@zxcvbn-ts/language-common');
  return new Set(dictionary['passwords-common'].filter((password) => password.length >= 8));
}

/**
 * Refuses a new password that guessers try first: one of the 50,000 most common, or what the account's own name and address say.
 *
 * @throws Problem `invalid`
 */
export async function refuseCommonPassword(password: string, about: string[] = []): Promise<void> {
  const given = password.toLowerCase();
  const obvious = about.flatMap((text) => [text, text.split('@')[0]!]).map((text) => text.toLowerCase());
  if (!obvious.includes(given) && !(await (common ??= loadCommonPasswords())).has(given)) return;
  throw new Problem('invalid', 'This password is one of the most common ones, or says the name or address: choose another.', {
    fields: { password: 'too-common' },
  });
}
