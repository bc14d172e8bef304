/** Exports as JSON: an account's data for its owner, or everything for the site's owner. Without passwords, tokens and address hashes. */

import { authorOf, isoTime } from '../comments/comment-row.js';
import type { Database } from '../database/types.js';

export async function ownDataOf(database: Database, account: string) {
  const { created, email, pending, confirmed, banned, ...about } = await database
    .selectFrom('accounts')
    .select(['id', 'name', 'email', 'pending', 'confirmed', 'created', 'banned', 'issuer', 'subject', 'role', 'formerly'])
    .where('id', '=', account)
    .executeTakeFirstOrThrow();
  const comments = await commentsOf(database).where('comments.account', '=', account).execute();
  const votes = await database
    .selectFrom('votes')
    .innerJoin('comments', 'comments.seq', 'votes.comment')
    .select('comments.id')
    .where('votes.account', '=', account)
    .execute();
  const reports = await database
    .selectFrom('reports')
    .innerJoin('comments', 'comments.seq', 'reports.comment')
    .select(['comments.id as comment', 'reports.reason', 'reports.created'])
    .where('reports.reporter', '=', account)
    .execute();
  const sessions = await database.selectFrom('sessions').select(['created', 'used']).where('account', '=', account).execute();
  return {
    account: {
      ...about,
      email: email || pending,
      emailConfirmed: confirmed === 1,
      banned: banned === 1,
      created: isoTime(created),
      sessions: sessions.map(({ created: since, used }) => ({ created: isoTime(since), lastUsed: isoTime(used) })),
    },
    comments: comments.map(exportedComment),
    votes: votes.map(({ id }) => id),
    reports: reports.map(({ created: when, ...report }) => ({ ...report, created: isoTime(when) })),
  };
}

const commentsOf = (database: Database) =>
  database
    .selectFrom('comments')
    .innerJoin('threads', 'threads.id', 'comments.thread')
    .leftJoin('comments as above', 'above.seq', 'comments.parent')
    .select([
      'comments.seq',
      'comments.id',
      'threads.key as thread',
      'above.id as parent',
      'comments.account',
      'comments.authorName',
      'comments.authorUrl',
      'comments.authorEmail',
      'comments.text',
      'comments.status',
      'comments.verdict',
      'comments.created',
      'comments.modified',
      'comments.votes',
    ])
    .orderBy('comments.seq');

type Exported = Awaited<ReturnType<ReturnType<typeof commentsOf>['execute']>>[number];

function exportedComment({ seq: _, created, modified, authorName, authorUrl, authorEmail, parent, verdict, account, ...comment }: Exported) {
  return {
    ...comment,
    ...(parent && { parent }),
    ...(account && { account }),
    ...(verdict && { verdict }),
    author: { ...authorOf({ authorName, authorUrl }), ...(authorEmail && { email: authorEmail }) },
    dateCreated: isoTime(created),
    ...(modified !== null && { dateModified: isoTime(modified) }),
  };
}

/** One JSON document, in pieces, so that a million comments need no memory. */
export async function* exportOf(database: Database, site: number): AsyncGenerator<string> {
  const about = await database.selectFrom('sites').select(['base', 'name']).where('id', '=', site).executeTakeFirstOrThrow();
  yield `{"format":"blog-elements comments 1","exported":${JSON.stringify(isoTime(Date.now()))},"site":${JSON.stringify(about)}`;
  yield* list('threads', async (after) => {
    const rows = await database
      .selectFrom('threads')
      .select(['id', 'key', 'url', 'title', 'closed'])
      .where('site', '=', site)
      .where('id', '>', after)
      .orderBy('id')
      .limit(500)
      .execute();
    return { last: rows.at(-1)?.id, items: rows.map(({ id: _, closed, ...thread }) => ({ ...thread, closed: closed === 1 })) };
  });
  let lastAccount = '';
  yield* list('accounts', async () => {
    const rows = await database
      .selectFrom('accounts')
      .select(['id', 'name', 'email', 'pending', 'confirmed', 'created', 'banned', 'moderator', 'role', 'issuer', 'subject'])
      .where('site', '=', site)
      .where('id', '>', lastAccount)
      .orderBy('id')
      .limit(500)
      .execute();
    lastAccount = rows.at(-1)?.id ?? '';
    return {
      last: rows.length || undefined,
      items: rows.map(({ created, email, pending, confirmed, banned, moderator, ...account }) => ({
        ...account,
        email: email || pending,
        emailConfirmed: confirmed === 1,
        banned: banned === 1,
        moderator: moderator === 1,
        created: isoTime(created),
      })),
    };
  });
  yield* list('comments', async (after) => {
    const rows = await commentsOf(database).where('comments.site', '=', site).where('comments.seq', '>', after).limit(500).execute();
    return { last: rows.at(-1)?.seq, items: rows.map(exportedComment) };
  });
  yield* list('votes', votesAfter(database, site));
  yield '}\n';
}

function votesAfter(database: Database, site: number) {
  return async (after: number) => {
    const comments = await database
      .selectFrom('comments')
      .select(['seq', 'id'])
      .where('site', '=', site)
      .where('seq', '>', after)
      .where('votes', '>', 0)
      .orderBy('seq')
      .limit(200)
      .execute();
    const rows = comments.length
      ? await database
          .selectFrom('votes')
          .select(['comment', 'account'])
          .where(
            'comment',
            'in',
            comments.map(({ seq }) => seq),
          )
          .execute()
      : [];
    const ids = new Map(comments.map(({ seq, id }) => [seq, id]));
    return { last: comments.at(-1)?.seq, items: rows.map(({ comment, account }) => ({ comment: ids.get(comment), account })) };
  };
}

async function* list(name: string, read: (after: number) => Promise<{ last: number | undefined; items: unknown[] }>): AsyncGenerator<string> {
  yield `,\n"${name}":[`;
  let separator = '\n';
  for (let after: number | undefined = 0; after !== undefined;) {
    const { last, items }: { last: number | undefined; items: unknown[] } = await read(after);
    for (const item of items) {
      yield separator + JSON.stringify(item);
      separator = ',\n';
    }
    after = last;
  }
  yield ']';
}
