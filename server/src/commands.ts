/** Commands about people and texts. They work beside a running server: the database takes turns. */

import { createWriteStream, existsSync } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { Moderators } from './accounts/moderators.js';
import { isPostgresUrl } from './database/dialect.js';
import { openDatabase } from './database/open.js';
import type { Database } from './database/types.js';
import { exportOf, ownDataOf } from './import-export/export.js';
import { ensureSite } from './index.js';
import { Moderation } from './moderation/moderation.js';
import { StartError } from './errors.js';
import { resolveSites, type ServerOptions, type Settings } from './options.js';
import { email as emailSchema } from './accounts/schemas.js';
import { makeCommentSchemas } from './comments/schemas.js';
import { CommentWriter } from './comments/write.js';

export const databaseCommands = ['held', 'publish', 'reject', 'moderator', 'import', 'export'];

interface Site {
  settings: Settings;
  site: number;
  commentWriter: CommentWriter;
  moderators: Moderators;
  database: Database;
}

export async function runDatabaseCommand(
  command: string,
  given: string[],
  options: ServerOptions,
  { account, to, author = false }: { account?: string | undefined; to?: string | undefined; author?: boolean | undefined },
): Promise<void> {
  const all = resolveSites(options);
  const place = all[0].database;
  const asked = command === 'moderator' ? moderatorOf(given) : undefined;
  if (command === 'import' && !given[0]) throw new StartError('import needs a WordPress export, such as: blog-elements-server import wordpress.xml.');
  // These two may come first of all; for the others a file that is not there is a slip.
  if (!['moderator', 'import'].includes(command) && !isPostgresUrl(place) && place !== ':memory:' && !existsSync(place))
    throw new StartError(`The database ${place} is not there: name it with DATABASE.`);
  const open = await openDatabase(place, { lock: false });
  try {
    const sites: Site[] = [];
    for (const settings of all) {
      const site = await ensureSite(open.database, settings.base, settings.siteName);
      sites.push({
        settings,
        site,
        database: open.database,
        commentWriter: new CommentWriter(open.database, site, settings, open.changes),
        moderators: new Moderators(open.database, site),
      });
    }
    if (command === 'held') return await listHeld(sites);
    if (command === 'publish' || command === 'reject') return await decide(command, given, sites);
    const [one] = sites;
    if (!one || sites.length > 1) throw new StartError(`${command} works on one site: leave SITES out and name the site with BASE.`);
    if (asked) return await moderator(asked, one, author);
    if (command === 'import') return await importFile(given[0]!, one);
    await exportData(one, account, to);
  } finally {
    await open.close();
  }
}

async function listHeld(sites: Site[]): Promise<void> {
  let some = false;
  for (const { database, site, commentWriter } of sites) {
    const { comments } = await new Moderation(database, site, commentWriter).list({ show: 'held' });
    for (const { id, thread, author, text, dateCreated } of comments) {
      some = true;
      console.log(`${id}  ${dateCreated}  ${escapeForTerminal(thread)}  ${escapeForTerminal(author)}\n    ${escapeForTerminal(text).slice(0, 500)}`);
    }
  }
  if (!some) console.log('Nothing waits.');
}

async function decide(command: 'publish' | 'reject', ids: string[], sites: Site[]): Promise<void> {
  if (ids.length === 0) throw new StartError(`${command} needs the id of a comment: "blog-elements-server held" lists those that wait.`);
  for (const id of ids) {
    const done = await Promise.all(sites.map(({ commentWriter }) => commentWriter.decide(id, command === 'publish' ? 'approve' : 'reject')));
    if (!done.some(Boolean)) throw new StartError(`No comment has the id "${escapeForTerminal(id)}".`);
    console.log(`${id} is ${command === 'publish' ? 'published' : 'rejected'}`);
  }
}

