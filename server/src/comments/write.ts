/** Creates, edits, deletes, moderates and imports comments. The schemas have checked what comes here. */

import type { Reader } from '../accounts/accounts.js';
import { checkName, takenName } from '../accounts/impersonation.js';
import { ChangeFeed } from '../database/change-feed.js';
import type { Database, Transaction } from '../database/types.js';
import type { Settings } from '../options.js';
import { Problem } from '../http/problems.js';
import { newRow, type CommentAuthor, type Row, type StoredComment } from './comment-row.js';
import { addAuthorNotes, toServedComment } from './read.js';
import { hashDeletedKey, ownershipProof } from './deletion.js';
import { changeState, deletedFields, deletedState, lockThreads, stateColumns, states, type CommentState } from './comment-state.js';
import { Bans, writerOf } from '../moderation/bans.js';
import { storedAddressHashes } from '../http/address-hashes.js';
import { rowsAsTable, inBatches, yieldToRequests, stopwatch } from '../database/batches.js';
import type { ServerComment } from '../../../src/comments/model.js';
import type { NewComment } from './schemas.js';
import { sha256 } from '../accounts/passwords.js';
import type { ThreadPage } from './thread-pages.js';
import { publishOrHold } from './publish-or-hold.js';
import { authorOf, limitDepth, refuseDuplicate, requireOwn, requireParent } from './write-checks.js';

/** What a moderator can do with comments. */
export const decisionActions = ['approve', 'hold', 'reject', 'spam', 'delete', 'delete-with-replies'] as const;
export type DecisionAction = (typeof decisionActions)[number];

export interface ImportedComment extends CommentState {
  key: string;
  parentKey?: string | undefined;
  author: CommentAuthor;
  text: string;
  created: number;
}

const foreignKey = () => new Problem('conflict', 'This key belongs to another comment.');

export class CommentWriter {
  constructor(
    private database: Database,
    private site: number,
    private settings: Settings,
    private changes = new ChangeFeed(),
    private bans = new Bans(database, site),
  ) {}

  /** `repeated` when this key has made a comment before: the answer is that comment. */
  async create(
    comment: NewComment,
    reader: Reader | undefined,
    addressHashes: string[] = [],
    page: ThreadPage = { verified: false },
  ): Promise<{ comment: ServerComment; repeated: boolean }> {
    const author = authorOf(comment, reader, this.settings);
    const secret = reader ? null : comment.secret ? sha256(comment.secret) : '';
    const body = sha256(JSON.stringify([comment.thread, comment.parent ?? '', comment.text]));
    return this.inTransaction(async (transaction, changedThreads) => {
      const thread = await this.thread(transaction, comment.thread, page);
      const earlier = await transaction
        .selectFrom('comments')
        .selectAll()
        .where('site', '=', this.site)
        .where('key', 'in', [comment.key, hashDeletedKey(comment.key)])
        .executeTakeFirst();
      if (earlier) {
        const same =
          earlier.status === 'deleted'
            ? earlier.body !== '' && earlier.body === ownershipProof(comment.key, { account: reader?.id ?? null, secret, body })
            : earlier.body === body && (reader ? earlier.account === reader.id : earlier.account === null && earlier.secret === secret && secret !== '');
        if (!same) throw foreignKey();
        return { comment: await this.answer(transaction, earlier, true), repeated: true };
      }

      const writer = { ...writerOf(reader), ...(author.email && { email: author.email }), ...(secret && { secret }), addressHashes };
      await this.bans.refuse(writer, transaction);
      if (thread.closed) throw new Problem('closed', 'This thread takes no new comments.');
      const parent = comment.parent ? await requireParent(transaction, comment.parent, thread.id) : undefined;
      await refuseDuplicate(transaction, { thread: thread.id, body, name: author.name }, reader);
      const doubt = await checkName(transaction, this.site, author.name, reader?.id);
      // Only a guest chooses a name here: an account's comes from single sign-on, or was there before the moderator's.
      if (doubt === 'refuse' && !reader) throw takenName();
      const found = await publishOrHold(transaction, { site: this.site, settings: this.settings }, { text: comment.text, ...author }, reader, {
        ...comment,
        doubtfulName: doubt !== undefined,
      });
      // In a thread whose page is not verified every comment is held.
      const { status, verdict } = thread.verified || found.status !== 'published' ? found : states.hold;
      const row = await transaction
        .insertInto('comments')
        .values(
          newRow(author, parent, {
            site: this.site,
            thread: thread.id,
            account: reader?.id ?? null,
            secret,
            text: comment.text,
            verdict,
            ...storedAddressHashes(addressHashes),
            created: Date.now(),
            key: comment.key,
            body,
          }),
        )
        .onConflict((conflict) => conflict.columns(['site', 'key']).doNothing())
        .returningAll()
        .executeTakeFirst();
      // The same key was sent to another thread at the same moment, under that thread's lock.
      if (!row) throw foreignKey();
      // Checked again: through its foreign key to the site the insert waited for a ban in progress, or that ban waits for this insert.
      await this.bans.refuse(writer, transaction);
      return {
        comment: await this.answer(transaction, status === 'published' ? await this.applyState(transaction, changedThreads, row, states.approve) : row, true),
        repeated: false,
      };
    });
  }

