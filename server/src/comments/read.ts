/** Pages of a thread, by keyset: page 500 costs what page 1 costs. */

import { sql, type ExpressionBuilder } from 'kysely';
import type { Database } from '../database/types.js';
import { Problem } from '../http/problems.js';
import { authorOf, isoTime, prefixedReadColumns, readColumns, type Row } from './comment-row.js';
import type { CommentOrder, Role, ServerComment, ServerPage } from '../../../src/comments/model.js';
import type { PageQuery } from './schemas.js';
import type { Tables } from '../database/tables.js';

/** Replies sent along with a root, in all and for any one comment. More come by `parent=ID`. */
const repliesOfRoot = 50;
const repliesOfOne = 20;

/** What readers see of an author besides name and URL; read at each request, since it changes. */
export interface AuthorNote {
  role?: Role;
  formerly?: string | null;
}

export interface Thread {
  id: number;
  count: number;
  closed: number;
  version: number;
}

/** A comment's position among its siblings. */
type Place = Pick<Row, 'votes' | 'seq'>;

/** Published comments, and the empty places of others that have visible replies. */
const isVisible = (where: ExpressionBuilder<Tables, 'comments'>) => where.or([where('status', '=', 'published'), where('replies', '>', 0)]);

/** A comment for its writer when `own` is given; for everybody otherwise, to whom a held comment looks deleted. */
export function toServedComment(row: Row & AuthorNote, parentId?: string, own?: boolean): ServerComment {
  const status = row.status === 'held' && own === undefined ? 'deleted' : row.status;
  const deleted = status === 'deleted';
  return {
    id: row.id,
    ...(parentId && { parent: parentId }),
    author: deleted ? { name: '' } : { ...authorOf(row), ...(row.role && { role: row.role }), ...(row.formerly && { formerly: row.formerly }) },
    text: deleted ? '' : row.text,
    dateCreated: isoTime(row.created),
    ...(row.modified && (own !== undefined || row.status !== 'held') && { dateModified: isoTime(row.modified) }),
    status,
    ...(row.votes > 0 && !deleted && { votes: row.votes }),
    replyCount: row.replies,
    ...(own !== undefined && { own }),
  };
}

/** Adds the notes on their authors to rows, with one query for all. */
export async function addAuthorNotes<Of extends Pick<Row, 'account' | 'secret'>>(database: Database, rows: Of[]): Promise<(Of & AuthorNote)[]> {
  const ids = [...new Set(rows.flatMap(({ account }) => account ?? []))];
  const accounts = ids.length
    ? await database.selectFrom('accounts').select(['id', 'role', 'moderator', 'banned', 'formerly']).where('id', 'in', ids).execute()
    : [];
  const notes = new Map(
    accounts.map(({ id, role, moderator, banned, formerly }): [string, AuthorNote] => [
      id,
      { role: banned === 1 ? 'member' : (role ?? (moderator === 1 ? 'moderator' : 'member')), formerly },
    ]),
  );
  // Without an account and a guest's secret: an imported comment, or one of a deleted account.
  return rows.map((row) => ({ ...row, ...(row.account !== null ? notes.get(row.account) : row.secret !== null && { role: 'guest' as const }) }));
}

export class CommentReader {
  constructor(
    private database: Database,
    private site: number,
  ) {}

  /** The version differs after each change that a page may show. */
  async thread(key: string): Promise<Thread | undefined> {
    return this.database
      .selectFrom('threads')
      .select(['id', 'count', 'closed', 'version'])
      .where('site', '=', this.site)
      .where('key', '=', key)
      .executeTakeFirst();
  }

