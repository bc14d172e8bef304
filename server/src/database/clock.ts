/**
 * Whether the clock can be trusted before anything is deleted because of its age. The database remembers the latest time that a server saw. When the clock is
 * far from that, it is wrong or the server was off for long, and nobody can tell which: nothing is deleted until servers have run for a day by that clock. A
 * clock that is corrected in the meantime is trusted at once, and nothing was lost.
 */

import type { Log } from '../http/log.js';
import { forUpdate } from './dialect.js';
import type { Database } from './types.js';

const hour = 3600 * 1000;
/** A server checks every hour. */
const largestGap = 24 * hour;
/** Milliseconds that servers must run by a doubted clock. */
const trial = 24 * hour;

export interface Times {
  now(): number;
  /** Milliseconds that only pass, whatever the clock is set to. */ passed(): number;
}
const systemTimes: Times = { now: () => Date.now(), passed: () => performance.now() };

export class Clock {
  private last: { now: number; passed: number } | undefined;
  private isDoubted = false;

  constructor(
    private database: Database,
    private log?: Log,
    private times: Times = systemTimes,
  ) {}

  /** Checks the clock and stores its time; called at the start, and every hour. */
  async mayDelete(): Promise<boolean> {
    const [now, passed] = [this.times.now(), this.times.passed()];
    const sinceLast = this.last && { clock: now - this.last.now, passed: passed - this.last.passed };
    const believed = await this.database.transaction().execute(async (transaction) => {
      const row = await forUpdate(transaction, transaction.selectFrom('clock').selectAll().where('id', '=', 1)).executeTakeFirst();
      if (!row) {
        await transaction
          .insertInto('clock')
          .values({ id: 1, seen: now, doubted: null })
          .onConflict((conflict) => conflict.doNothing())
          .execute();
        return { is: true, seen: now };
      }
      if (isNear(now, row.seen)) {
        // A clock that is a little behind does not lower the latest time.
        await transaction
          .updateTable('clock')
          .set({ seen: Math.max(now, row.seen), doubted: null, ran: 0 })
          .where('id', '=', 1)
          .execute();
        return { is: true, seen: row.seen };
      }
      // Time counts where the clock and the time that passed agree, and once, however many servers share the database.
      const isSteady = sinceLast !== undefined && Math.abs(sinceLast.clock - sinceLast.passed) < hour / 2;
      const goesOn = row.doubted !== null && now >= row.doubted && isNear(now, row.doubted);
      const ran = goesOn ? row.ran + (isSteady ? Math.min(sinceLast.passed, now - row.doubted!) : 0) : 0;
      const is = ran >= trial;
      await transaction
        .updateTable('clock')
        .set(is ? { seen: now, doubted: null, ran: 0 } : { doubted: now, ran })
        .where('id', '=', 1)
        .execute();
      return { is, seen: row.seen };
    });
    this.last = { now, passed };
    this.logChange(believed.is, now, believed.seen);
    return believed.is;
  }

  private logChange(believed: boolean, now: number, seen: number): void {
    if (believed === !this.isDoubted) return;
    this.isDoubted = !believed;
    const hours = Math.round(Math.abs(now - seen) / hour);
    const gap = `${hours < 72 ? `${hours} hours` : `${Math.round(hours / 24)} days`} ${now > seen ? 'ahead of' : 'behind'}`;
    this.log?.(
      believed
        ? { level: 'info', message: 'The clock is believed again: what has expired is deleted as before.' }
        : {
            level: 'warn',
            message: `The clock (${iso(now)}) is ${gap} what the database saw last (${iso(seen)}). Is it right? Sessions, bans and keys that seem to have expired are deleted only when the server has run for ${trial / hour} hours by this clock.`,
          },
    );
  }
}

const isNear = (a: number, b: number): boolean => Math.abs(a - b) <= largestGap;
const iso = (time: number): string => {
  try {
    return new Date(time).toISOString();
  } catch {
    return String(time);
  }
};
