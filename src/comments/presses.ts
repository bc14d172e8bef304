/** What the buttons of the comments do. */

import type { BlogComments } from './blog-comments.js';
import type { ActionsHost, CommentAction } from './comment-actions.js';
import type { CommentView } from './comment.js';
import { descendants } from './comment-list.js';
import type { CommentForm } from './forms.js';
import { loadComposer } from './forms.js';
import type { Language } from '../base/language.js';
import type { Comment } from './model.js';
import { readReplies } from './reading-on.js';
import { StoreError } from './stores/store.js';
import { missingReplies, removeComment } from './thread-changes.js';
import type { Entry } from './thread.js';
import { secretOf } from './writing/stored.js';
import { replyAddress } from './writing-place.js';
import type { WritingPlace } from './writing-place.js';

/** How long a deletion can be taken back, in milliseconds. */
const grace = 6000;

export class Presses implements ActionsHost {
  /** In this visit: stores do not say what a reader voted for. */
  private readonly votes = new Set<string>();
  /** What carries out the deletions that can still be taken back. */
  private readonly deletions = new Map<string, () => void>();

  /** What is done once the reader is in, by comment. */
  private readonly wishes = new Map<string, () => unknown>();

  /** How far this device's clock is ahead of the store's, in milliseconds, as far as a comment of a moment ago says. */
  private ahead = 0;

  constructor(private readonly box: BlogComments, private readonly place: WritingPlace) {}

  /** The store has just stored a comment. */
  setClock({ dateCreated }: Comment): void {
    this.ahead = Date.now() - Date.parse(dateCreated) || 0;
  }

  /** Somebody has logged in or out. */
  accountChanged(): void {
    const { store } = this.box.reading;
    if (!store?.account && !store?.token) return;
    const wishes = [...this.wishes.values()];
    this.wishes.clear();
    for (const carryOut of wishes) carryOut();
  }

  get language(): Language { return this.box.language; }

  /** The reader meant the deletions that were still waiting. */
  finish(): void {
    for (const carryOut of this.deletions.values()) carryOut();
  }

  can(action: 'reply' | 'edit' | 'vote' | 'report', { comment }: Entry): boolean {
    const { store, thread } = this.box.reading;
    if (!store || comment.status === 'deleted') return false;
    const { capabilities } = store;
    const published = comment.status === 'published';
    switch (action) {
      case 'reply': return published && !this.box.closed && !thread.closed && capabilities.write && Boolean(store.create);
      case 'edit': return capabilities.edit && Boolean(store.edit && store.delete) && this.isOwn(comment) && inTime(comment, this.ahead, capabilities.editWindow);
      case 'vote': return published && capabilities.vote === true && Boolean(store.vote) && !this.isOwn(comment);
      case 'report': return published && capabilities.report === true && Boolean(store.report) && !this.isOwn(comment);
    }
  }

  hiddenReplies(entry: Entry): number {
    const folded = entry.depth === this.box.list.maxDepth && !this.box.list.isOpen(entry);
    return missingReplies(entry) + (folded ? descendants(entry).length : 0);
  }

  elsewhere({ comment }: Entry): { name: string; url: string } | undefined {
    const { store } = this.box.reading;
    return store && comment.status === 'published' ? replyAddress(store, this.box.key!, comment.id) : undefined;
  }

  voted({ comment }: Entry): boolean { return this.votes.has(comment.id); }

  act(action: CommentAction, entry: Entry, view: CommentView): void {
    view.actions.note = '';
    switch (action) {
      case 'reply': case 'edit': return void this.write(action, entry, view);
      case 'delete': return this.delete(entry, view);
      case 'undo': return this.takeBack(view);
      case 'vote': return void this.vote(entry, view);
      case 'report': return void this.report(entry, view);
      case 'replies': return void this.showReplies(entry, view);
    }
  }

  /** Public reads do not say whose a comment is: this browser and the account's name do. */
  private isOwn({ own, id, author }: Comment): boolean {
    const { account } = this.box.reading.store!;
    return own === true || secretOf(this.place.site, id) !== undefined || (account !== undefined && account.name === author.name && author.role !== 'guest');
  }

  /** A form for a reply or a change, behind the comment; the one that is there already, if so. */
  private async write(action: 'reply' | 'edit', { comment }: Entry, view: CommentView, focus = true): Promise<void> {
    try {
      await loadComposer();
    } catch {
      return view.actions.say(this.language.say('errorMore'));
    }
    const there = view.item.querySelector<CommentForm>(`:scope > blog-comment-form[data-action=${action}]`);
    if (there) return there.focus();
    const form = document.createElement('blog-comment-form') as CommentForm;
    form.dataset['action'] = action;
    Object.assign(form, this.place.setting, action === 'edit' ? { editing: comment } : { parentComment: comment });
    form.addEventListener('blog-comment-form-close', () => {
      const focused = form.matches(':focus-within');
      form.remove();
      view.body.hidden = false;
      if (focused) view.actions.focusButton(action);
    }, { once: true });
    if (action === 'reply') form.append(...this.pageFields(comment.id));
    view.body.hidden = action === 'edit';
    view.article.after(form);
    if (focus) form.focus();
  }

