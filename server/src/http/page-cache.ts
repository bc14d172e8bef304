/** Caches pages of threads as they were sent. Most readers ask for the same few, and a page changes only with its thread's version. */

import { createHash } from 'node:crypto';

export interface SentPage {
  body: string;
  etag: string;
}

/** Differs for each state of a thread. */
type Version = number | string;

interface Kept {
  version: Version;
  page: Promise<SentPage>;
  bytes: number;
}

/** Bytes of all pages together. */
const maxBytes = 16 * 1024 * 1024;

export class PageCache {
  /** The least recently asked for comes first. */
  private readonly pages = new Map<string, Kept>();
  private bytes = 0;

  /** Whether a page of this version is cached. */
  holds(name: string, version: Version): boolean {
    return this.pages.get(name)?.version === version;
  }

  /** @param version the thread's now: what was kept of another is made anew, once for all who ask meanwhile */
  get(name: string, version: Version, make: () => Promise<string>): Promise<SentPage> {
    const kept = this.pages.get(name);
    if (kept?.version === version) {
      this.pages.delete(name);
      this.pages.set(name, kept);
      return kept.page;
    }
    this.drop(name);
    const made: Kept = { version, bytes: 0, page: make().then((body) => ({ body, etag: `"${createHash('sha1').update(body).digest('hex')}"` })) };
    this.pages.set(name, made);
    made.page.then(
      ({ body }) => {
        // Another version may have taken its place.
        if (this.pages.get(name) !== made) return;
        made.bytes = Buffer.byteLength(name) + Buffer.byteLength(body);
        this.bytes += made.bytes;
        for (const oldest of this.pages.keys()) {
          if (this.bytes <= maxBytes) break;
          this.drop(oldest);
        }
      },
      () => {
        if (this.pages.get(name) === made) this.drop(name);
      },
    );
    return made.page;
  }

  private drop(name: string): void {
    this.bytes -= this.pages.get(name)?.bytes ?? 0;
    this.pages.delete(name);
  }
}
