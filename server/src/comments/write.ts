/** New comments, changes and deletions. One path for all of them: the schemas have checked what comes here. */

import type { Selectable } from 'kysely';
import { linksIn, parseMarkup } from '../../../src/comments/markup/parse.js';
import type { Reader } from '../accounts/accounts.js';
import { judgeName, takenName } from '../accounts/impersonation.js';
import { Changes } from '../database/change-feed.js';
import type { Database, Work } from '../database/open.js';
import type { Settings } from '../options.js';
import { Problem } from '../http/problems.js';
import { answerOf, withAuthors, type Row } from './read.js';
import { keyOfDeleted, proofOf } from './deletion.js';
import { changeStanding, deletion, gone, lockThreads, standingColumns, type Standing } from './standing.js';
import { Bans, writerOf } from '../moderation/bans.js';
import { verdictOf } from '../moderation/rules.js';
import { mailboxHash } from '../accounts/email-address.js';
import { marksToKeep } from '../http/addresses.js';
import { givenRows, inBatches, letOthersIn, stopwatch } from '../database/batches.js';
import type { CommentAnswer, NewComment } from '../http/schemas.js';
import { newId, sha256 } from '../accounts/passwords.js';
import type { CommentTable } from '../database/tables.js';
import type { ThreadPage } from './thread-pages.js';
import { countsAsGuest } from './write-limits.js';

/** Answers to answers go no deeper; below that they stand beside each other. */
const deepest = 30;
/** The same text by the same author in the same thread, this soon, is a slip of the finger. */
const duplicateWindow = 10 * 60 * 1000;
/** Quicker than this from the first letter to the send, nobody writes. */
const quickest = 1500;

type Stored = Selectable<CommentTable>;
/** What a moderator can do with comments. */
export const actions = ['approve', 'hold', 'reject', 'spam', 'delete', 'delete-with-replies'] as const;
export type Action = (typeof actions)[number];

const standings = {
  approve: { status: 'published', verdict: null }, hold: { status: 'held', verdict: null }, reject: { status: 'held', verdict: 'rejected' }, spam: { status: 'held', verdict: 'spam' },
} as const satisfies Record<string, Standing>;

export interface BroughtIn extends Standing {
  key: string;
  parentKey?: string | undefined;
  author: { name: string; url?: string | undefined; email?: string | undefined };
  text: string;
  created: number;
}

const placeUnder = (parent: Stored | undefined) => (parent ? { parent: parent.seq, root: parent.root ?? parent.seq, depth: parent.depth + 1 } : { parent: null, root: null, depth: 0 });

const foreignKey = () => new Problem('conflict', 'This key belongs to another comment.');

export class Writing {
  constructor(private database: Database, private site: number, private settings: Settings, private changes = new Changes(), private bans = new Bans(database, site)) {}

  /** `repeated` when this key has made a comment before: the answer is that comment. */
  async create(comment: NewComment, reader: Reader | undefined, marks: string[] = [], page: ThreadPage = { verified: false }): Promise<{ comment: CommentAnswer; repeated: boolean }> {
    const author = this.authorOf(comment, reader);
    const secret = reader ? null : comment.secret ? sha256(comment.secret) : '';
    const body = sha256(JSON.stringify([comment.thread, comment.parent ?? '', comment.text]));
    return this.change(async (work, told) => {
      const thread = await this.thread(work, comment.thread, page);
      const earlier = await work.selectFrom('comments').selectAll().where('site', '=', this.site).where('key', 'in', [comment.key, keyOfDeleted(comment.key)]).executeTakeFirst();
      if (earlier) {
        const same = earlier.status === 'deleted' ? earlier.body !== '' && earlier.body === proofOf(comment.key, { account: reader?.id ?? null, secret, body })
          : earlier.body === body && (reader ? earlier.account === reader.id : earlier.account === null && earlier.secret === secret && secret !== '');
        if (!same) throw foreignKey();
        return { comment: await this.answer(work, earlier, true), repeated: true };
      }

      const writer = { ...writerOf(reader), ...(author.email && { email: author.email }), ...(secret && { secret }), marks };
      await this.bans.refuse(writer, work);
      if (thread.closed) throw new Problem('closed', 'This thread takes no new comments.');
      const parent = comment.parent ? await this.parent(work, comment.parent, thread.id) : undefined;
      await this.refuseDuplicate(work, thread.id, body, reader, author.name);
      const doubt = await judgeName(work, this.site, author.name, reader?.id);
      // An account's name is not chosen here: single sign-on brings its own, and moderators come later than readers.
      if (doubt === 'refuse' && !reader) throw takenName();
      const found = await this.standing(work, { text: comment.text, ...author }, reader, { ...comment, doubtfulName: doubt !== undefined });
      // Of a page that nobody knows: a moderator looks first.
      const { status, verdict } = thread.verified || found.status !== 'published' ? found : standings.hold;
      const row = await work.insertInto('comments').values({
        id: newId(), site: this.site, thread: thread.id, ...placeUnder(parent),
        account: reader?.id ?? null, authorName: author.name, authorUrl: author.url ?? null, authorEmail: author.email ?? null, mailbox: author.email ? mailboxHash(author.email) : null, secret,
        text: comment.text, status: 'held', verdict, ...marksToKeep(marks), created: Date.now(), modified: null, key: comment.key, body, shown: null,
      }).onConflict((conflict) => conflict.columns(['site', 'key']).doNothing()).returningAll().executeTakeFirst();
      // Sent at the same moment to another thread, whose lock is another.
      if (!row) throw foreignKey();
      // Again: by its reference to the site the insert has waited for a ban under way, or that ban waits for it. Nothing slips in between.
      await this.bans.refuse(writer, work);
      return { comment: await this.answer(work, status === 'published' ? await this.become(work, told, row, standings.approve) : row, true), repeated: false };
    });
  }

