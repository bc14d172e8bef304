/** The columns of all tables, as Kysely sees them. Times are milliseconds since 1970, UTC. Every row belongs to a site. */
import type { Generated } from 'kysely';
import type { CommentStatus } from '../../../src/comments/model.js';

export interface Tables {
  /** `uuid` names the site in feeds, where nobody has said where readers find it. */
  sites: { id: Generated<number>; base: string; name: string; uuid: string | null };
  /**
   * `email` is the address one logs in with, `''` when there is none (yet); `pending` waits for its confirmation. An account of the host's own, by single
   * sign-on, is (site, issuer, subject) and has neither address nor password.
   */
  accounts: {
    id: string;
    site: number;
    name: string;
    email: string;
    password: string;
    created: number;
    banned: Generated<number>;
    pending: string | null;
    confirmed: Generated<number>;
    moderator: Generated<number>;
    issuer: string | null;
    subject: string | null;
    /** `author` writes the blog. A moderator is known by `moderator`. */
    role: Generated<'author' | null>;
    /** The same for all names that look alike (look-alike-names.ts). */
    skeleton: Generated<string>;
    /** The names of the last 30 days, the latest first, as they are shown. */
    formerly: Generated<string | null>;
  };
  /** Names that accounts had until `ended`, for 30 days. */
  formerNames: { id: Generated<number>; account: string; name: string; ended: number };
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
  acts: ActTable;
  /**
   * What a ban covers, by account, mailbox (`email`; `claimed` when nobody has confirmed it), guest's secret or network. `within` is the hash of the network around
   * an IPv6 one; `ends` is when the key of a hash is deleted.
   */
  banEntries: {
    act: number;
    site: number;
    kind: 'account' | 'email' | 'claimed' | 'secret' | 'network';
    value: string;
    within: string | null;
    ends: number | null;
  };
  rules: { id: Generated<number>; site: number; kind: 'word' | 'link'; pattern: string; verdict: 'hold' | 'spam' };
  /**
   * `count`: published comments. `version` grows with each change that everybody may see. `verified`: its page is known, or a moderator published a comment in
   * it (thread-pages.ts). `checked`: when the page last said its URL and title. `corrected`: a moderator said them.
   */
  threads: {
    id: Generated<number>;
    site: number;
    key: string;
    url: string | null;
    title: string | null;
    closed: Generated<number>;
    count: Generated<number>;
    version: Generated<number>;
    verified: Generated<number>;
    checked: number | null;
    corrected: Generated<number>;
  };
  comments: CommentTable;
  /** One row, with 1 as id: see clock.ts. */
  clock: { id: number; seen: number; doubted: number | null; ran: Generated<number> };
  /** Written to find out whether the disk has room (write-probe.ts). */
  writeProbe: { id: number; filling: string };
  /** Keys under which addresses are kept for a day. */
  dailySecrets: { day: string; secret: string };
}

/** What a moderator can undo as a whole: a ban, or the removal of all comments by an author or from an address. */
export interface ActTable {
  id: Generated<number>;
  site: number;
  kind: 'ban' | 'removal';
  /** Whom it is about, as the moderator saw it. */
  name: string;
  created: number;
  /** A removal's: whose comments (JSON), how far it has come, and how many they are. */
  selection: string | null;
  state: 'removing' | 'removed' | 'undoing' | 'wiping' | null;
  cursor: Generated<number>;
  count: Generated<number>;
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
  /** The hash of a guest's mailbox. */
  mailbox: string | null;
  /** SHA-256 of a guest's right to edit; '' for a guest who has none; null for accounts and for what was brought in from elsewhere. */
  secret: string | null;
  text: string;
  status: CommentStatus;
  created: number;
  modified: number | null;
  /** The client's idempotency key, and a hash of what was sent with it; of a deleted comment, see deletion.ts. */
  key: string;
  body: string;
  /** Published direct replies. */
  replies: Generated<number>;
  /** The thread's version at the last change that everybody may see, and at the one that showed it; null when nobody has seen it. */
  version: Generated<number>;
  shown: number | null;
  /** The hash of the IP address it came from (address-hashes.ts), for a limited time. */
  address: string | null;
  /** Hashes of the networks around it, each wider, separated by spaces. */
  networks: string | null;
  /** Set when a moderator or a rule decided on a held comment; null while it waits. */
  verdict: 'rejected' | 'spam' | 'removed' | null;
  /** The act that removed it, and what it was before: its status, or its verdict. */
  removal: number | null;
  statusBefore: 'published' | 'held' | 'rejected' | 'spam' | null;
  /** null for comments that were deleted before this column existed. */
  deletedBy: 'writer' | 'moderator' | null;
  votes: Generated<number>;
}
