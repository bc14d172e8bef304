/** Tokens, hashes and passwords. */

import { createHash, randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';

/** 256 random bits, for a session. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** 12 letters and digits, for what stands in a URL or an anchor. */
export function newId(): string {
  // 32 signs without those that look alike; 60 bits.
  const signs = '0123456789abcdefghjkmnpqrstvwxyz';
  return [...randomBytes(12)].map((byte) => signs[byte & 31]).join('');
}

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** OWASP's argon2id (which this library means by 2): 19 MiB, two passes. Two at a time, so that a rush of log-ins does not take all memory. */
const cost = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 };
let free = 2;
const waiting: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (free > 0) free--;
  else await new Promise<void>((resolve) => waiting.push(resolve));
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else free++;
  }
}

export const hashPassword = (password: string): Promise<string> => inTurn(() => hash(password, cost));

let nobody: Promise<string> | undefined;

/** Takes as long for an account that is not there, so that the time tells nothing. */
export async function checkPassword(password: string, stored: string | undefined): Promise<boolean> {
  const against = stored ?? await (nobody ??= hashPassword(newToken()));
  return await inTurn(() => verify(against, password)) && stored !== undefined;
}
