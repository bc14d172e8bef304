/** Who asks: the reader by a bearer token, the address by the connection or a trusted proxy; and how often. */

import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';
import type { Accounts, Reader } from '../accounts/accounts.js';
import type { Addresses } from './addresses.js';
import { addressGroup, plainAddress, type Limited, type Limits } from './rate-limits.js';
import type { Settings } from '../options.js';
import { Problem } from './problems.js';
import type { Subject } from '../accounts/single-sign-on.js';

export interface AskingParts {
  accounts: Accounts;
  limits: Limits;
  settings: Settings;
  addresses: Addresses;
  /** Whom a token of the host's own means, where single sign-on is set. */
  signedOn?: ((token: string) => Promise<Subject | undefined>) | undefined;
}

export class Asking {
  constructor(private parts: AskingParts) {}

  tokenOf(context: Context): string | undefined {
    return /^Bearer ([\w-]{20,200})$/.exec(context.req.header('Authorization') ?? '')?.[1];
  }

  /** A request with a token is that reader's or nobody's: a session that has ended never becomes a guest. */
  async readerOf(context: Context): Promise<Reader | undefined> {
    const header = context.req.header('Authorization');
    if (header === undefined) return undefined;
    const { accounts, signedOn } = this.parts;
    const signed = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(header)?.[1];
    const subject = signed && await signedOn?.(signed);
    const reader = subject ? await accounts.ofSubject(subject) : await accounts.readerOf(this.tokenOf(context));
    if (!reader) throw new Problem('unauthorized', 'The session has ended: log in again.');
    return reader;
  }

  async mustBeReader(context: Context): Promise<Reader> {
    const reader = await this.readerOf(context);
    if (!reader) throw new Problem('unauthorized', 'Log in first.');
    return reader;
  }

  async mustWrite(context: Context): Promise<Reader> {
    const reader = await this.mustBeReader(context);
    if (reader.banned) throw new Problem('forbidden', 'You may not write here.');
    return reader;
  }

  mustHaveAccounts(): void {
    if (this.parts.settings.accounts === 'off') throw new Problem('not-found', 'This server keeps no accounts of its own: log in at the site.');
  }

  /** The address, or the /64 it is in: whose requests count together. */
  addressOf(context: Context): string { return addressGroup(this.plainAddressOf(context)); }

  /** The address itself. A forwarded one only from a proxy that is configured. */
  plainAddressOf(context: Context): string {
    let address = 'unknown';
    try { address = getConnInfo(context).remote.address ?? address; } catch { /* mounted where nobody tells */ }
    const forwarded = context.req.header('X-Forwarded-For')?.split(',').map((each) => each.trim()) ?? [];
    const isProxy = (each: string): boolean => this.parts.settings.trustedProxies.some((proxy) => plainAddress(proxy) === plainAddress(each));
    while (forwarded.length && isProxy(address)) address = forwarded.pop()!;
    return plainAddress(address);
  }

  /** Whose share of scarce work a request takes; undefined where shares are not counted. */
  sharerOf(context: Context): string | undefined {
    const address = this.parts.settings.rateLimits === 'on' ? this.addressOf(context) : 'unknown';
    return address === 'unknown' ? undefined : address;
  }

  markOf(context: Context): Promise<string> { return this.parts.addresses.mark(this.addressOf(context)); }

  /** What is kept with a comment, and what bans are compared with. Nothing where the address is not known. */
  async marksOf(context: Context): Promise<string[]> {
    const address = this.addressOf(context);
    return address === 'unknown' ? [] : this.parts.addresses.marks(address);
  }

  async limit(context: Context, what: Limited, who = ''): Promise<void> {
    if (what === 'login') await this.limit(context, 'logins');
    await this.parts.limits.take(what, `${this.parts.settings.base} ${this.addressOf(context)} ${who}`);
  }

  /** Where readers find this server. */
  originOf(context: Context): string {
    return this.parts.settings.publicOrigin ?? new URL(context.req.url).origin;
  }

  /** An address on the site's own pages, or nothing. */
  ownUrl(context: Context, url: string | null | undefined): string | undefined {
    if (!url || !URL.canParse(url)) return undefined;
    const { origin } = new URL(url);
    return origin === this.originOf(context) || this.parts.settings.origins.includes(origin) ? url : undefined;
  }
}
