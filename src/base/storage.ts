/**
 * `localStorage` that never throws: where it is blocked or full, what is written lives as long as the page. Changes are
 * heard in every tab and by every element in this one.
 */

const memory = new Map<string, string>();
const watchers = new Map<string, Set<(value: string | null) => void>>();

export function readStored(key: string): string | null {
  if (memory.has(key)) return memory.get(key)!;
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Writes, or removes for null. Returns false when it is kept in memory only. */
export function writeStored(key: string, value: string | null): boolean {
  let kept = true;
  memory.delete(key);
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    kept = false;
    if (value !== null) memory.set(key, value);
  }
  tell(key, value);
  return kept;
}

/** Calls back when the value changes, here or in another tab. Returns what stops it. */
export function watchStored(key: string, callback: (value: string | null) => void): () => void {
  if (watchers.size === 0) addEventListener('storage', onStorage);
  const callbacks = watchers.get(key) ?? new Set();
  watchers.set(key, callbacks.add(callback));
  return () => {
    callbacks.delete(callback);
    if (callbacks.size === 0) watchers.delete(key);
    if (watchers.size === 0) removeEventListener('storage', onStorage);
  };
}

function onStorage(event: StorageEvent): void {
  // A null key means that everything was cleared.
  if (event.key === null) for (const key of watchers.keys()) tell(key, null);
  else tell(event.key, event.newValue);
}

function tell(key: string, value: string | null): void {
  for (const callback of watchers.get(key) ?? []) callback(value);
}
