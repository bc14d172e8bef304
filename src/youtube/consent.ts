/** Whether readers let YouTube in: for this page, or, where the page asks for it, remembered in this browser. */

import { readStored, watchStored, writeStored } from '../base/storage.js';

const key = 'blog-youtube-consent';
const listeners = new Set<() => void>();
let granted = false;

/** @param remembered what this browser remembers counts too */
export function isGranted(remembered: boolean): boolean {
  return granted || (remembered && readStored(key) === 'granted');
}

export function grant(remember: boolean): void {
  granted = true;
  if (remember) writeStored(key, 'granted');
  tell();
}

/** Takes it back, the remembered one too. */
export function revoke(): void {
  granted = false;
  writeStored(key, null);
  tell();
}

/** Calls back when it was given or taken back, here or in another tab. Returns what stops it. */
export function watchConsent(listener: () => void): () => void {
  listeners.add(listener);
  const stop = watchStored(key, listener);
  return () => { listeners.delete(listener); stop(); };
}

function tell(): void {
  for (const listener of listeners) listener();
}
