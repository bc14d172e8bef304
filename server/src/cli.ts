/** `blog-elements-server`: what it says and does on the command line. */

import { existsSync, rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { isPostgresUrl } from './database/dialect.js';
import { openDatabase } from './database/open.js';
import type { Database, OpenOptions } from './database/types.js';
import { listen, StartError } from './index.js';
import { migrate, pendingMigrations } from './database/migrate.js';
import { optionsFromEnvironment, resolveSites, unknownVariables, type ServerOptions } from './options.js';
import { databaseCommands, runDatabaseCommand } from './commands.js';
import { Problem } from './http/problems.js';

const help = `blog-elements-server: the comment server of blog-elements

  blog-elements-server                 serve comments at http://127.0.0.1:8081/comments
  blog-elements-server held            list the comments that wait for a moderator
  blog-elements-server publish ID …    show them to everybody
  blog-elements-server reject ID …     do not show them
  blog-elements-server moderator add EMAIL   make a moderator, who then logs in at http://127.0.0.1:8081/comments/moderation
                                             with a password that is shown once; again for a new password
                                             --author: the blog's author, whose comments say so
  blog-elements-server moderator remove EMAIL, moderator list, moderator reset-totp EMAIL (for who lost the second factor)
  blog-elements-server import FILE.xml bring in comments from a WordPress export (Tools, Export); again brings in what is new
  blog-elements-server export          write everything as JSON; --account EMAIL for one reader's, --to FILE into a file
  blog-elements-server backup FILE     copy the SQLite file while the server runs
  blog-elements-server migrate         bring the database up to date, as serving does first; --dry-run tries and undoes it

Options
  --port N         port to listen on; 0 chooses a free one    (PORT, 8081)
  --host ADDRESS   address to listen on                       (HOST, 127.0.0.1)
  --database FILE  the SQLite file, made when not there       (DATABASE, data/comments.sqlite)
  --dry-run        for migrate
  --account EMAIL, --to FILE   for export
  --author         for moderator add
  --help, --version

Environment
  DATABASE_URL     postgres://user:password@host:5432/name instead of a file; any number of servers may share it
  DATABASE_POOL    connections to PostgreSQL (10)
  BASE             path of the base URL, such as /comments, or / for all of the server (/comments)
  SITES            several sites: JSON such as {"/blog/comments": {"siteName": "Blog"}}, or a file with it
  SITE_NAME        what the site is called
  HOLD             none, first (each author's first comment) or all: what waits for a moderator (none)
  HOLD_LINKS       comments with this many links wait, 0 for never (3)
  GUESTS           off, on or held: comments without an account (off)
  GUEST_EMAIL      none, optional or required; never shown (none)
  EDIT_WINDOW      seconds in which one's own comment can be changed (900)
  MAX_LENGTH       most characters in a comment (10000)
  RATE_LIMITS      on or off (on)
  LOG_ADDRESSES    on writes the client's address beside a failed log-in, for fail2ban (off)
  ACCOUNTS         off where readers come as guests or by single sign-on only (on)
  VOTES            on or off (on)
  PUBLIC_ORIGIN    where readers find this server, such as https://your.site: for mail, links in feeds and the check of pages
  SMTP_URL         smtp://user:password@host:587 or smtps://…: mail to confirm addresses and set new passwords (no mail)
  MAIL_FROM        the sender of that mail
  SSO_ALGORITHM    EdDSA, RS256 or HS256: takes readers that your site has logged in; needs SSO_ISSUER and SSO_AUDIENCE too
  SSO_SECRET       for HS256: at least 32 bytes that your site and this server know
  SSO_JWKS         for the others: your site's public keys, as JSON, a file, or an https URL
  ORIGINS          other sites whose pages may ask, such as https://example.org; separated by commas
  TRUSTED_PROXIES  proxies whose X-Forwarded-For or Forwarded is believed: addresses, ranges, private, loopback, cloudflare; separated by commas
  THREAD_CHECK     off takes comments to threads of any page; on holds those of pages that are not found (on)
  THREADS_FROM     sitemaps or feeds that list your pages, as URLs or files; separated by commas

Put it behind the web server of your site, so that https://your.site/comments reaches it.
Stop it with Ctrl+C or SIGTERM: requests under way are answered first.`;

async function main(): Promise<void> {
  const { values, positionals: [command, ...ids] } = parseArgs({
    allowPositionals: true,
    options: {
      port: { type: 'string' }, host: { type: 'string' }, database: { type: 'string' }, help: { type: 'boolean', short: 'h' }, version: { type: 'boolean', short: 'v' }, 'dry-run': { type: 'boolean' },
      account: { type: 'string' }, to: { type: 'string' }, author: { type: 'boolean' },
    },
  });
  if (values.help) return console.log(help);
  if (values.version) return console.log(VERSION);

  const options = { ...optionsFromEnvironment(process.env), ...(values.database && { database: values.database }) };
  refuseStrange(command, ids, values);
  for (const sentence of unknownVariables(process.env)) console.error(sentence);
  if (command === undefined) return serve(options, values.port ?? process.env['PORT'], values.host ?? process.env['HOST']);
  if (command === 'migrate') return bringUpToDate(options, values['dry-run'] ?? false);
  if (command === 'backup') return backUp(options, ids[0]);
  if (!databaseCommands.includes(command)) throw new StartError(`"${command}" is not a command: expected ${[...databaseCommands, 'backup', 'migrate'].join(', ')}, or none to serve; --help explains.`);
  await runDatabaseCommand(command, ids, options, { account: values.account, to: values.to, author: values.author });
}

/** What a command does not take was meant for another, or is a slip: it is not passed over in silence. */
function refuseStrange(command: string | undefined, given: string[], values: Record<string, unknown>): void {
  for (const [option, of] of [['dry-run', 'migrate'], ['account', 'export'], ['to', 'export'], ['author', 'moderator add']] as const) {
    if (values[option] !== undefined && command !== of && `${command} ${given[0]}` !== of) throw new StartError(`--${option} goes with ${of} only: write "blog-elements-server ${of} --${option} …", or leave it out.`);
  }
  const most = ({ held: 0, export: 0, migrate: 0, backup: 1, import: 1 } as Record<string, number>)[command ?? ''];
  if (most !== undefined && given.length > most) throw new StartError(`${command} takes ${most ? 'one file' : 'nothing behind it'}, but "${given[most]}" came${most ? ' as well' : ''}; --help explains.`);
}

async function serve(options: ServerOptions, portText = '8081', host = '127.0.0.1'): Promise<void> {
  const port = Number(portText);
  if (!/^\d+$/.test(portText) || port > 65_535) throw new StartError(`PORT: expected a number from 0 to 65535, but "${portText}" came.`);
  const log = (line: Record<string, unknown>) => console.log(JSON.stringify({ time: new Date().toISOString(), ...line }));
  for (const message of unknownVariables(process.env)) log({ level: 'warn', message });
  const server = await listen({ ...options, port, host, log });
  // Before anybody is told that it runs, so that nobody can stop it ungracefully.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      server.close().then(() => process.exit(0), (error: unknown) => {
        console.error(error);
        process.exit(1);
      });
    });
  }
  const message = `Comments are served at ${server.url} (Ctrl+C stops it)`;
  if (process.stdout.isTTY) console.log(message);
  else log({ level: 'info', message });
}

