/** Who sends a request: the reader by a bearer token, the address by the connection or a trusted proxy; and what that caller may still ask for. */

import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';
import type { Accounts, Reader } from '../accounts/accounts.js';
import type { AddressHashes } from './address-hashes.js';
import { addressGroup, plainAddress } from './network.js';
import type { Proxies, ProxyNotices } from './proxies.js';
import type { RateLimitName, RateLimits } from './rate-limits.js';
import { siteOrigins, type Settings } from '../options.js';
import { Problem } from './problems.js';
import type { Subject } from '../accounts/single-sign-on.js';

/** The cost of any answer, in rows. */
const rowsPerRequest = 5;

export interface CallersParts {
  accounts: Accounts;
  limits: RateLimits;
  settings: Settings;
  addresses: AddressHashes;
  proxies: Proxies;
  proxyNotices: ProxyNotices;
  /** Whom a token of the host's own means, where single sign-on is set. */
  signedOn?: ((token: string) => Promise<Subject | undefined>) | undefined;
}

export class Callers {
  /** Each request's proxies are looked at once. */
  private readonly clients = new WeakMap<Request, string | undefined>();

  constructor(private parts: CallersParts) {}

  tokenOf(context: Context): string | undefined {
    return /^Bearer ([\w-]{20,200})$/.exec(context.req.header('Authorization') ?? '')?.[1];
  }

  /** A request with a token is that reader's or nobody's: a session that has ended never becomes a guest. */
  async readerOf(context: Context): Promise<Reader | undefined> {
    const header = context.req.header('Authorization');
    if (header === undefined) return undefined;
    const { accounts, signedOn } = this.parts;
    const signed = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(header)?.[1];
    const subject = signed && (await signedOn?.(signed));
    const reader = subject ? await accounts.ofSubject(subject) : await accounts.readerOf(this.tokenOf(context));
    if (!reader) throw new Problem('unauthorized', 'The session has ended: log in again.');
    return reader;
  }

  async requireReader(context: Context): Promise<Reader> {
    const reader = await this.readerOf(context);
    if (!reader) throw new Problem('unauthorized', 'Log in first.');
    return reader;
  }

  async requireWriter(context: Context): Promise<Reader> {
    const reader = await this.requireReader(context);
    if (reader.banned) throw new Problem('forbidden', 'You may not write here.');
    return reader;
  }

  requireAccounts(): void {
    if (this.parts.settings.accounts === 'off') throw new Problem('not-found', 'This server keeps no accounts of its own: log in at the site.');
  }

  /** The address, or the /64 it is in. A forwarded one only from a proxy that is configured. */
  addressOf(context: Context): string {
    const address = this.plainAddressOf(context);
    return address === undefined ? 'unknown' : addressGroup(address);
  }

  /** The whole address; undefined where the server is mounted in something that does not tell it. */
  plainAddressOf(context: Context): string | undefined {
    const { raw } = context.req;
    if (this.clients.has(raw)) return this.clients.get(raw);
    let neighbor: string | undefined;
    try {
      neighbor = plainAddress(getConnInfo(context).remote.address ?? '');
    } catch {
      /* mounted where nobody tells */
    }
    const forwarding = { xForwardedFor: context.req.header('X-Forwarded-For'), forwarded: context.req.header('Forwarded') };
    const client = neighbor && this.parts.proxies.clientOf(neighbor, forwarding);
    this.parts.proxyNotices.observe(neighbor, client ?? 'unknown', forwarding, context.req.header('User-Agent'));
    this.clients.set(raw, client);
    return client;
  }

  /** Whose place in the hash queue a request takes; undefined where callers are not told apart. */
  hashQueueCallerOf(context: Context): string | undefined {
    const address = this.parts.settings.rateLimits === 'on' ? this.addressOf(context) : 'unknown';
    return address === 'unknown' ? undefined : address;
  }

  addressHashOf(context: Context): Promise<string> {
    return this.parts.addresses.hash(this.addressOf(context));
  }

  /** The hashes that are stored with a comment and compared with bans; none where the address is not known. */
  async addressHashesOf(context: Context): Promise<string[]> {
    const address = this.addressOf(context);
    return address === 'unknown' ? [] : this.parts.addresses.hashes(address);
  }

  async limit(context: Context, what: RateLimitName, who = ''): Promise<void> {
    if (what === 'login') await this.limit(context, 'logins');
    if (what === 'account') await this.limit(context, 'accountDay');
    await this.parts.limits.take(what, this.countedAs(context, who), what === 'read' ? rowsPerRequest : 1);
  }

  /** Takes an answer's cost from the caller's limit: `expected` rows now, and more by the returned function when the number is known. */
  async limitRows(context: Context, expected: number): Promise<(rows: number) => Promise<void>> {
    const who = this.countedAs(context, '');
    await this.parts.limits.take('read', who, rowsPerRequest + expected);
    return (rows) => this.parts.limits.charge('read', who, rows - expected);
  }

  private countedAs(context: Context, who: string): string {
    return `${this.parts.settings.base} ${this.addressOf(context)} ${who}`;
  }

  /** The URL if it is on one of the site's origins. The request's own Host header is not believed. */
  ownUrl(url: string | null | undefined): string | undefined {
    return url && URL.canParse(url) && siteOrigins(this.parts.settings).includes(new URL(url).origin) ? url : undefined;
  }

  /** @throws Problem naming the origins that there are */
  requireOwnUrl(url: string | undefined): string | undefined {
    if (url === undefined || this.ownUrl(url) !== undefined) return url;
    const own = siteOrigins(this.parts.settings);
    throw new Problem(
      'invalid',
      `url: expected a page on ${own.length ? own.join(' or ') : 'an origin that PUBLIC_ORIGIN or ORIGINS names'}, but another came.`,
      { fields: { url: 'malformed' } },
    );
  }
}
