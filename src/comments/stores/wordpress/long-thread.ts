/** Threads of more than a hundred comments in WordPress. A cursor is the number of roots before it. */

import type { Comment, CommentPage } from '../../model.js';
import { StoreError, type PageRequest } from '../store.js';
import { pageOf } from '../paging.js';
import { fieldsOf } from '../../json.js';
import { commentOf, type WordPressComments } from './comment.js';

const most = 100;
/** Levels of replies that come with a page; deeper ones when they are asked for. WordPress's own themes show five. */
const levels = 5;
/** Of one level, hundreds of replies that come with a page. */
const hundreds = 3;
/** Hundreds of replies that are looked through for orphans. */
const search = 30;

export async function longPage(store: WordPressComments, post: string, request: PageRequest): Promise<CommentPage> {
  const { parent, around, limit = 20, order = 'oldest', after, before, signal } = request;
  const size = Math.min(most, Math.max(1, Math.floor(limit) || 1));
  const asked = { post, orderby: 'date_gmt', order: order === 'newest' && parent === undefined ? 'desc' : 'asc' };
  const chain = around === undefined ? [] : await ancestry(store, post, around, signal);
  let start = cursor(after);
  let length = size;
  if (before !== undefined) {
    const end = cursor(before);
    start = Math.max(0, end - size);
    length = Math.max(1, end - start);
  } else if (chain[0]) {
    // How many roots stand before it; those of the same second may be among them or not, so its page begins where it must be on it.
    const earlier = await store.list(
      { post, parent: 0, per_page: 1, _fields: 'id', [asked.order === 'desc' ? 'after' : 'before']: chain[0].dateCreated },
      signal,
    );
    start = Math.floor(earlier.total / size) * size;
  }
  const top = await store.list({ ...asked, parent: parent ?? 0, per_page: length, offset: start }, signal);
  const all = new Map([...chain, ...top.comments].map((comment) => [comment.id, comment]));
  const above = chain.filter(({ id }) => !top.comments.some((each) => each.id === id));
  await addReplies(store, asked.post, all, [...top.answered, ...above.map(({ id }) => id)], signal);
  const more = start + length < top.total;
  const { total, given } = store.progress(post);
  for (const id of all.keys()) given.add(id);
  // The last page brings those whose parents nobody sees.
  const incomplete = parent === undefined && !more && given.size < total ? !(await addOrphans(store, post, all, given, signal)) : false;
  for (const id of all.keys()) given.add(id);
  return {
    comments: pageOf([...all.values()], { thread: post, order, limit: Infinity }).comments,
    count: total,
    ...(more && { after: String(start + length) }),
    ...(parent === undefined && start > 0 && { before: String(start) }),
    ...(incomplete && { incomplete }),
  };
}

function cursor(text = '0'): number {
  if (!/^\d{1,9}$/.test(text)) throw new StoreError('invalid', `"${text}" is not a cursor of this store`);
  return Number(text);
}

/** A comment with those above it, the root first. */
async function ancestry(store: WordPressComments, post: string, id: string, signal?: AbortSignal): Promise<Comment[]> {
  const chain: Comment[] = [];
  for (let next: string | undefined = id; next !== undefined && !chain.some((each) => each.id === next); next = chain[0]?.parent) {
    if (!/^\d+$/.test(next)) throw new StoreError('not-found', `no comment "${id}" in this thread`);
    try {
      const { data } = await store.site.read(`comments/${next}`, {}, signal);
      const comment = commentOf(data, store.site.base);
      if (!comment || fieldsOf(data)['post'] !== Number(post)) throw new StoreError('not-found', `no comment "${next}" in this thread`);
      chain.unshift(comment);
    } catch (error) {
      // A parent that is held or gone: what answered it stands as a root.
      if (chain.length && error instanceof StoreError && error.code === 'not-found') break;
      throw error;
    }
  }
  return chain;
}

/** Adds what was said under some comments, level by level; those of which there is more know how much. */
async function addReplies(store: WordPressComments, post: string, all: Map<string, Comment>, under: string[], signal?: AbortSignal): Promise<void> {
  const unsure: string[] = [];
  let level = under;
  for (let depth = 0; level.length && depth < levels; depth++) {
    const next: string[] = [];
    for (let at = 0; at < level.length; at += most) {
      const parents = level.slice(at, at + most);
      const query = { post, parent: parents, order: 'asc', orderby: 'date_gmt', per_page: most };
      const first = await store.list(query, signal);
      const pages = Math.ceil(first.total / most);
      const rest = await Promise.all(numbers(2, Math.min(pages, hundreds)).map((page) => store.list({ ...query, page }, signal)));
      for (const { comments, answered } of [first, ...rest]) {
        for (const comment of comments) if (!all.has(comment.id)) all.set(comment.id, comment);
        next.push(...answered);
      }
      if (pages > hundreds) unsure.push(...parents);
    }
    level = next;
  }
  await Promise.all(
    [...unsure, ...level].map(async (id) => {
      const { total } = await store.list({ post, parent: id, per_page: 1, _fields: 'id' }, signal);
      const comment = all.get(id);
      if (comment) all.set(id, { ...comment, replyCount: total });
    }),
  );
}

/** Adds replies whose parents are held or gone. Returns false when there are too many replies to look through. */
async function addOrphans(store: WordPressComments, post: string, all: Map<string, Comment>, given: Set<string>, signal?: AbortSignal): Promise<boolean> {
  const query = { post, parent_exclude: 0, order: 'asc', orderby: 'date_gmt', per_page: most, _fields: 'id,parent' };
  const first = await store.list(query, signal);
  const pages = Math.ceil(first.total / most);
  if (pages > search) return false;
  const replies = [...first.comments];
  for (let page = 2; page <= pages; page++) replies.push(...(await store.list({ ...query, page }, signal)).comments);
  const known = new Set([...given, ...replies.map(({ id }) => id)]);
  const lost = replies.flatMap(({ id, parent }) => (parent !== undefined && !known.has(parent) && !given.has(id) ? [{ id, parent }] : []));
  for (let at = 0; at < lost.length; at += most) {
    const some = lost.slice(at, at + most);
    // Roots on pages that were not read are no reason to take their replies for orphans.
    const seen = new Set(
      (await store.list({ post, include: some.map(({ parent }) => parent), per_page: most, _fields: 'id' }, signal)).comments.map(({ id }) => id),
    );
    const orphans = some.filter(({ parent }) => !seen.has(parent)).map(({ id }) => id);
    if (!orphans.length) continue;
    const { comments, answered } = await store.list({ post, include: orphans, per_page: most }, signal);
    for (const comment of comments) all.set(comment.id, comment);
    await addReplies(store, post, all, [...answered], signal);
  }
  return true;
}

function numbers(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
}
