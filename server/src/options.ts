/** What can be set, by an application that mounts the server or by the environment; every wrong value is explained. */

import { readFileSync } from 'node:fs';
import { defaultMaxLength, maxNameLength } from '../../src/comments/model.js';
import { isPostgresUrl } from './database/dialect.js';
import { StartError } from './errors.js';
import { rangeNames, Ranges } from './http/network.js';
import { didYouMean, closestName } from './did-you-mean.js';

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
  /** Accounts of this server's own: `off` where readers come by single sign-on or as guests only. Default `on`. */
  accounts?: 'on' | 'off';
  /** One vote an account on each comment. Default `on`. */
  votes?: 'on' | 'off';
  /** Where readers find this server, such as `https://example.org`. Without it there is no mail, and feeds hold no absolute link: what a request says of its host is not believed. */
  publicOrigin?: string;
  /** A mail server, `smtp://user:password@host:587` or `smtps://…`; without one there is no mail. */
  smtpUrl?: string;
  /** The sender of mail. */
  mailFrom?: string;
  /** Readers that the host has logged in. */
  singleSignOn?: SingleSignOn;
  /** `off` for tests. Default `on`. */
  rateLimits?: 'on' | 'off';
  /** Origins of other sites whose pages may ask, such as `https://example.org`. Default none: same origin only. */
  origins?: string[];
  /** Proxies whose `X-Forwarded-For` or `Forwarded` is believed: addresses, ranges such as `10.0.0.0/8`, and `loopback`, `private`, `cloudflare`. Default none. */
  trustedProxies?: string[];
  /** Whether the first comment of a thread waits for a moderator unless its page is there. `off` takes every thread. Default `on`. */
  threadCheck?: 'on' | 'off';
  /** Where the site's pages are listed: sitemaps or feeds, as URLs or files. Their threads need no check. Default none. */
  threadsFrom?: string[];
  /** `on` writes the client's address into the log line of a failed log-in, for fail2ban. Default `off`: the log has no addresses in it. */
  logAddresses?: 'on' | 'off';
  /** One JSON line a request goes here. Default nowhere. */
  log?: (line: Record<string, unknown>) => void;
  /** Several sites instead of one: the path of each one's base URL, and what differs there from the options above. */
  sites?: Record<string, SiteOptions>;
}

export type SiteOptions = Omit<ServerOptions, 'database' | 'pool' | 'base' | 'rateLimits' | 'trustedProxies' | 'log' | 'logAddresses' | 'sites'>;

/** What has no value of its own. */
const optionsWithoutDefault = ['log', 'sites', 'publicOrigin', 'smtpUrl', 'mailFrom', 'singleSignOn'] as const;
type Unset = (typeof optionsWithoutDefault)[number];
export type Settings = Required<Omit<ServerOptions, Unset>> & Pick<ServerOptions, Exclude<Unset, 'sites'>> & { maxNameLength: number };

export interface SingleSignOn {
  algorithm: 'EdDSA' | 'RS256' | 'HS256';
  issuer: string;
  audience: string;
  /** For HS256: at least 32 bytes that the host and this server know. */
  secret?: string;
  /** For the others: the host's public keys, as JSON, in a file, or at an https URL (http on this machine only). */
  jwks?: string;
}

const choices = {
  hold: ['none', 'first', 'all'],
  guests: ['off', 'on', 'held'],
  guestEmail: ['none', 'optional', 'required'],
  accounts: ['on', 'off'],
  votes: ['on', 'off'],
  rateLimits: ['on', 'off'],
  threadCheck: ['on', 'off'],
  logAddresses: ['on', 'off'],
} as const;

const ranges = { pool: [1, 1000], holdLinks: [0, 1000], editWindow: [0, 31_536_000], maxLength: [1, 20_000] } as const;

/** What differs may be anything but what all sites share. */
const sharedOptions = ['database', 'pool', 'base', 'rateLimits', 'trustedProxies', 'log', 'logAddresses', 'sites'];

