/**
 * Publishes, holds and deletes comments, one or thousands at a time, and keeps what depends on it true: the thread's count and version, the comment's own
 * version, and each parent's number of visible replies. Nothing else changes a comment's status.
 */

import type { Selectable, UpdateObject } from 'kysely';
import { sql } from 'kysely';
import { rowsAsTable } from '../database/batches.js';
import { isPostgres } from '../database/dialect.js';
import type { Transaction } from '../database/types.js';
import type { CommentTable, Tables } from '../database/tables.js';
import { erasedFields, isClientKey, hashDeletedKey, ownershipProof } from './deletion.js';

export const stateColumns = [
  'seq',
  'thread',
  'parent',
  'status',
  'verdict',
  'removal',
  'statusBefore',
  'replies',
  'version',
  'shown',
  'key',
  'body',
  'account',
  'secret',
] as const;
export type StateRow = Pick<Selectable<CommentTable>, (typeof stateColumns)[number]>;
export type CommentState = Pick<Selectable<CommentTable>, 'status' | 'verdict'> & Partial<Pick<Selectable<CommentTable>, 'removal' | 'statusBefore'>>;

/** Locks threads until the transaction ends, always in the same order. */
export async function lockThreads(transaction: Transaction, threads: Iterable<number>): Promise<void> {
  if (isPostgres(transaction)) await sql`select id from threads where id = any(${[...new Set(threads)]}::bigint[]) order by id for update`.execute(transaction);
}

/**
 * @param changes comments of locked threads, as they are now and as they will be
 * @param more other columns to set in all of them
 * @returns the keys of the threads that change for readers
 */
export async function changeState(
  transaction: Transaction,
  changes: { row: StateRow; next: CommentState }[],
  more: UpdateObject<Tables, 'comments'> = {},
): Promise<string[]> {
  if (changes.length === 0) return [];
  const threads = new Map<number, { id: number; by: number; versions: number }>();
  const seen = ({ row, next }: (typeof changes)[number]): boolean => row.status === 'published' || next.status === 'published';
  for (const change of changes.filter(seen)) {
    const { row, next } = change;
    const thread = threads.get(row.thread) ?? { id: row.thread, by: 0, versions: 0 };
    threads.set(row.thread, {
      ...thread,
      by: thread.by + Number(next.status === 'published') - Number(row.status === 'published'),
      versions: thread.versions + 1,
    });
  }
  const given = rowsAsTable(transaction, { id: 'integer', by: 'integer', versions: 'integer' }, [...threads.values()]);
  const renewed =
    threads.size === 0
      ? []
      : await transaction
          .updateTable('threads')
          .from(given.as('given'))
          .set({
            count: sql`threads.count + given."by"`,
            version: sql`threads.version + given.versions`,
            // A published comment verifies its thread: a moderator approved it, or the page was found.
            verified: sql`case when given."by" > 0 then 1 else threads.verified end`,
          })
          .whereRef('threads.id', '=', 'given.id')
          .returning(['threads.id', 'threads.key', 'threads.version'])
          .execute();
  const last = new Map(renewed.map(({ id, version }) => [id, version - threads.get(id)!.versions]));

  // Each comment has a version of its own, by which live streams page.
  const rows = changes.map((change) => {
    const { row, next } = change;
    const isSeen = seen(change);
    const version = isSeen ? last.get(row.thread)! + 1 : row.version;
    if (isSeen) last.set(row.thread, version);
    const deleted = next.status === 'deleted' && row.status !== 'deleted' && isClientKey(row.key);
    return {
      ofComment: row.seq,
      toStatus: next.status,
      toVerdict: next.verdict,
      toRemoval: next.removal ?? null,
      toBefore: next.statusBefore ?? null,
      toVersion: version,
      toShown: next.status === 'published' && row.status !== 'published' ? version : row.shown,
      toKey: deleted ? hashDeletedKey(row.key) : row.key,
      toBody: next.status === 'deleted' ? (deleted ? ownershipProof(row.key, row) : '') : row.body,
    };
  });
  const isDeleting = changes.some(({ next }) => next.status === 'deleted');
  await transaction
    .updateTable('comments')
    .from(
      rowsAsTable(
        transaction,
        {
          ofComment: 'integer',
          toStatus: 'text',
          toVerdict: 'text',
          toRemoval: 'integer',
          toBefore: 'text',
          toVersion: 'integer',
          toShown: 'integer',
          toKey: 'text',
          toBody: 'text',
        },
        rows,
      ).as('given'),
    )
    .set({
      ...more,
      status: sql`given."toStatus"`,
      verdict: sql`given."toVerdict"`,
      removal: sql`given."toRemoval"`,
      statusBefore: sql`given."toBefore"`,
      version: sql`given."toVersion"`,
      shown: sql`given."toShown"`,
      ...(isDeleting && { key: sql`given."toKey"`, body: sql`given."toBody"` }),
    })
    .whereRef('comments.seq', '=', 'given.ofComment')
    .execute();

  await countReplies(transaction, changes);
  return renewed.map(({ key }) => key);
}

/** The columns that a deleted comment loses. */
export const deletedFields = (by: 'writer' | 'moderator', modified: number | null = Date.now()) => ({ ...erasedFields, modified, deletedBy: by });
export const deletedState: CommentState = { status: 'deleted', verdict: null };
/** What a new comment begins with, or a moderator's decision makes of it. */
export const states = {
  approve: { status: 'published', verdict: null },
  hold: { status: 'held', verdict: null },
  reject: { status: 'held', verdict: 'rejected' },
  spam: { status: 'held', verdict: 'spam' },
} as const satisfies Record<string, CommentState>;

/**
 * Updates each parent's number of visible replies. A hidden comment's place is visible as long as it has replies, so that a change can continue upwards, level
 * by level.
 */
async function countReplies(transaction: Transaction, changes: { row: StateRow; next: CommentState }[]): Promise<void> {
  let level = new Map<number, number>();
  const add = (to: Map<number, number>, parent: number | null, by: number): void => {
    if (parent !== null) to.set(parent, (to.get(parent) ?? 0) + by);
  };
  for (const { row, next } of changes) {
    if (row.replies === 0) add(level, row.parent, Number(next.status === 'published') - Number(row.status === 'published'));
  }
  for (;;) {
    const given = [...level].filter(([, by]) => by !== 0).map(([ofComment, by]) => ({ ofComment, by }));
    if (given.length === 0) return;
    const parents = await transaction
      .updateTable('comments')
      .from(rowsAsTable(transaction, { ofComment: 'integer', by: 'integer' }, given).as('given'))
      .set({ replies: sql`comments.replies + given."by"` })
      .whereRef('comments.seq', '=', 'given.ofComment')
      .returning(['comments.seq', 'comments.parent', 'comments.status', 'comments.replies'])
      .execute();
    const above = new Map<number, number>();
    for (const { seq, parent, status, replies } of parents) {
      const visible = replies > 0;
      const wasVisible = replies - level.get(seq)! > 0;
      if (status !== 'published' && visible !== wasVisible) add(above, parent, visible ? 1 : -1);
    }
    level = above;
  }
}