  /** The page's own fields, which stand in the form of a new comment, for the form of a reply. */
  private pageFields(id: string): Element[] {
    const copies = [...this.box.querySelectorAll(':scope > [slot=form]')].map((field) => field.cloneNode(true) as Element);
    for (const each of copies.flatMap((copy) => [copy, ...copy.querySelectorAll('*')])) {
      for (const name of ['id', 'for', 'aria-describedby', 'aria-labelledby']) {
        if (each.hasAttribute(name)) each.setAttribute(name, each.getAttribute(name)!.replace(/\S+/g, `$&-${id}`));
      }
    }
    return copies;
  }

  /**
   * Replies and changes that an earlier visit left unfinished stand open again; the focus stays where it is, but for the form
   * that the reader left to log in.
   */
  async openDrafts(left?: string): Promise<void> {
    const { box, place } = this;
    const { draftPlaces } = await loadComposer();
    for (const draft of new Set([...draftPlaces(place.site, box.key!), ...(left ? [left] : [])])) {
      const [, action, id = ''] = /^(reply|edit)-(.+)$/.exec(draft) ?? [];
      const entry = box.reading.thread.entries.get(id);
      const view = box.list.views.get(id);
      if (entry && view && (action === 'reply' || action === 'edit') && this.can(action, entry)) await this.write(action, entry, view, draft === left);
    }
  }

  /** Carried out after a few seconds, so that it can be taken back; and when the page closes, which is no change of mind. */
  private delete(entry: Entry, view: CommentView): void {
    const { id } = entry.comment;
    const settle = () => {
      clearTimeout(timer);
      removeEventListener('pagehide', carryOut);
      this.deletions.delete(id);
      view.actions.takeBack = undefined;
      view.body.hidden = false;
    };
    const carryOut = () => { settle(); void this.carryOut(id, view); };
    const timer = setTimeout(carryOut, grace);
    addEventListener('pagehide', carryOut);
    this.box.reading.store!.prepare?.();
    this.deletions.set(id, carryOut);
    view.actions.takeBack = settle;
    view.body.hidden = true;
    view.actions.refresh();
    view.actions.focusButton('undo');
  }

  private takeBack(view: CommentView): void {
    view.actions.takeBack?.();
    view.actions.refresh();
    view.actions.focusButton('delete');
  }

  private async carryOut(id: string, view: CommentView): Promise<void> {
    const { store, thread } = this.box.reading;
    const focused = view.item.contains(document.activeElement);
    try {
      await store!.delete!(id, secretOf(this.place.site, id));
      removeComment(thread, id, focused);
      if (focused) view.target.focus({ preventScroll: true });
    } catch (error) {
      // Gone already is what was wanted.
      if (error instanceof StoreError && error.code === 'not-found') removeComment(thread, id, focused);
      else this.refused(error, id, view, () => this.carryOut(id, view));
    }
    this.box.requestUpdate();
  }

  private async vote(entry: Entry, view: CommentView): Promise<void> {
    const { store } = this.box.reading;
    const { id } = entry.comment;
    const on = !this.votes.has(id);
    if (!store!.account && !store!.token) return this.logInFirst('log-in', id, view, () => this.can('vote', entry) && this.vote(entry, view));
    try {
      const votes = await store!.vote!(id, on);
      if (on) this.votes.add(id);
      else this.votes.delete(id);
      entry.comment = { ...entry.comment, votes };
      this.box.requestUpdate();
    } catch (error) {
      this.refused(error, id, view, () => this.vote(entry, view));
    }
  }

  private async report(entry: Entry, view: CommentView): Promise<void> {
    const { id } = entry.comment;
    try {
      await this.box.reading.store!.report!(id);
      view.actions.say(this.language.say('reported'));
    } catch (error) {
      this.refused(error, id, view, () => this.report(entry, view));
    }
  }

  private async showReplies(entry: Entry, view: CommentView): Promise<void> {
    const { reading, list } = this.box;
    const shown = new Set(list.isOpen(entry) ? descendants(entry) : []);
    if (missingReplies(entry) > 0) await readReplies(reading, entry);
    if (reading.failedReplies.has(entry)) return view.actions.say(this.language.say('errorMore'));
    list.opened.add(entry.comment.id);
    this.box.requestUpdate();
    await this.box.shown();
    const first = descendants(entry).find((each) => !shown.has(each));
    if (first) list.views.get(first.comment.id)?.target.focus();
  }

  /** What was pressed is done as soon as the reader is in, and forgotten when they think better of it. */
  private async logInFirst(reason: 'log-in' | 'ended', id: string, view: CommentView, press: () => unknown): Promise<void> {
    const { entries } = this.box.reading.thread;
    this.wishes.set(id, press);
    try {
      if (await this.place.logInFor(entries.get(id)!.comment, reason) === false) this.wishes.delete(id);
    } catch {
      this.wishes.delete(id);
      view.actions.say(this.language.say('errorMore'));
    }
  }

  private refused(error: unknown, id: string, view: CommentView, again: () => unknown): void {
    if (error instanceof StoreError && error.code === 'unauthorized') void this.logInFirst('ended', id, view, again);
    else view.actions.say(this.language.say('errorMore'));
  }
}

function inTime({ dateCreated }: Comment, ahead: number, editWindow?: number): boolean {
  return editWindow === undefined || !(Date.now() - ahead - Date.parse(dateCreated) > editWindow * 1000);
}
