/** Atom (RFC 4287) of a thread's newest comments, or the site's: published ones only, as plain text. */

import { createRoute, z } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import type { Context } from 'hono';
import type { Asking } from '../http/caller.js';
import type { Database } from '../database/open.js';
import type { Settings } from '../options.js';
import { problems, type Routes } from '../http/routes.js';
import * as schema from '../http/schemas.js';

const entries = 50;

interface Parts { database: Database; site: number; settings: Settings; asking: Asking; publicRead: (context: Context, next: () => Promise<void>) => Promise<void> }

export function addFeeds(routes: Routes, { database, site, settings, asking, publicRead }: Parts): void {
  routes.openapi(createRoute({
    method: 'get', path: '/feed', middleware: [etag(), publicRead] as const, request: { query: schema.feedQuery },
    responses: { 200: { description: 'The newest comments of a thread, or of the site', content: { 'application/atom+xml': { schema: z.string() } } }, ...problems },
  }), async (context) => {
    const { thread } = context.req.valid('query');
    let query = database.selectFrom('comments').innerJoin('threads', 'threads.id', 'comments.thread')
      .select(['comments.id', 'comments.authorName', 'comments.authorUrl', 'comments.text', 'comments.created', 'comments.modified', 'threads.key', 'threads.url', 'threads.title'])
      .where('comments.site', '=', site).where('comments.status', '=', 'published').orderBy('comments.seq', 'desc').limit(entries);
    if (thread !== undefined) query = query.where('threads.site', '=', site).where('threads.key', '=', thread);
    const rows = await query.execute();

    const own = asking.originOf(context) + settings.base;
    const self = `${own}/feed${thread === undefined ? '' : `?thread=${encodeURIComponent(thread)}`}`;
    const page = asking.ownUrl(context, thread === undefined ? undefined : rows[0]?.url);
    const title = thread === undefined ? settings.siteName : `${settings.siteName}: ${rows[0]?.title ?? thread}`;
    const updated = Math.max(0, ...rows.map(({ created, modified }) => modified ?? created));
    const xml = `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
<id>${escape(self)}</id>
<title type="text">${escape(title)}</title>
<updated>${new Date(updated).toISOString()}</updated>
<link rel="self" type="application/atom+xml" href="${escape(self)}"/>
${page ? `<link rel="alternate" type="text/html" href="${escape(new URL(page).href)}"/>\n` : ''}${rows.map((row) => {
  const link = asking.ownUrl(context, row.url);
  const about = row.title ?? row.key;
  return `<entry>
<id>${escape(`${own}/${row.id}`)}</id>
<title type="text">${escape(thread === undefined ? `${row.authorName}: ${about}` : row.authorName)}</title>
<author><name>${escape(row.authorName)}</name>${row.authorUrl ? `<uri>${escape(new URL(row.authorUrl).href)}</uri>` : ''}</author>
<published>${new Date(row.created).toISOString()}</published>
<updated>${new Date(row.modified ?? row.created).toISOString()}</updated>
${link ? `<link rel="alternate" type="text/html" href="${escape(withAnchor(link, row.id))}"/>\n` : ''}<content type="text">${escape(row.text)}</content>
</entry>
`;
}).join('')}</feed>
`;
    return context.body(xml, 200, { 'Content-Type': 'application/atom+xml; charset=utf-8' });
  });
}

function withAnchor(url: string, id: string): string {
  const address = new URL(url);
  address.hash = `comment-${id}`;
  return address.href;
}

/** What XML cannot hold in any form has been taken out when the text came in. */
const escape = (text: string): string => text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '').replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
