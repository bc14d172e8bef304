/** Email addresses as people write them, and the mailboxes they lead to. */

import { domainToASCII } from 'node:url';
import { z } from '@hono/zod-openapi';
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
  const given = email
    .slice(at + 1)
    .trim()
    .toLowerCase();
  const ascii = domainToASCII(given) || given;
  const domain = sameDomain[ascii] ?? ascii;
  const name = email
    .slice(0, at)
    .trim()
    .toLowerCase()
    .replace(/(?<=.)\+.*$/s, '');
  return `${withoutDots.has(domain) ? name.replaceAll('.', '') : name}@${domain}`;
}

/** A mailbox as bans and comments keep it. */
export const mailboxHash = (email: string): string => sha256(`mailbox ${mailboxOf(email)}`);

/** What browsers take in `<input type="email">`. */
const address = z.email({ pattern: z.regexes.html5Email });

/**
 * An address that mail can go to, in small letters and its domain in ASCII (RFC 5891); undefined for anything else. Stricter than RFC 5321: nothing quoted,
 * no comment, no list, no group, no route by `%`, `!` or `|`, so that a mail server cannot read more than one mailbox into it.
 */
export function parseEmail(text: string): string | undefined {
  const given = text.trim().toLowerCase();
  const at = given.lastIndexOf('@');
  const name = given.slice(0, at);
  // What Node would decode or leave out on the way is refused before.
  const domain = /^[\p{L}\p{M}\p{N}\u200c\u200d.-]+$/u.test(given.slice(at + 1)) ? domainToASCII(given.slice(at + 1)) : '';
  const fits =
    at > 0 &&
    name.length <= 64 &&
    domain.length <= 253 &&
    /^[^.%!|/`]/.test(name) &&
    !/\.\.|\.$|[%!|/`]/.test(name) &&
    /\.[a-z][a-z0-9-]*[a-z0-9]$/.test(domain);
  return fits ? address.safeParse(`${name}@${domain}`).data : undefined;
}
