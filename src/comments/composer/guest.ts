/** Name and email of a guest who asked to be remembered in this browser. What a guest may edit is in edit-secrets.ts. */

import { readStored, storageKeys, writeStored } from '../../base/storage.js';
import { fieldsOf, parseJson } from '../json.js';

export interface Guest {
  name: string;
  email: string;
}

export function rememberedGuest(site: string): Guest | undefined {
  const { name, email } = fieldsOf(parseJson(readStored(storageKeys.guest(site))));
  return typeof name === 'string' && typeof email === 'string' ? { name, email } : undefined;
}

/** Remembers a guest, or for undefined forgets them. */
export function rememberGuest(site: string, guest: Guest | undefined): void {
  writeStored(storageKeys.guest(site), guest ? JSON.stringify(guest) : null);
}