  async edit(id: string, text: string, reader: Reader | undefined, secret: string | undefined, addressHashes: string[] = []): Promise<ServerComment> {
    await this.bans.refuse({ ...writerOf(reader), ...(secret && { secret: sha256(secret) }), addressHashes });
    return this.inTransaction(async (transaction, changedThreads) => {
      const row = requireOwn(await this.lockComment(transaction, id), { reader, secret }, this.settings);
      if (row.removal !== null) throw new Problem('not-found', 'There is no such comment.');
      if (row.mailbox) await this.bans.refuse({ mailbox: row.mailbox, addressHashes: [] }, transaction);
      // An edit is checked like a new comment; a held comment stays held.
      const next =
        row.status === 'published'
          ? await publishOrHold(
              transaction,
              { site: this.site, settings: this.settings },
              { text, name: row.authorName, url: row.authorUrl ?? undefined },
              reader,
            )
          : row;
      return this.answer(
        transaction,
        await this.applyState(transaction, changedThreads, row, { status: next.status, verdict: next.verdict }, { text, modified: Date.now() }),
        true,
      );
    });
  }

  /** The banned can delete their comments, too. */
  async delete(id: string, reader: Reader | undefined, secret: string | undefined): Promise<void> {
    await this.inTransaction(async (transaction, changedThreads) => {
      const row = requireOwn(await this.lockComment(transaction, id), { reader, secret }, this.settings);
      await this.applyState(transaction, changedThreads, row, deletedState, deletedFields('writer'));
      await transaction.deleteFrom('reports').where('comment', '=', row.seq).execute();
    });
  }

  /** A moderator's decision. False when there is no such comment, or it is deleted. */
  async decide(id: string, action: DecisionAction): Promise<boolean> {
    return (await this.decideAll([id], action)).length > 0;
  }

  /** @returns the ids of those that were there */
  async decideAll(ids: string[], action: DecisionAction): Promise<string[]> {
    const found = await this.database
      .selectFrom('comments')
      .select(['id', 'seq', 'status'])
      .where('site', '=', this.site)
      .where('id', 'in', [...new Set(ids)])
      .execute();
    const withReplies = action === 'delete-with-replies';
    const there = found.filter(({ status }) => status !== 'deleted' || withReplies);
    const roots = there.map(({ seq }) => seq);
    // Replies first: a deleted comment stays visible as long as it has replies.
    const seqs = [...new Set([...roots, ...(withReplies ? await this.descendantsOf(roots) : [])])].sort((a, b) => b - a);
    const next: CommentState = action === 'delete' || withReplies ? deletedState : states[action];
    const more = next === deletedState ? deletedFields('moderator') : {};
    await inBatches(async (size) => {
      const some = seqs.splice(0, size);
      const took = await this.inTransaction(async (transaction, changedThreads) => {
        const elapsed = stopwatch();
        const given = () =>
          rowsAsTable(
            transaction,
            { ofComment: 'integer' },
            some.map((ofComment) => ({ ofComment })),
          ).as('given');
        const rows = () => transaction.selectFrom(given()).crossJoin('comments').whereRef('comments.seq', '=', 'given.ofComment');
        await lockThreads(
          transaction,
          (await rows().select('comments.thread').distinct().execute()).map(({ thread }) => thread),
        );
        const now = await rows()
          .select(stateColumns.map((name) => `comments.${name}` as const))
          .where('comments.status', '!=', 'deleted')
          .orderBy('comments.seq')
          .execute();
        for (const key of await changeState(
          transaction,
          now.map((row) => ({ row, next })),
          more,
        ))
          changedThreads.add(key);
        await transaction.deleteFrom('reports').where('comment', 'in', transaction.selectFrom(given()).select('given.ofComment')).execute();
        return elapsed();
      });
      return { more: seqs.length > 0, took };
    });
    return there.map(({ id }) => id);
  }

