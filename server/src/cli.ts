/** The command line of `blog-elements-server`. */

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
  blog-elements-server held            list the comments that are held for a moderator
  blog-elements-server publish ID …    publish held comments
  blog-elements-server reject ID …     reject held comments
  blog-elements-server moderator add EMAIL   add a moderator, who logs in at http://127.0.0.1:8081/comments/moderation
                                             with a password that is shown once; run it again for a new password
                                             --author: the blog's author, whose comments are labeled
  blog-elements-server moderator remove EMAIL, moderator list, moderator reset-totp EMAIL (turns off two-factor authentication)
  blog-elements-server import FILE.xml import comments from a WordPress export (Tools, Export); run it again for new comments
  blog-elements-server export          write everything as JSON; --account EMAIL for one account, --to FILE for a file
  blog-elements-server backup FILE     copy the SQLite file while the server runs
  blog-elements-server migrate         update the database, as the server does when it starts; --dry-run only tries it

Options
  --port N         port to listen on; 0 for any free one      (PORT, 8081)
  --host ADDRESS   address to listen on                       (HOST, 127.0.0.1)
  --database FILE  the SQLite file; created if missing        (DATABASE, data/comments.sqlite)
  --dry-run        for migrate
  --account EMAIL, --to FILE   for export
  --author         for moderator add
  --help, --version

Environment (defaults in parentheses)
  DATABASE_URL     postgres://user:password@host:5432/name instead of a file; any number of servers can share it
  DATABASE_POOL    connections to PostgreSQL (10)
  BASE             path of the base URL, such as /comments, or / for the whole server (/comments)
  SITES            several sites: JSON such as {"/blog/comments": {"siteName": "Blog"}}, or a JSON file
  SITE_NAME        name of the site
  HOLD             none, first (each author's first comment) or all: which comments are held for a moderator (none)
  HOLD_LINKS       comments with this many links are held; 0 turns this off (3)
  GUESTS           off, on or held: comments without an account (off)
  GUEST_EMAIL      none, optional or required; never published (none)
  EDIT_WINDOW      seconds in which authors can edit their own comments (900)
  MAX_LENGTH       maximum number of characters in a comment (10000)
  RATE_LIMITS      on or off (on)
  LOG_ADDRESSES    on logs the client's IP address with a failed log-in, for fail2ban (off)
  ACCOUNTS         off if readers only comment as guests or by single sign-on (on)
  VOTES            on or off (on)
  PUBLIC_ORIGIN    public origin of this server, such as https://your.site: for email, links in feeds and the check of pages
  SMTP_URL         smtp://user:password@host:587 or smtps://…: sends email to confirm addresses and reset passwords (none)
  MAIL_FROM        sender of these emails
  SSO_ALGORITHM    EdDSA, RS256 or HS256: accepts readers that your site has logged in; also needs SSO_ISSUER and SSO_AUDIENCE
  SSO_SECRET       for HS256: at least 32 bytes, shared by your site and this server
  SSO_JWKS         for the others: your site's public keys, as JSON, a file, or an https URL
  ORIGINS          other sites whose pages may use this server, such as https://example.org; separated by commas
  TRUSTED_PROXIES  proxies whose X-Forwarded-For or Forwarded is trusted: addresses, ranges, private, loopback, cloudflare; separated by commas
  THREAD_CHECK     on holds the first comment of a thread whose page is not found; off does not check (on)
  THREADS_FROM     sitemaps or feeds that list your pages, as URLs or files; separated by commas

Put it behind the web server of your site, so that https://your.site/comments reaches it.
Stop it with Ctrl+C or SIGTERM: running requests are answered first.`;

async function main(): Promise<void> {
  const {
    values,
    positionals: [command, ...ids],
  } = parseArgs({
    allowPositionals: true,
    options: {
      port: { type: 'string' },
      host: { type: 'string' },
      database: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
      version: { type: 'boolean', short: 'v' },
      'dry-run': { type: 'boolean' },
      account: { type: 'string' },
      to: { type: 'string' },
      author: { type: 'boolean' },
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
  if (!databaseCommands.includes(command))
    throw new StartError(
      `"${command}" is not a command: expected ${[...databaseCommands, 'backup', 'migrate'].join(', ')}, or no command to start the server. See --help.`,
    );
  await runDatabaseCommand(command, ids, options, { account: values.account, to: values.to, author: values.author });
}

/** An option or argument that a command does not take is a mistake, and is never ignored silently. */
function refuseStrange(command: string | undefined, given: string[], values: Record<string, unknown>): void {
  for (const [option, of] of [
    ['dry-run', 'migrate'],
    ['account', 'export'],
    ['to', 'export'],
    ['author', 'moderator add'],
  ] as const) {
    if (values[option] !== undefined && command !== of && `${command} ${given[0]}` !== of)
      throw new StartError(`--${option} is only for ${of}: use "blog-elements-server ${of} --${option} …", or leave it out.`);
  }
  const most = ({ held: 0, export: 0, migrate: 0, backup: 1, import: 1 } as Record<string, number>)[command ?? ''];
  if (most !== undefined && given.length > most)
    throw new StartError(`${command}: expected ${most ? 'one file' : 'no arguments'}, got "${given[most]}"${most ? ' as well' : ''}. See --help.`);
}

async function serve(options: ServerOptions, portText = '8081', host = '127.0.0.1'): Promise<void> {
  const port = Number(portText);
  if (!/^\d+$/.test(portText) || port > 65_535) throw new StartError(`PORT: expected a number from 0 to 65535, got "${portText}".`);
  const log = (line: Record<string, unknown>) => console.log(JSON.stringify({ time: new Date().toISOString(), ...line }));
  for (const message of unknownVariables(process.env)) log({ level: 'warn', message });
  const server = await listen({ ...options, port, host, log });
  // Before anybody is told that it runs, so that nobody can stop it ungracefully.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      server.close().then(
        () => process.exit(0),
        (error: unknown) => {
          console.error(error);
          process.exit(1);
        },
      );
    });
  }
  const message = `Serving comments at ${server.url} (press Ctrl+C to stop)`;
  if (process.stdout.isTTY) console.log(message);
  else log({ level: 'info', message });
}

/** Runs the migrations that the database lacks, or tries them. */
async function bringUpToDate(options: ServerOptions, dryRun: boolean): Promise<void> {
  const { database: place } = resolveSites(options)[0];
  const isFile = !isPostgresUrl(place) && place !== ':memory:';
  // A trial makes no file where there is none.
  const trial = dryRun && isFile && !existsSync(place) ? ':memory:' : place;
  let steps = await withDatabase(trial, { migrate: false, lock: !dryRun }, pendingMigrations);
  if (dryRun && steps.length) steps = await rehearse(trial, trial === place && isFile);
  if (!dryRun) await (await openDatabase(place)).close();
  for (const name of steps) console.log(`${dryRun ? 'would run' : 'done'}: ${name}`);
  if (steps.length === 0) console.log('The database is up to date.');
  else if (dryRun) console.log('Each migration was tried and rolled back: the database is unchanged.');
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
