/** What stands in a form and its draft in this browser, kept in step: each key pressed is saved, other tabs are heard. */

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { cleanName } from '../sanitize-comment.js';
import { Draft, isInFlight, type Attempt } from './draft-storage.js';
import { rememberedGuest } from './guest.js';

interface Host extends ReactiveControllerHost {
  readonly site: string;
  readonly thread: string;
  /** Which form of the thread: '' for a new root, `reply-ID`, `edit-ID`. */
  readonly place: string;
  /** The text before anything was written: empty, or the comment that is changed. */
  readonly original: string;
  /** The writer is a guest, who gives a name. */
  readonly asksName: boolean;
  /** The reader is typing: a text from another tab does not come in between. */
  readonly isTyping: boolean;
  /** The text is being sent. */
  readonly frozen: boolean;
  /** The slot holds an attempt that is under way, from an earlier visit or in another tab. */
  onAttempt(): void;
  /** Another tab has sent what stood here. */
  onSentElsewhere(): void;
}

export class DraftController implements ReactiveController {
  text = '';
  name = '';
  email = '';
  remember = false;
  /** The text is from an earlier visit, and nothing was typed since. */
  restored = false;
  /** Undefined until the form knows its place. */
  private opened?: Draft;

  constructor(private host: Host) {
    host.addController(this);
  }

  hostConnected(): void {
    if (!this.opened) return;
    this.opened.watch(() => this.onSlotChange());
    this.onSlotChange();
  }

  hostDisconnected(): void {
    this.opened?.unwatch();
  }

  private get draft(): Draft {
    if (!this.opened) throw new Error('the draft is used before the form knows its place');
    return this.opened;
  }

  get isOpen(): boolean {
    return this.opened !== undefined;
  }
  get key(): string {
    return this.draft.key;
  }
  /** The random bits that the draft was given when it began, as hex digits. */
  get bits(): string {
    return this.draft.key.replace(/^.*#/, '');
  }
  /** False when the browser keeps nothing. */
  get isKept(): boolean {
    return this.draft.kept;
  }

  get attempt(): Attempt | undefined {
    return this.draft.record?.attempt;
  }

  /** An attempt of which no answer came, and whose text the reader has taken back. */
  get parked(): Attempt | undefined {
    return this.attempt?.parked ? this.attempt : undefined;
  }

  /** Finds the draft of the form's place and shows it. */
  open(): void {
    const { site, thread, place } = this.host;
    this.opened?.unwatch();
    this.opened = new Draft(site, thread, place);
    this.opened.watch(() => this.onSlotChange());
    this.show();
  }

  /** The reader has changed something. */
  type(what: Partial<Pick<DraftController, 'text' | 'name' | 'email'>>): void {
    Object.assign(this, what);
    this.restored = false;
    this.save();
    this.host.requestUpdate();
  }

  /** Freezes the text with what is sent, unless another tab has begun to send the same. */
  begin(attempt: Attempt): void {
    const there = this.draft.peek();
    if (isInFlight(there?.attempt) && there?.text === this.text) this.draft.refresh();
    else if (this.text) this.save(attempt);
  }

  /** Takes over what became of the attempt. Returns false when the slot is empty: it was sent. */
  refresh(): boolean {
    this.draft.refresh();
    return this.draft.record !== undefined;
  }

  /** Only a confirmed send empties the box. */
  empty(): void {
    this.text = this.host.original;
    this.restored = false;
    this.draft.startNew();
  }

  discard(): void {
    this.text = this.host.original;
    this.restored = false;
    this.draft.save({ text: '' });
    this.host.requestUpdate();
  }

  /** Another draft of the same place, when there is room to show it; with its beginning. */
  get other(): { key: string; start: string } | undefined {
    const key = this.text.trim() && !this.restored ? undefined : this.draft.others[0];
    if (!key) return undefined;
    const text = cleanName(this.draft.textOf(key));
    return { key, start: text.length > 40 ? `${text.slice(0, 40)}…` : text };
  }

  use(key: string): void {
    this.draft.moveTo(key);
    this.show();
  }

  /** Puts what the slot holds in the form. */
  private show(): void {
    const { record } = this.draft;
    const guest = rememberedGuest(this.host.site);
    this.text = record?.text ?? this.host.original;
    this.name = record?.name ?? guest?.name ?? '';
    this.email = record?.email ?? guest?.email ?? '';
    this.remember = Boolean(guest);
    this.restored = Boolean(record) && !record?.attempt;
    this.host.requestUpdate();
    if (isInFlight(record?.attempt)) this.host.onAttempt();
  }

  private save(attempt: Attempt | undefined = this.parked): void {
    const { original, asksName } = this.host;
    const guest = asksName ? { name: this.name, email: this.email } : {};
    this.draft.save({ text: this.text === original && !attempt ? '' : this.text, ...guest, ...(attempt && { attempt }) });
  }

  /** The slot was written by another tab, or by the send that is under way. */
  private onSlotChange(): void {
    const { draft, host } = this;
    if (host.frozen) {
      draft.refresh();
      return;
    }
    const before = draft.record;
    const now = draft.peek();
    // Text that differs is this form's own; it moves to a slot of its own when it is saved.
    if (this.text !== (before?.text ?? host.original)) return;
    if (isInFlight(now?.attempt) && now?.text === this.text) {
      draft.refresh();
      host.onAttempt();
    } else if (!now && before?.attempt) {
      host.onSentElsewhere();
    } else if (now && !host.isTyping && draft.refresh()) {
      this.show();
    }
  }
}
