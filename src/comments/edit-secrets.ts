/**
 * A guest's right to edit: a secret that this browser made with the comment and that nobody else knows; the server keeps its hash. Kept until the
 * comment is deleted or can no longer be changed.
 */

import { readStored, storageKeys, writeStored } from '../base/storage.js';

interface Kept { secret: string; /** When the comment was sent, in milliseconds since 1970; missing in what older versions kept. */ sent?: number }

/** A clock that is off by less than this costs nobody a right, in milliseconds. */
const tolerance = 24 * 3600_000;

export function readEditSecret(site: string, id: string): string | undefined {
  return parse(readStored(storageKeys.editSecret(site, id)))?.secret;
}

export function keepEditSecret(site: string, id: string, secret: string): void {
  writeStored(storageKeys.editSecret(site, id), JSON.stringify({ secret, sent: Date.now() } satisfies Kept));
}

export function forgetEditSecret(site: string, id: string): void {
  if (readStored(storageKeys.editSecret(site, id)) !== null) writeStored(storageKeys.editSecret(site, id), null);
}

/** Forgets the secrets of comments that can no longer be changed. `editWindow` is in seconds; undefined: there is no limit. */
export function forgetExpiredSecrets(site: string, editWindow: number | undefined): void {
  if (editWindow === undefined) return;
  for (const key of keysOf(site)) {
    const kept = parse(readStored(key));
    // Without a time it is from an older version: it gets one now, and goes later.
    if (kept && kept.sent === undefined) writeStored(key, JSON.stringify({ ...kept, sent: Date.now() }));
    else if (!kept || Date.now() - kept.sent! > editWindow * 1000 + tolerance) writeStored(key, null);
  }
}

function keysOf(site: string): string[] {
  const start = storageKeys.editSecret(site, '').slice(0, -3);
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(start));
  } catch {
    return [];
  }
}

/** Older versions kept the secret alone, as 32 hex digits. */
function parse(stored: string | null): Kept | undefined {
  if (stored === null) return undefined;
  if (/^[0-9a-f]{32}$/.test(stored)) return { secret: stored };
  try {
    const kept = JSON.parse(stored) as Kept | null;
    return typeof kept?.secret === 'string' ? kept : undefined;
  } catch {
    return undefined;
  }
}
