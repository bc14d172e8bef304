/** `blog-elements-server`: what it says and does on the command line. */

import { parseArgs } from 'node:util';
import { openDatabase } from './database.js';
import { listen, siteOf, StartError } from './index.js';
import { optionsFromEnvironment, settle } from './options.js';
import { Problem } from './problems.js';
import { Writing } from './writing.js';

const help = `blog-elements-server: the comment server of blog-elements

  blog-elements-server                 serve comments at http://127.0.0.1:8081/comments
  blog-elements-server held            list the comments that wait for a moderator
  blog-elements-server publish ID …    show them to everybody
  blog-elements-server reject ID …     remove them

Options
  --port N         port to listen on; 0 chooses a free one    (PORT, 8081)
  --host ADDRESS   address to listen on                       (HOST, 127.0.0.1)
  --database FILE  the SQLite file, made when not there       (DATABASE, data/comments.sqlite)
  --help, --version

Environment
  BASE             path of the base URL, such as /comments
  SITE_NAME        what the site is called
  HOLD             none, first (each author's first comment) or all: what waits for a moderator (none)
  HOLD_LINKS       comments with this many links wait, 0 for never (3)
  GUESTS           off, on or held: comments without an account (off)
  GUEST_EMAIL      none, optional or required; never shown (none)
  EDIT_WINDOW      seconds in which one's own comment can be changed (900)
  MAX_LENGTH       most characters in a comment (10000)
  RATE_LIMITS      on or off (on)
  ORIGINS          other sites whose pages may ask, such as https://example.org; separated by commas
  TRUSTED_PROXIES  addresses of proxies whose X-Forwarded-For is believed; separated by commas

Put it behind the web server of your site, so that https://your.site/comments reaches it.
Stop it with Ctrl+C or SIGTERM: requests under way are answered first.`;

async function main(): Promise<void> {
  const { values, positionals: [command, ...ids] } = parseArgs({
    allowPositionals: true,
    options: {
      port: { type: 'string' }, host: { type: 'string' }, database: { type: 'string' }, help: { type: 'boolean', short: 'h' }, version: { type: 'boolean', short: 'v' },
    },
  });
  if (values.help) return console.log(help);
  if (values.version) return console.log(VERSION);

  const options = { ...optionsFromEnvironment(process.env), ...(values.database && { database: values.database }) };
  if (command === undefined) return serve(options, values.port ?? process.env['PORT'], values.host ?? process.env['HOST']);
  if (!['held', 'publish', 'reject'].includes(command)) throw new StartError(`"${command}" is not a command: expected held, publish or reject, or none to serve; --help explains.`);
  await moderate(command, ids, options);
}

async function serve(options: ReturnType<typeof optionsFromEnvironment>, portText = '8081', host = '127.0.0.1'): Promise<void> {
  const port = Number(portText);
  if (!/^\d+$/.test(portText) || port > 65_535) throw new StartError(`PORT: expected a number from 0 to 65535, but "${portText}" came.`);
  const server = await listen({ ...options, port, host, log: (line) => console.log(JSON.stringify({ time: new Date().toISOString(), ...line })) });
  // Before anybody is told that it runs, so that nobody can stop it ungracefully.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => { void server.close().then(() => process.exit(0)); });
  }
  console.log(`Comments are served at ${server.url} (Ctrl+C stops it)`);
}

/** Works beside a running server: the database takes turns. */
async function moderate(command: string, ids: string[], options: ReturnType<typeof optionsFromEnvironment>): Promise<void> {
  const settings = settle(options);
  const { database, close } = await openDatabase(settings.database, { lock: false });
  try {
    const writing = new Writing(database, await siteOf(database, settings.base, settings.siteName), settings);
    if (command === 'held') {
      const held = await writing.heldComments();
      for (const { id, thread, author, text, created } of held) {
        console.log(`${id}  ${new Date(created).toISOString()}  ${visible(thread)}  ${visible(author)}\n    ${visible(text).slice(0, 500)}`);
      }
      if (held.length === 0) console.log('Nothing waits.');
      return;
    }
    if (ids.length === 0) throw new StartError(`${command} needs the id of a held comment: "blog-elements-server held" lists them.`);
    for (const id of ids) {
      await writing.decide(id, command === 'publish');
      console.log(`${id} ${command === 'publish' ? 'is published' : 'is removed'}`);
    }
  } finally {
    await close();
  }
}

/** Strangers' text must not steer a terminal. */
const visible = (text: string): string => text.replace(/\n/g, ' ⏎ ').replace(/[\p{Cc}\p{Cf}]/gu, '�');

declare const VERSION: string;

try {
  await main();
} catch (error) {
  const known = error instanceof StartError || error instanceof Problem || String((error as { code?: string }).code).startsWith('ERR_PARSE_ARGS');
  console.error(known ? (error as Error).message.split('\n')[0] : error);
  process.exitCode = 1;
}
