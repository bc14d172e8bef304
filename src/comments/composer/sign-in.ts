/** Who writes: as a guest or with an account, and whether there is a way in. */

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Comment } from '../model.js';
import type { CommentStore } from '../stores/store.js';

export interface AccessHost extends ReactiveControllerHost, HTMLElement {
  store: CommentStore;
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

export class Access implements ReactiveController {
  private stop: (() => void) | undefined;

  constructor(private host: AccessHost) { host.addController(this); }

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

  private readonly onAccount = (): void => this.host.accountChanged();
}
