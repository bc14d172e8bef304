/** Ways to log in and out: the page's own by an event, a page by URL, or the dialog. */

import { BlogCommentsAccountEvent, BlogCommentsLoginEvent } from '../events.js';
import type { Comment } from '../model.js';
import type { AccessHost } from './access.js';
import { leaveFrom } from './stored.js';

/** Resolves, with whether somebody is in, when the dialog has closed; undefined when the page sees to it. */
export async function askLogIn(host: AccessHost, reason: 'log-in' | 'register' | 'ended'): Promise<boolean | undefined> {
  /** @internal */
  if (!host.dispatchEvent(new BlogCommentsLoginEvent(reason))) return undefined;
  const url = reason === 'register' ? host.registerUrl ?? host.loginUrl : host.loginUrl;
  if (url) {
    leaveFrom(host.site, host.thread, host.place);
    location.assign(withReturn(url, host.parentComment));
    return undefined;
  }
  // With accounts that only the page knows, the page is waited for.
  if (!host.store.logIn || !host.store.capabilities.accounts) return undefined;
  const { openAccount } = await import('./account.js');
  return openAccount(host, host.store, reason);
}

export async function logOut(host: AccessHost): Promise<void> {
  await host.store.logOut!();
  /** @internal */
  host.dispatchEvent(new BlogCommentsAccountEvent(undefined));
}

/** `{return}` in the address of the host's page becomes the address to come back to: the same spot. */
function withReturn(url: string, parent?: Comment): string {
  const back = new URL(location.href);
  if (parent) back.hash = `comment-${parent.id}`;
  return url.replaceAll('{return}', encodeURIComponent(back.href));
}