/** Shows or does what stands between this database's schema and this server's. */
async function bringUpToDate(options: ServerOptions, dryRun: boolean): Promise<void> {
  const { database: place } = resolveSites(options)[0];
  const isFile = !isPostgresUrl(place) && place !== ':memory:';
  // A trial makes no file where there is none.
  const trial = dryRun && isFile && !existsSync(place) ? ':memory:' : place;
  let steps = await withDatabase(trial, { migrate: false, lock: !dryRun }, pendingMigrations);
  if (dryRun && steps.length) steps = await rehearse(trial, trial === place && isFile);
  if (!dryRun) await (await openDatabase(place)).close();
  for (const name of steps) console.log(`${dryRun ? 'would do' : 'done'}: ${name}`);
  if (steps.length === 0) console.log('The database is up to date.');
  else if (dryRun) console.log('Each step was tried and undone: the database is as it was.');
}

async function withDatabase<Result>(place: string, how: OpenOptions, task: (database: Database) => Promise<Result>): Promise<Result> {
  const { database, close } = await openDatabase(place, how);
  try {
    return await task(database);
  } finally {
    await close();
  }
}

/** On a copy of a file, so that the server beside can write all the while. */
async function rehearse(place: string, isFile: boolean): Promise<string[]> {
  const copy = isFile ? `${place}-rehearsal-${process.pid}` : place;
  try {
    if (isFile) (await import('./database/sqlite.js')).backUpSqlite(place, copy);
    return await withDatabase(copy, { migrate: false, lock: false }, (database) => migrate(database, { rehearse: true }));
  } finally {
    if (isFile) for (const end of ['', '-wal', '-shm']) rmSync(copy + end, { force: true });
  }
}

async function backUp(options: ServerOptions, target: string | undefined): Promise<void> {
  if (!target) throw new StartError('backup needs the name of the file to make, such as: blog-elements-server backup comments-backup.sqlite.');
  const { database } = resolveSites(options)[0];
  if (isPostgresUrl(database)) throw new StartError('backup copies an SQLite file: for PostgreSQL use pg_dump, or the continuous archiving of your server.');
  const { backUpSqlite } = await import('./database/sqlite.js');
  console.log(`${target} holds ${backUpSqlite(database, target)} comments`);
}

declare const VERSION: string;

try {
  await main();
} catch (error) {
  const known = error instanceof StartError || error instanceof Problem || String((error as { code?: string }).code).startsWith('ERR_PARSE_ARGS');
  console.error(known ? (error as Error).message.split('\n')[0] : error);
  process.exitCode = 1;
}
