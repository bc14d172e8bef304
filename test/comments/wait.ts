/** Waits for a condition, with patience for a busy machine: what is waited for comes at once on a quiet one. Leaves no timer behind, so that leaks can be counted. */
export async function waitUntil(condition: () => unknown, message = 'what was waited for', { timeout = 5000, interval = 20 } = {}): Promise<void> {
  const end = performance.now() + timeout;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`not within ${timeout} ms: ${message}`);
    await new Promise((resolve) => {
      setTimeout(resolve, interval);
    });
  }
}
