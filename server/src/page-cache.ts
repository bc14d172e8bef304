/** Pages of threads as they were sent. Most readers ask for the same few, and a page is the same as long as its thread's version is. */

import { createHash } from 'node:crypto';

export interface SentPage { body: string; etag: string }

/** Of all pages together, in characters. */
const most = 16 * 1024 * 1024;

export class PageCache {
  /** The least recently asked for comes first. */
  private readonly pages = new Map<string, SentPage & { version: number }>();
  private size = 0;

  /** @param version the thread's now: what was kept of another is made anew */
  async get(name: string, version: number, make: () => Promise<string>): Promise<SentPage> {
    let page = this.pages.get(name);
    if (page?.version !== version) {
      const body = await make();
      page = { version, body, etag: `"${createHash('sha1').update(body).digest('hex')}"` };
    }
    this.drop(name);
    this.pages.set(name, page);
    this.size += page.body.length;
    for (const oldest of this.pages.keys()) {
      if (this.size <= most) break;
      this.drop(oldest);
    }
    return page;
  }

  private drop(name: string): void {
    this.size -= this.pages.get(name)?.body.length ?? 0;
    this.pages.delete(name);
  }
}
