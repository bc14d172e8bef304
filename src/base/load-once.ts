/** A module that loads once. What has loaded is there at once, where `import()` takes a turn of the event loop each time. */
export interface Loader<Module> {
  /** Loads the module. Rejects when it cannot be loaded; the next call tries again. */
  (): Promise<Module>;
  /** The module, once it has loaded. */
  loaded?: Module;
}

export function loadOnce<Module>(load: () => Promise<Module>): Loader<Module> {
  let loading: Promise<Module> | undefined;
  let next = load;
  const loader: Loader<Module> = () =>
    (loading ??= next().then(
      (module) => (loader.loaded = module),
      (error: unknown) => {
        loading = undefined;
        next = retryOf<Module>(error) ?? load;
        throw error;
      },
    ));
  return loader;
}

/**
 * Chromium never asks again for a module that it could not fetch (https://github.com/whatwg/html/issues/6768): it does under another address.
 * The one that failed is in the message.
 */
function retryOf<Module>(error: unknown): (() => Promise<Module>) | undefined {
  if (!(error instanceof TypeError)) return undefined;
  const address = /https?:\/\/\S+$/.exec(error.message)?.[0];
  if (!address) return undefined;
  // Where a build puts several modules into one file: which of its exports is meant (scripts/rooms.mjs).
  const part = 'part' in error ? String(error.part) : undefined;
  const url = new URL(address);
  url.searchParams.set('retry', String(Number(url.searchParams.get('retry')) + 1));
  // The comments keep bundlers from looking for the file.
  return async () => {
    const module = (await import(/* @vite-ignore */ /* webpackIgnore: true */ url.href)) as Record<string, unknown>;
    // What `load` would have given.
    return (part === undefined ? module : module[part]) as Module;
  };
}