  async edit(id: string, text: string, reader: Reader | undefined, secret: string | undefined, marks: string[] = []): Promise<CommentAnswer> {
    await this.bans.refuse({ ...writerOf(reader), ...(secret && { secret: sha256(secret) }), marks });
    return this.change(async (work, told) => {
      const row = await this.own(work, id, reader, secret);
      if (row.removal !== null) throw new Problem('not-found', 'There is no such comment.');
      if (row.mailbox) await this.bans.refuse({ mailbox: row.mailbox, marks: [] }, work);
      // What a moderator would have held is held after a change as well; what waits goes on waiting.
      const standing = row.status === 'published' ? await this.standing(work, { text, name: row.authorName, url: row.authorUrl ?? undefined }, reader) : row;
      return this.answer(work, await this.become(work, told, row, { status: standing.status, verdict: standing.verdict }, { text, modified: Date.now() }), true);
    });
  }

  /** Open to the banned too: one's own words can always be taken back. */
  async delete(id: string, reader: Reader | undefined, secret: string | undefined): Promise<void> {
    await this.change(async (work, told) => {
      const row = await this.own(work, id, reader, secret);
      await this.become(work, told, row, gone, deletion('writer'));
      await work.deleteFrom('reports').where('comment', '=', row.seq).execute();
    });
  }

  /** A moderator's word. False when there is no such comment, or nothing left of it. */
  async judge(id: string, action: Action): Promise<boolean> {
    return (await this.judgeAll([id], action)).length > 0;
  }

  /** @returns the ids of those that were there */
  async judgeAll(ids: string[], action: Action): Promise<string[]> {
    const found = await this.database.selectFrom('comments').select(['id', 'seq', 'status']).where('site', '=', this.site).where('id', 'in', [...new Set(ids)]).execute();
    const withReplies = action === 'delete-with-replies';
    const there = found.filter(({ status }) => status !== 'deleted' || withReplies);
    const roots = there.map(({ seq }) => seq);
    // Replies first: a deleted comment stays as long as some hang from it.
    const seqs = [...new Set([...roots, ...withReplies ? await this.below(roots) : []])].sort((a, b) => b - a);
    const next: Standing = action === 'delete' || withReplies ? gone : standings[action];
    const more = next === gone ? deletion('moderator') : {};
    await inBatches(async (size) => {
      const some = seqs.splice(0, size);
      const took = await this.change(async (work, told) => {
        const elapsed = stopwatch();
        const given = () => givenRows(work, { ofComment: 'integer' }, some.map((ofComment) => ({ ofComment }))).as('given');
        const rows = () => work.selectFrom(given()).crossJoin('comments').whereRef('comments.seq', '=', 'given.ofComment');
        await lockThreads(work, (await rows().select('comments.thread').distinct().execute()).map(({ thread }) => thread));
        const now = await rows().select(standingColumns.map((name) => `comments.${name}` as const)).where('comments.status', '!=', 'deleted').orderBy('comments.seq').execute();
        for (const key of await changeStanding(work, now.map((row) => ({ row, next })), more)) told.add(key);
        await work.deleteFrom('reports').where('comment', 'in', work.selectFrom(given()).select('given.ofComment')).execute();
        return elapsed();
      });
      return { more: seqs.length > 0, took };
    });
    return there.map(({ id }) => id);
  }