/** The settings of each site; of the first where only what they share matters. */
export function resolveSites({ sites, ...options }: ServerOptions): [Settings, ...Settings[]] {
  if (!sites) return [resolveSettings(options)];
  const known = [...Object.keys(resolveSettings({})), ...optionsWithoutDefault].filter((name) => !sharedOptions.includes(name) && name !== 'maxNameLength');
  const all = Object.entries(sites).map(([base, differing]) => {
    if (typeof differing !== 'object' || differing === null) throw new StartError(`sites: expected { "${base}": { … } } with the options of that site.`);
    const strange = Object.keys(differing).find((name) => !known.includes(name));
    if (strange) throw new StartError(`sites: "${strange}" cannot be set for ${base}: ${didYouMean(strange, known) ?? `expected ${known.join(', ')}.`}`);
    try {
      return resolveSettings({ ...options, ...differing, base });
    } catch (error) {
      throw error instanceof StartError ? new StartError(`sites: ${base}: ${error.message}`) : error;
    }
  });
  const [first, ...rest] = all;
  if (!first) throw new StartError('sites: expected at least one, such as { "/comments": {} }.');
  return [first, ...rest];
}

export function resolveSettings(options: Omit<ServerOptions, 'sites'>): Settings {
  const settings: Settings = {
    database: 'data/comments.sqlite',
    pool: 10,
    base: '/comments',
    siteName: 'Comments',
    hold: 'none',
    holdLinks: 3,
    guests: 'off',
    guestEmail: 'none',
    editWindow: 900,
    maxLength: defaultMaxLength,
    accounts: 'on',
    votes: 'on',
    rateLimits: 'on',
    logAddresses: 'off',
    origins: [],
    trustedProxies: [],
    threadCheck: 'on',
    threadsFrom: [],
    ...Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)),
    maxNameLength,
  };
  rejectUnknownOptions(options);
  for (const [name, allowed] of Object.entries(choices)) {
    const value = settings[name as keyof typeof choices];
    if (!(allowed as readonly string[]).includes(value))
      throw new StartError(`${name}: expected ${allowed.join(', ')}, but "${value}" came${suggestChoice(String(value), allowed)}.`);
  }
  for (const [name, [least, most]] of Object.entries(ranges)) {
    const value = settings[name as keyof typeof ranges];
    if (!Number.isInteger(value) || value < least || value > most)
      throw new StartError(`${name}: expected a whole number from ${least} to ${most}, but "${value}" came.`);
  }
  if (!/^(\/|(\/[\w.~-]+)+\/?)$/.test(settings.base)) throw new StartError(`base: expected a path such as /comments, but "${settings.base}" came.`);
  // Routes begin with a slash of their own.
  settings.base = settings.base.replace(/\/$/, '');
  if (typeof settings.siteName !== 'string' || settings.siteName.length > 200) throw new StartError('siteName: expected a text of at most 200 characters.');
  for (const list of ['origins', 'trustedProxies', 'threadsFrom'] as const) {
    if (!Array.isArray(settings[list])) throw new StartError(`${list}: expected a list, but "${String(settings[list])}" came.`);
  }
  try {
    new Ranges(settings.trustedProxies);
  } catch (error) {
    throw new StartError(
      `trustedProxies: expected addresses such as 127.0.0.1, ranges such as 10.0.0.0/8, or ${Object.keys(rangeNames).join(', ')}, but "${(error as Error).message}" came.`,
    );
  }
  for (const from of settings.threadsFrom) {
    if (from.includes('://') && !/^https?:\/\/[^/]/.test(from))
      throw new StartError(`threadsFrom: expected the URL or the file of a sitemap or a feed, such as https://example.org/sitemap.xml, but "${from}" came.`);
  }
  for (const origin of settings.origins) {
    if (!isOrigin(origin)) throw new StartError(`origins: expected origins such as https://example.org, but "${origin}" came.`);
  }
  if (settings.publicOrigin !== undefined && !isOrigin(settings.publicOrigin))
    throw new StartError(`publicOrigin: expected an origin such as https://example.org, but "${settings.publicOrigin}" came.`);
  checkMail(settings);
  checkSingleSignOn(settings.singleSignOn);
  return settings;
}

