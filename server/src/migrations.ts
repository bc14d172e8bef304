/** The schema, one step a version. Steps are never changed once released; new ones are added at the end. */

import type Sqlite from 'libsql';

/** "blog" in the file's header says whose it is. */
export const applicationId = 0x626c6f67;

const steps: string[] = [
  `
  create table sites (id integer primary key, base text not null unique, name text not null);

  create table accounts (
    id text primary key, site integer not null references sites on delete cascade, name text not null, email text not null,
    password text not null, created integer not null, banned integer not null default 0
  );
  create unique index accountsByEmail on accounts (site, email);

  create table sessions (
    hash text primary key, account text not null references accounts on delete cascade, created integer not null, used integer not null
  );
  create index sessionsByAccount on sessions (account);

  create table threads (
    id integer primary key, site integer not null references sites on delete cascade, key text not null, url text, title text,
    closed integer not null default 0, count integer not null default 0
  );
  create unique index threadsByKey on threads (site, key);

  create table comments (
    seq integer primary key autoincrement, id text not null unique, site integer not null references sites on delete cascade,
    thread integer not null references threads on delete cascade, parent integer references comments, root integer references comments,
    depth integer not null, account text references accounts on delete set null, authorName text not null, authorUrl text, authorEmail text,
    secret text, text text not null, status text not null check (status in ('published', 'held', 'deleted')), created integer not null,
    modified integer, key text not null, body text not null, replies integer not null default 0
  );
  create unique index commentsByKey on comments (site, key);
  create index rootsOfThread on comments (thread, seq) where parent is null;
  create index repliesOfComment on comments (parent, seq) where parent is not null;
  create index heldOfThread on comments (thread, account) where status = 'held';
  create index commentsByAccount on comments (account, created);
  `,
];

export const newestVersion = steps.length;

/** Brings the schema to the newest version, each step whole or not at all. */
export function migrate(connection: Sqlite.Database): void {
  const [row] = connection.pragma('user_version') as { user_version: number }[];
  for (let version = row!.user_version; version < newestVersion; version++) {
    connection.exec('begin immediate');
    try {
      connection.exec(steps[version]!);
      connection.exec(`pragma application_id = ${applicationId}; pragma user_version = ${version + 1}`);
      connection.exec('commit');
    } catch (error) {
      connection.exec('rollback');
      throw error;
    }
  }
}
