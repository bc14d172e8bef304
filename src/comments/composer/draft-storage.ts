/**
 * What a reader is writing, saved as they type. Each draft has a slot of its own in the browser's storage, found by site,
 * thread and place. Two tabs may open the same slot; the one that finds it changed by the other goes on in a new slot, so
 * that neither eats the other's text.
 */

import { readStored, storageKeys, watchStored, writeStored } from '../../base/storage.js';
import { isObject, listIn, parseJson } from '../json.js';
import { adoptKeysWithSlash, storedKeys } from '../site-key.js';
import type { NewComment } from '../stores/store.js';

/** A comment that is being sent: made when the reader first pressed "send", and the same at every try. */
export interface Attempt {
  comment: Omit<NewComment, 'signal'>;
  /** The id of the comment that is changed, when it is not a new one. */
  edits?: string;
  /** A try ended without an answer: the store may have it. */
  unknown?: true;
  /** The reader took the text back; what is sent next keeps the key, so that there is one comment in the end. */
  parked?: true;
  /** The text was changed after a try whose fate is unknown. */
  changed?: true;
}

export interface DraftRecord {
  text: string;
  name?: string;
  email?: string;
  /** When it was last written, in ms since 1970. */
  time: number;
  attempt?: Attempt;
}

/** Slots written by this page: where storage is blocked they cannot be listed otherwise. */
const written = new Set<string>();

export function readSlot(key: string): DraftRecord | undefined {
  return parse(readStored(key));
}

/** Writes a slot, or empties it. Returns false when it will not outlive the page. */
export function writeSlot(key: string, record: DraftRecord | undefined): boolean {
  written.add(key);
  return writeStored(key, record ? JSON.stringify(record) : null);
}

/** All slots of a thread, or of one place in it, the newest first. */
export function slotsOf(site: string, thread: string, place?: string): string[] {
  const prefix = draftPrefix(site, thread, place);
  const keys = new Set([...storedKeys(prefix), ...[...written].filter((key) => key.startsWith(prefix))]);
  const slots = [...keys].flatMap((key) => {
    const record = readSlot(key);
    return record ? [{ key, time: record.time }] : [];
  });
  return slots.sort((one, other) => other.time - one.time).map(({ key }) => key);
}

/** The places of a thread that hold drafts which are not being sent: '' for a new root, `reply-ID`, `edit-ID`. */
export function draftPlaces(site: string, thread: string): string[] {
  const waiting = slotsOf(site, thread).filter((key) => !isInFlight(readSlot(key)?.attempt));
  const places = waiting.map((key) => /,"([\w-]*)"\]#/.exec(key)?.[1]);
  return [...new Set(places.filter((place) => place !== undefined))];
}

export function isInFlight(attempt: Attempt | undefined): boolean {
  return attempt !== undefined && !attempt.parked;
}

