/** Atom (RFC 4287) of a thread's newest comments, or the site's: published ones only, as plain text. */

import { createHash } from 'node:crypto';
import { createRoute, z } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import type { Context } from 'hono';
import type { Callers } from '../http/caller.js';
import type { ChangeFeed } from '../database/change-feed.js';
import type { Database } from '../database/types.js';
import type { Settings } from '../options.js';
import type { PageCache } from '../http/page-cache.js';
import { isoTime } from './comment-row.js';
import type { CommentReader } from './read.js';
import { problems, type Routes } from '../http/routes.js';
import { feedQuery } from './schemas.js';

const maxEntries = 50;
/** Milliseconds that the site's feed is cached: commands that run beside this process change comments without telling it. */
const siteFeedKept = 5000;

interface Parts {
  database: Database;
  site: number;
  settings: Settings;
  callers: Callers;
  pages: PageCache;
  commentReader: CommentReader;
  changes: ChangeFeed;
  publicRead: (context: Context, next: () => Promise<void>) => Promise<void>;
}

export function addFeedRoute(routes: Routes, { database, site, settings, callers, publicRead, pages, commentReader, changes }: Parts): void {
  let siteChanges = 0;
  changes.subscribe((which) => {
    if (which === site) siteChanges++;
  });

  routes.openapi(
    createRoute({
      method: 'get',
      path: '/feed',
      middleware: [etag(), publicRead] as const,
      request: { query: feedQuery },
      responses: {
        200: { description: 'The newest comments of a thread, or of the site', content: { 'application/atom+xml': { schema: z.string() } } },
        ...problems,
      },
    }),
    async (context) => {
      const { thread: key } = context.req.valid('query');
      const thread = key === undefined ? undefined : await commentReader.thread(key);
      const name = JSON.stringify(['feed', thread?.id]);
      const version = thread?.version ?? `${siteChanges} ${Math.floor(Date.now() / siteFeedKept)}`;
      const isKept = key === undefined || thread !== undefined;
      if (!isKept || !pages.holds(name, version)) await callers.limitRows(context, maxEntries);
      const xml = isKept ? (await pages.get(name, version, () => make(key))).body : await make(key);
      return context.body(xml, 200, { 'Content-Type': 'application/atom+xml; charset=utf-8' });
    },
  );

  const make = async (key: string | undefined): Promise<string> => {
    let query = database
      .selectFrom('comments')
      .innerJoin('threads', 'threads.id', 'comments.thread')
      .select([
        'comments.id',
        'comments.authorName',
        'comments.authorUrl',
        'comments.text',
        'comments.created',
        'comments.modified',
        'threads.key',
        'threads.url',
        'threads.title',
      ])
      .where('comments.site', '=', site)
      .where('comments.status', '=', 'published')
      .orderBy('comments.seq', 'desc')
      .limit(maxEntries);
    if (key !== undefined) query = query.where('threads.site', '=', site).where('threads.key', '=', key);
    const rows = await query.execute();
    const { uuid } = await database.selectFrom('sites').select('uuid').where('id', '=', site).executeTakeFirstOrThrow();

    // Without PUBLIC_ORIGIN an id is a URN instead of a URL (RFC 4287, 4.2.6), and a link is relative to the feed.
    const { publicOrigin, base, siteName } = settings;
    const own = publicOrigin && publicOrigin + base;
    const idOf = (path: string) => (own ? `${own}/${path}` : `urn:uuid:${uuidIn(uuid!, path)}`);
    const self = `feed${key === undefined ? '' : `?thread=${encodeURIComponent(key)}`}`;
    const page = key === undefined ? undefined : callers.ownUrl(rows[0]?.url);
    const title = key === undefined ? siteName : `${siteName}: ${rows[0]?.title ?? key}`;
    const updated = Math.max(0, ...rows.map(({ created, modified }) => modified ?? created));
    return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
<id>${escape(idOf(self))}</id>
<title type="text">${escape(title)}</title>
<updated>${isoTime(updated)}</updated>
<link rel="self" type="application/atom+xml" href="${escape(own ? `${own}/${self}` : self)}"/>
${page ? `<link rel="alternate" type="text/html" href="${escape(new URL(page).href)}"/>\n` : ''}${rows
      .map((row) => {
        const link = callers.ownUrl(row.url);
        const about = row.title ?? row.key;
        return `<entry>
<id>${escape(idOf(row.id))}</id>
<title type="text">${escape(key === undefined ? `${row.authorName}: ${about}` : row.authorName)}</title>
<author><name>${escape(row.authorName)}</name>${row.authorUrl ? `<uri>${escape(new URL(row.authorUrl).href)}</uri>` : ''}</author>
<published>${isoTime(row.created)}</published>
<updated>${isoTime(row.modified ?? row.created)}</updated>
${link ? `<link rel="alternate" type="text/html" href="${escape(withAnchor(link, row.id))}"/>\n` : ''}<content type="text">${escape(row.text)}</content>
</entry>
`;
      })
      .join('')}</feed>
`;
  };
}

/** A UUID that is always the same for a name within a site (RFC 9562, version 5). */
function uuidIn(site: string, name: string): string {
  const bytes = createHash('sha1')
    .update(Buffer.from(site.replaceAll('-', ''), 'hex'))
    .update(name)
    .digest()
    .subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x50;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

function withAnchor(url: string, id: string): string {
  const address = new URL(url);
  address.hash = `comment-${id}`;
  return address.href;
}

/** Also removes the characters that XML cannot hold in any form. */
const escape = (text: string): string =>
  text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '').replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
