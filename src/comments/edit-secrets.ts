/**
 * A guest's right to edit: a secret that this browser makes with the comment (composer/new-comment.ts) and that nobody else knows; the server
 * keeps its hash. It is kept here from the moment the comment is confirmed until the comment is deleted or can no longer be changed.
 */

import { readStored, storageKeys, writeStored } from '../base/storage.js';
import { fieldsOf, parseJson } from './json.js';
import { adoptKeysWithSlash, storedKeys } from './site-key.js';

interface KeptSecret {
  secret: string;
  /** When the comment was sent, in milliseconds since 1970; missing in what older versions kept. */
  sent?: number;
}

/** A clock that is off by less than this costs nobody a right, in milliseconds. */
const tolerance = 24 * 3600_000;

export function readEditSecret(site: string, id: string): string | undefined {
  return parse(readStored(storageKeys.editSecret(site, id)))?.secret;
}

export function keepEditSecret(site: string, id: string, secret: string): void {
  write(storageKeys.editSecret(site, id), { secret, sent: Date.now() });
}

export function forgetEditSecret(site: string, id: string): void {
  writeStored(storageKeys.editSecret(site, id), null);
}

/** Forgets the secrets of comments that can no longer be changed. `editWindow` is in seconds; undefined: there is no limit. */
export function forgetExpiredSecrets(site: string, editWindow: number | undefined): void {
  if (editWindow === undefined) return;
  for (const key of storedKeys(prefixOf(site))) {
    const kept = parse(readStored(key));
    // Without a time it is from an older version: it gets one now, and goes later.
    if (kept && kept.sent === undefined) write(key, { ...kept, sent: Date.now() });
    else if (!kept?.sent || Date.now() - kept.sent > editWindow * 1000 + tolerance) writeStored(key, null);
  }
}

/** Takes over what older versions kept under the site's URL with a slash at its end. */
export function adoptOldSecrets(site: string): void {
  adoptKeysWithSlash(site, prefixOf);
}

/** How the keys of a site's secrets begin: as that of a comment without an id, less its `""]`. */
function prefixOf(site: string): string {
  return storageKeys.editSecret(site, '').slice(0, -3);
}

function write(key: string, kept: KeptSecret): void {
  writeStored(key, JSON.stringify(kept));
}

/** Older versions kept the secret alone, as 32 hex digits. */
function parse(stored: string | null): KeptSecret | undefined {
  if (stored !== null && /^[0-9a-f]{32}$/.test(stored)) return { secret: stored };
  const { secret, sent } = fieldsOf(parseJson(stored));
  return typeof secret === 'string' ? { secret, ...(typeof sent === 'number' && { sent }) } : undefined;
}
