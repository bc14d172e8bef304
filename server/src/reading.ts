/** Pages of a thread, by keyset: page 500 costs what page 1 costs. */

import { sql, type ExpressionBuilder } from 'kysely';
import type { Database } from './database.js';
import { Problem } from './problems.js';
import type { CommentAnswer, PageQuery } from './schemas.js';
import type { Tables } from './tables.js';

/** Replies sent along with a root, in all and for any one comment. More come by `parent=ID`. */
const repliesOfRoot = 50;
const repliesOfOne = 20;

export const columns = ['seq', 'id', 'parent', 'root', 'authorName', 'authorUrl', 'text', 'status', 'created', 'modified', 'replies'] as const;

export interface Row {
  seq: number; id: string; parent: number | null; root: number | null; authorName: string; authorUrl: string | null; text: string;
  status: 'published' | 'held' | 'deleted'; created: number; modified: number | null; replies: number;
}

/** What everybody may see: published comments, and deleted ones that hold a conversation together. */
const visible = (where: ExpressionBuilder<Tables, 'comments'>) => where.or([where('status', '=', 'published'), where.and([where('status', '=', 'deleted'), where('replies', '>', 0)])]);

export function answerOf(row: Row, parentId?: string, own?: boolean): CommentAnswer {
  const deleted = row.status === 'deleted';
  return {
    id: row.id,
    ...(parentId && { parent: parentId }),
    author: { name: deleted ? '' : row.authorName, ...(row.authorUrl && !deleted && { url: row.authorUrl }) },
    text: deleted ? '' : row.text,
    dateCreated: new Date(row.created).toISOString(),
    ...(row.modified && { dateModified: new Date(row.modified).toISOString() }),
    status: row.status,
    replyCount: row.replies,
    ...(own !== undefined && { own }),
  };
}

export class Reading {
  constructor(private database: Database, private site: number) {}

  async page(query: PageQuery): Promise<{ comments: CommentAnswer[]; count: number; version: number; after?: string; before?: string; closed?: boolean }> {
    const thread = await this.database.selectFrom('threads').select(['id', 'count', 'closed', 'version']).where('site', '=', this.site).where('key', '=', query.thread).executeTakeFirst();
    if (!thread) {
      if (query.parent || query.around) throw new Problem('not-found', 'There is no such comment.');
      return { comments: [], count: 0, version: 0 };
    }
    const parent = query.parent ? await this.find(query.parent, thread.id) : undefined;
    // Replies always stand in the order they came.
    const newestFirst = query.order === 'newest' && !parent;

    const above = query.around ? await this.ancestors(await this.find(query.around, thread.id)) : [];
    const first = above[0];
    const { rows: tops, after, before } = await this.siblings({ thread: thread.id, parent: parent?.seq ?? null, newestFirst, limit: query.limit, cursor: this.cursor(query), from: first?.seq });
    const rows = [...tops, ...await this.descendants(tops)];
    // The way to the comment that was asked for, whatever else was left out.
    const there = new Set(rows.map(({ seq }) => seq));
    rows.push(...above.filter(({ seq }) => !there.has(seq)));

    const ids = new Map(rows.map(({ seq, id }) => [seq, id]));
    if (parent) ids.set(parent.seq, parent.id);
    return {
      comments: inThreadOrder(rows, tops).map((row) => answerOf(row, row.parent === null ? undefined : ids.get(row.parent))),
      count: thread.count,
      version: thread.version,
      ...(after !== undefined && { after: encode(after) }),
      ...(before !== undefined && { before: encode(before) }),
      ...(thread.closed === 1 && { closed: true }),
    };
  }

  async one(id: string): Promise<CommentAnswer> {
    const row = await this.database.selectFrom('comments').select(columns).where('site', '=', this.site).where('id', '=', id).where(visible).executeTakeFirst();
    if (!row) throw new Problem('not-found', 'There is no such comment.');
    return answerOf(row, await this.idOf(row.parent));
  }

  async counts(keys: string[]): Promise<Record<string, number>> {
    const rows = await this.database.selectFrom('threads').select(['key', 'count']).where('site', '=', this.site).where('key', 'in', keys).execute();
    const counts = Object.fromEntries(keys.map((key) => [key, 0]));
    for (const { key, count } of rows) counts[key] = count;
    return counts;
  }

  async held(key: string, account: string): Promise<CommentAnswer[]> {
    const rows = await this.database.selectFrom('comments').innerJoin('threads', 'threads.id', 'comments.thread').select(columns.map((name) => `comments.${name}` as const))
      .where('threads.site', '=', this.site).where('threads.key', '=', key).where('comments.account', '=', account).where('comments.status', '=', 'held').orderBy('comments.seq').limit(100).execute();
    return Promise.all(rows.map(async (row) => answerOf(row, await this.idOf(row.parent), true)));
  }

  async idOf(seq: number | null): Promise<string | undefined> {
    if (seq === null) return undefined;
    return (await this.database.selectFrom('comments').select('id').where('seq', '=', seq).executeTakeFirst())?.id;
  }

