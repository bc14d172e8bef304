/** Addresses of the network: which ranges they are in, and which of them count together. */

import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

type Address = ReturnType<typeof ipaddr.process>;
type Range = [Address, number];

/**
 * Cloudflare's proxies, from https://www.cloudflare.com/ips-v4 and https://www.cloudflare.com/ips-v6 as of November 2025. To update: put what these two
 * addresses list in place of what stands here.
 */
const cloudflare = [
  '173.245.48.0/20',
  '103.21.244.0/22',
  '103.22.200.0/22',
  '103.31.4.0/22',
  '141.101.64.0/18',
  '108.162.192.0/18',
  '190.93.240.0/20',
  '188.114.96.0/20',
  '197.234.240.0/22',
  '198.41.128.0/17',
  '162.158.0.0/15',
  '104.16.0.0/13',
  '104.24.0.0/14',
  '172.64.0.0/13',
  '131.0.72.0/22',
  '2400:cb00::/32',
  '2606:4700::/32',
  '2803:f800::/32',
  '2405:b500::/32',
  '2405:8100::/32',
  '2a06:98c0::/29',
  '2c0f:f248::/32',
];
const loopback = ['127.0.0.0/8', '::1/128'];
/** RFC 1918, link-local, and unique local addresses (RFC 4193). */
const ownNetworks = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16', 'fe80::/10', 'fc00::/7'];

export const rangeNames = { loopback, private: [...loopback, ...ownNetworks], cloudflare } as const satisfies Record<string, string[]>;

/** Strict: what `inet_aton` would take as well, such as `0x7f.1`, is no address. */
const parse = (address: string): Address | undefined => (isIP(address) ? ipaddr.process(address) : undefined);

/** An IPv4 address as itself where the system writes it as IPv6; without the zone; undefined for what is no address. */
export function plainAddress(address: string): string | undefined {
  return parse(address.replace(/%.*$/, ''))?.toString();
}

/** Whose requests count together: an IPv4 address, or the /64 that one household has in IPv6. */
export function addressGroup(address: string): string {
  const parsed = parse(address.replace(/%.*$/, ''));
  if (!parsed) return address;
  return parsed instanceof ipaddr.IPv6
    ? `${parsed.parts
        .slice(0, 4)
        .map((part) => part.toString(16))
        .join(':')}::/64`
    : parsed.toString();
}

/** Whether anybody on the internet could have this address: not a machine of this network, nor one that only seems to be elsewhere (NAT64, 6to4, Teredo). */
export const isPublic = (address: string): boolean => parse(address)?.range() === 'unicast';

/** Addresses, ranges such as `10.0.0.0/8`, and names of ranges. */
export class Ranges {
  private readonly ranges: Range[];

  /** @throws Error naming what is none of them */
  constructor(list: readonly string[]) {
    this.ranges = list.flatMap((each) => (Object.hasOwn(rangeNames, each) ? rangeNames[each as keyof typeof rangeNames] : [each])).map(rangeOf);
  }

  has(address: string): boolean {
    const parsed = parse(address.replace(/%.*$/, ''));
    return parsed !== undefined && this.ranges.some(([first, bits]) => first.kind() === parsed.kind() && parsed.match(first, bits));
  }
}

function rangeOf(text: string): Range {
  const [, address = '', bits] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const parsed = parse(address);
  const all = parsed?.kind() === 'ipv6' ? 128 : 32;
  // A range that is written as IPv4 within IPv6.
  const given = bits === undefined ? all : Number(bits) - (isIP(address) === 6 && all === 32 ? 96 : 0);
  if (!parsed || given < 0 || given > all) throw new Error(text);
  return [parsed, given];
}
