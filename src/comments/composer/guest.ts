/** Name and e-mail address of a guest who asked to be remembered in this browser. */

import { readStored, writeStored } from '../../base/storage.js';

export interface Guest { name: string; email: string }

const keyOf = (site: string): string => `blog-elements:guest:${site}`;

export function rememberedGuest(site: string): Guest | undefined {
  try {
    const guest = JSON.parse(readStored(keyOf(site)) ?? 'null') as Guest | null;
    return typeof guest?.name === 'string' && typeof guest.email === 'string' ? guest : undefined;
  } catch {
    return undefined;
  }
}

/** Remembers a guest, or for undefined forgets them. */
export function rememberGuest(site: string, guest: Guest | undefined): void {
  writeStored(keyOf(site), guest ? JSON.stringify(guest) : null);
}