/** 256 random bits as hex digits. `crypto.randomUUID` is missing on plain http pages; this is not. */
function randomHex(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(32)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export class Draft {
  /** The slot; another once two tabs have parted. It ends in the bits of which the comment's key and secret are made. */
  key: string;
  /** False when the browser keeps nothing: the text lives as long as the page. */
  kept = true;
  /** The slot as this form last saw it. */
  private seen: string | null;
  private onChange?: () => void;
  private stopWatching?: () => void;

  constructor(
    private site: string,
    private thread: string,
    private place: string,
  ) {
    this.key = tabSlot(draftPrefix(site, thread, place)) ?? slotsOf(site, thread, place)[0] ?? this.newKey();
    this.seen = readStored(this.key);
  }

  get record(): DraftRecord | undefined {
    return parse(this.seen);
  }

  /** Saves what stands in the form. A record without text and attempt empties the slot. */
  save(record: Omit<DraftRecord, 'time'>): void {
    const stored = readStored(this.key);
    const empty = !record.text && !record.attempt;
    // Another tab has changed or sent what stood here: it keeps its slot, and this text gets one of its own.
    if (stored !== this.seen) {
      if (empty) return;
      this.moveTo(this.newKey());
    }
    this.seen = empty ? null : JSON.stringify({ ...record, time: Date.now() });
    this.kept = writeSlot(this.key, parse(this.seen));
    rememberTabSlot(draftPrefix(this.site, this.thread, this.place), empty ? null : this.key);
  }

  /** Reads the slot again; true when it has changed since it was last seen. */
  refresh(): boolean {
    const stored = readStored(this.key);
    if (stored === this.seen) return false;
    this.seen = stored;
    return true;
  }

  /** What the slot holds now, whoever wrote it. */
  peek(): DraftRecord | undefined {
    return readSlot(this.key);
  }

  /** Other drafts of the same place: from tabs that are open, or were. */
  get others(): string[] {
    return slotsOf(this.site, this.thread, this.place).filter((key) => key !== this.key);
  }

  /** The text of another slot. */
  textOf(key: string): string {
    return readSlot(key)?.text ?? '';
  }

  /** Goes on with another slot; what stood in the one before stays there. */
  moveTo(key: string): void {
    this.key = key;
    this.seen = readStored(key);
    if (this.onChange) this.watch(this.onChange);
    rememberTabSlot(draftPrefix(this.site, this.thread, this.place), key);
  }

  /** Starts an empty slot. */
  startNew(): void {
    this.moveTo(this.newKey());
  }

  /** Calls back when the slot changes by other hands than this form's. */
  watch(onChange: () => void): void {
    this.onChange = onChange;
    this.stopWatching?.();
    this.stopWatching = watchStored(this.key, (value) => {
      if (value !== this.seen) onChange();
    });
  }

  unwatch(): void {
    this.stopWatching?.();
    delete this.stopWatching;
    delete this.onChange;
  }

  private newKey(): string {
    return `${draftPrefix(this.site, this.thread, this.place)}#${randomHex()}`;
  }
}

function parse(stored: string | null): DraftRecord | undefined {
  const record = parseJson(stored);
  return isRecord(record) ? record : undefined;
}

/** Only this file writes such records: the text says enough. */
function isRecord(value: unknown): value is DraftRecord {
  return isObject(value) && typeof value['text'] === 'string';
}

/** A tab that is reloaded goes on with its own slot, whatever other tabs have written since. */
function tabSlot(prefix: string): string | undefined {
  try {
    const key = sessionStorage.getItem(prefix);
    return key && readSlot(key) ? key : undefined;
  } catch {
    return undefined;
  }
}

function rememberTabSlot(prefix: string, key: string | null): void {
  try {
    if (key) sessionStorage.setItem(prefix, key);
    else sessionStorage.removeItem(prefix);
  } catch {
    // Then the newest draft is found instead.
  }
}

/** The beginning of every key of a thread's drafts; with `place`, of one form's: '' for a new root, `reply-ID`, `edit-ID`. */
export function draftPrefix(site: string, thread: string, place?: string): string {
  return storageKeys.drafts(site, thread, place);
}

/** True when this browser holds a draft or an unsent comment for the thread. */
export function hasPendingOrDraft(site: string, thread: string): boolean {
  return storedKeys(draftPrefix(site, thread)).length > 0;
}

/** Takes over what older versions kept under the site's URL with a slash at its end. */
export function adoptOldDrafts(site: string): void {
  // As the keys of a thread's drafts begin, less the thread.
  adoptKeysWithSlash(site, (name) => draftPrefix(name, '').slice(0, -3));
}

const returnKey = storageKeys.returnToForm;

/** The reader leaves for a page to log in on, and comes back to this form. */
export function leaveFrom(site: string, thread: string, place: string): void {
  try {
    sessionStorage.setItem(returnKey, JSON.stringify([site, thread, place]));
  } catch {
    // Then they come back to the page.
  }
}

/** The form of this thread that the reader left to log in, once. */
export function takeReturn(site: string, thread: string): string | undefined {
  try {
    const [from, left, place] = listIn(parseJson(sessionStorage.getItem(returnKey)));
    if (from !== site || left !== thread) return undefined;
    sessionStorage.removeItem(returnKey);
    return typeof place === 'string' ? place : undefined;
  } catch {
    return undefined;
  }
}
