/** What a server of the `rest` contract tells beside the pages of a thread. Loaded when it is asked. */

import type { Account, Comment } from '../model.js';
import { HeldHere } from './held-comments.js';
import type { RestServer } from './rest-client.js';
import { StoreError } from './store.js';

export async function counts(server: RestServer, threads: string[], signal?: AbortSignal): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  for (let start = 0; start < threads.length; start += 100) {
    const answer = await server.request('/counts', { query: { thread: threads.slice(start, start + 100) }, ...(signal && { signal }) }) as { counts?: unknown } | undefined;
    const counted = answer?.counts;
    if (typeof counted !== 'object' || counted === null) throw new StoreError('unavailable', 'not an answer of counts');
    for (const [thread, count] of Object.entries(counted)) found.set(thread, Number.isSafeInteger(count) ? count as number : NaN);
  }
  return found;
}

export async function held(server: RestServer, thread: string): Promise<Comment[]> {
  return (await Promise.all([heldOfAccount(server, thread), heldOfGuest(server, thread)])).flat();
}

async function heldOfAccount(server: RestServer, thread: string): Promise<Comment[]> {
  if (!server.token && !server.session) return [];
  const answer = await server.request('/held', { query: { thread }, session: true }).catch(() => undefined) as { comments?: Comment[] } | undefined;
  return Array.isArray(answer?.comments) ? answer.comments : [];
}

/** What a guest wrote in this browser and nobody else sees yet. What cannot be found out now is left out. */
async function heldOfGuest(server: RestServer, thread: string): Promise<Comment[]> {
  const here = new HeldHere(server.base);
  const waiting = await Promise.all(here.of(thread).map(async (comment) => {
    try {
      const { status } = await server.request(`/${encodeURIComponent(comment.id)}`, { cache: 'no-cache' }) as Comment;
      if (status === 'published') here.forget([comment.id]);
      return undefined;
    } catch (error) {
      return error instanceof StoreError && error.code === 'not-found' ? comment : undefined;
    }
  }));
  return waiting.filter((comment) => comment !== undefined);
}

/** Asks the server whose token it is. */
export async function identify(server: RestServer): Promise<void> {
  const { token } = server;
  if (!token || server.tokenAccount) return;
  const account = await server.request('/accounts/me', { session: true }) as Account;
  if (server.token === token) server.tokenAccount = account;
}