  async page(query: PageQuery, thread: Thread | undefined): Promise<Omit<ServerPage, 'site'>> {
    if (!thread) {
      if (query.parent || query.around) throw new Problem('not-found', 'There is no such comment.');
      return { comments: [], count: 0, version: 0 };
    }
    const parent = query.parent ? await this.find(query.parent, thread.id) : undefined;
    // Replies are always oldest first.
    const order = parent ? 'oldest' : query.order;

    const above = query.around ? await this.ancestors(await this.find(query.around, thread.id)) : [];
    const first = above[0];
    const {
      rows: tops,
      after,
      before,
    } = await this.siblings({ thread: thread.id, parent: parent?.seq ?? null, order, limit: query.limit, cursor: this.cursor(query), from: first });
    const rows = [...tops, ...(await this.descendants(tops))];
    // The ancestors of the comment that was asked for are always sent.
    const there = new Set(rows.map(({ seq }) => seq));
    rows.push(...above.filter(({ seq }) => !there.has(seq)));

    const ids = new Map(rows.map(({ seq, id }) => [seq, id]));
    if (parent) ids.set(parent.seq, parent.id);
    return {
      comments: (await addAuthorNotes(this.database, inThreadOrder(rows, tops))).map((row) =>
        toServedComment(row, row.parent === null ? undefined : ids.get(row.parent)),
      ),
      count: thread.count,
      version: thread.version,
      ...(after !== undefined && { after: encode(after) }),
      ...(before !== undefined && { before: encode(before) }),
      ...(thread.closed === 1 && { closed: true }),
    };
  }

  async one(id: string): Promise<ServerComment> {
    const row = await this.database
      .selectFrom('comments')
      .select(readColumns)
      .where('site', '=', this.site)
      .where('id', '=', id)
      .where(isVisible)
      .executeTakeFirst();
    if (!row) throw new Problem('not-found', 'There is no such comment.');
    const [annotated] = await addAuthorNotes(this.database, [row]);
    return toServedComment(annotated!, await this.idOf(row.parent));
  }

  async counts(keys: string[]): Promise<Record<string, number>> {
    const rows = await this.database.selectFrom('threads').select(['key', 'count']).where('site', '=', this.site).where('key', 'in', keys).execute();
    const counts = Object.fromEntries(keys.map((key) => [key, 0]));
    for (const { key, count } of rows) counts[key] = count;
    return counts;
  }

  async held(key: string, account: string): Promise<ServerComment[]> {
    const rows = await this.database
      .selectFrom('comments')
      .innerJoin('threads', 'threads.id', 'comments.thread')
      .select(prefixedReadColumns)
      .where('threads.site', '=', this.site)
      .where('threads.key', '=', key)
      .where('comments.account', '=', account)
      .where('comments.status', '=', 'held')
      .where('comments.verdict', 'is', null)
      .orderBy('comments.seq')
      .limit(100)
      .execute();
    return Promise.all((await addAuthorNotes(this.database, rows)).map(async (row) => toServedComment(row, await this.idOf(row.parent), true)));
  }

  async idOf(seq: number | null): Promise<string | undefined> {
    if (seq === null) return undefined;
    return (await this.database.selectFrom('comments').select('id').where('seq', '=', seq).executeTakeFirst())?.id;
  }

  private async find(id: string, thread: number): Promise<Row> {
    const row = await this.database
      .selectFrom('comments')
      .select(readColumns)
      .where('thread', '=', thread)
      .where('id', '=', id)
      .where(isVisible)
      .executeTakeFirst();
    if (!row) throw new Problem('not-found', 'There is no such comment.');
    return row;
  }

  /** From the root down to the comment itself. */
  private async ancestors(row: Row): Promise<Row[]> {
    const chain = [row];
    for (let { parent } = row; parent !== null;) {
      const above = await this.database.selectFrom('comments').select(readColumns).where('seq', '=', parent).executeTakeFirstOrThrow();
      chain.unshift(above);
      parent = above.parent;
    }
    return chain;
  }

  private cursor({ after, before }: PageQuery): (Place & { backwards: boolean }) | undefined {
    const text = after ?? before;
    return text === undefined ? undefined : { ...decode(text), backwards: after === undefined };
  }

