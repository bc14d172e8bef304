/** Who a request comes from, when proxies stand in between: each names its neighbor in `X-Forwarded-For` or `Forwarded` (RFC 7239). */

import { isPublic, plainAddress, Ranges } from './network.js';
import type { Log } from './log.js';

/** Entries that are looked at, from the nearest on: a longer chain is somebody's joke. */
const maxHops = 20;

export interface Forwarding {
  xForwardedFor?: string | undefined;
  forwarded?: string | undefined;
}

export class Proxies {
  private readonly trusted: Ranges;

  constructor(trustedProxies: readonly string[]) {
    this.trusted = new Ranges(trustedProxies);
  }

  trusts(address: string): boolean {
    return this.trusted.has(address);
  }

  /**
   * From the neighbor on, back through the proxies that are trusted, to the first address that is not. What is no address ends the walk at the proxy that
   * said it. Where both headers come, one of them may be the reader's own, passed on by a proxy that only knows the other: they count when they agree.
   */
  clientOf(neighbor: string, { xForwardedFor, forwarded }: Forwarding): string {
    const byList = xForwardedFor === undefined ? undefined : this.walk(neighbor, parseXForwardedFor(xForwardedFor));
    const byForwarded = forwarded === undefined ? undefined : this.walk(neighbor, parseForwarded(forwarded));
    if (byList !== undefined && byForwarded !== undefined) return byList === byForwarded ? byList : neighbor;
    return byList ?? byForwarded ?? neighbor;
  }

  private walk(neighbor: string, chain: (string | undefined)[]): string {
    let address = neighbor;
    for (const before of chain.reverse().slice(0, maxHops)) {
      if (!this.trusted.has(address) || before === undefined) break;
      address = before;
    }
    return address;
  }
}

/** `192.0.2.1`, `192.0.2.1:4711`, `2001:db8::1`, `[2001:db8::1]` or `[2001:db8::1]:4711`; undefined for all else. */
function parseNode(text: string): string | undefined {
  const node = text.trim();
  const bare = /^\[([^\]]*)\](?::\d{1,5})?$/.exec(node)?.[1] ?? /^([\d.]+)(?::\d{1,5})?$/.exec(node)?.[1] ?? node;
  return plainAddress(bare);
}

const parseXForwardedFor = (header: string): (string | undefined)[] => header.split(',').map(parseNode);

/** The `for` of each element. An element that does not keep to the grammar has none, and nor has one that says `unknown` or hides it (`_name`). */
export function parseForwarded(header: string): (string | undefined)[] {
  return splitOutsideQuotes(header, ',').map((element) => {
    const values = splitOutsideQuotes(element, ';').flatMap((pair) => {
      const [, name = '', quoted, token] = /^\s*([!#$%&'*+.^_`|~\w-]+)=(?:"((?:[^"\\]|\\.)*)"|([!#$%&'*+.^_`|~\w-]+))\s*$/s.exec(pair) ?? [];
      return name.toLowerCase() === 'for' ? [quoted?.replace(/\\(.)/gs, '$1') ?? token!] : [];
    });
    // Each parameter comes once (RFC 7239, 4).
    return values.length === 1 ? parseNode(values[0]!) : undefined;
  });
}

/** A quote that is never closed holds all that follows. */
function splitOutsideQuotes(text: string, sign: ',' | ';'): string[] {
  return text.match(new RegExp(`(?:"(?:[^"\\\\]|\\\\.)*(?:"|$)|[^"${sign}])+`, 'gs')) ?? [];
}

/**
 * Says once in the log which line an owner has to set, when requests look as if they came through a proxy that is not known. No reader's address is
 * written: only one of the own network, which is the proxy's.
 */
export class ProxyNotices {
  private readonly said = new Set<string>();
  private only: string | undefined;
  private count = 0;
  private readonly programs = new Set<string>();

  constructor(
    private proxies: Proxies,
    private log: Log | undefined,
  ) {}

  observe(neighbor: string | undefined, client: string, forwarding: Forwarding, userAgent: string | undefined): void {
    if (!this.log) return;
    const { xForwardedFor, forwarded } = forwarding;
    if (neighbor !== undefined && (xForwardedFor !== undefined || forwarded !== undefined)) {
      const header = xForwardedFor === undefined ? 'Forwarded' : 'X-Forwarded-For';
      if (!this.proxies.trusts(neighbor))
        this.warnOnce(
          'untrusted',
          `${header} came from a neighbor that is not trusted, and was not believed. If that is your proxy, set ${lineFor(neighbor)}.`,
        );
      else if (xForwardedFor !== undefined && forwarded !== undefined && client === neighbor) {
        this.warnOnce(
          'both',
          'X-Forwarded-For and Forwarded came together and do not agree, so that neither was believed: let your proxy take one of them away (nginx: proxy_set_header Forwarded "";).',
        );
      }
    }
    this.lookForOneAddress(neighbor, client, userAgent);
  }

  /** Many readers with one address are behind a proxy that does not say whose neighbor it is. */
  private lookForOneAddress(neighbor: string | undefined, client: string, userAgent: string | undefined): void {
    if (this.said.has('one address')) return;
    if (this.only !== undefined && this.only !== client) {
      this.said.add('one address');
      return;
    }
    this.only = client;
    this.count++;
    if (userAgent && this.programs.size < 3) this.programs.add(userAgent);
    if (this.count < 100 || this.programs.size < 3) return;
    this.warnOnce(
      'one address',
      neighbor === undefined
        ? 'All readers share one address, so that limits and bans count them as one: hand the runtime’s connection to fetch() as its second argument.'
        : `All readers share one address, so that limits and bans count them as one. Let your proxy send X-Forwarded-For (nginx: proxy_set_header X-Forwarded-For $remote_addr;)${this.proxies.trusts(neighbor) ? '' : `, and set ${lineFor(neighbor)}`}.`,
    );
  }

  private warnOnce(what: string, warning: string): void {
    if (this.said.has(what)) return;
    this.said.add(what);
    this.log!({ level: 'warn', warning });
  }
}

const ofCloudflare = new Ranges(['cloudflare']);
const lineFor = (neighbor: string): string =>
  ofCloudflare.has(neighbor) ? 'TRUSTED_PROXIES=cloudflare' : isPublic(neighbor) ? 'TRUSTED_PROXIES to its address' : `TRUSTED_PROXIES=${neighbor}`;
