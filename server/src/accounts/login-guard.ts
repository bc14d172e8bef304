/**
 * Counts wrong passwords per account, whatever address they come from, and for names that have no account too, so that it tells nothing. Whoever logs in
 * from a known device has an allowance of their own.
 */

import type { RateLimits } from '../http/rate-limits.js';
import { Problem } from '../http/problems.js';

/** A password or a code that is not the right one; not a server that was too busy to look. */
const isWrongGuess = (error: unknown): boolean => error instanceof Problem && Object.values(error.options.fields ?? {}).includes('wrong');

export class LoginGuard {
  constructor(
    private limits: RateLimits,
    private base: string,
  ) {}

  /**
   * Runs a check of a password. It is counted before, so that guesses made at the same time count too, and not counted when it was no wrong guess.
   *
   * @param account the account's email address, existing or not
   * @param known a name of the device or session, where it is known to be the account's
   * @throws Problem `too-many`, or what the check throws
   */
  async count<Result>(account: string, check: () => Promise<Result>, known?: string): Promise<Result> {
    const giveBack = await this.take(account, known);
    try {
      const result = await check();
      await giveBack();
      return result;
    } catch (error) {
      if (!isWrongGuess(error)) await giveBack();
      throw error;
    }
  }

  /** After a proof that the mailbox is read by whoever asks: strangers' guesses no longer keep them out. */
  async reset(account: string): Promise<void> {
    for (const rule of ['guess', 'guessOfDay'] as const) await this.limits.reset(rule, this.key(account));
  }

  private key(account: string): string {
    return `${this.base} ${account}`;
  }

  private async take(account: string, known: string | undefined): Promise<() => Promise<void>> {
    if (known !== undefined) {
      const key = `${this.key(account)} ${known}`;
      try {
        await this.limits.take('guessOfDevice', key);
        return () => this.limits.refund('guessOfDevice', key);
      } catch (error) {
        // Its allowance is used up: it is a stranger now.
        if (!(error instanceof Problem)) throw error;
      }
    }
    const key = this.key(account);
    await this.limits.take('guess', key);
    await this.limits.take('guessOfDay', key);
    return async () => {
      await this.limits.refund('guess', key);
      await this.limits.refund('guessOfDay', key);
    };
  }
}
