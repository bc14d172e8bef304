/** A module that loads once. What has loaded is there at once, where `import()` takes a turn of the event loop each time. */
export interface Loader<Module> {
  /** Loads the module. Rejects when it cannot be loaded; the next call tries again. */
  (): Promise<Module>;
  /** The module, once it has loaded. */
  loaded?: Module;
}

export function loadOnce<Module>(load: () => Promise<Module>): Loader<Module> {
  let loading: Promise<Module> | undefined;
  const loader: Loader<Module> = () => loading ??= load().then(
    (module) => loader.loaded = module,
    (error: unknown) => { loading = undefined; throw error; },
  );
  return loader;
}
