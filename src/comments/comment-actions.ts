/** What a reader can do with a comment: vote, report, delete, undo, edit, reply, show replies. Each is a method on thread and store. */

import type { Language } from '../base/language.js';
import type { CommentItem } from './comment-item.js';
import type { CommentList } from './comment-list.js';
import type { CommentAction, ToolbarContext } from './comment-toolbar.js';
import { draftPlaces } from './composer/draft-storage.js';
import { forgetEditSecret, readEditSecret } from './edit-secrets.js';
import type { Comment } from './model.js';
import { StoreError, type CommentStore } from './stores/store.js';
import type { ThreadLoader } from './thread-loader.js';
import { descendants, missingReplies, type Entry } from './thread.js';
import { replyAddress, type WriteArea } from './write-area.js';

/** How long a deletion can be undone, in milliseconds. */
const undoTime = 6000;

interface Host extends HTMLElement {
  readonly language: Language;
  readonly loader: ThreadLoader;
  readonly list: CommentList;
  closed: boolean;
  requestUpdate(): void;
  shown(): Promise<void>;
}

export class CommentActions implements ToolbarContext {
  /** In this visit: stores do not say what a reader voted for. */
  private readonly votes = new Set<string>();
  /** Carries out a deletion that can still be undone, by comment. */
  private readonly deletions = new Map<string, () => void>();
  /** The action to carry out after sign-in, by comment. */
  private readonly afterSignIn = new Map<string, () => Promise<void>>();
  /** How far this device's clock is ahead of the store's, in milliseconds, as far as a comment of a moment ago says. */
  private clockAhead = 0;

  constructor(
    private readonly host: Host,
    private readonly writeArea: WriteArea,
  ) {}

  get language(): Language {
    return this.host.language;
  }

  private get store(): CommentStore | undefined {
    return this.host.loader.store;
  }

  /** The store has just stored this comment. */
  setClock({ dateCreated }: Comment): void {
    this.clockAhead = Date.now() - Date.parse(dateCreated) || 0;
  }

  /** Somebody has logged in or out. */
  accountChanged(): void {
    if (!this.store?.account && !this.store?.token) return;
    const actions = [...this.afterSignIn.values()];
    this.afterSignIn.clear();
    for (const action of actions) action().catch(reportError);
  }

  /** The box has gone for good: deletions that could still be undone were meant. */
  finish(): void {
    for (const carryOut of this.deletions.values()) carryOut();
  }

  can(action: 'reply' | 'edit' | 'vote' | 'report', { comment }: Entry): boolean {
    const { store, host } = this;
    if (!store || comment.status === 'deleted') return false;
    const { capabilities } = store;
    const published = comment.status === 'published';
    switch (action) {
      case 'reply':
        return published && !host.closed && !host.loader.thread.closed && capabilities.write && store.create !== undefined;
      case 'edit':
        return (
          capabilities.edit &&
          store.edit !== undefined &&
          store.delete !== undefined &&
          this.isOwn(comment, store) &&
          this.isInTime(comment, capabilities.editWindow)
        );
      case 'vote':
        return published && capabilities.vote === true && store.vote !== undefined && !this.isOwn(comment, store);
      case 'report':
        return published && capabilities.report === true && store.report !== undefined && !this.isOwn(comment, store);
    }
  }

  hiddenReplies(entry: Entry): number {
    const { list } = this.host;
    const folded = entry.depth === list.maxDepth && !list.isOpen(entry);
    return missingReplies(entry) + (folded ? descendants(entry).length : 0);
  }

  elsewhere({ comment }: Entry): { name: string; url: string } | undefined {
    const { store, key } = this.host.loader;
    return store && key !== undefined && comment.status === 'published' ? replyAddress(store, key, comment.id) : undefined;
  }

  voted({ comment }: Entry): boolean {
    return this.votes.has(comment.id);
  }

  run(action: CommentAction, entry: Entry, item: CommentItem): void {
    item.toolbar.note = '';
    this.carryOut(action, entry, item).catch(reportError);
  }

