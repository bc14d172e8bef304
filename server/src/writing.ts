/** New comments, changes and deletions. One path for all of them: the schemas have checked what comes here. */

import { linksIn, parseMarkup } from '../../src/comments/markup.js';
import type { Reader } from './accounts.js';
import { Changes } from './changes.js';
import { forUpdate, type Database, type Work } from './database.js';
import type { Settings } from './options.js';
import { Problem } from './problems.js';
import { answerOf, type Row } from './reading.js';
import type { CommentAnswer, NewComment } from './schemas.js';
import { newId, sha256 } from './secrets.js';
import type { CommentTable } from './tables.js';

/** Answers to answers go no deeper; below that they stand beside each other. */
const deepest = 30;
/** The same text by the same author in the same thread, this soon, is a slip of the finger. */
const duplicateWindow = 10 * 60 * 1000;
/** Quicker than this from the first letter to the send, nobody writes. */
const quickest = 1500;

type Stored = Omit<CommentTable, 'seq' | 'replies' | 'version'> & { seq: number; replies: number; version: number };

const foreignKey = () => new Problem('conflict', 'This key belongs to another comment.');

export class Writing {
  constructor(private database: Database, private site: number, private settings: Settings, private changes = new Changes()) {}

  /** `repeated` when this key has made a comment before: the answer is that comment. */
  async create(comment: NewComment, reader: Reader | undefined): Promise<{ comment: CommentAnswer; repeated: boolean }> {
    const author = this.authorOf(comment, reader);
    const secret = !reader && comment.secret ? sha256(comment.secret) : null;
    const body = sha256(JSON.stringify([comment.thread, comment.parent ?? '', comment.text]));
    return this.change(async (work, told) => {
      const thread = await this.thread(work, comment);
      const earlier = await work.selectFrom('comments').selectAll().where('site', '=', this.site).where('key', '=', comment.key).executeTakeFirst();
      if (earlier) {
        const same = earlier.body === body && (reader ? earlier.account === reader.id : earlier.account === null && earlier.secret === secret && secret !== null);
        if (!same) throw foreignKey();
        return { comment: await this.answer(work, earlier, true), repeated: true };
      }

      if (thread.closed) throw new Problem('closed', 'This thread takes no new comments.');
      const parent = comment.parent ? await this.parent(work, comment.parent, thread.id) : undefined;
      await this.refuseDuplicate(work, thread.id, body, reader, author.name);
      const status = await this.holds(work, comment, reader) ? 'held' : 'published';
      const row = await work.insertInto('comments').values({
        id: newId(), site: this.site, thread: thread.id, parent: parent?.seq ?? null, root: parent ? parent.root ?? parent.seq : null, depth: parent ? parent.depth + 1 : 0,
        account: reader?.id ?? null, authorName: author.name, authorUrl: author.url ?? null, authorEmail: author.email ?? null, secret,
        text: comment.text, status, created: Date.now(), modified: null, key: comment.key, body, shown: null,
      }).onConflict((conflict) => conflict.columns(['site', 'key']).doNothing()).returningAll().executeTakeFirst();
      // Sent at the same moment to another thread, whose lock is another.
      if (!row) throw foreignKey();
      if (status === 'published') await this.show(work, told, row, 1);
      return { comment: await this.answer(work, row, true), repeated: false };
    });
  }

  async edit(id: string, text: string, reader: Reader | undefined, secret: string | undefined): Promise<CommentAnswer> {
    return this.change(async (work, told) => {
      const row = await this.own(work, id, reader, secret);
      // What a moderator would have held is held after a change as well.
      const held = row.status === 'published' && this.hasManyLinks(text);
      await work.updateTable('comments').set({ text, modified: Date.now(), ...(held && { status: 'held' }) }).where('seq', '=', row.seq).execute();
      if (row.status === 'published') await this.show(work, told, row, held ? -1 : 0);
      return this.answer(work, { ...row, text, modified: Date.now(), status: held ? 'held' : row.status }, true);
    });
  }

  async delete(id: string, reader: Reader | undefined, secret: string | undefined): Promise<void> {
    await this.change(async (work, told) => {
      const row = await this.own(work, id, reader, secret);
      await work.updateTable('comments').set({ status: 'deleted', text: '', authorUrl: null, authorEmail: null, modified: Date.now() }).where('seq', '=', row.seq).execute();
      if (row.status === 'published') await this.show(work, told, row, -1, { staysVisible: row.replies > 0 });
    });
  }

  /** What waits for a moderator, oldest first. */
  async heldComments(): Promise<{ id: string; thread: string; author: string; text: string; created: number }[]> {
    return this.database.selectFrom('comments').innerJoin('threads', 'threads.id', 'comments.thread')
      .select(['comments.id', 'threads.key as thread', 'comments.authorName as author', 'comments.text', 'comments.created'])
      .where('comments.site', '=', this.site).where('comments.status', '=', 'held').orderBy('comments.seq').limit(200).execute();
  }

  /** A moderator's word on a held comment. */
  async decide(id: string, publish: boolean): Promise<void> {
    await this.change(async (work, told) => {
      const row = await this.locked(work, id);
      if (row?.status !== 'held') throw new Problem('not-found', `No held comment has the id "${id}".`);
      await work.updateTable('comments').set(publish ? { status: 'published' } : { status: 'deleted', text: '' }).where('seq', '=', row.seq).execute();
      if (publish) await this.show(work, told, row, 1);
    });
  }

