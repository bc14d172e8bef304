/**
 * Readers' IP addresses are stored as hashes only: an HMAC with a key that changes each week. Equal hashes mean the same address while the key is kept; after
 * four weeks the key is deleted, and the hashes mean nothing. Servers that share a database share the keys.
 */

import { createHmac, randomBytes } from 'node:crypto';
import type { Database } from '../database/types.js';

const week = 7 * 24 * 3600 * 1000;
const weeksKept = 4;
/** Milliseconds after which a hash means nothing. */
export const addressHashLifetime = week * weeksKept;

const weekOf = (time: number): number => Math.floor(time / week);
/** When the key of a hash that was made at `time` is deleted. */
export const addressHashExpiry = (time: number): number => (weekOf(time) + weeksKept) * week;
/** The first week whose key is kept, and its first moment: older hashes mean nothing. */
export const oldestKeyPeriod = (now: number): number => weekOf(now) - weeksKept + 1;
export const oldestAddressHashTime = (now: number): number => oldestKeyPeriod(now) * week;

/**
 * An address and the networks around it, each wider, as texts to hash. The hash of a wider one begins with the length of its prefix. An IPv6
 * address comes as its /64 (`addressGroup`), which is one household's; providers hand out up to a /48.
 */
export function surroundingNetworks(address: string): string[] {
  const ipv4 = /^(\d+\.\d+\.\d+)\.\d+$/.exec(address)?.[1];
  if (ipv4) return [address, `24:${ipv4}.0`];
  const groups = /^([\da-f]+):([\da-f]+):([\da-f]+):([\da-f]+)::\/64$/i.exec(address)?.slice(1);
  if (!groups) return [address];
  const site = groups.slice(0, 3).join(':');
  return [address, `56:${site}:${(Number.parseInt(groups[3]!, 16) & 0xff00).toString(16)}`, `48:${site}`];
}

/** The columns of a comment: the hash of its address under today's key, and those of the networks around it. */
export function storedAddressHashes(hashes: string[]): { address: string | null; networks: string | null } {
  const [address = null, ...others] = hashes;
  const next = others.findIndex((hash) => !hash.includes(':'));
  const wider = next < 0 ? others : others.slice(0, next);
  return { address, networks: wider.join(' ') || null };
}

export class AddressHashes {
  private keys: Promise<string[]> | undefined;
  private period = 0;

  constructor(private database: Database) {}

  /** The hash of an address under today's key. */
  async hash(address: string): Promise<string> {
    return (await this.hashes(address))[0]!;
  }

  /** The hashes of an address and of the networks around it, under each key that is kept, today's first. */
  async hashes(address: string): Promise<string[]> {
    const period = weekOf(Date.now());
    if (period !== this.period || !this.keys) {
      this.period = period;
      this.keys = this.load(period);
      this.keys.catch(() => {
        this.keys = undefined;
      });
    }
    const networks = surroundingNetworks(address);
    return (await this.keys).flatMap((key) =>
      networks.map((network) => {
        const hash = createHmac('sha256', key).update(network).digest('base64url').slice(0, 22);
        return network === address ? hash : `${network.slice(0, 3)}${hash}`;
      }),
    );
  }

  /** Expired keys are deleted by cleanup.ts, which knows when the clock is wrong. */
  private async load(period: number): Promise<string[]> {
    await this.database
      .insertInto('addressKeys')
      .values({ period, key: randomBytes(32).toString('hex') })
      .onConflict((conflict) => conflict.column('period').doNothing())
      .execute();
    return (
      await this.database
        .selectFrom('addressKeys')
        .select('key')
        .where('period', '<=', period)
        .where('period', '>', period - weeksKept)
        .orderBy('period', 'desc')
        .execute()
    ).map(({ key }) => key);
  }
}