  /**
   * Imports comments with their own times, each key once. A comment comes before its replies.
   *
   * @returns how many were new
   */
  async importComments(
    about: { key: string; url?: string | undefined; title?: string | undefined; closed: boolean },
    comments: ImportedComment[],
  ): Promise<number> {
    return this.inTransaction(async (transaction, changedThreads) => {
      const thread = await this.thread(transaction, about.key, { verified: true, url: about.url, title: about.title });
      if (about.closed)
        await transaction
          .updateTable('threads')
          .set((set) => ({ closed: 1, version: set('version', '+', 1) }))
          .where('id', '=', thread.id)
          .where('closed', '=', 0)
          .execute();
      const added: StoredComment[] = [];
      const shown: StoredComment[] = [];
      for (const { key, parentKey, author, text, created, status, verdict } of comments) {
        const parent = parentKey
          ? await limitDepth(
              transaction,
              await transaction
                .selectFrom('comments')
                .selectAll()
                .where('site', '=', this.site)
                .where('key', '=', parentKey)
                .where('thread', '=', thread.id)
                .executeTakeFirst(),
            )
          : undefined;
        const row = await transaction
          .insertInto('comments')
          .values(
            newRow(author, parent, {
              site: this.site,
              thread: thread.id,
              account: null,
              secret: null,
              text,
              verdict,
              created,
              key,
              body: sha256(key),
              address: null,
              networks: null,
            }),
          )
          .onConflict((conflict) => conflict.columns(['site', 'key']).doNothing())
          .returningAll()
          .executeTakeFirst();
        if (row) added.push(row);
        if (row && status === 'published') shown.push(row);
      }
      for (const key of await changeState(
        transaction,
        shown.map((row) => ({ row, next: states.approve })),
      ))
        changedThreads.add(key);
      return added.length;
    });
  }

  /** Runs a transaction, and announces the changed threads after the commit. */
  private async inTransaction<Result>(task: (transaction: Transaction, changedThreads: Set<string>) => Promise<Result>): Promise<Result> {
    const changedThreads = new Set<string>();
    const result = await this.database.transaction().execute((transaction) => task(transaction, changedThreads));
    for (const key of changedThreads) this.changes.publish(this.site, key);
    return result;
  }

  private async applyState(
    transaction: Transaction,
    changedThreads: Set<string>,
    row: StoredComment,
    next: CommentState,
    more: Partial<StoredComment> = {},
  ): Promise<StoredComment> {
    for (const key of await changeState(transaction, [{ row, next: { removal: null, statusBefore: null, ...next } }], more)) changedThreads.add(key);
    return { ...row, ...next, ...more };
  }

  /** The `seq` of all replies to these, at any depth. */
  private async descendantsOf(roots: number[]): Promise<number[]> {
    const all = new Set<number>();
    for (let level = roots; level.length;) {
      const next: number[] = [];
      for (let at = 0; at < level.length; at += 500) {
        next.push(
          ...(
            await this.database
              .selectFrom('comments')
              .select('seq')
              .where('parent', 'in', level.slice(at, at + 500))
              .execute()
          ).map((each) => each.seq),
        );
        await yieldToRequests();
      }
      level = next.filter((seq) => !all.has(seq));
      for (const seq of level) all.add(seq);
    }
    return [...all];
  }

  /**
   * The thread, created when it is new, and locked until the transaction ends: changes of a thread happen one after another, so that versions and the order
   * of comments are the order of commits. The first comment sets the thread's URL and title; later only its page or a moderator changes them.
   */
  private async thread(
    transaction: Transaction,
    key: string,
    { verified, checked, url, title }: ThreadPage,
  ): Promise<{ id: number; closed: number; verified: number }> {
    return transaction
      .insertInto('threads')
      .values({ site: this.site, key, url: url ?? null, title: title ?? null, verified: verified ? 1 : 0, checked: checked ?? null })
      .onConflict((conflict) =>
        conflict.columns(['site', 'key']).doUpdateSet((set) => ({
          ...(checked === undefined
            ? { url: set.fn.coalesce('threads.url', 'excluded.url'), title: set.fn.coalesce('threads.title', 'excluded.title') }
            : { url: set.ref('excluded.url'), title: set.fn.coalesce('excluded.title', 'threads.title'), checked }),
          ...(verified && { verified: 1 }),
        })),
      )
      .returning(['id', 'closed', 'verified'])
      .executeTakeFirstOrThrow();
  }

  /** A comment whose thread is locked until the transaction ends. */
  private async lockComment(transaction: Transaction, id: string): Promise<StoredComment | undefined> {
    const found = await transaction.selectFrom('comments').select('thread').where('site', '=', this.site).where('id', '=', id).executeTakeFirst();
    if (!found) return undefined;
    await lockThreads(transaction, [found.thread]);
    return transaction.selectFrom('comments').selectAll().where('site', '=', this.site).where('id', '=', id).executeTakeFirst();
  }

  private async answer(transaction: Transaction, row: StoredComment | Row, own: boolean): Promise<ServerComment> {
    const parent = row.parent === null ? undefined : await transaction.selectFrom('comments').select('id').where('seq', '=', row.parent).executeTakeFirst();
    const [annotated] = await addAuthorNotes(transaction, [row]);
    return toServedComment(annotated!, parent?.id, own);
  }
}