  /** One transaction; whoever follows a thread that is in `told` hears of it when it has been committed. */
  private async change<Result>(task: (work: Work, told: Set<string>) => Promise<Result>): Promise<Result> {
    const told = new Set<string>();
    const result = await this.database.transaction().execute((work) => task(work, told));
    for (const key of told) this.changes.tell(this.site, key);
    return result;
  }

  private authorOf(comment: NewComment, reader: Reader | undefined): { name: string; url?: string | undefined; email?: string | undefined } {
    if (reader) {
      if (reader.banned) throw new Problem('forbidden', 'This account may not write here.');
      return { name: reader.name };
    }
    if (this.settings.guests === 'off') throw new Problem('unauthorized', 'Log in or register to comment.');
    if (!comment.author) throw new Problem('invalid', 'A guest needs a name.', { fields: { name: 'missing' } });
    return comment.author;
  }

  /**
   * The thread, made when it is new, and nobody else's until the transaction ends: in it things happen one after another, so that versions and the
   * order of comments are the order of commits. The first to say where a thread is has said it: nobody renames it by a comment.
   */
  private async thread(work: Work, { thread: key, threadUrl, threadTitle }: NewComment): Promise<{ id: number; closed: number }> {
    return work.insertInto('threads').values({ site: this.site, key, url: threadUrl ?? null, title: threadTitle ?? null })
      .onConflict((conflict) => conflict.columns(['site', 'key']).doUpdateSet((set) => ({
        url: set.fn.coalesce('threads.url', 'excluded.url'), title: set.fn.coalesce('threads.title', 'excluded.title'),
      }))).returning(['id', 'closed']).executeTakeFirstOrThrow();
  }

  /** A comment whose thread is nobody else's until the transaction ends. */
  private async locked(work: Work, id: string): Promise<Stored | undefined> {
    const found = await work.selectFrom('comments').select('thread').where('site', '=', this.site).where('id', '=', id).executeTakeFirst();
    if (!found) return undefined;
    await forUpdate(work, work.selectFrom('threads').select('id').where('id', '=', found.thread)).execute();
    return work.selectFrom('comments').selectAll().where('site', '=', this.site).where('id', '=', id).executeTakeFirst();
  }

  private async parent(work: Work, id: string, thread: number): Promise<Stored> {
    let row = await work.selectFrom('comments').selectAll().where('thread', '=', thread).where('id', '=', id).executeTakeFirst();
    if (!row || row.status !== 'published') throw new Problem('not-found', 'The comment that this answers is not there (any more).');
    while (row.depth >= deepest && row.parent !== null) row = await work.selectFrom('comments').selectAll().where('seq', '=', row.parent).executeTakeFirstOrThrow();
    return row;
  }

  private async refuseDuplicate(work: Work, thread: number, body: string, reader: Reader | undefined, name: string): Promise<void> {
    let query = work.selectFrom('comments').select('seq').where('thread', '=', thread).where('body', '=', body).where('status', '!=', 'deleted').where('created', '>', Date.now() - duplicateWindow);
    query = reader ? query.where('account', '=', reader.id) : query.where('account', 'is', null).where('authorName', '=', name);
    if (await query.executeTakeFirst()) throw new Problem('duplicate', 'This comment is here already.');
  }

  private async holds(work: Work, { text, website, startedAt }: NewComment, reader: Reader | undefined): Promise<boolean> {
    const { hold, guests } = this.settings;
    if (hold === 'all' || (!reader && guests === 'held') || this.hasManyLinks(text)) return true;
    // A field that people do not see was filled in, or nobody can have typed this: a person should look.
    if (website || (startedAt !== undefined && Date.now() - startedAt < quickest && startedAt <= Date.now())) return true;
    if (hold === 'none') return false;
    if (!reader) return true;
    return await work.selectFrom('comments').select('seq').where('account', '=', reader.id).where('status', '=', 'published').executeTakeFirst() === undefined;
  }

  private hasManyLinks(text: string): boolean {
    const { holdLinks } = this.settings;
    return holdLinks > 0 && linksIn(parseMarkup(text)).length >= holdLinks;
  }

  /**
   * After a change that everybody may see: a comment appears (1), goes (-1) or is another (0). Gives it the thread's next version, and keeps counts
   * true: the thread's published comments, and each parent's visible replies. A deleted comment is visible as long as replies hang from it, so that the
   * change may go on upwards.
   */
  private async show(work: Work, told: Set<string>, row: { seq: number; thread: number; parent: number | null; replies: number }, by: 1 | 0 | -1, { staysVisible = false } = {}): Promise<void> {
    const { version, key } = await work.updateTable('threads').set((set) => ({ count: set('count', '+', by), version: set('version', '+', 1) })).where('id', '=', row.thread)
      .returning(['version', 'key']).executeTakeFirstOrThrow();
    told.add(key);
    await work.updateTable('comments').set({ version, ...(by === 1 && { shown: version }) }).where('seq', '=', row.seq).execute();
    if (staysVisible || by === 0) return;
    for (let above = row.parent; above !== null;) {
      const parent = await work.updateTable('comments').set((set) => ({ replies: set('replies', '+', by) })).where('seq', '=', above)
        .returning(['parent', 'status', 'replies']).executeTakeFirstOrThrow();
      const appeared = by === 1 ? parent.replies === 1 : parent.replies === 0;
      above = parent.status === 'deleted' && appeared ? parent.parent : null;
    }
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
    return answerOf(row, parent?.id, own);
  }
}