  /** Siblings from a comment on, or behind or before a cursor; with cursors where there are more. */
  private async siblings({
    thread,
    parent,
    order,
    limit,
    cursor,
    from,
  }: {
    thread: number;
    parent: number | null;
    order: CommentOrder;
    limit: number;
    cursor: (Place & { backwards: boolean }) | undefined;
    from: Place | undefined;
  }): Promise<{ rows: Row[]; after?: Place; before?: Place }> {
    const base = this.database
      .selectFrom('comments')
      .select(readColumns)
      .where('thread', '=', thread)
      .where('parent', parent === null ? 'is' : '=', parent)
      .where(isVisible);
    // A page before the cursor is read in the opposite order and reversed.
    const falling = (order !== 'oldest') !== (cursor?.backwards ?? false);
    const beyond = (sign: '<' | '>' | '<=' | '>=', { votes, seq }: Place) =>
      order === 'top' ? sql<boolean>`(votes, seq) ${sql.raw(sign)} (${votes}, ${seq})` : sql<boolean>`seq ${sql.raw(sign)} ${seq}`;
    const direction = falling ? 'desc' : 'asc';
    let query = (order === 'top' ? base.orderBy('votes', direction) : base).orderBy('seq', direction).limit(limit + 1);
    if (cursor) query = query.where(beyond(falling ? '<' : '>', cursor));
    if (from) query = query.where(beyond(falling ? '<=' : '>=', from));
    const found = await query.execute();
    const more = found.length > limit;
    const rows = found.slice(0, limit);
    if (cursor?.backwards) rows.reverse();
    const [first, last] = [rows[0], rows.at(-1)];
    const isBefore =
      from !== undefined &&
      first !== undefined &&
      (await base
        .where(beyond(order === 'oldest' ? '<' : '>', first))
        .limit(1)
        .executeTakeFirst()) !== undefined;
    const [moreAfter, moreBefore] = cursor?.backwards ? [true, more] : [more, cursor !== undefined || isBefore];
    return { rows, ...(moreAfter && last && { after: last }), ...(moreBefore && first && { before: first }) };
  }

  /** The first replies of each comment, level by level, until a root has its share. */
  private async descendants(tops: Row[]): Promise<Row[]> {
    const share = new Map(tops.map(({ seq }) => [seq, repliesOfRoot]));
    const topOf = new Map(tops.map(({ seq }) => [seq, seq]));
    const all: Row[] = [];
    for (let level = tops; ;) {
      const parents = level.filter(({ replies }) => replies > 0).map(({ seq }) => seq);
      if (parents.length === 0) return all;
      const { rows } = await sql<Row>`
        select ${sql.join(readColumns.map((name) => sql.ref(name)))} from (
          select *, row_number() over (partition by parent order by seq) as place from comments
          where parent in (${sql.join(parents)}) and (status = 'published' or replies > 0)
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

/** Top comments in the order given, each followed by its replies, parents first. */
function inThreadOrder(rows: Row[], tops: Row[]): Row[] {
  const children = new Map<number, Row[]>();
  const isTop = new Set(tops.map(({ seq }) => seq));
  const roots = [...tops];
  for (const row of [...rows].sort((a, b) => a.seq - b.seq)) {
    if (isTop.has(row.seq)) continue;
    if (row.parent === null) {
      roots.push(row);
      continue;
    }
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

const encode = ({ votes, seq }: Place): string => Buffer.from(`v${votes}s${seq}`).toString('base64url');

function decode(cursor: string): Place {
  const [, votes, seq] = /^(?:v(\d{1,15}))?s(\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1')) ?? [];
  if (seq === undefined)
    throw new Problem('invalid', 'This cursor is not one of ours: take it from an answer as it is.', { status: 400, fields: { after: 'malformed' } });
  return { votes: Number(votes ?? 0), seq: Number(seq) };
}
