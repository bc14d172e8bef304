/** Whether the reader is signed in, and ways to log in and out: the page's own by an event, a page by URL, or the dialog. */

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { BlogCommentsAccountEvent, BlogCommentsLoginEvent } from '../events.js';
import type { Comment } from '../model.js';
import type { CommentStore } from '../stores/store.js';
import { openAccount } from './account-dialog.js';
import { leaveFrom } from './draft-storage.js';
import type { Key, Problems } from './new-comment.js';

type Reason = 'log-in' | 'register' | 'ended';

/** Where somebody logs in, and what they come back to. */
interface SignInRequest {
  /** Undefined until whoever makes the form has set it. */
  store?: CommentStore;
  site: string;
  thread: string;
  /** The form to come back to; left out where there is none. */
  place?: string;
  /** The comment to come back to. */
  parentComment?: Comment;
  loginUrl?: string | undefined;
  registerUrl?: string | undefined;
}

/** The comment form, as sign-in knows it. */
interface Host extends ReactiveControllerHost, HTMLElement, SignInRequest {
  editing?: Comment;
  /** What the reader is told: what is wrong, and what has just happened. */
  problems: Problems;
  status?: Key | undefined;
  /** Sends the comment. */
  submit(): void;
}

export class SignIn implements ReactiveController {
  /** Sending goes on after sign-in. */
  sendAfterSignIn = false;
  private stopWatching: (() => void) | undefined;

  constructor(private host: Host) {
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
    const { store, loginUrl, editing } = this.host;
    if (this.isSignedIn || editing) return false;
    return Boolean(loginUrl) || (store?.capabilities.accounts === true && store.logIn !== undefined);
  }

  get canRegister(): boolean {
    const { store, registerUrl } = this.host;
    return Boolean(registerUrl) || (!this.isNeeded && store?.register !== undefined);
  }

  /** Asks the reader to log in: on the page's own terms, or in a dialog. */
  async askLogIn(reason: Reason): Promise<void> {
    const { host } = this;
    host.status = undefined;
    try {
      const signedIn = await askLogIn(host, host, reason);
      if (signedIn === undefined) return;
      if (!signedIn) this.sendAfterSignIn = false;
    } catch {
      host.problems = { '': 'noAnswer' };
    }
    host.focus();
  }

  /** Sends the comment once the reader has logged in. */
  sendSignedIn(reason: 'log-in' | 'ended'): void {
    this.sendAfterSignIn = true;
    this.askLogIn(reason).catch(reportError);
  }

  async logOut(): Promise<void> {
    const { host } = this;
    try {
      await host.store?.logOut?.();
      /** @internal */
      host.dispatchEvent(new BlogCommentsAccountEvent(undefined));
      host.status = 'loggedOut';
      await host.updateComplete;
      host.shadowRoot?.querySelector<HTMLElement>('.account button')?.focus();
    } catch {
      host.problems = { '': 'noAnswer' };
    }
  }

  /** Somebody has logged in or out: here, in another form, or by the page's token. */
  private readonly onAccount = (): void => {
    const { host } = this;
    host.requestUpdate();
    if (!this.isSignedIn) return;
    if (host.problems[''] === 'ended') host.problems = {};
    if (this.sendAfterSignIn) host.submit();
    else if (host.store?.account)
      host.status = host.store.account.emailConfirmed === false && host.store.capabilities.passwordReset ? 'confirmEmail' : 'loggedIn';
  };
}

/** Resolves when the dialog has closed, with whether somebody is signed in; undefined when the page takes over. */
export async function askLogIn(host: HTMLElement, request: SignInRequest, reason: Reason): Promise<boolean | undefined> {
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
  if (store?.logIn === undefined || !store.capabilities.accounts) return undefined;
  return openAccount(host, store, reason);
}

/** `{return}` in the address of the host's page becomes the address to come back to: the same spot. */
function withReturn(url: string, parent?: Comment): string {
  const back = new URL(location.href);
  if (parent) back.hash = `comment-${parent.id}`;
  return url.replaceAll('{return}', encodeURIComponent(back.href));
}
