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
  const loader: Loader<Module> = () => loading ??= next().then(
    (module) => loader.loaded = module,
    (error: unknown) => {
      loading = undefined;
      next = retryOf<Module>(error) ?? load;
      throw error;
    },
  );
  return loader;
}

/**
 * Chromium never asks again for a module that it could not fetch (https://github.com/whatwg/html/issues/6768): it does under another address.
 * The one that failed is in the message.
 */
function retryOf<Module>(error: unknown): (() => Promise<Module>) | undefined {
  const address = error instanceof TypeError ? /https?:\/\/\S+$/.exec(error.message)?.[0] : undefined;
  if (!address) return undefined;
  const url = new URL(address);
  url.searchParams.set('retry', String(Number(url.searchParams.get('retry')) + 1));
  // The comments keep bundlers from looking for the file.
  return () => import(/* @vite-ignore */ /* webpackIgnore: true */ url.href) as Promise<Module>; // What `load` would have given.
}
