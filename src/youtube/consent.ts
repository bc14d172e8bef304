/** Whether readers let YouTube in: for this page, or, where the page asks for it, remembered in this browser. */

import { readStored, storageKeys, watchStored, writeStored } from '../base/storage.js';

const key = storageKeys.youtubeConsent;
const listeners = new Set<() => void>();
let isGranted = false;

/** @param remembered what this browser remembers counts too */
export function hasConsent(remembered: boolean): boolean {
  return isGranted || (remembered && readStored(key) === 'granted');
}

export function grantConsent(remember: boolean): void {
  isGranted = true;
  if (remember) writeStored(key, 'granted');
  notify();
}

/** Takes it back, the remembered one too. */
export function revokeConsent(): void {
  isGranted = false;
  writeStored(key, null);
  notify();
}

/** Calls back when it was given or taken back, here or in another tab. Returns what stops it. */
export function watchConsent(listener: () => void): () => void {
  listeners.add(listener);
  const stopWatching = watchStored(key, listener);
  return () => {
    listeners.delete(listener);
    stopWatching();
  };
}

function notify(): void {
  for (const listener of listeners) listener();
}
