/**
 * A part that loads once. Later calls have it at once, where `import()` takes a turn of the event loop each time; a load that
 * failed is tried again.
 */
export function loadOnce<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined;
  return () => loading ??= load().catch((error: unknown) => { loading = undefined; throw error; });
}
