/** What a reader can do with a comment: vote, report, delete, undo, edit, reply, show replies. Each is a method on thread and store. */

import type { Language } from '../base/language.js';
import type { CommentItem } from './comment-item.js';
import { descendants, type CommentList } from './comment-list.js';
import type { CommentAction, ToolbarContext } from './comment-toolbar.js';
import { forgetEditSecret, readEditSecret } from './edit-secrets.js';
import type { Comment } from './model.js';
import { StoreError, type CommentStore } from './stores/store.js';
import type { ThreadLoader } from './thread-loader.js';
import { missingReplies, removeComment, type Entry } from './thread.js';
import { loadComposer, replyAddress, type CommentForm, type WriteArea } from './write-area.js';

/** How long a deletion can be undone, in milliseconds. */
const undoTime = 6000;

interface Host extends HTMLElement {
  readonly language: Language;
  readonly loader: ThreadLoader;
  readonly list: CommentList;
  readonly key: string | undefined;
  closed: boolean;
  requestUpdate(): void;
  shown(): Promise<void>;
}

export class CommentActions implements ToolbarContext {
  /** In this visit: stores do not say what a reader voted for. */
  private readonly votes = new Set<string>();
  /** What carries out the deletions that can still be undone. */
  private readonly deletions = new Map<string, () => void>();
  /** What goes on after sign-in, by comment. */
  private readonly pending = new Map<string, () => unknown>();
  /** How far this device's clock is ahead of the store's, in milliseconds, as far as a comment of a moment ago says. */
  private clockAhead = 0;

  constructor(private readonly host: Host, private readonly writeArea: WriteArea) {}

  get language(): Language { return this.host.language; }

  private get store(): CommentStore | undefined { return this.host.loader.store; }

  /** The store has just stored this comment. */
  setClock({ dateCreated }: Comment): void {
    this.clockAhead = Date.now() - Date.parse(dateCreated) || 0;
  }

