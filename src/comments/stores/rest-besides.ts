/** What a server of the `rest` contract tells beside the pages of a thread. Loaded when it is asked. */

import type { Account, Comment } from '../model.js';
import type { RestServer } from './rest-request.js';
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
  if (!server.token && !server.session) return [];
  const answer = await server.request('/held', { query: { thread }, session: true }) as { comments?: Comment[] } | undefined;
  return Array.isArray(answer?.comments) ? answer.comments : [];
}

/** Asks the server whose token it is. */
export async function identify(server: RestServer): Promise<void> {
  const { token } = server;
  if (!token || server.tokenAccount) return;
  const account = await server.request('/accounts/me', { session: true }) as Account;
  if (server.token === token) server.tokenAccount = account;
}
