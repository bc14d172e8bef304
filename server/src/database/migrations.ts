/**
 * The schema as steps, applied in this order (migrate.ts). A released step is never changed: a new column is a new step at the end, and a new line in
 * tables.ts. Databases remember the steps by their names, so that names stay as they are; their numbers say nothing of the order.
 *
 * Steps are written for SQLite, with quoted names, which PostgreSQL would fold to lower case.
 */

import { migrateBans } from './migrations/302-bans-and-removals.js';
import { migrateNamesAndUrls } from './migrations/303-names-and-urls.js';
import type { Transaction } from './types.js';

/** `afterwards` does what SQL cannot, after it and in the same transaction. */
export interface Migration {
  name: string;
  sql: string;
  afterwards?: (transaction: Transaction) => Promise<void>;
}

export const migrations: Migration[] = [
  {
    name: '001 sites, accounts, threads and comments',
    sql: `
      create table "sites" ("id" integer primary key, "base" text not null unique, "name" text not null);

      create table "accounts" (
        "id" text primary key, "site" integer not null references "sites" on delete cascade, "name" text not null, "email" text not null,
        "password" text not null, "created" integer not null, "banned" integer not null default 0
      );
      create unique index "accountsByEmail" on "accounts" ("site", "email");

      create table "sessions" (
        "hash" text primary key, "account" text not null references "accounts" on delete cascade, "created" integer not null, "used" integer not null
      );
      create index "sessionsByAccount" on "sessions" ("account");

      create table "threads" (
        "id" integer primary key, "site" integer not null references "sites" on delete cascade, "key" text not null, "url" text, "title" text,
        "closed" integer not null default 0, "count" integer not null default 0
      );
      create unique index "threadsByKey" on "threads" ("site", "key");

      create table "comments" (
        "seq" integer primary key autoincrement, "id" text not null unique, "site" integer not null references "sites" on delete cascade,
        "thread" integer not null references "threads" on delete cascade, "parent" integer references "comments", "root" integer references "comments",
        "depth" integer not null, "account" text references "accounts" on delete set null, "authorName" text not null, "authorUrl" text, "authorEmail" text,
        "secret" text, "text" text not null, "status" text not null check ("status" in ('published', 'held', 'deleted')), "created" integer not null,
        "modified" integer, "key" text not null, "body" text not null, "replies" integer not null default 0
      );
      create unique index "commentsByKey" on "comments" ("site", "key");
      create index "rootsOfThread" on "comments" ("thread", "seq") where "parent" is null;
      create index "repliesOfComment" on "comments" ("parent", "seq") where "parent" is not null;
      create index "heldOfThread" on "comments" ("thread", "account") where "status" = 'held';
      create index "commentsByAccount" on "comments" ("account", "created");
    `,
  },
  {
    name: '101 what changed since',
    sql: `
      alter table "threads" add column "version" integer not null default 0;
      alter table "comments" add column "version" integer not null default 0;
      alter table "comments" add column "shown" integer;
      update "comments" set "shown" = 0 where "status" = 'published';
      create index "changesOfThread" on "comments" ("thread", "version");
    `,
  },
  {
    name: '102 limits',
    sql: `create table "limits" ("key" varchar(255) primary key, "points" integer not null default 0, "expire" integer);
      create table "dailySecrets" ("day" text primary key, "secret" text not null);`,
  },
  {
    name: '201 people: confirmed addresses, moderators, single sign-on, addresses as marks, verdicts, votes, reports, bans, rules',
    sql: `
      alter table "accounts" add column "pending" text;
      alter table "accounts" add column "confirmed" integer not null default 0;
      alter table "accounts" add column "moderator" integer not null default 0;
      alter table "accounts" add column "issuer" text;
      alter table "accounts" add column "subject" text;
      drop index "accountsByEmail";
      create unique index "accountsByEmail" on "accounts" ("site", "email") where "email" <> '';
      create index "accountsByPending" on "accounts" ("site", "pending", "created") where "pending" is not null;
      create unique index "accountsBySubject" on "accounts" ("site", "issuer", "subject") where "issuer" is not null;
      alter table "sessions" add column "kind" text not null default 'reader';
      create table "codes" (
        "hash" text primary key, "account" text not null references "accounts" on delete cascade, "purpose" text not null, "email" text not null, "created" integer not null
      );
      create index "codesByAccount" on "codes" ("account");

      create table "addressKeys" ("period" integer primary key, "key" text not null);
      alter table "comments" add column "address" text;
      alter table "comments" add column "verdict" text;
      alter table "comments" add column "votes" integer not null default 0;
      create index "addressesOfComments" on "comments" ("created") where "address" is not null;
      create index "heldOfSite" on "comments" ("site", "seq") where "status" = 'held';
      create index "publishedOfSite" on "comments" ("site", "seq") where "status" = 'published';
      create index "topOfThread" on "comments" ("thread", "votes", "seq") where "parent" is null;

      create table "votes" (
        "comment" integer not null references "comments" on delete cascade, "account" text not null references "accounts" on delete cascade, primary key ("comment", "account")
      );
      create index "votesByAccount" on "votes" ("account");
      create table "reports" (
        "comment" integer not null references "comments" on delete cascade, "reporter" text not null, "reason" text, "created" integer not null, primary key ("comment", "reporter")
      );
      create table "bans" (
        "id" integer primary key, "site" integer not null references "sites" on delete cascade, "address" text not null, "created" integer not null
      );
      create unique index "bansByAddress" on "bans" ("site", "address");
      create table "rules" (
        "id" integer primary key, "site" integer not null references "sites" on delete cascade, "kind" text not null, "pattern" text not null, "verdict" text not null
      );
      create unique index "rulesByPattern" on "rules" ("site", "kind", "pattern");
    `,
  },
  {
    name: '303 names and roles',
    sql: `
      alter table "accounts" add column "role" text;
      alter table "accounts" add column "skeleton" text not null default '';
      alter table "accounts" add column "formerly" text;
      create index "accountsBySkeleton" on "accounts" ("site", "skeleton");
      create index "staffOfSite" on "accounts" ("site") where "moderator" = 1 or "role" is not null;

      create table "formerNames" (
        "id" integer primary key, "account" text not null references "accounts" on delete cascade, "name" text not null, "ended" integer not null
      );
      create index "formerNamesByAccount" on "formerNames" ("account", "ended");
      create index "formerNamesByEnd" on "formerNames" ("ended");

      update "comments" set "secret" = '' where "account" is null and "secret" is null and "address" is not null;
      update "comments" set "votes" = "votes" - 1
        where "account" is not null and exists (select 1 from "votes" where "votes"."comment" = "comments"."seq" and "votes"."account" = "comments"."account");
      delete from "votes" where exists (select 1 from "comments" where "comments"."seq" = "votes"."comment" and "comments"."account" = "votes"."account");
    `,
    afterwards: migrateNamesAndUrls,
  },
  {
    name: '304 thread pages',
    sql: `
      alter table "threads" add column "verified" integer not null default 0;
      alter table "threads" add column "checked" integer;
      alter table "threads" add column "corrected" integer not null default 0;
      update "threads" set "verified" = 1;
      alter table "sites" add column "uuid" text;
    `,
  },
  {
    name: '305 the clock, and whether there is room to write',
    sql: `
      create table "clock" ("id" integer primary key, "seen" integer not null, "doubted" integer, "ran" integer not null default 0);
      insert into "clock" ("id", "seen") select 1, "latest" from (
        select max("time") as "latest" from (
          select max("used") as "time" from "sessions" union all select "time" from (select "created" as "time" from "comments" order by "seq" desc limit 1) as "newest"
        ) as "times"
      ) as "found" where "latest" is not null;
      create table "writeProbe" ("id" integer primary key, "filling" text not null);
    `,
  },
  {
    name: '302 bans and removals',
    sql: `
      create table "acts" (
        "id" integer primary key, "site" integer not null references "sites" on delete cascade, "kind" text not null, "name" text not null, "created" integer not null,
        "selection" text, "state" text, "cursor" integer not null default 0, "count" integer not null default 0
      );
      create index "actsOfSite" on "acts" ("site", "kind", "id");
      create table "banEntries" (
        "act" integer not null references "acts" on delete cascade, "site" integer not null references "sites" on delete cascade, "kind" text not null, "value" text not null,
        "within" text, "ends" integer
      );
      create index "banEntriesByValue" on "banEntries" ("site", "value");
      create index "banEntriesByNetwork" on "banEntries" ("site", "within") where "within" is not null;
      create index "banEntriesOfAct" on "banEntries" ("act");

      alter table "comments" add column "mailbox" text;
      alter table "comments" add column "networks" text;
      alter table "comments" add column "removal" integer;
      alter table "comments" add column "statusBefore" text;
      alter table "comments" add column "deletedBy" text;
      drop index "commentsByAccount";
      create index "commentsOfAccount" on "comments" ("account", "seq") where "account" is not null;
      create index "commentsOfMailbox" on "comments" ("site", "mailbox", "seq") where "mailbox" is not null;
      create index "commentsOfAddress" on "comments" ("site", "address", "seq") where "address" is not null;
      create index "commentsOfThread" on "comments" ("thread", "seq");
      create index "commentsOfRemoval" on "comments" ("removal", "seq") where "removal" is not null;
      drop index "heldOfSite";
      create index "heldOfSite" on "comments" ("site", "verdict", "seq") where "status" = 'held';
    `,
    afterwards: migrateBans,
  },
  {
    name: '301 accounts: second factor and known devices',
    sql: `
      create table "devices" (
        "hash" text not null, "account" text not null references "accounts" on delete cascade, "used" integer not null, primary key ("hash", "account")
      );
      create index "devicesByAccount" on "devices" ("account");
      create table "secondFactors" (
        "account" text primary key references "accounts" on delete cascade, "label" text not null, "secret" text not null, "confirmed" integer not null default 0,
        "lastPeriod" integer not null default 0
      );
      create table "recoveryCodes" (
        "hash" text not null, "account" text not null references "accounts" on delete cascade, primary key ("account", "hash")
      );
      create index "reportsByReporter" on "reports" ("reporter");
      create index "codesByEmail" on "codes" ("email");
    `,
  },
];
