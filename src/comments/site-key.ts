/** What names a back end in the keys of this browser's storage: of drafts, of secrets, of guests. */

import { readStored, writeStored } from '../base/storage.js';

/** A back end's URL as the page gives it, absolute and without a slash at its end. */
export function siteKey(src: string): string {
  if (!URL.canParse(src, document.baseURI)) return src;
  const url = new URL(src, document.baseURI);
  url.hash = '';
  return url.search ? url.href : url.href.replace(/\/+$/, '');
}

/** The keys in this browser's storage that begin so; none where storage is blocked, since nothing can have been kept. */
export function storedKeys(prefix: string): string[] {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  } catch {
    return [];
  }
}

/** Takes over what older versions kept under the same URL with a slash at its end. `prefixOf` is how the keys of a site begin. */
export function adoptKeysWithSlash(site: string, prefixOf: (site: string) => string): void {
  const from = prefixOf(`${site}/`);
  for (const key of storedKeys(from)) {
    const renamed = prefixOf(site) + key.slice(from.length);
    if (readStored(renamed) === null) writeStored(renamed, readStored(key));
    writeStored(key, null);
  }
}
