/** Whether the database takes writes. On a full disk the server still answers reads, so that a load balancer should keep it. */

import { randomBytes } from 'node:crypto';
import type { Log } from '../http/log.js';
import type { Database } from './types.js';

/** Milliseconds between two tests, since a test writes. */
const testInterval = 3000;
/** As much as a comment may take: a smaller write may find room where a comment does not. */
const testBytes = 64 * 1024;

export class WriteProbe {
  private writable = true;
  private mustTest = false;
  private lastTest = -testInterval;

  constructor(
    private database: Database,
    private log: Log | undefined,
  ) {}

  /** Called after a failed write: the next question is answered by a test. */
  requestTest(): void {
    this.mustTest = true;
  }

  async isWritable(): Promise<boolean> {
    if ((this.mustTest || !this.writable) && performance.now() - this.lastTest >= testInterval) {
      this.mustTest = false;
      this.lastTest = performance.now();
      const writable = await this.test();
      if (writable !== this.writable)
        this.log?.(
          writable
            ? { level: 'info', message: 'The database can be written again.' }
            : { level: 'error', message: 'The database cannot be written: is its disk full? Reading goes on.' },
        );
      this.writable = writable;
    }
    return this.writable;
  }

  private async test(): Promise<boolean> {
    const filling = randomBytes(testBytes / 2).toString('hex');
    try {
      await this.database
        .insertInto('writeProbe')
        .values({ id: 1, filling })
        .onConflict((conflict) => conflict.column('id').doUpdateSet({ filling }))
        .execute();
      await this.database.deleteFrom('writeProbe').execute();
      return true;
    } catch (error) {
      // Another program is writing, so that it can be written.
      return /^SQLITE_(BUSY|LOCKED)/.test(String((error as { code?: unknown }).code));
    }
  }
}
