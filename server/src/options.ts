/** What can be set, by an application that mounts the server or by the environment; every wrong value is explained. */

import { isPostgresUrl } from './database.js';

export interface ServerOptions {
  /** The SQLite file, made when it is not there; `:memory:` for tests; or `postgres://…`. Default `data/comments.sqlite`. */
  database?: string;
  /** Connections to PostgreSQL that this process holds. Default 10. */
  pool?: number;
  /** The path of the only site's base URL. Default `/comments`. */
  base?: string;
  /** What the site is called. Default `Comments`. */
  siteName?: string;
  /** New comments that wait for a moderator: none, each author's first, or all. Default `none`. */
  hold?: 'none' | 'first' | 'all';
  /** A comment with this many links or more waits for a moderator; 0 never. Default 3. */
  holdLinks?: number;
  /** Comments without an account: not at all, at once, or after a moderator has seen them. Default `off`. */
  guests?: 'off' | 'on' | 'held';
  /** A guest's e-mail address, which is never shown. Default `none`. */
  guestEmail?: 'none' | 'optional' | 'required';
  /** Seconds in which one's own comment can be changed and taken back. Default 900. */
  editWindow?: number;
  /** Most characters (Unicode code points) in a comment. Default 10000. */
  maxLength?: number;
  /** `off` for tests. Default `on`. */
  rateLimits?: 'on' | 'off';
  /** Origins of other sites whose pages may ask, such as `https://example.org`. Default none: same origin only. */
  origins?: string[];
  /** Addresses of proxies whose `X-Forwarded-For` is believed. Default none. */
  trustedProxies?: string[];
  /** One JSON line a request goes here. Default nowhere. */
  log?: (line: Record<string, unknown>) => void;
}

export type Settings = Required<Omit<ServerOptions, 'log'>> & Pick<ServerOptions, 'log'> & { maxNameLength: number };

/** A setting that cannot be used, or a place that cannot; its message is one sentence for a person. */
export class StartError extends Error {
  override name = 'StartError';
}

const choices = {
  hold: ['none', 'first', 'all'],
  guests: ['off', 'on', 'held'],
  guestEmail: ['none', 'optional', 'required'],
  rateLimits: ['on', 'off'],
} as const;

const ranges = { pool: [1, 1000], holdLinks: [0, 1000], editWindow: [0, 31_536_000], maxLength: [1, 20_000] } as const;

export function settle(options: ServerOptions): Settings {
  const settings: Settings = {
    database: 'data/comments.sqlite', pool: 10, base: '/comments', siteName: 'Comments', hold: 'none', holdLinks: 3, guests: 'off', guestEmail: 'none',
    editWindow: 900, maxLength: 10_000, rateLimits: 'on', origins: [], trustedProxies: [],
    ...Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)),
    maxNameLength: 80,
  };
  for (const [name, allowed] of Object.entries(choices)) {
    const value = settings[name as keyof typeof choices];
    if (!(allowed as readonly string[]).includes(value)) throw new StartError(`${name}: expected ${allowed.join(', ')}, but "${value}" came.`);
  }
  for (const [name, [least, most]] of Object.entries(ranges)) {
    const value = settings[name as keyof typeof ranges];
    if (!Number.isInteger(value) || value < least || value > most) throw new StartError(`${name}: expected a whole number from ${least} to ${most}, but "${value}" came.`);
  }
  if (!/^(\/[\w.~-]+)+$/.test(settings.base)) throw new StartError(`base: expected a path such as /comments, but "${settings.base}" came.`);
  for (const origin of settings.origins) {
    if (!URL.canParse(origin) || new URL(origin).origin !== origin) throw new StartError(`origins: expected origins such as https://example.org, but "${origin}" came.`);
  }
  return settings;
}

/** Names in the environment, and what they set. */
export const environment = {
  DATABASE: 'database', DATABASE_POOL: 'pool', BASE: 'base', SITE_NAME: 'siteName', HOLD: 'hold', HOLD_LINKS: 'holdLinks', GUESTS: 'guests', GUEST_EMAIL: 'guestEmail',
  EDIT_WINDOW: 'editWindow', MAX_LENGTH: 'maxLength', RATE_LIMITS: 'rateLimits', ORIGINS: 'origins', TRUSTED_PROXIES: 'trustedProxies',
} as const satisfies Record<string, keyof ServerOptions>;

const numbers = new Set<string>(Object.keys(ranges));
const lists = new Set<string>(['origins', 'trustedProxies']);

export function optionsFromEnvironment(env: Record<string, string | undefined>): ServerOptions {
  const options: Record<string, unknown> = {};
  const url = env['DATABASE_URL']?.trim();
  if (url && env['DATABASE']?.trim()) throw new StartError('DATABASE and DATABASE_URL: expected one of them, but both came.');
  // Not repeated in the message: it may hold a password.
  if (url && !(isPostgresUrl(url) && URL.canParse(url))) throw new StartError('DATABASE_URL: expected postgres://user:password@host:5432/name, but something else came.');
  for (const [name, option] of Object.entries(environment)) {
    const value = env[name]?.trim();
    if (!value) continue;
    options[option] = numbers.has(option) ? (/^\d+$/.test(value) ? Number(value) : value) : lists.has(option) ? value.split(/[\s,]+/).filter(Boolean) : value;
  }
  return { ...options, ...(url && { database: url }) };
}
