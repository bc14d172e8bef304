/** Who writes, and the way in: the page's own by an event, a page by URL, or the dialog. */

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { BlogCommentsAccountEvent, BlogCommentsLoginEvent } from '../events.js';
import type { Comment } from '../model.js';
import type { CommentStore } from '../stores/store.js';

interface Host extends ReactiveControllerHost, HTMLElement {
  store: CommentStore;
  parentComment?: Comment;
  loginUrl?: string;
  registerUrl?: string;
  /** Somebody has logged in or out. */
  accountChanged(): void;
}

export class Access implements ReactiveController {
  private stop: (() => void) | undefined;

  constructor(private host: Host) { host.addController(this); }

  hostConnected(): void {
    // From the dialog of any form of the box, or from the page's token.
    addEventListener('blog-comments-account', this.onAccount);
    this.watch();
  }

  hostDisconnected(): void {
    removeEventListener('blog-comments-account', this.onAccount);
    this.stop?.();
  }

  /** Follows the store's account; call again for another store. */
  watch(): void {
    this.stop?.();
    this.stop = (this.host.store as CommentStore | undefined)?.watchAccount?.(() => this.host.requestUpdate());
  }

  get isIn(): boolean { return Boolean(this.host.store.account ?? this.host.store.token); }

  /** True when nobody may write who is not logged in. */
  get isNeeded(): boolean { return !this.isIn && this.host.store.capabilities.authors === 'account'; }

  get isOffered(): boolean {
    const { store, loginUrl } = this.host;
    return Boolean(loginUrl || (store.capabilities.accounts && store.logIn));
  }

  /** Resolves, with whether somebody is in, when the dialog has closed; undefined when the page sees to it. */
  async ask(reason: 'log-in' | 'register' | 'ended'): Promise<boolean | undefined> {
    const { host } = this;
    /** @internal */
    if (!host.dispatchEvent(new BlogCommentsLoginEvent(reason))) return undefined;
    const url = reason === 'register' ? host.registerUrl ?? host.loginUrl : host.loginUrl;
    if (url) {
      location.assign(withReturn(url, host.parentComment));
      return undefined;
    }
    if (!host.store.logIn) return false;
    const { openAccount } = await import('./account.js');
    return openAccount(host, host.store, reason);
  }

  async logOut(): Promise<void> {
    const { host } = this;
    await host.store.logOut!();
    /** @internal */
    host.dispatchEvent(new BlogCommentsAccountEvent(undefined));
  }

  private readonly onAccount = (): void => this.host.accountChanged();
}

/** `{return}` in the address of the host's page becomes the address to come back to: the same spot. */
function withReturn(url: string, parent?: Comment): string {
  const back = new URL(location.href);
  if (parent) back.hash = `comment-${parent.id}`;
  return url.replaceAll('{return}', encodeURIComponent(back.href));
}
