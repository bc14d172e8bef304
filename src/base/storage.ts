/**
 * What this browser keeps for a reader: the names of it all, and a `localStorage` that never throws. Where storage is blocked or
 * full, what is written lives as long as the page. Changes are heard in every tab and by every element in this one.
 */

/** Every name under which something is kept. Browsers of readers hold them: they never change. */
export const storageKeys = {
  /** The text size; a page can choose another name. */
  textSize: 'blog-text-size',
  /** The rules that make it so, for the head snippet. */
  textSizeRules: (textSizeKey: string) => `${textSizeKey}-css`,
  youtubeConsent: 'blog-youtube-consent',

  /** The reader's session with a comment server. */
  session: (server: string) => `blog-elements:session:${server}`,
  /** What makes this browser known to a comment server after a log-in. */
  device: (server: string) => `blog-elements:device:${server}`,
  /** Name and email of a guest who wants to be remembered. */
  guest: (site: string) => `blog-elements:guest:${site}`,
  /** What gives a guest the right to edit a comment. */
  editSecret: (site: string, comment: string) => `blog-elements:secret:${JSON.stringify([site, comment])}`,
  /** The beginning of the keys of a thread's drafts and unsent comments; with `place`, of those of one form. */
  drafts: (site: string, thread: string, place?: string) =>
    `blog-elements:draft:${JSON.stringify([site, thread, place ?? '']).slice(0, place === undefined ? -3 : undefined)}`,
  /** Comments of this browser that wait for a moderator. */
  heldComments: (server: string) => `blog-elements:held:${server}`,
  /** A comment that was sent and has no answer so far. */
  unansweredComment: (idempotencyKey: string) => `blog-elements:tried:${idempotencyKey}`,
  /** The comments of the store `local`. */
  localComments: (name: string) => `blog-elements:local:${name}`,

  /** In `sessionStorage`: the form that a reader left to log in. */
  returnToForm: 'blog-elements:return',
  /** In `sessionStorage`: numbers of comments, for a minute or so. */
  commentCounts: (store: string, src: string) => `blog-elements:counts:${JSON.stringify([store, src])}`,
};

type Listener = (key: string | null, value: string | null) => void;

const memory = new Map<string, string>();
const listeners = new Set<Listener>();

export function readStored(key: string): string | null {
  try {
    return memory.get(key) ?? localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Writes, or removes for null. Returns false when it is kept in memory only. */
export function writeStored(key: string, value: string | null): boolean {
  memory.delete(key);
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    if (value !== null) memory.set(key, value);
  }
  notify(key, value);
  return !memory.has(key);
}

/** Calls back when the value changes, here or in another tab. Returns what stops it. */
export function watchStored(key: string, callback: (value: string | null) => void): () => void {
  // A null key means that everything was cleared.
  const listener: Listener = (changed, value) => {
    if (changed === key || changed === null) callback(value);
  };
  // Added again, it is still one listener.
  addEventListener('storage', onStorage);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

function onStorage({ key, newValue }: StorageEvent): void {
  // What did not fit here has been written by another tab since.
  if (key !== null) memory.delete(key);
  notify(key, newValue);
}

function notify(key: string | null, value: string | null): void {
  for (const listener of listeners) listener(key, value);
}
