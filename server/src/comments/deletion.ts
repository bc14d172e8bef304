/**
 * What is left of a deleted comment: its position, its dates, and who deleted it. Its idempotency key is kept as a hash, with a hash of who sent it and what,
 * so that a repeated request is recognized; without the key they reveal nothing.
 */

import { sha256 } from '../accounts/passwords.js';

export const hashDeletedKey = (key: string): string => `deleted:${sha256(key)}`;

export const ownershipProof = (key: string, { account, secret, body }: { account: string | null; secret: string | null; body: string }): string =>
  (account ?? secret) ? sha256(JSON.stringify([key, account ?? secret, body])) : '';

/** Keys made by browsers are secret. Those of imported comments are made from their source, and the next import has to find them. */
export const isClientKey = (key: string): boolean => /^[0-9a-f]{32}$/.test(key);

export const erasedFields = {
  text: '',
  authorName: '',
  authorUrl: null,
  authorEmail: null,
  mailbox: null,
  secret: null,
  account: null,
  address: null,
  networks: null,
} as const;