  /**
   * Brings in comments from elsewhere, with their own times, each once for its key; those that others answer come before them.
   *
   * @returns how many were new
   */
  async bringIn(about: { key: string; url?: string | undefined; title?: string | undefined; closed: boolean }, comments: BroughtIn[]): Promise<number> {
    return this.change(async (work, told) => {
      const thread = await this.thread(work, about.key, { verified: true, url: about.url, title: about.title });
      if (about.closed) await work.updateTable('threads').set((set) => ({ closed: 1, version: set('version', '+', 1) })).where('id', '=', thread.id).where('closed', '=', 0).execute();
      const added: Stored[] = [];
      const shown: Stored[] = [];
      for (const { parentKey, author, ...comment } of comments) {
        const parent = parentKey ? await this.shallow(work, await work.selectFrom('comments').selectAll().where('site', '=', this.site).where('key', '=', parentKey).where('thread', '=', thread.id).executeTakeFirst()) : undefined;
        const row = await work.insertInto('comments').values({
          ...comment, ...placeUnder(parent), id: newId(), site: this.site, thread: thread.id, account: null, authorName: author.name, authorUrl: author.url ?? null, authorEmail: author.email ?? null,
          mailbox: author.email ? mailboxHash(author.email) : null, secret: null, status: 'held', modified: null, body: sha256(comment.key), shown: null, address: null, networks: null,
        }).onConflict((conflict) => conflict.columns(['site', 'key']).doNothing()).returningAll().executeTakeFirst();
        if (row) added.push(row);
        if (row && comment.status === 'published') shown.push(row);
      }
      for (const key of await changeStanding(work, shown.map((row) => ({ row, next: standings.approve })))) told.add(key);
      return added.length;
    });
  }

  /** One transaction; whoever follows a thread that is in `told` hears of it when it has been committed. */
  private async change<Result>(task: (work: Work, told: Set<string>) => Promise<Result>): Promise<Result> {
    const told = new Set<string>();
    const result = await this.database.transaction().execute((work) => task(work, told));
    for (const key of told) this.changes.tell(this.site, key);
    return result;
  }

  private async become(work: Work, told: Set<string>, row: Stored, next: Standing, more: Partial<Stored> = {}): Promise<Stored> {
    for (const key of await changeStanding(work, [{ row, next: { removal: null, statusBefore: null, ...next } }], more)) told.add(key);
    return { ...row, ...next, ...more };
  }

  /** The seqs of all that hangs from these. */
  private async below(roots: number[]): Promise<number[]> {
    const all = new Set<number>();
    for (let level = roots; level.length;) {
      const next: number[] = [];
      for (let at = 0; at < level.length; at += 500) {
        next.push(...(await this.database.selectFrom('comments').select('seq').where('parent', 'in', level.slice(at, at + 500)).execute()).map((each) => each.seq));
        await letOthersIn();
      }
      level = next.filter((seq) => !all.has(seq));
      for (const seq of level) all.add(seq);
    }
    return [...all];
  }

  private authorOf(comment: NewComment, reader: Reader | undefined): { name: string; url?: string | undefined; email?: string | undefined } {
    if (reader) return { name: reader.name };
    if (this.settings.guests === 'off') throw new Problem('unauthorized', 'Log in or register to comment.');
    if (!comment.author) throw new Problem('invalid', 'A guest needs a name.', { fields: { name: 'missing' } });
    return comment.author;
  }

  /**
   * The thread, made when it is new, and nobody else's until the transaction ends: in it things happen one after another, so that versions and the
   * order of comments are the order of commits. Where a thread is and what it is called is said once by whoever comes first, and then by its page or a
   * moderator only.
   */
  private async thread(work: Work, key: string, { verified, checked, url, title }: ThreadPage): Promise<{ id: number; closed: number; verified: number }> {
    return work.insertInto('threads').values({ site: this.site, key, url: url ?? null, title: title ?? null, verified: verified ? 1 : 0, checked: checked ?? null })
      .onConflict((conflict) => conflict.columns(['site', 'key']).doUpdateSet((set) => ({
        ...(checked === undefined
          ? { url: set.fn.coalesce('threads.url', 'excluded.url'), title: set.fn.coalesce('threads.title', 'excluded.title') }
          : { url: set.ref('excluded.url'), title: set.fn.coalesce('excluded.title', 'threads.title'), checked }),
        ...(verified && { verified: 1 }),
      }))).returning(['id', 'closed', 'verified']).executeTakeFirstOrThrow();
  }