  /** Each action tells the reader itself when the store refuses. */
  private async carryOut(action: CommentAction, entry: Entry, item: CommentItem): Promise<void> {
    switch (action) {
      case 'reply':
      case 'edit':
        return this.write(action, entry, item);
      case 'delete':
        return this.delete(entry, item);
      case 'undo':
        return this.undo(item);
      case 'vote':
        return this.vote(entry, item);
      case 'report':
        return this.report(entry, item);
      case 'replies':
        return this.showReplies(entry, item);
    }
  }

  /** Public reads do not say whose a comment is: this browser's secrets and the account do. A guest may have the name of an account. */
  private isOwn({ own, id, author }: Comment, { account }: CommentStore): boolean {
    return (
      own === true ||
      readEditSecret(this.writeArea.site, id) !== undefined ||
      (account !== undefined && account.name === author.name && author.role !== 'guest')
    );
  }

  private isInTime({ dateCreated }: Comment, editWindow?: number): boolean {
    return editWindow === undefined || !(Date.now() - this.clockAhead - Date.parse(dateCreated) > editWindow * 1000);
  }

  /** Opens a form for a reply or a change below the comment, or focuses the one that is there. */
  private async write(action: 'reply' | 'edit', { comment }: Entry, item: CommentItem, focus = true): Promise<void> {
    if (!(await this.writeArea.load())) return item.toolbar.say(this.language.say('errorMore'));
    const there = item.element.querySelector<HTMLElement>(`:scope > blog-comment-form[data-action=${action}]`);
    if (there) return there.focus();
    const { settings } = this.writeArea;
    if (!settings) return;
    const form = document.createElement('blog-comment-form');
    form.dataset['action'] = action;
    Object.assign(form, settings, action === 'edit' ? { editing: comment } : { parentComment: comment });
    form.addEventListener(
      'blog-comment-form-close',
      () => {
        const focused = form.matches(':focus-within');
        form.remove();
        item.body.hidden = false;
        if (focused) item.toolbar.focusButton(action);
      },
      { once: true },
    );
    if (action === 'reply') form.append(...this.copyPageFields(comment.id));
    item.body.hidden = action === 'edit';
    item.article.after(form);
    if (focus) form.focus();
  }

  /** The page's own fields stand in the form of a new comment: copies of them for the form of a reply. */
  private copyPageFields(id: string): Element[] {
    const copy = new DocumentFragment();
    for (const field of this.host.querySelectorAll(':scope > [slot=form]')) copy.append(field.cloneNode(true));
    const copies = [...copy.children];
    for (const each of copies.flatMap((copy) => [copy, ...copy.querySelectorAll('*')])) {
      for (const name of ['id', 'for', 'aria-describedby', 'aria-labelledby']) {
        const value = each.getAttribute(name);
        if (value !== null) each.setAttribute(name, value.replace(/\S+/g, `$&-${id}`));
      }
    }
    return copies;
  }

  /**
   * Opens the forms of replies and changes that an earlier visit left unfinished. The focus stays where it is, but for the form
   * that the reader left to log in.
   */
  async openDrafts(left?: string): Promise<void> {
    const {
      host,
      writeArea: { settings },
    } = this;
    if (!settings) return;
    for (const place of new Set([...draftPlaces(settings.site, settings.thread), ...(left ? [left] : [])])) {
      const [, action, id = ''] = /^(reply|edit)-(.+)$/.exec(place) ?? [];
      const entry = host.loader.thread.entries.get(id);
      const item = host.list.items.get(id);
      if (entry && item && (action === 'reply' || action === 'edit') && this.can(action, entry)) await this.write(action, entry, item, place === left);
    }
  }

