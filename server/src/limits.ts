/** How often one address, account or both together may ask for what costs something. */

import { isIPv6 } from 'node:net';
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import { Problem } from './problems.js';

/** Points in a number of seconds. */
const rules = {
  read: { points: 600, duration: 60 },
  write: { points: 20, duration: 60 },
  account: { points: 10, duration: 3600 },
  login: { points: 10, duration: 300 },
} as const;

export type Limited = keyof typeof rules;

export class Limits {
  private readonly limiters: Record<Limited, RateLimiterMemory> | undefined;

  constructor(on: boolean) {
    this.limiters = on ? Object.fromEntries(Object.entries(rules).map(([name, rule]) => [name, new RateLimiterMemory({ ...rule, keyPrefix: name })])) as Record<Limited, RateLimiterMemory> : undefined;
  }

  /** @throws Problem `too-many` with the seconds to wait */
  async take(what: Limited, who: string): Promise<void> {
    try {
      await this.limiters?.[what].consume(who);
    } catch (refusal) {
      throw new Problem('too-many', 'Too many requests: wait a moment.', { retryAfter: (refusal as RateLimiterRes).msBeforeNext / 1000 });
    }
  }
}

/** Whose requests count together: an IPv4 address, or the /64 that one household has in IPv6. */
export function addressGroup(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/, '').replace(/%.*$/, '');
  if (!isIPv6(plain)) return plain;
  const [head = '', tail] = plain.split('::');
  const groups = head ? head.split(':') : [];
  const behind = tail ? tail.split(':') : [];
  if (tail !== undefined) while (groups.length + behind.length < 8) groups.push('0');
  return `${[...groups, ...behind].slice(0, 4).map((group) => group.replace(/^0+(?=.)/, '')).join(':')}::/64`;
}
