/** `waitUntil` with patience for a busy machine: what is waited for comes at once on a quiet one. */
import { waitUntil as wait } from '@open-wc/testing';

export async function waitUntil(condition: () => unknown, message = '', { timeout = 5000, interval = 20 } = {}): Promise<void> {
  await wait(condition as () => boolean, message, { timeout, interval });
}