function moderatorOf([what, email, ...more]: string[]): { what: 'add' | 'remove' | 'reset-totp' | 'list'; address: string } {
  if (what === 'list' && email === undefined) return { what, address: '' };
  const address = emailSchema.safeParse(email).data;
  if ((what !== 'add' && what !== 'remove' && what !== 'reset-totp') || !address || more.length) {
    throw new StartError('moderator: expected "moderator add EMAIL", "moderator remove EMAIL", "moderator reset-totp EMAIL" or "moderator list".');
  }
  return { what, address };
}

async function moderator({ what, address }: ReturnType<typeof moderatorOf>, { moderators, settings }: Site, author: boolean): Promise<void> {
  if (what === 'list') {
    const all = await moderators.list();
    for (const each of all) console.log(`${escapeForTerminal(each.email)}  ${escapeForTerminal(each.name)}`);
    if (all.length === 0) console.log('There are no moderators yet: "blog-elements-server moderator add EMAIL" makes one.');
    return;
  }
  if (what === 'remove') {
    if (!(await moderators.remove(address))) throw new StartError(`${address} is no moderator.`);
    await moderators.setRole(address, null);
    return console.log(`${address} moderates no more, and is logged out.`);
  }
  if (what === 'reset-totp') {
    if (!(await moderators.removeSecondFactor(address))) throw new StartError(`${address} has no second factor.`);
    return console.log(`${address} logs in with the password alone now, and can turn the second factor on again.`);
  }
  const password = await moderators.add(address);
  await moderators.setRole(address, author ? 'author' : null);
  console.log(`${address} moderates now, with the password ${password} (this is the only time that it is shown). Sessions from before have ended.`);
  console.log(`The page for moderators is ${settings.base}/moderation at the server's address.`);
}

async function importFile(file: string, { commentWriter, settings }: Site): Promise<void> {
  const { importWordPress } = await import('./import-export/wordpress.js');
  let told = 0;
  const report = await importWordPress(file, { commentWriter, schemas: makeCommentSchemas(settings) }, (soFar) => {
    if (Date.now() - told < 1000) return;
    told = Date.now();
    console.error(`${soFar.percent} %: ${soFar.added} comments brought in, ${soFar.present} were here already`);
  });
  console.log(`${report.added} comments in ${report.threads} threads brought in; ${report.present} were here already.`);
  for (const [reason, examples] of report.skipped) {
    console.log(
      `Left out, ${reason}: ${examples.count} (${examples.ids.map(escapeForTerminal).join(', ')}${examples.count > examples.ids.length ? ', …' : ''})`,
    );
  }
  for (const [reason, examples] of report.changed) {
    console.log(
      `Changed, ${reason}: ${examples.count} (${examples.ids.map(escapeForTerminal).join(', ')}${examples.count > examples.ids.length ? ', …' : ''})`,
    );
  }
}

async function exportData({ database, site }: Site, account: string | undefined, to: string | undefined): Promise<void> {
  const out = to ? createWriteStream(to, { flags: 'wx', mode: 0o600 }) : process.stdout;
  if (to) {
    await once(out, 'open').catch((error: NodeJS.ErrnoException) => {
      throw new StartError(error.code === 'EEXIST' ? `${to} is there already: choose another name.` : `${to} cannot be written (${error.code}).`);
    });
  }
  const write = async (text: string): Promise<void> => {
    if (!out.write(text)) await once(out, 'drain');
  };
  if (account === undefined) {
    for await (const piece of exportOf(database, site)) await write(piece);
  } else {
    const email = account.trim().toLowerCase();
    const found = await database
      .selectFrom('accounts')
      .select('id')
      .where('site', '=', site)
      .where((where) => where.or([where('email', '=', email), where('id', '=', account)]))
      .executeTakeFirst();
    if (!found) throw new StartError(`No account has the e-mail address or id "${escapeForTerminal(account)}".`);
    await write(`${JSON.stringify(await ownDataOf(database, found.id), null, 1)}\n`);
  }
  if (to) {
    out.end();
    await finished(out as NodeJS.WritableStream);
    console.log(`${to} is written.`);
  }
}

/** Strangers' text must not steer a terminal. */
const escapeForTerminal = (text: string): string => text.replace(/\n/g, ' ⏎ ').replace(/[\p{Cc}\p{Cf}]/gu, '�');
