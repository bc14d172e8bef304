/**
 * What is left of a deleted comment: its place, its dates, and who deleted it. Its idempotency key stays as a hash, and beside it a proof of whose request
 * it was: both can be checked by whoever sends the key again, and tell nothing to whoever does not know it.
 */

import { sha256 } from '../accounts/passwords.js';

export const hashDeletedKey = (key: string): string => `deleted:${sha256(key)}`;

export const ownershipProof = (key: string, { account, secret, body }: { account: string | null; secret: string | null; body: string }): string =>
  (account ?? secret ? sha256(JSON.stringify([key, account ?? secret, body])) : '');

/** Keys that a browser made are secret; an import's say where a comment came from, and are found again by the next import. */
export const isClientKey = (key: string): boolean => /^[0-9a-f]{32}$/.test(key);

export const erasedFields = {
  text: '', authorName: '', authorUrl: null, authorEmail: null, mailbox: null, secret: null, account: null, address: null, networks: null,
} as const;
