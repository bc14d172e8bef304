/** What the buttons of the comments do, and what all comments of a box share. */

import type { CommentAction } from './comment-actions.js';
import type { CommentContext, CommentView } from './comment.js';
import { descendants } from './comment-list.js';
import type { CommentList } from './comment-list.js';
import { dateWriter } from './dates.js';
import { openForm } from './forms.js';
import type { FormSetting } from './forms.js';
import type { Language } from '../base/language.js';
import type { Comment } from './model.js';
import type { Reading } from './reading.js';
import { StoreError } from './stores/store.js';
import type { Entry } from './thread.js';
import { secretOf } from './writing/stored.js';

/** The element, as its comments need it. */
interface Box extends HTMLElement {
  readonly site: string;
  readonly formSetting: FormSetting;
  readonly words: Language;
  requestUpdate(): void;
  readonly updateComplete: Promise<boolean>;
  logIn(reason: 'log-in' | 'register' | 'ended'): Promise<void>;
}

/** How long a deletion can be taken back, in milliseconds. */
const grace = 6000;

export class CommentPresses implements CommentContext {
  version = 0;
  date = (iso: string): string => iso;
  list!: CommentList;
  private manner = '';
  private closed = false;
  private readonly votes = new Set<string>();
  /** Deletions that can still be taken back. */
  private readonly deleting = new Map<Entry, () => void>();
  private ages?: ReturnType<typeof setInterval>;

  constructor(private readonly box: Box, private readonly reading: Reading) {}

  get language(): Language { return this.box.words; }

  /** Tells how dates are written; comments are drawn again only when that changes. */
  setManner(timeZone: string | undefined, relative: boolean, closed: boolean): void {
    const { locale, wordsLang } = this.language;
    const manner = JSON.stringify([locale, wordsLang, this.language.say('now'), timeZone, relative, closed, this.reading.thread.closed]);
    if (manner === this.manner) return;
    this.manner = manner;
    this.closed = closed;
    this.date = dateWriter({ locale, timeZone, relative, now: this.language.say('now') });
    clearInterval(this.ages);
    if (relative) this.ages = setInterval(() => { if (this.box.isConnected && !document.hidden) this.list.showAges(); }, 60_000);
    this.version++;
  }

  /** Someone logged in or out: the buttons change. */
  renew(): void {
    this.version++;
  }

  /** Deletions are carried out when the box goes; the reader meant them. */
  disconnect(): void {
    for (const finish of this.deleting.values()) finish();
    clearInterval(this.ages);
    this.manner = '';
  }

  can(action: 'reply' | 'edit' | 'vote' | 'report', { comment }: Entry): boolean {
    const { store, thread } = this.reading;
    if (!store || comment.status === 'deleted') return false;
    const { capabilities } = store;
    const open = !this.closed && !thread.closed;
    switch (action) {
      case 'reply': return open && comment.status === 'published' && capabilities.write && Boolean(store.create);
      case 'edit': return capabilities.edit && Boolean(store.edit) && this.isOwn(comment) && inTime(comment, capabilities.editWindow);
      case 'vote': return capabilities.vote === true && Boolean(store.vote) && comment.status === 'published' && !this.isOwn(comment);
      case 'report': return capabilities.report === true && Boolean(store.report) && comment.status === 'published' && !this.isOwn(comment);
    }
  }

  hiddenReplies(entry: Entry): number {
    const missing = this.reading.thread.missingReplies(entry);
    if (entry.depth !== this.list.maxDepth || this.list.isOpen(entry)) return missing;
    return missing + descendants(entry).length;
  }

  repliesFailed(entry: Entry): boolean { return this.reading.failedReplies.has(entry); }

  voted({ comment }: Entry): boolean { return this.votes.has(comment.id); }

  act(action: CommentAction, entry: Entry, button: HTMLElement): void {
    const view = this.list.view(entry.comment.id);
    if (!view) return;
    switch (action) {
      case 'reply': return void this.write(entry, view, button, 'reply');
      case 'edit': return void this.write(entry, view, button, 'edit');
      case 'delete': return this.delete(entry, view);
      case 'undo': return this.undo(entry, view);
      case 'vote': return void this.vote(entry, view);
      case 'report': return void this.report(entry, view);
      case 'replies': return void this.showReplies(entry);
    }
  }

  /** Unfolds what hides a comment, scrolls to it and focuses it. */
  async reveal(id: string): Promise<boolean> {
    const { thread } = this.reading;
    const entry = thread.entries.get(id);
    if (!entry) return false;
    for (let above = entry.parent; above; above = above.parent) if (above.depth === this.list.maxDepth) this.list.open(above);
    await this.list.show(thread);
    const view = this.list.view(id);
    if (!view) return false;
    view.actions.draw();
    view.actions.unfold();
    view.target.scrollIntoView();
    view.target.focus({ preventScroll: true });
    // What lies before it was guessed at until now; where the browser does not keep the place, look again.
    requestAnimationFrame(() => requestAnimationFrame(() => { if (view.target.matches(':focus')) view.target.scrollIntoView({ block: 'nearest' }); }));
    return true;
  }

