/** Name and e-mail address of a guest who asked to be remembered in this browser. */

import { readStored, storageKeys, writeStored } from '../../base/storage.js';

export interface Guest { name: string; email: string }

export function rememberedGuest(site: string): Guest | undefined {
  try {
    const guest = JSON.parse(readStored(storageKeys.guest(site)) ?? 'null') as Guest | null;
    return typeof guest?.name === 'string' && typeof guest.email === 'string' ? guest : undefined;
  } catch {
    return undefined;
  }
}

/** Remembers a guest, or for undefined forgets them. */
export function rememberGuest(site: string, guest: Guest | undefined): void {
  writeStored(storageKeys.guest(site), guest ? JSON.stringify(guest) : null);
}
