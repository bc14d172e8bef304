/** The tables as Kysely sees them. Times are milliseconds since 1970, UTC. Every row belongs to a site. */
import type { Generated } from 'kysely';

export interface Tables {
  sites: { id: Generated<number>; base: string; name: string };
  /**
   * `email` is the address one logs in with, `''` when there is none (yet); `pending` waits for its confirmation. An account of the host's own, by single
   * sign-on, is (site, issuer, subject) and has neither address nor password.
   */
  accounts: {
    id: string; site: number; name: string; email: string; password: string; created: number; banned: Generated<number>; pending: string | null;
    confirmed: Generated<number>; moderator: Generated<number>; issuer: string | null; subject: string | null;
  };
  /** `hash` is the SHA-256 of the token: who reads the database cannot log in with it. */
  sessions: { hash: string; account: string; created: number; used: number; kind: Generated<'reader' | 'moderator'> };
  /** Sent by mail, for one use; by their SHA-256. */
  codes: { hash: string; account: string; purpose: 'confirm' | 'reset'; email: string; created: number };
  /** Browsers that an account has logged in from, by the SHA-256 of the token that each keeps. */
  devices: { hash: string; account: string; used: number };
  /** TOTP. `lastPeriod` is that of the newest code that was used. */
  secondFactors: { account: string; label: string; secret: string; confirmed: Generated<number>; lastPeriod: Generated<number> };
  recoveryCodes: { hash: string; account: string };
  addressKeys: { period: number; key: string };
  votes: { comment: number; account: string };
  reports: { comment: number; reporter: string; reason: string | null; created: number };
  bans: { id: Generated<number>; site: number; address: string; created: number };
  rules: { id: Generated<number>; site: number; kind: 'word' | 'link'; pattern: string; verdict: 'hold' | 'spam' };
  /** `count`: published comments. `version` grows with each change that everybody may see. */
  threads: {
    id: Generated<number>; site: number; key: string; url: string | null; title: string | null; closed: Generated<number>; count: Generated<number>; version: Generated<number>;
  };
  comments: CommentTable;
  /** Keys under which addresses are kept for a day. */
  dailySecrets: { day: string; secret: string };
}

export interface CommentTable {
  /** Grows with time: the order of a thread. */
  seq: Generated<number>;
  id: string;
  site: number;
  thread: number;
  /** `seq` of the comment it answers, and of the first in its chain. */
  parent: number | null;
  root: number | null;
  depth: number;
  account: string | null;
  authorName: string;
  authorUrl: string | null;
  authorEmail: string | null;
  /** SHA-256 of a guest's right to edit. */
  secret: string | null;
  text: string;
  status: 'published' | 'held' | 'deleted';
  created: number;
  modified: number | null;
  /** The client's idempotency key, and a hash of what was sent with it. */
  key: string;
  body: string;
  /** Published direct replies. */
  replies: Generated<number>;
  /** The thread's version at the last change that everybody may see, and at the one that showed it; null when nobody has seen it. */
  version: Generated<number>;
  shown: number | null;
  /** The mark of the address it came from (addresses.ts), for a limited time. */
  address: string | null;
  /** Why a held comment does not wait any more: a moderator, or a rule, has seen it. */
  verdict: 'rejected' | 'spam' | null;
  votes: Generated<number>;
}
