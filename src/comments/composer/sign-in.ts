/** Whether the reader is signed in, and ways to log in and out: the page's own by an event, a page by URL, or the dialog. */

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { BlogCommentsAccountEvent, BlogCommentsLoginEvent } from '../events.js';
import type { Comment } from '../model.js';
import type { CommentStore } from '../stores/store.js';
import { openAccount } from './account-dialog.js';
import { leaveFrom } from './draft-storage.js';

export interface SignInHost extends ReactiveControllerHost, HTMLElement {
  /** Undefined until whoever makes the form has set it. */
  store?: CommentStore;
  parentComment?: Comment;
  readonly site: string;
  readonly thread: string;
  /** Which form of the thread. */
  readonly place: string;
  loginUrl?: string;
  registerUrl?: string;
  /** Somebody has logged in or out. */
  accountChanged(): void;
}

export class SignIn implements ReactiveController {
  private stopWatching: (() => void) | undefined;

  constructor(private host: SignInHost) {
    host.addController(this);
  }

  hostConnected(): void {
    // From the dialog of any form of the box, or from the page's token.
    addEventListener('blog-comments-account', this.onAccount);
    this.watch();
  }

  hostDisconnected(): void {
    removeEventListener('blog-comments-account', this.onAccount);
    this.stopWatching?.();
  }

  /** Follows the store's account; call again for another store. */
  watch(): void {
    this.stopWatching?.();
    this.stopWatching = this.host.store?.watchAccount?.(() => this.host.requestUpdate());
  }

  get isSignedIn(): boolean {
    return Boolean(this.host.store?.account ?? this.host.store?.token);
  }

  /** True when nobody may write who is not logged in. */
  get isNeeded(): boolean {
    return !this.isSignedIn && this.host.store?.capabilities.authors === 'account';
  }

  get isOffered(): boolean {
    const { store, loginUrl } = this.host;
    return Boolean(loginUrl) || (store?.capabilities.accounts === true && store.logIn !== undefined);
  }

  private readonly onAccount = (): void => this.host.accountChanged();
}

/** Where somebody logs in, and what they come back to. */
export interface SignInRequest {
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

/** Resolves when the dialog has closed, with whether somebody is signed in; undefined when the page takes over. */
export async function askLogIn(host: HTMLElement, request: SignInRequest, reason: 'log-in' | 'register' | 'ended'): Promise<boolean | undefined> {
  /** @internal */
  if (!host.dispatchEvent(new BlogCommentsLoginEvent(reason))) return undefined;
  const { store, site, thread, place, loginUrl, registerUrl } = request;
  const url = reason === 'register' ? (registerUrl ?? loginUrl) : loginUrl;
  if (url) {
    if (place !== undefined) leaveFrom(site, thread, place);
    location.assign(withReturn(url, request.parentComment));
    return undefined;
  }
  // With accounts that only the page knows, the page is waited for.
  if (store.logIn === undefined || !store.capabilities.accounts) return undefined;
  return openAccount(host, store, reason);
}

export async function logOut(host: SignInHost): Promise<void> {
  await host.store?.logOut?.();
  /** @internal */
  host.dispatchEvent(new BlogCommentsAccountEvent(undefined));
}

/** `{return}` in the address of the host's page becomes the address to come back to: the same spot. */
function withReturn(url: string, parent?: Comment): string {
  const back = new URL(location.href);
  if (parent) back.hash = `comment-${parent.id}`;
  return url.replaceAll('{return}', encodeURIComponent(back.href));
}