  /** Somebody has logged in or out. */
  accountChanged(): void {
    if (!this.store?.account && !this.store?.token) return;
    const actions = [...this.pending.values()];
    this.pending.clear();
    for (const action of actions) action();
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
      case 'reply': return published && !host.closed && !host.loader.thread.closed && capabilities.write && Boolean(store.create);
      case 'edit': return capabilities.edit && Boolean(store.edit && store.delete) && this.isOwn(comment, store) && this.isInTime(comment, capabilities.editWindow);
      case 'vote': return published && capabilities.vote === true && Boolean(store.vote) && !this.isOwn(comment, store);
      case 'report': return published && capabilities.report === true && Boolean(store.report) && !this.isOwn(comment, store);
    }
  }

  hiddenReplies(entry: Entry): number {
    const { list } = this.host;
    const folded = entry.depth === list.maxDepth && !list.isOpen(entry);
    return missingReplies(entry) + (folded ? descendants(entry).length : 0);
  }

  elsewhere({ comment }: Entry): { name: string; url: string } | undefined {
    const { store } = this;
    return store && comment.status === 'published' ? replyAddress(store, this.host.key!, comment.id) : undefined;
  }

  voted({ comment }: Entry): boolean { return this.votes.has(comment.id); }

  run(action: CommentAction, entry: Entry, item: CommentItem): void {
    item.toolbar.note = '';
    switch (action) {
      case 'reply': case 'edit': return void this.write(action, entry, item);
      case 'delete': return this.delete(entry, item);
      case 'undo': return this.undo(item);
      case 'vote': return void this.vote(entry, item);
      case 'report': return void this.report(entry, item);
      case 'replies': return void this.showReplies(entry, item);
    }
  }

  /** Public reads do not say whose a comment is: this browser's secrets and the account do. A guest may have the name of an account. */
  private isOwn({ own, id, author }: Comment, { account }: CommentStore): boolean {
    return own === true || readEditSecret(this.writeArea.site, id) !== undefined
      || (account !== undefined && account.name === author.name && author.role !== 'guest');
  }

  private isInTime({ dateCreated }: Comment, editWindow?: number): boolean {
    return editWindow === undefined || !(Date.now() - this.clockAhead - Date.parse(dateCreated) > editWindow * 1000);
  }

  /** Opens a form for a reply or a change behind the comment, or focuses the one that is there. */
  private async write(action: 'reply' | 'edit', { comment }: Entry, item: CommentItem, focus = true): Promise<void> {
    try {
      await loadComposer();
    } catch {
      return item.toolbar.say(this.language.say('errorMore'));
    }
    const there = item.element.querySelector<CommentForm>(`:scope > blog-comment-form[data-action=${action}]`);
    if (there) return there.focus();
    const form = document.createElement('blog-comment-form') as CommentForm;
    form.dataset['action'] = action;
    Object.assign(form, this.writeArea.settings, action === 'edit' ? { editing: comment } : { parentComment: comment });
    form.addEventListener('blog-comment-form-close', () => {
      const focused = form.matches(':focus-within');
      form.remove();
      item.body.hidden = false;
      if (focused) item.toolbar.focusButton(action);
    }, { once: true });
    if (action === 'reply') form.append(...this.copyPageFields(comment.id));
    item.body.hidden = action === 'edit';
    item.article.after(form);
    if (focus) form.focus();
  }

  /** The page's own fields stand in the form of a new comment: copies of them for the form of a reply. */
  private copyPageFields(id: string): Element[] {
    const copies = [...this.host.querySelectorAll(':scope > [slot=form]')].map((field) => field.cloneNode(true) as Element);
    for (const each of copies.flatMap((copy) => [copy, ...copy.querySelectorAll('*')])) {
      for (const name of ['id', 'for', 'aria-describedby', 'aria-labelledby']) {
        const value = each.getAttribute(name);
        if (value !== null) each.setAttribute(name, value.replace(/\S+/g, `$&-${id}`));
      }
    }
    return copies;
  }

  /**
   * Opens the forms of replies and changes that an earlier visit left unfinished; the focus stays where it is, but for the form
   * that the reader left to log in. Without the composer the drafts wait for the next visit.
   */
  async openDrafts(left?: string): Promise<void> {
    const { host, writeArea } = this;
    const composer = await loadComposer().catch(() => undefined);
    if (!composer) return;
    for (const draft of new Set([...composer.draftPlaces(writeArea.site, host.key!), ...(left ? [left] : [])])) {
      const [, action, id = ''] = /^(reply|edit)-(.+)$/.exec(draft) ?? [];
      const entry = host.loader.thread.entries.get(id);
      const item = host.list.items.get(id);
      if (entry && item && (action === 'reply' || action === 'edit') && this.can(action, entry)) await this.write(action, entry, item, draft === left);
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
    const carryOut = () => { settle(); void this.carryOutDeletion(id, item); };
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

  private async carryOutDeletion(id: string, item: CommentItem): Promise<void> {
    const { store, host: { loader: { thread } }, writeArea: { site } } = this;
    const focused = item.element.contains(document.activeElement);
    try {
      await store!.delete!(id, readEditSecret(site, id));
      this.showDeleted(thread, id, focused);
      if (focused) item.target.focus({ preventScroll: true });
    } catch (error) {
      // Gone already is what was wanted.
      if (error instanceof StoreError && error.code === 'not-found') this.showDeleted(thread, id, focused);
      else this.onRefused(error, id, item, () => this.carryOutDeletion(id, item));
    }
    this.host.requestUpdate();
  }

  private showDeleted(thread: ThreadLoader['thread'], id: string, keepPlace: boolean): void {
    removeComment(thread, id, keepPlace);
    forgetEditSecret(this.writeArea.site, id);
  }

  private async vote(entry: Entry, item: CommentItem): Promise<void> {
    const { store } = this;
    const { id } = entry.comment;
    const on = !this.votes.has(id);
    if (!store?.vote) return;
    if (!store.account && !store.token) return this.signInFirst('log-in', id, item, () => this.can('vote', entry) && this.vote(entry, item));
    try {
      const votes = await store.vote(id, on);
      if (on) this.votes.add(id);
      else this.votes.delete(id);
      entry.comment = { ...entry.comment, votes };
      this.host.requestUpdate();
    } catch (error) {
      this.onRefused(error, id, item, () => this.vote(entry, item));
    }
  }

  private async report(entry: Entry, item: CommentItem): Promise<void> {
    const { id } = entry.comment;
    try {
      await this.store!.report!(id);
      item.toolbar.say(this.language.say('reported'));
    } catch (error) {
      this.onRefused(error, id, item, () => this.report(entry, item));
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
  private async signInFirst(reason: 'log-in' | 'ended', id: string, item: CommentItem, action: () => unknown): Promise<void> {
    const entry = this.host.loader.thread.entries.get(id);
    if (!entry) return;
    this.pending.set(id, action);
    try {
      if (await this.writeArea.logInFor(entry.comment, reason) === false) this.pending.delete(id);
    } catch {
      this.pending.delete(id);
      item.toolbar.say(this.language.say('errorMore'));
    }
  }

  private onRefused(error: unknown, id: string, item: CommentItem, retry: () => unknown): void {
    if (error instanceof StoreError && error.code === 'unauthorized') void this.signInFirst('ended', id, item, retry);
    else item.toolbar.say(this.language.say('errorMore'));
  }
}
