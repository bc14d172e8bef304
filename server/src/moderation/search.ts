/**
 * Finding comments for moderators, by state, author, address, thread, date and words. It goes through them in windows of a few milliseconds each, along the index
 * that leaves fewest, so that a million comments hold nobody up; what takes too long is gone on with by a cursor.
 */

import { sql } from 'kysely';
import { rowsAsTable, yieldToRequests, nextBatchSize, stopwatch } from '../database/batches.js';
import type { Database } from '../database/types.js';
import { selectionOf, commentsBySelection } from './authors.js';
import { fold } from './rules.js';

export const queues = ['held', 'published', 'reported', 'rejected', 'spam', 'removed', 'all'] as const;
export type Queue = (typeof queues)[number];

export interface Filter {
  show: Queue;
  /** Words that are all in the text or the name, whatever their case and accents. */
  words?: string | undefined;
  /** All by the author of this comment, or from its address. */
  author?: string | undefined;
  address?: string | undefined;
  /** A thread's key. */
  thread?: string | undefined;
  /** First and last moment. */
  from?: number | undefined;
  to?: number | undefined;
  /** The last comment's place. */
  after?: number | undefined;
}

/** Milliseconds after which a search says how far it has come. */
const searchTimeout = 400;

/** Those that wait come oldest first: who waits longest is next. */
export const isOldestFirst = ({ show, author, address }: Filter): boolean => show === 'held' && !author && !address;

/** @returns the places of up to `limit` comments; `after` where there may be more, and `further` where the search has not come to its end */
export async function findComments(
  database: Database,
  site: number,
  filter: Filter,
  limit: number,
): Promise<{ places: number[]; after?: number; further?: boolean }> {
  const { words, thread, from, to } = filter;
  const oldestFirst = isOldestFirst(filter);
  const folded = fold(words ?? '')
    .split(/\s+/)
    .filter(Boolean);
  const window = await windowsOf(database, site, filter);
  const found: number[] = [];
  const end = performance.now() + searchTimeout;
  let last = filter.after;
  for (let size = 500; ;) {
    const took = stopwatch();
    let next = window();
    if (last !== undefined) next = next.where('seq', oldestFirst ? '>' : '<', last);
    const seqs = (
      await next
        .orderBy('seq', oldestFirst ? 'asc' : 'desc')
        .limit(size)
        .execute()
    ).map(({ seq }) => seq);
    if (seqs.length) {
      let query = database
        .selectFrom(
          rowsAsTable(
            database,
            { place: 'integer' },
            seqs.map((place) => ({ place })),
          ).as('given'),
        )
        .crossJoin('comments')
        .whereRef('comments.seq', '=', 'given.place')
        .select(['comments.seq', ...(folded.length ? (['comments.text', 'comments.authorName'] as const) : [])])
        .where('comments.site', '=', site)
        .where(sql<boolean>`${sql.raw(conditions[filter.show])}`)
        .orderBy('comments.seq', oldestFirst ? 'asc' : 'desc');
      if (thread !== undefined) query = query.innerJoin('threads', 'threads.id', 'comments.thread').where('threads.key', '=', thread);
      if (from !== undefined) query = query.where('comments.created', '>=', from);
      if (to !== undefined) query = query.where('comments.created', '<=', to);
      for (const { seq, text = '', authorName = '' } of (await query.execute()) as { seq: number; text?: string; authorName?: string }[]) {
        const said = folded.length ? fold(`${authorName}\n${text}`) : '';
        if (folded.every((word) => said.includes(word))) found.push(seq);
        if (found.length > limit) return { places: found.slice(0, limit), after: found[limit - 1]! };
      }
      last = seqs.at(-1)!;
    }
    if (seqs.length < size) return { places: found };
    if (performance.now() > end) return { places: found, after: last!, further: true };
    size = nextBatchSize(size, took());
    await yieldToRequests();
  }
}

/** In words that the indexes know. */
const conditions: Record<Queue, string> = {
  held: `comments.status = 'held' and comments.verdict is null`,
  rejected: `comments.status = 'held' and comments.verdict = 'rejected'`,
  spam: `comments.status = 'held' and comments.verdict = 'spam'`,
  removed: `comments.status = 'held' and comments.verdict = 'removed'`,
  published: `comments.status = 'published'`,
  all: `comments.status <> 'deleted'`,
  reported: `comments.status = 'published' and exists (select 1 from reports where reports.comment = comments.seq)`,
};

/** The index to go along: an author's comments are fewest, then those of a thread, those that were reported, those of a state. */
async function windowsOf(database: Database, site: number, { show, author, address, thread }: Filter) {
  const comments = () => database.selectFrom('comments').select('seq');
  const by = author ?? address;
  if (by) {
    const { selection } = await selectionOf(database, site, by, author ? 'author' : 'address');
    return () => commentsBySelection(database, site, selection).select('seq');
  }
  if (thread !== undefined) {
    const found = await database.selectFrom('threads').select('id').where('site', '=', site).where('key', '=', thread).executeTakeFirst();
    return () => comments().where('thread', '=', found?.id ?? -1);
  }
  if (show === 'reported')
    return () =>
      database.selectFrom(database.selectFrom('reports').select('comment as seq').distinct().as('comments')).select('seq') as unknown as ReturnType<
        typeof comments
      >;
  if (show === 'all') return comments;
  return () =>
    comments()
      .where('site', '=', site)
      .where(sql<boolean>`${sql.raw(conditions[show])}`);
}