  private async find(id: string, thread: number): Promise<Row> {
    const row = await this.database.selectFrom('comments').select(columns).where('thread', '=', thread).where('id', '=', id).where(visible).executeTakeFirst();
    if (!row) throw new Problem('not-found', 'There is no such comment.');
    return row;
  }

  /** From the root down to the comment itself. */
  private async ancestors(row: Row): Promise<Row[]> {
    const chain = [row];
    for (let { parent } = row; parent !== null;) {
      const above = await this.database.selectFrom('comments').select(columns).where('seq', '=', parent).executeTakeFirstOrThrow();
      chain.unshift(above);
      parent = above.parent;
    }
    return chain;
  }

  private cursor({ after, before }: PageQuery): { seq: number; backwards: boolean } | undefined {
    const text = after ?? before;
    return text === undefined ? undefined : { seq: decode(text), backwards: after === undefined };
  }

  /** Comments beside each other, `from` one, or behind or before a cursor; with cursors where there are more. */
  private async siblings({ thread, parent, newestFirst, limit, cursor, from }: {
    thread: number; parent: number | null; newestFirst: boolean; limit: number; cursor: { seq: number; backwards: boolean } | undefined; from: number | undefined;
  }): Promise<{ rows: Row[]; after?: number; before?: number }> {
    const base = this.database.selectFrom('comments').select(columns).where('thread', '=', thread).where('parent', parent === null ? 'is' : '=', parent).where(visible);
    // Going back is going forward in the other direction, turned round.
    const falling = newestFirst !== (cursor?.backwards ?? false);
    let query = base.orderBy('seq', falling ? 'desc' : 'asc').limit(limit + 1);
    if (cursor) query = query.where('seq', falling ? '<' : '>', cursor.seq);
    if (from !== undefined) query = query.where('seq', falling ? '<=' : '>=', from);
    const found = await query.execute();
    const more = found.length > limit;
    const rows = found.slice(0, limit);
    if (cursor?.backwards) rows.reverse();
    const first = rows[0]?.seq;
    const last = rows.at(-1)?.seq;
    const isBefore = from !== undefined && first !== undefined
      && await base.where('seq', newestFirst ? '>' : '<', first).limit(1).executeTakeFirst() !== undefined;
    const [moreAfter, moreBefore] = cursor?.backwards ? [true, more] : [more, cursor !== undefined || isBefore];
    return { rows, ...(moreAfter && last !== undefined && { after: last }), ...(moreBefore && first !== undefined && { before: first }) };
  }

  /** Level by level, the first ones of each, until a root has its share. */
  private async descendants(tops: Row[]): Promise<Row[]> {
    const share = new Map(tops.map(({ seq }) => [seq, repliesOfRoot]));
    const topOf = new Map(tops.map(({ seq }) => [seq, seq]));
    const all: Row[] = [];
    for (let level = tops; ;) {
      const parents = level.filter(({ replies }) => replies > 0).map(({ seq }) => seq);
      if (parents.length === 0) return all;
      const { rows } = await sql<Row>`
        select ${sql.join(columns.map((name) => sql.ref(name)))} from (
          select *, row_number() over (partition by parent order by seq) as place from comments
          where parent in (${sql.join(parents)}) and (status = 'published' or (status = 'deleted' and replies > 0))
        ) as ranked where place <= ${repliesOfOne} order by seq`.execute(this.database);
      level = rows.filter((row) => {
        const top = topOf.get(row.parent!)!;
        const left = share.get(top)!;
        if (left === 0) return false;
        share.set(top, left - 1);
        topOf.set(row.seq, top);
        return true;
      });
      all.push(...level);
    }
  }
}

/** Tops as they stand, each followed by its replies, parents first. */
function inThreadOrder(rows: Row[], tops: Row[]): Row[] {
  const children = new Map<number, Row[]>();
  const isTop = new Set(tops.map(({ seq }) => seq));
  const roots = [...tops];
  for (const row of [...rows].sort((a, b) => a.seq - b.seq)) {
    if (isTop.has(row.seq)) continue;
    if (row.parent === null) { roots.push(row); continue; }
    const siblings = children.get(row.parent);
    if (siblings) siblings.push(row);
    else children.set(row.parent, [row]);
  }
  const ordered: Row[] = [];
  const left = roots.reverse();
  for (let row = left.pop(); row; row = left.pop()) {
    ordered.push(row);
    for (const child of (children.get(row.seq) ?? []).reverse()) left.push(child);
  }
  return ordered;
}

const encode = (seq: number): string => Buffer.from(`s${seq}`).toString('base64url');

function decode(cursor: string): number {
  const seq = /^s(\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1'))?.[1];
  if (seq === undefined) throw new Problem('invalid', 'This cursor is not one of ours: take it from an answer as it is.', { status: 400, fields: { after: 'malformed' } });
  return Number(seq);
}
