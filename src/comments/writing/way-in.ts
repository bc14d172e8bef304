/** Ways to log in and out: the page's own by an event, a page by URL, or the dialog. */

import { BlogCommentsAccountEvent, BlogCommentsLoginEvent } from '../events.js';
import type { Comment } from '../model.js';
import type { CommentStore } from '../stores/store.js';
import type { AccessHost } from '../composer/sign-in.js';
import { leaveFrom } from './stored.js';

/** For whom and what somebody logs in. */
export interface Errand {
  store: CommentStore;
  site: string;
  thread: string;
  /** The form to come back to; left out where there is none. */
  place?: string;
  /** The comment to come back to. */
  parentComment?: Comment;
  loginUrl?: string | undefined;
  registerUrl?: string | undefined;
}

/** Resolves, with whether somebody is in, when the dialog has closed; undefined when the page sees to it. */
export async function askLogIn(host: HTMLElement, errand: Errand, reason: 'log-in' | 'register' | 'ended'): Promise<boolean | undefined> {
  /** @internal */
  if (!host.dispatchEvent(new BlogCommentsLoginEvent(reason))) return undefined;
  const { store, site, thread, place, loginUrl, registerUrl } = errand;
  const url = reason === 'register' ? registerUrl ?? loginUrl : loginUrl;
  if (url) {
    if (place !== undefined) leaveFrom(site, thread, place);
    location.assign(withReturn(url, errand.parentComment));
    return undefined;
  }
  // With accounts that only the page knows, the page is waited for.
  if (!store.logIn || !store.capabilities.accounts) return undefined;
  const { openAccount } = await import('../composer/account-dialog.js');
  return openAccount(host, store, reason);
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