/** Where the site's own pages are. */
export const siteOrigins = ({ publicOrigin, origins }: Settings): string[] => [...new Set([...(publicOrigin ? [publicOrigin] : []), ...origins])];

/** Emails hold links, which need to know where readers find this server. */
export const sendsMail = ({ smtpUrl, publicOrigin }: Settings): boolean => smtpUrl !== undefined && publicOrigin !== undefined;

/** What does not work for want of a setting, each with the line to set. */
export function missingSettings(settings: Settings): string[] {
  const { base, publicOrigin, smtpUrl, threadCheck, threadsFrom } = settings;
  return [
    ...(publicOrigin
      ? []
      : [
          `PUBLIC_ORIGIN is not set, so that ${smtpUrl ? 'no mail is sent, and ' : ''}feeds hold no absolute links for ${base}: set PUBLIC_ORIGIN=https://your.site to where readers find this server.`,
        ]),
    ...(threadCheck === 'on' && threadsFrom.length === 0 && siteOrigins(settings).length === 0
      ? [
          `No page can be checked for ${base}, so that the first comment of each thread waits for a moderator: set PUBLIC_ORIGIN or ORIGINS to where the pages are, THREADS_FROM to a sitemap, or THREAD_CHECK=off.`,
        ]
      : []),
  ];
}

function rejectUnknownOptions(options: object): void {
  if (Object.keys(options).length === 0) return;
  const known = [...Object.keys(resolveSettings({})), ...optionsWithoutDefault].filter((name) => name !== 'maxNameLength');
  const strange = Object.keys(options).find((name) => !known.includes(name));
  if (strange) throw new StartError(`"${strange}" is not an option: ${didYouMean(strange, known) ?? `expected ${known.join(', ')}.`}`);
}

/** What was probably meant by a word that is no choice. */
function suggestChoice(value: string, allowed: readonly string[]): string {
  const small = value.trim().toLowerCase();
  const word = /^(true|yes|1|enabled?)$/.test(small) ? 'on' : /^(false|no|0|disabled?)$/.test(small) ? (allowed.includes('off') ? 'off' : 'none') : small;
  return allowed.includes(word) ? `: write "${word}"` : '';
}

const isOrigin = (text: string): boolean => URL.canParse(text) && new URL(text).origin === text;

