/** Email addresses as people write them, and the mailboxes they lead to. */

import { sha256 } from './passwords.js';

/** Where dots in a name mean nothing, and another domain is the same. */
const withoutDots = new Set(['gmail.com']);
const sameDomain: Record<string, string> = { 'googlemail.com': 'gmail.com' };

/**
 * The mailbox that an address leads to: small letters, no `+tag`, no dots where the provider ignores them. For comparing and counting only; mail goes
 * to the address as it was given.
 */
export function mailboxOf(email: string): string {
  const at = email.lastIndexOf('@');
  const given = email.slice(at + 1).trim().toLowerCase();
  const domain = sameDomain[given] ?? given;
  const name = email.slice(0, at).trim().toLowerCase().replace(/(?<=.)\+.*$/s, '');
  return `${withoutDots.has(domain) ? name.replaceAll('.', '') : name}@${domain}`;
}

/** A mailbox as bans and comments keep it. */
export const mailboxHash = (email: string): string => sha256(`mailbox ${mailboxOf(email)}`);