  /** Public reads do not say whose a comment is: this browser and the account do. */
  private isOwn(comment: Comment): boolean {
    return comment.own === true || secretOf(this.box.site, comment.id) !== undefined
      || (this.reading.store?.account !== undefined && comment.author.name === this.reading.store.account.name);
  }

  private async write(entry: Entry, view: CommentView, button: HTMLElement, kind: 'reply' | 'edit'): Promise<void> {
    const { comment } = entry;
    try {
      const form = await openForm(view.article, this.box.formSetting, kind === 'edit' ? { editing: comment } : { parentComment: comment });
      if (kind === 'edit') view.body.hidden = true;
      form.addEventListener('blog-comment-form-close', () => {
        const focused = form.matches(':focus-within');
        form.remove();
        view.body.hidden = false;
        if (focused) (button.isConnected ? button : view.target).focus();
      }, { once: true });
      form.focus();
    } catch {
      this.say(view, this.language.say('errorMore'));
    }
  }

  /** Carried out after a few seconds, so that it can be taken back. */
  private delete(entry: Entry, view: CommentView): void {
    const finish = () => {
      clearTimeout(timer);
      removeEventListener('pagehide', finish);
      this.deleting.delete(entry);
      view.actions.undoable = false;
      this.carryOut(entry, view);
    };
    const timer = setTimeout(finish, grace);
    // Closing the page is no change of mind.
    addEventListener('pagehide', finish);
    this.deleting.set(entry, finish);
    view.actions.takeBack = () => { clearTimeout(timer); removeEventListener('pagehide', finish); this.deleting.delete(entry); };
    view.actions.undoable = true;
    view.body.hidden = true;
    view.actions.refresh();
    view.actions.focusButton();
  }

  private undo(_entry: Entry, view: CommentView): void {
    view.actions.takeBack?.();
    view.actions.undoable = false;
    view.body.hidden = false;
    view.actions.refresh();
    view.target.focus({ preventScroll: true });
  }

  private async carryOut({ comment }: Entry, view: CommentView): Promise<void> {
    const { store, thread } = this.reading;
    try {
      await store!.delete!(comment.id, secretOf(this.box.site, comment.id));
      const focused = view.item.matches(':focus-within');
      thread.remove(comment.id, focused);
      view.body.hidden = false;
    } catch (error) {
      view.body.hidden = false;
      // Gone already is what was wanted.
      if (error instanceof StoreError && error.code === 'not-found') thread.remove(comment.id, true);
      else this.refused(error, view);
    }
    this.box.requestUpdate();
  }

  private async vote(entry: Entry, view: CommentView): Promise<void> {
    const { comment } = entry;
    const on = !this.votes.has(comment.id);
    if (this.needsAccount()) return;
    try {
      const votes = await this.reading.store!.vote!(comment.id, on);
      if (on) this.votes.add(comment.id); else this.votes.delete(comment.id);
      entry.comment = { ...entry.comment, votes };
      this.box.requestUpdate();
    } catch (error) {
      this.refused(error, view);
    }
  }

  private async report(entry: Entry, view: CommentView): Promise<void> {
    try {
      await this.reading.store!.report!(entry.comment.id);
      this.say(view, this.language.say('reported'));
    } catch (error) {
      this.refused(error, view);
    }
  }

  private async showReplies(entry: Entry): Promise<void> {
    const known = new Set(descendants(entry));
    this.list.open(entry);
    if (this.reading.thread.missingReplies(entry) > 0) await this.reading.replies(entry);
    this.version++;
    this.box.requestUpdate();
    await this.box.updateComplete;
    await this.list.show(this.reading.thread);
    const first = descendants(entry).find((each) => !known.has(each)) ?? descendants(entry)[0];
    if (first && !this.reading.failedReplies.has(entry)) this.list.view(first.comment.id)?.target.focus();
  }

  private needsAccount(): boolean {
    if (this.reading.store!.account) return false;
    void this.box.logIn('log-in');
    return true;
  }

  private refused(error: unknown, view: CommentView): void {
    if (error instanceof StoreError && error.code === 'unauthorized') {
      void this.box.logIn('ended');
    } else {
      this.say(view, this.language.say('errorMore'));
    }
  }

  private say(view: CommentView, words: string): void {
    view.actions.note = words;
    view.actions.draw();
  }
}

function inTime({ dateCreated }: Comment, editWindow?: number): boolean {
  return editWindow === undefined || !(Date.now() - Date.parse(dateCreated) > editWindow * 1000);
}
