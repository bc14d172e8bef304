/** What a reader does at a server that speaks the `rest` contract: loaded when someone writes. */

import { readStored, writeStored } from '../../base/storage.js';
import type { Comment, Session } from '../model.js';
import { HeldHere } from './held-here.js';
import type { NewComment } from './store.js';
import type { RestServer } from './rest-request.js';

export async function createComment(server: RestServer, { extra, signal, ...comment }: NewComment): Promise<Comment> {
  // Fields that the page added travel beside ours and never in their place.
  const body = { ...extra, ...comment };
  const created = await server.request('', { method: 'POST', body, session: !comment.author, ...(signal && { signal }) }) as Comment;
  if (comment.author && created?.status === 'held') new HeldHere(server.base).remember(comment.thread, created);
  return created;
}

export async function editComment(server: RestServer, id: string, text: string, secret?: string): Promise<Comment> {
  const changed = await server.request(`/${encodeURIComponent(id)}`, { method: 'PATCH', body: { text, ...(secret && { secret }) }, session: !secret }) as Comment;
  if (secret && typeof changed?.id === 'string') new HeldHere(server.base).change(changed);
  return changed;
}

export async function deleteComment(server: RestServer, id: string, secret?: string): Promise<void> {
  await server.request(`/${encodeURIComponent(id)}`, { method: 'DELETE', keepalive: true, session: !secret, ...(secret && { headers: { 'Edit-Secret': secret } }) });
  if (secret) new HeldHere(server.base).forget([id]);
}

export async function voteFor(server: RestServer, id: string, on: boolean): Promise<number> {
  const answer = await server.request(`/${encodeURIComponent(id)}/vote`, { method: on ? 'PUT' : 'DELETE', session: true }) as { votes?: unknown } | undefined;
  return Number(answer?.votes) || 0;
}

export async function reportComment(server: RestServer, id: string, reason?: string): Promise<void> {
  await server.request(`/${encodeURIComponent(id)}/report`, { method: 'POST', body: reason ? { reason } : {}, session: true });
}

export async function register(server: RestServer, account: { name: string; email: string; password: string }): Promise<Session> {
  return server.session = await server.request('/accounts', { method: 'POST', body: account }) as Session;
}

export async function logIn(server: RestServer, credentials: { email: string; password: string }): Promise<Session> {
  const key = `blog-elements:device:${server.base}`;
  const known = readStored(key);
  const session = await server.request('/sessions', { method: 'POST', body: { ...credentials, ...(known && { device: known }) } }) as Session;
  if (typeof session?.device === 'string') writeStored(key, session.device);
  return server.session = session;
}

/** The browser forgets the session whatever the server says; only "everywhere" needs its word. */
export async function logOut(server: RestServer, everywhere = false): Promise<void> {
  try {
    await server.request(everywhere ? '/sessions' : '/sessions/current', { method: 'DELETE', session: true });
  } catch (error) {
    if (everywhere) throw error;
  }
  server.session = undefined;
  delete server.token;
  delete server.tokenAccount;
}

export async function forgotPassword(server: RestServer, email: string): Promise<void> {
  await server.request('/accounts/password', { method: 'POST', body: { email } });
}
