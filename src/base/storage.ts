/**
 * `localStorage` that never throws: where it is blocked or full, what is written lives as long as the page. Changes are
 * heard in every tab and by every element in this one.
 */

const memory = new Map<string, string>();
const watchers = new Set<(key: string | null, value: string | null) => void>();

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
  tell(key, value);
  return !memory.has(key);
}

/** Calls back when the value changes, here or in another tab. Returns what stops it. */
export function watchStored(key: string, callback: (value: string | null) => void): () => void {
  // Added again, it is still one listener. A null key means that everything was cleared.
  addEventListener('storage', onStorage);
  const watcher = (changed: string | null, value: string | null) => { if (changed === key || changed === null) callback(value); };
  watchers.add(watcher);
  return () => { watchers.delete(watcher); };
}

function onStorage({ key, newValue }: StorageEvent): void {
  // What would not fit here has been written there since.
  memory.delete(key!);
  tell(key, newValue);
}

function tell(key: string | null, value: string | null): void {
  for (const watcher of watchers) watcher(key, value);
}
