/**
 * The queue for password hashing. Argon2 is slow on purpose, so a flood of log-ins must neither take all cores and threads nor make anyone wait for long:
 * whoever finds the queue full is told so at once.
 */

import { availableParallelism } from 'node:os';
import { Problem } from '../http/problems.js';

const maxWaiting = 64;
const maxWaitingPerCaller = 2;
/** Callers whose last turn is remembered. */
const callersRemembered = 1000;

/** The event loop keeps a core, and file and name look-ups, which share libuv's threads with Argon2, keep a thread. */
const threads = Number(process.env['UV_THREADPOOL_SIZE']) || 4;
const defaultWorkers = Math.max(1, Math.min(availableParallelism(), threads) - 1);

interface Job {
  caller: string | undefined;
  start(): void;
}

export class HashQueue {
  private waiting: Job[] = [];
  private free: number;
  private turn = 0;
  /** The last turn of each caller, the longest ago first. */
  private readonly lastTurns = new Map<string, number>();

  constructor(workers = defaultWorkers) {
    this.free = workers;
  }

  /**
   * Runs work that hashes. One log-in is one job, however many hashes it compares.
   *
   * @param caller whose share is counted, such as an address; undefined for nobody's
   * @throws Problem `unavailable` when the queue is full, `too-many` when the caller's own share is
   */
  async run<Result>(caller: string | undefined, work: () => Promise<Result>): Promise<Result> {
    if (this.free > 0) this.free--;
    else await this.wait(caller);
    if (caller !== undefined) this.rememberTurn(caller);
    try {
      return await work();
    } finally {
      const next = this.takeNext();
      if (next) next.start();
      else this.free++;
    }
  }

  private wait(caller: string | undefined): Promise<void> {
    if (caller !== undefined && this.waiting.filter((job) => job.caller === caller).length >= maxWaitingPerCaller) {
      throw new Problem('too-many', 'Too many passwords from this address are being checked: try again in a moment.', { retryAfter: 1 });
    }
    if (this.waiting.length >= maxWaiting) throw new Problem('unavailable', 'Too many passwords are being checked: try again in a moment.', { retryAfter: 2 });
    return new Promise((resolve) => {
      this.waiting.push({ caller, start: resolve });
    });
  }

  /** The job of the caller whose last turn is the longest ago: a flood from some addresses holds up no other. */
  private takeNext(): Job | undefined {
    const lastTurn = ({ caller }: Job): number => (caller === undefined ? 0 : (this.lastTurns.get(caller) ?? 0));
    let next = this.waiting[0];
    for (const job of this.waiting) if (lastTurn(job) < lastTurn(next!)) next = job;
    if (next) this.waiting.splice(this.waiting.indexOf(next), 1);
    return next;
  }

  private rememberTurn(caller: string): void {
    this.lastTurns.delete(caller);
    this.lastTurns.set(caller, ++this.turn);
    if (this.lastTurns.size > callersRemembered) this.lastTurns.delete(this.lastTurns.keys().next().value!);
  }
}

/** The process's one queue: its sites share the cores. */
export const hashQueue = new HashQueue();
