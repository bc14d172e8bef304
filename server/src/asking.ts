/** Who asks: the reader by a bearer token, the address by the connection or a trusted proxy; and how often. */

import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';
import type { Accounts, Reader } from './accounts.js';
import { addressGroup, type Limited, type Limits } from './limits.js';
import type { Settings } from './options.js';
import { Problem } from './problems.js';

export class Asking {
  constructor(private accounts: Accounts, private limits: Limits, private settings: Settings) {}

  tokenOf(context: Context): string | undefined {
    return /^Bearer ([\w-]{20,200})$/.exec(context.req.header('Authorization') ?? '')?.[1];
  }

  /** A request with a token is that reader's or nobody's: a session that has ended never becomes a guest. */
  async readerOf(context: Context): Promise<Reader | undefined> {
    if (context.req.header('Authorization') === undefined) return undefined;
    const reader = await this.accounts.readerOf(this.tokenOf(context));
    if (!reader) throw new Problem('unauthorized', 'The session has ended: log in again.');
    return reader;
  }

  async mustBeReader(context: Context): Promise<Reader> {
    const reader = await this.readerOf(context);
    if (!reader) throw new Problem('unauthorized', 'Log in first.');
    return reader;
  }

  /** The address, or the /64 it is in. A forwarded one only from a proxy that is configured. */
  addressOf(context: Context): string {
    let address = 'unknown';
    try { address = getConnInfo(context).remote.address ?? address; } catch { /* mounted where nobody tells */ }
    const forwarded = context.req.header('X-Forwarded-For')?.split(',').map((each) => each.trim()) ?? [];
    while (forwarded.length && this.settings.trustedProxies.includes(address)) address = forwarded.pop()!;
    return addressGroup(address);
  }

  limit(context: Context, what: Limited, who = ''): Promise<void> {
    return this.limits.take(what, `${this.settings.base} ${this.addressOf(context)} ${who}`);
  }
}
