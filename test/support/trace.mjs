/**
 * How long the tasks of the page's main thread took, in milliseconds of its own clock: what others do on the machine does not count.
 *
 * @param since only those that began later, in seconds on the clock of CDP's Network events
 */
export function tasksOf({ traceEvents }, since = 0) {
  const mains = new Set(
    traceEvents.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain').map(({ pid, tid }) => `${pid} ${tid}`),
  );
  const tasks = new Map([...mains].map((thread) => [thread, []]));
  for (const { ph, name, pid, tid, ts, tdur } of traceEvents) {
    if (ph === 'X' && tdur && ts >= since * 1e6 && name.endsWith('RunTask')) tasks.get(`${pid} ${tid}`)?.push(tdur / 1000);
  }
  // The page that was watched is the busiest.
  return [...tasks.values()].sort((one, other) => other.length - one.length)[0];
}