  /** Carried out after a few seconds, so that it can be undone; and when the page closes, which is no change of mind. */
  private delete(entry: Entry, item: CommentItem): void {
    const { id } = entry.comment;
    const settle = () => {
      clearTimeout(timer);
      removeEventListener('pagehide', carryOut);
      this.deletions.delete(id);
      item.toolbar.takeBack = undefined;
      item.body.hidden = false;
    };
    const carryOut = () => {
      settle();
      this.deleteNow(id, item).catch(reportError);
    };
    const timer = setTimeout(carryOut, undoTime);
    addEventListener('pagehide', carryOut);
    this.store?.prepare?.();
    this.deletions.set(id, carryOut);
    item.toolbar.takeBack = settle;
    item.body.hidden = true;
    item.toolbar.refresh();
    item.toolbar.focusButton('undo');
  }

  private undo(item: CommentItem): void {
    item.toolbar.takeBack?.();
    item.toolbar.refresh();
    item.toolbar.focusButton('delete');
  }

  private async deleteNow(id: string, item: CommentItem): Promise<void> {
    const {
      store,
      host: {
        loader: { thread },
      },
      writeArea: { site },
    } = this;
    const focused = item.element.contains(document.activeElement);
    try {
      await store?.delete?.(id, readEditSecret(site, id));
    } catch (error) {
      // Gone already is what was wanted.
      if (!(error instanceof StoreError && error.code === 'not-found')) return this.onRefused(error, id, item, () => this.deleteNow(id, item));
    }
    thread.remove(id, focused);
    forgetEditSecret(site, id);
    if (focused) item.target.focus({ preventScroll: true });
    this.host.requestUpdate();
  }

  private async vote(entry: Entry, item: CommentItem): Promise<void> {
    const { store } = this;
    const { id } = entry.comment;
    const on = !this.votes.has(id);
    if (!store?.vote) return;
    if (!store.account && !store.token)
      return this.signInFirst('log-in', id, item, async () => {
        if (this.can('vote', entry)) await this.vote(entry, item);
      });
    try {
      const votes = await store.vote(id, on);
      if (on) this.votes.add(id);
      else this.votes.delete(id);
      entry.comment = { ...entry.comment, votes };
      this.host.requestUpdate();
    } catch (error) {
      await this.onRefused(error, id, item, () => this.vote(entry, item));
    }
  }

  private async report(entry: Entry, item: CommentItem): Promise<void> {
    const { id } = entry.comment;
    try {
      await this.store?.report?.(id);
      item.toolbar.say(this.language.say('reported'));
    } catch (error) {
      await this.onRefused(error, id, item, () => this.report(entry, item));
    }
  }

  private async showReplies(entry: Entry, item: CommentItem): Promise<void> {
    const { loader, list } = this.host;
    const shown = new Set(list.isOpen(entry) ? descendants(entry) : []);
    if (missingReplies(entry) > 0) await loader.loadReplies(entry);
    if (loader.failedReplies.has(entry)) return item.toolbar.say(this.language.say('errorMore'));
    list.opened.add(entry.comment.id);
    this.host.requestUpdate();
    await this.host.shown();
    const first = descendants(entry).find((each) => !shown.has(each));
    if (first) list.items.get(first.comment.id)?.target.focus();
  }

  /** The action is carried out after sign-in, and forgotten when the reader thinks better of it. */
  private async signInFirst(reason: 'log-in' | 'ended', id: string, item: CommentItem, action: () => Promise<void>): Promise<void> {
    const entry = this.host.loader.thread.entries.get(id);
    if (!entry) return;
    this.afterSignIn.set(id, action);
    try {
      if ((await this.writeArea.logInFor(entry.comment, reason)) === false) this.afterSignIn.delete(id);
    } catch {
      this.afterSignIn.delete(id);
      item.toolbar.say(this.language.say('errorMore'));
    }
  }

  private async onRefused(error: unknown, id: string, item: CommentItem, retry: () => Promise<void>): Promise<void> {
    this.host.requestUpdate();
    if (error instanceof StoreError && error.code === 'unauthorized') await this.signInFirst('ended', id, item, retry);
    else item.toolbar.say(this.language.say('errorMore'));
  }
}