  /** A comment whose thread is nobody else's until the transaction ends. */
  private async locked(work: Work, id: string): Promise<Stored | undefined> {
    const found = await work.selectFrom('comments').select('thread').where('site', '=', this.site).where('id', '=', id).executeTakeFirst();
    if (!found) return undefined;
    await lockThreads(work, [found.thread]);
    return work.selectFrom('comments').selectAll().where('site', '=', this.site).where('id', '=', id).executeTakeFirst();
  }

  private async parent(work: Work, id: string, thread: number): Promise<Stored> {
    const row = await work.selectFrom('comments').selectAll().where('thread', '=', thread).where('id', '=', id).executeTakeFirst();
    if (!row || row.status !== 'published') throw new Problem('not-found', 'The comment that this answers is not there (any more).');
    return this.shallow(work, row);
  }

  /** The comment itself, or the one above it that is not too deep to hang something from. */
  private async shallow<Found extends Stored | undefined>(work: Work, row: Found): Promise<Found> {
    let found: Stored | undefined = row;
    while (found && found.depth >= deepest && found.parent !== null) found = await work.selectFrom('comments').selectAll().where('seq', '=', found.parent).executeTakeFirstOrThrow();
    return found as Found;
  }

  private async refuseDuplicate(work: Work, thread: number, body: string, reader: Reader | undefined, name: string): Promise<void> {
    let query = work.selectFrom('comments').select('seq').where('thread', '=', thread).where('body', '=', body).where('status', '!=', 'deleted').where('created', '>', Date.now() - duplicateWindow);
    query = reader ? query.where('account', '=', reader.id) : query.where('account', 'is', null).where('authorName', '=', name);
    if (await query.executeTakeFirst()) throw new Problem('duplicate', 'This comment is here already.');
  }

  /** Whether a text is shown at once, waits for a moderator, or is spam: the same for a new one and a changed one. */
  private async standing(work: Work, said: { text: string; name: string; url?: string | undefined }, reader: Reader | undefined,
    { website, startedAt, doubtfulName = false }: Partial<NewComment> & { doubtfulName?: boolean } = {}): Promise<Standing> {
    const { hold, guests } = this.settings;
    const asGuest = countsAsGuest(reader, this.settings);
    const rule = verdictOf(await work.selectFrom('rules').select(['kind', 'pattern', 'verdict']).where('site', '=', this.site).execute(), said);
    if (rule === 'spam') return standings.spam;
    if (rule || hold === 'all' || (asGuest && guests !== 'on') || this.hasManyLinks(said.text)) return standings.hold;
    // A field that people do not see was filled in, or nobody can have typed this: a person should look.
    if (website || (startedAt !== undefined && Date.now() - startedAt < quickest && startedAt <= Date.now())) return standings.hold;
    if (hold === 'none' && !doubtfulName) return standings.approve;
    // Each author's first one, and the first under a doubtful name; a guest is always new.
    const renamed = work.selectFrom('formerNames').select(({ fn }) => fn.max('ended').as('ended')).where('account', '=', reader?.id ?? '');
    let published = work.selectFrom('comments').select('seq').where('account', '=', reader?.id ?? '').where('status', '=', 'published');
    if (doubtfulName) published = published.where((where) => where('created', '>', where.fn.coalesce(renamed, where.lit(0))));
    const known = reader && !asGuest && await published.executeTakeFirst();
    return known ? standings.approve : standings.hold;
  }

  private hasManyLinks(text: string): boolean {
    const { holdLinks } = this.settings;
    return holdLinks > 0 && linksIn(parseMarkup(text)).length >= holdLinks;
  }

  private async own(work: Work, id: string, reader: Reader | undefined, secret: string | undefined): Promise<Stored> {
    const row = await this.locked(work, id);
    if (!row || row.status === 'deleted') throw new Problem('not-found', 'There is no such comment.');
    const mine = (row.account !== null ? row.account === reader?.id : secret !== undefined && row.secret === sha256(secret));
    if (!mine) {
      // Others' held comments do not exist for whoever asks.
      if (row.status === 'held') throw new Problem('not-found', 'There is no such comment.');
      throw reader || secret ? new Problem('forbidden', 'This comment is not yours.') : new Problem('unauthorized', 'Log in to change your comment.');
    }
    if (Date.now() - row.created > this.settings.editWindow * 1000) throw new Problem('too-late', 'The time in which a comment can be changed has passed.');
    return row;
  }

  private async answer(work: Work, row: Stored | Row, own: boolean): Promise<CommentAnswer> {
    const parent = row.parent === null ? undefined : await work.selectFrom('comments').select('id').where('seq', '=', row.parent).executeTakeFirst();
    const [told] = await withAuthors(work, [row]);
    return answerOf(told!, parent?.id, own);
  }
}