/** The mail server's address is not repeated: it may hold a password. */
function checkMail({ smtpUrl, mailFrom }: Settings): void {
  if (smtpUrl === undefined) return;
  if (!/^smtps?:\/\//.test(smtpUrl) || !URL.canParse(smtpUrl))
    throw new StartError('smtpUrl: expected smtp://user:password@host:587 or smtps://…, but something else came.');
  if (!mailFrom || !/^[^\r\n]*[^\s@]+@[^\s@]+$/.test(mailFrom))
    throw new StartError(`mailFrom: expected the sender of mail, such as comments@example.org, but "${mailFrom ?? ''}" came.`);
}

function checkSingleSignOn(given: SingleSignOn | undefined): void {
  if (!given) return;
  if (!['EdDSA', 'RS256', 'HS256'].includes(given.algorithm))
    throw new StartError(`singleSignOn algorithm (SSO_ALGORITHM): expected EdDSA, RS256 or HS256, but "${given.algorithm}" came.`);
  for (const name of ['issuer', 'audience'] as const) {
    if (!given[name]) throw new StartError(`singleSignOn ${name} (SSO_${name.toUpperCase()}): expected the token's ${name}, but nothing came.`);
  }
}

/** Names in the environment, and what they set. */
const environment = {
  DATABASE: 'database',
  DATABASE_POOL: 'pool',
  BASE: 'base',
  SITE_NAME: 'siteName',
  HOLD: 'hold',
  HOLD_LINKS: 'holdLinks',
  GUESTS: 'guests',
  GUEST_EMAIL: 'guestEmail',
  EDIT_WINDOW: 'editWindow',
  MAX_LENGTH: 'maxLength',
  RATE_LIMITS: 'rateLimits',
  LOG_ADDRESSES: 'logAddresses',
  ORIGINS: 'origins',
  TRUSTED_PROXIES: 'trustedProxies',
  THREAD_CHECK: 'threadCheck',
  THREADS_FROM: 'threadsFrom',
  ACCOUNTS: 'accounts',
  VOTES: 'votes',
  PUBLIC_ORIGIN: 'publicOrigin',
  SMTP_URL: 'smtpUrl',
  MAIL_FROM: 'mailFrom',
} as const satisfies Record<string, keyof ServerOptions>;

const numbers = new Set<string>(Object.keys(ranges));
const lists = new Set<string>(['origins', 'trustedProxies', 'threadsFrom']);

export function optionsFromEnvironment(env: Record<string, string | undefined>): ServerOptions {
  const options: Record<string, unknown> = {};
  const url = env['DATABASE_URL']?.trim();
  if (url && env['DATABASE']?.trim()) throw new StartError('DATABASE and DATABASE_URL: expected one of them, but both came.');
  // Not repeated in the message: it may hold a password.
  if (url && !(isPostgresUrl(url) && URL.canParse(url)))
    throw new StartError('DATABASE_URL: expected postgres://user:password@host:5432/name, but something else came.');
  for (const [name, option] of Object.entries(environment)) {
    const value = env[name]?.trim();
    if (!value) continue;
    options[option] = numbers.has(option) ? (/^\d+$/.test(value) ? Number(value) : value) : lists.has(option) ? value.split(/[\s,]+/).filter(Boolean) : value;
  }
  const sites = env['SITES']?.trim();
  const singleSignOn = Object.fromEntries(
    ['algorithm', 'issuer', 'audience', 'secret', 'jwks'].flatMap((name) => {
      const value = env[`SSO_${name.toUpperCase()}`]?.trim();
      return value ? [[name, value]] : [];
    }),
  );
  return {
    ...options,
    ...(url && { database: url }),
    ...(sites && { sites: sitesFrom(sites) }),
    ...(Object.keys(singleSignOn).length && { singleSignOn: singleSignOn as unknown as SingleSignOn }),
  };
}

/** Names that this server reads, but for those of options. */
const otherNames = ['PORT', 'HOST', 'DATABASE_URL', 'SITES', 'SSO_ALGORITHM', 'SSO_ISSUER', 'SSO_AUDIENCE', 'SSO_SECRET', 'SSO_JWKS'];

/** Names in the environment that look like settings and are none, each as a sentence. They may belong to others, so that they are no reason not to start. */
export function unknownVariables(env: Record<string, string | undefined>): string[] {
  const known = [...Object.keys(environment), ...otherNames];
  return Object.keys(env)
    .filter((name) => !known.includes(name))
    .flatMap((name) => {
      const prefix = /^(SSO|SMTP|DATABASE)_/.exec(name)?.[0];
      const likely = closestName(name.toUpperCase(), known) ?? (prefix && known.filter((each) => each.startsWith(prefix)).join(' or '));
      return likely ? [`${name} is not a setting, and was passed over: did you mean ${likely}?`] : [];
    });
}

/** SITES: a JSON file, or the JSON itself. */
function sitesFrom(value: string): Record<string, SiteOptions> {
  let text = value;
  try {
    if (!/^[{[]/.test(value)) text = readFileSync(value, 'utf8');
  } catch (error) {
    throw new StartError(`SITES: the file "${value}" cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
  try {
    const sites: unknown = JSON.parse(text);
    if (typeof sites === 'object' && sites !== null && !Array.isArray(sites)) return sites as Record<string, SiteOptions>;
  } catch {
    /* said below */
  }
  throw new StartError('SITES: expected JSON such as {"/blog/comments": {"siteName": "Blog"}}, or the name of a file that holds it.');
}
